"""Brands with logos and licenses, as the set-up begins (S1, S2, I7)."""

from io import BytesIO

import pytest

from tests.unit.ordo.ordo_lab import LICENSE, OrdoLab, encode_form, png


def test_a_brand_has_a_name_and_a_logo(ordo: OrdoLab) -> None:
    """The picture comes back as it was uploaded, with its kind (S1)."""
    brand = ordo.add_brand("Kiwi Farms").get_json()
    assert brand["logo"] == {"media_type": "image/png", "width": 3, "height": 2, "size": len(png())}
    logo = ordo.rep("GET", f"/brands/{brand['brand_id']}/logo")
    assert (logo.data, logo.mimetype, logo.headers["X-Content-Type-Options"]) == (
        png(),
        "image/png",
        "nosniff",
    )
    assert ordo.engine("GET", "/brands").get_json() == {"brands": [{"name": "Kiwi Farms"}]}


def test_another_case_or_spacing_is_another_brand(ordo: OrdoLab) -> None:
    """Names are unique exactly as typed, and kept so (I7)."""
    names = ["Kiwi Farms", "kiwi farms", "Kiwi  Farms", " Kiwi Farms"]
    for name in names:
        assert ordo.add_brand(name).status_code == 201
    again = ordo.add_brand("Kiwi Farms")
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "conflict")
    assert [brand["name"] for brand in ordo.rep("GET", "/brands").get_json()["brands"]] == names


def test_a_brand_is_renamed_and_removed(ordo: OrdoLab) -> None:
    """The logo stays unless a new one is uploaded; another brand's name is refused; gone is gone."""
    path = f"/brands/{ordo.add_brand('Kiwi').get_json()['brand_id']}"
    ordo.add_brand("Plum")
    renamed = ordo.admin("PUT", path, data={"name": "Kiwi Farms"}, content_type="multipart/form-data")
    assert (renamed.get_json()["name"], renamed.get_json()["logo"]["width"]) == ("Kiwi Farms", 3)
    new_logo = {"name": "Kiwi Farms", "logo": (BytesIO(png(5, 5)), "x.gif")}
    assert ordo.admin("PUT", path, data=new_logo).get_json()["logo"]["width"] == 5
    taken = ordo.admin("PUT", path, data={"name": "Plum"}, content_type="multipart/form-data")
    assert taken.status_code == 409
    assert ordo.admin("DELETE", path).status_code == 204
    assert ordo.admin("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("form", "status", "field"),
    [
        ({"logo": png()}, 422, "name"),
        ({"name": "  ", "logo": png()}, 422, "name"),
        ({"name": "x" * 101, "logo": png()}, 422, "name"),
        ({"name": "Kiwi"}, 422, "logo"),
        ({"name": "Kiwi", "logo": "picture"}, 422, "logo"),
        ({"name": "Kiwi", "logo": b"no picture"}, 422, "logo"),
        ({"name": "Kiwi", "colour": "green", "logo": png()}, 422, "colour"),
        ({"name": "Kiwi", "logo": b"\0" * (2 * 1024 * 1024 + 1)}, 413, "logo"),
        ({"name": "Kiwi", "logo": b"\0" * (5 * 1024 * 1024)}, 413, None),
        ({"name": "x" * 600_000, "logo": png()}, 413, None),
    ],
)
def test_a_wrong_brand_is_refused(
    ordo: OrdoLab, form: dict[str, str | bytes], status: int, field: str | None
) -> None:
    """The error names the form field, and no brand is made."""
    raw, content_type = encode_form(form)
    answer = ordo.admin("POST", "/brands", data=raw, content_type=content_type)
    assert (answer.status_code, answer.get_json()["error"].get("field")) == (status, field)
    assert ordo.tenant.world.brands == {}


def test_a_brand_is_no_json(ordo: OrdoLab) -> None:
    """A brand comes as a multipart form."""
    answer = ordo.admin("POST", "/brands", json={"name": "Kiwi"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (415, "unsupported_media_type")


def test_a_license_is_added_changed_and_removed(ordo: OrdoLab) -> None:
    """Its optional parts are null until given (S2)."""
    added = ordo.admin("POST", "/licenses", json=LICENSE)
    path = f"/licenses/{added.get_json()['license_id']}"
    assert added.status_code == 201
    assert added.get_json()["legal_name"] is None
    changed = {**LICENSE, "license_number": "LIC-2", "expiration_date": "2027-02-28"}
    assert ordo.admin("PUT", path, json=changed).get_json()["expiration_date"] == "2027-02-28"
    assert ordo.engine("GET", "/organization").get_json()["licenses"] == [{"license_number": "LIC-2"}]
    assert ordo.admin("DELETE", path).status_code == 204
    assert ordo.rep("GET", "/licenses").get_json()["total"] == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"street_address_line_2": None}, "street_address_line_2"),
        ({"street_address_line_2": ""}, "street_address_line_2"),
        ({"street_address_line_2": "  "}, "street_address_line_2"),
        ({"state": "Arizona"}, "state"),
        ({"zip_code": "8500"}, "zip_code"),
        ({"license_number": ""}, "license_number"),
        ({"expiration_date": "2026-02-30"}, "expiration_date"),
    ],
)
def test_a_wrong_license_is_refused(ordo: OrdoLab, change: dict[str, object], field: str) -> None:
    """Street address line 2 is mandatory (S2); the error names the field."""
    answer = ordo.admin("POST", "/licenses", json={**LICENSE, **change})
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)


def test_a_license_lacks_nothing_mandatory(ordo: OrdoLab) -> None:
    """Without street address line 2 there is no license, and the error says so (S2)."""
    body = {name: value for name, value in LICENSE.items() if name != "street_address_line_2"}
    answer = ordo.admin("POST", "/licenses", json=body)
    assert answer.status_code == 422
    assert "street_address_line_2" in answer.get_json()["error"]["message"]
    assert ordo.tenant.world.licenses == {}


def test_a_license_number_is_there_once(ordo: OrdoLab) -> None:
    """Two licenses with one number could not be told apart."""
    ordo.admin("POST", "/licenses", json=LICENSE)
    assert ordo.admin("POST", "/licenses", json=LICENSE).status_code == 409


def test_the_paired_license_keeps_its_number(connected: OrdoLab) -> None:
    """While it pairs with a facility it is neither renumbered nor removed, but its address may change."""
    license_id = next(iter(connected.tenant.world.licenses))
    path = f"/licenses/{license_id}"
    renumbered = connected.admin("PUT", path, json={**LICENSE, "license_number": "LIC-9"})
    assert (renumbered.status_code, renumbered.get_json()["error"]["code"]) == (409, "license_in_use")
    assert connected.admin("DELETE", path).status_code == 409
    assert connected.admin("PUT", path, json={**LICENSE, "city": "Tempe"}).get_json()["city"] == "Tempe"
