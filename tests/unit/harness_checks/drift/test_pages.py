"""`check-drift` follows the links of lists to their next pages, within its requests."""

from urllib.parse import urlsplit

import pytest
from flask import Flask

from harness.serving import open_socket, url_of
from tests.unit.flourish.company import Company, data
from tests.unit.harness_checks.broken import Change
from tests.unit.harness_checks.drift.planted import Json, check, nothing, rows


def next_page(url: str) -> Change:
    """The link of the items' first page leads there."""

    def changed(path: str, answer: Json) -> Json:
        if path == "/items" and answer["meta"]["next"]:
            answer["meta"]["next"] = url
        return answer

    return changed


def test_a_link_to_another_host_is_not_followed(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """The credentials go nowhere else; the link has drifted."""
    elsewhere = open_socket()
    elsewhere.settimeout(0)
    port = urlsplit(url_of(elsewhere)).port
    code, _ = check(app, next_page(f"http://localhost:{port}/external/api/v1/items?offset=50"))
    with pytest.raises(BlockingIOError):
        elsewhere.accept()
    elsewhere.close()
    assert code == 1
    assert "next: leads elsewhere than to the same list" in capsys.readouterr().out


def test_a_link_that_is_none_has_drifted(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the text is, it is a verdict."""
    code, _ = check(app, next_page("http://[half an address"))
    assert code == 1
    assert "next: leads elsewhere than to the same list" in capsys.readouterr().out


def test_a_link_that_skips_rows_is_found(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """The next page has to begin where the page ended."""
    code, _ = check(app, next_page("http://127.0.0.1/external/api/v1/items?limit=50&offset=51"))
    assert code == 1
    assert "next: does not go on where the page ended" in capsys.readouterr().out


@pytest.fixture
def large(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A company whose items fill more pages than are looked at, with contacts in pages of one."""
    made = Company.of(app, items=300)
    monkeypatch.setenv("FLOURISH_USERNAME", made.username)
    monkeypatch.setenv("FLOURISH_API_KEY", made.api_key)
    return made


def test_further_pages_are_read_within_their_share(
    app: Flask, large: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each list's second page comes first, then a fifth of the requests goes to what follows, in turn."""
    assert len(data(large.api("GET", "/items"))) == 50
    code, flourish = check(app, nothing)
    said = capsys.readouterr().out
    assert code == 0, said
    assert "error.json: 2 fields conform" in said
    offsets = [query for _, path, query in flourish.asked if path.endswith("/items") and "offset=" in query]
    assert offsets == [f"offset={start}&limit=50" for start in (50, 100, 150, 200, 250)]
    code, few = check(app, nothing, "--max-requests", "75")
    third = [path for _, path, query in few.asked if "offset=" in query and "offset=50" not in query]
    assert len(third) == 15
    assert third.count("/external/api/v1/items") < 5
    assert third.count("/external/api/v1/packages") > 1


def test_drift_on_a_late_page_is_found(
    app: Flask, large: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row of the fourth page, and a link of the third."""
    last = data(large.api("GET", "/items", query={"offset": "150", "limit": "1"}))[0]["id"]

    def late(row: Json) -> None:
        row.update(price="12" if row["id"] == last else row["price"])

    assert check(app, rows("/items", late))[0] == 1
    assert "price: text, described as number (1 times, GET /items)" in capsys.readouterr().out

    def stuck(path: str, answer: Json) -> Json:
        if path == "/items" and answer["meta"]["offset"] == 100:
            answer["meta"]["next"] = answer["meta"]["next"].replace("offset=150", "offset=100")
        return answer

    assert check(app, stuck)[0] == 1
    assert "next: does not go on where the page ended" in capsys.readouterr().out


def test_links_of_a_list_inside_a_path_are_checked(
    app: Flask, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    """The item's variations, for example, have pages as other lists have."""
    item = data(company.api("GET", "/items", query={"limit": "1"}))[0]
    for name in ("Pack of 5", "Pack of 9"):
        company.variation(item, variation_name=name)
    path = f"/items/{item['id']}/itemvariations"

    def two_pages(asked: str, answer: Json) -> Json:
        if asked == path and answer["meta"]["offset"] == 0:
            url = f"http://127.0.0.1/external/api/v1{path}?limit=1&offset=2"
            answer["meta"].update(next=url, count=1)
            del answer["data"][1:]
        return answer

    code, flourish = check(app, two_pages)
    assert ("GET", f"/external/api/v1{path}", "limit=1&offset=2") in flourish.asked
    assert code == 1
    assert "itemvariations: the link to the next page does not go on" in capsys.readouterr().out


def test_a_small_company_has_its_links_checked_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every list fits on a page, one is asked for in a page of one row."""
    small = Company.of(app)
    monkeypatch.setenv("FLOURISH_USERNAME", small.username)
    monkeypatch.setenv("FLOURISH_API_KEY", small.api_key)
    code, flourish = check(app, nothing)
    assert code == 0
    queries = [query for _, _, query in flourish.asked]
    assert queries[-2:] == ["limit=1", "offset=1&limit=1"]
