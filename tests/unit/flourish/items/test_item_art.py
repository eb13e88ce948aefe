"""Pictures of items: uploaded in the screens, opened by links that end."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from sim_flourish.app import create_app
from sim_kernel.picture import LARGEST_PICTURE
from tests.contract.tenants import SMALLEST_PNG
from tests.unit.flourish.company import OFFICE, Company, data, message

WEEK = 7 * 24 * 3600


def _upload(
    company: Company, item: Mapping[str, Any], image_type: str = "product", content: bytes = SMALLEST_PNG
) -> TestResponse:
    """Sends a form with a picture; made by hand, because the test client puts large ones on disk."""
    head = 'Content-Disposition: form-data; name="picture"; filename="art.png"'
    return company.client.put(
        f"{OFFICE}/items/{item['id']}/art/{image_type}",
        headers={"Authorization": f"Bearer {company.token}"},
        data=b"--edge\r\n%b\r\n\r\n%b\r\n--edge--\r\n" % (head.encode(), content),
        content_type="multipart/form-data; boundary=edge",
    )


def _links(company: Company, item: Mapping[str, Any], **query: str) -> dict[str, dict[str, str]]:
    links = data(company.api("GET", f"/items/{item['id']}/art", query=query))
    return {one["image_type"]: one for one in links}


def _advance(company: Company, seconds: int) -> None:
    company.client.post(f"/_sim/tenants/{company.tenant}/clock", json={"advance_seconds": seconds})


def test_an_item_without_art_answers_nothing(company: Company) -> None:
    """204 and no body; an item that is not there is another matter."""
    answer = company.api("GET", f"/items/{company.item()['id']}/art")
    assert (answer.status_code, answer.data) == (204, b"")
    assert message(company.api("GET", "/items/99/art"), 404)


def test_links_lead_to_the_pictures(company: Company) -> None:
    """One for each type, without credentials, for half an hour unless said otherwise."""
    item = company.item()
    _upload(company, item, "product")
    _upload(company, item, "label")
    links = _links(company, item)
    assert list(links) == ["product", "label"]
    assert {one["expire_in"] for one in links.values()} == {"30m0s"}
    opened = company.client.get(links["label"]["url"])
    assert (opened.status_code, opened.content_type, opened.data) == (200, "image/png", SMALLEST_PNG)
    _advance(company, 30 * 60 - 2)
    assert company.client.get(links["label"]["url"]).status_code == 200
    _advance(company, 2)
    assert "has expired" in message(company.client.get(links["label"]["url"]), 403)
    assert company.client.get(_links(company, item)["label"]["url"]).status_code == 200


@pytest.mark.parametrize(
    ("expire", "shown", "seconds"),
    [("15m", "15m0s", 900), ("8h", "8h0m0s", 28_800), ("90m", "1h30m0s", 5400), ("7d", "168h0m0s", WEEK)],
)
def test_a_link_is_good_as_long_as_is_asked(company: Company, expire: str, shown: str, seconds: int) -> None:
    """In minutes, hours or days."""
    item = company.item()
    _upload(company, item)
    link = _links(company, item, expire=expire)["product"]
    assert link["expire_in"] == shown
    _advance(company, seconds - 1)
    assert company.client.get(link["url"]).status_code == 200
    _advance(company, 1)
    assert company.client.get(link["url"]).status_code == 403


@pytest.mark.parametrize("expire", ["", "8", "0m", "8s", "1h30m", "-1h", "8d", "1000000m", "\u0661h"])
def test_a_time_that_makes_no_sense_is_named(company: Company, expire: str) -> None:
    """Whether there is art or not."""
    item = company.item()
    path = f"/items/{item['id']}/art"
    assert "expire" in message(company.api("GET", path, query={"expire": expire}))
    _upload(company, item)
    assert "expire" in message(company.api("GET", path, query={"expire": expire}))


def test_a_link_that_was_tampered_with_opens_nothing(company: Company) -> None:
    """Neither another item, nor another time, nor another tenant, nor nonsense."""
    item, other = company.item(), company.item(sku="F-2")
    _upload(company, item)
    _upload(company, other)
    url = _links(company, item)["product"]["url"]
    base, _, link = url.rpartition("/")
    tenant, item_id, image_type, expires, seal = link.split(".")
    forged = [
        (tenant, other["id"], image_type, expires, seal),
        (tenant, item_id, image_type, str(int(expires) + 1), seal),
        (tenant, item_id, "label", expires, seal),
        (tenant, item_id, "poster", expires, seal),
        ("nobody", item_id, image_type, expires, seal),
        (tenant, item_id, image_type, "9" * 30, seal),
        (tenant, item_id, image_type, "soon", seal),
        (tenant, item_id, image_type, expires, "\u00e9"),
        (tenant, item_id, image_type, expires),
    ]
    for parts in forged:
        answer = company.client.get(f"{base}/{'.'.join(parts)}")
        assert "nobody gave this link out" in message(answer, 403), parts


def test_a_picture_is_replaced_and_taken_away(company: Company) -> None:
    """Links to what was taken away lead nowhere."""
    item = company.item()
    _upload(company, item)
    (shown,) = data(_upload(company, item))
    assert shown == {
        "image_type": "product",
        "media_type": "image/png",
        "width": 1,
        "height": 1,
        "size": len(SMALLEST_PNG),
    }
    link = _links(company, item)["product"]["url"]
    path = f"/items/{item['id']}/art/product"
    assert data(company.office("DELETE", path)) == []
    assert message(company.client.get(link), 404)
    assert message(company.office("DELETE", path), 404)
    assert company.api("GET", f"/items/{item['id']}/art").status_code == 204


def test_only_pictures_are_taken(company: Company) -> None:
    """By their content, of a known type, in a form."""
    item = company.item()
    assert "must be PNG" in message(_upload(company, item, content=b"<svg/>"))
    assert "image_type must be one of product, label, packaging" in message(_upload(company, item, "poster"))
    big = SMALLEST_PNG + b"\0" * LARGEST_PICTURE
    assert "at most" in message(_upload(company, item, content=big), 413)
    assert "multipart" in message(company.office("PUT", f"/items/{item['id']}/art/label", {}), 415)
    assert message(_upload(company, {"id": "99"}), 404)
    empty = company.client.put(
        f"{OFFICE}/items/{item['id']}/art/product",
        headers={"Authorization": f"Bearer {company.token}"},
        data={"picture": "no file"},
        content_type="multipart/form-data",
    )
    assert "picture is required" in message(empty)
    assert data(company.office("GET", f"/items/{item['id']}/art")) == []


def test_pictures_and_links_survive_a_snapshot(app: Flask) -> None:
    """What was given out before is good in another lab as well."""
    company = Company.of(app)
    item = company.item()
    _upload(company, item)
    url = _links(company, item)["product"]["url"]
    snapshot = company.client.get(f"/_sim/tenants/{company.tenant}/snapshot?secrets=true").get_json()
    elsewhere = create_app()
    try:
        client = elsewhere.test_client()
        assert client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201
        assert client.get(urlsplit(url).path).data == SMALLEST_PNG
    finally:
        elsewhere.extensions["simulator"].close()
