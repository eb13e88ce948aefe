"""`check-drift` on a simulated Flourish, as it is described and with planted drift."""

import json
from pathlib import Path

import pytest
from flask import Flask, Response

from harness.serving import open_socket, url_of
from tests.running_command import run
from tests.unit.flourish.company import Company, data
from tests.unit.flourish.retail.retail_shop import open_shop, place
from tests.unit.harness_checks.broken import Change, broken
from tests.unit.harness_checks.drift.planted import (
    PERSON,
    PLACE,
    Json,
    answered,
    check,
    nothing,
    rows,
)


def test_the_simulator_conforms(app: Flask, company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    """Every operation is called or has nothing to be called for, with GET alone, in both ways to identify."""
    code, flourish = check(app, nothing)
    said = capsys.readouterr().out
    assert code == 0, said
    assert {method for method, _, _ in flourish.asked} == {"GET"}
    assert "could not check  " not in said
    paths = [path for _, path, _ in flourish.asked]
    assert any(path.startswith("/external/api/v1/outbound-orders/") for path in paths)
    assert paths.count("/external/api/v1/facilities") == 2
    assert ("GET", "/external/api/v1/items", "offset=50&limit=50") in flourish.asked
    assert f"{len(flourish.asked)} requests." in said
    assert company.api_key not in said


DRIFTS: dict[str, tuple[Change, str]] = {
    "another type": (
        rows("/items", lambda row: row.update(price=str(row["price"]))),
        "price: text, described as number",
    ),
    "null": (rows("/facilities", lambda row: row.update(alias=None)), "alias: null, described as text"),
    "a field that is gone": (rows("/brands", lambda row: row.pop("brand_name", None)), "brand_name: missing"),
    "a status that is new": (
        rows("/outbound-orders", lambda row: row.update(order_status="Packed")),
        "order_status: “Packed”, described as one of Created, ",
    ),
    "a time of another form": (
        rows("/items", lambda row: row.update(created_timestamp="03/02/2026 9:30 AM")),
        "created_timestamp: text of the form 99/99/9999 9:99 aa, described as text",
    ),
    "deep inside": (
        rows("/outbound-orders", lambda row: row["order_lines"][0].update(order_qty="2")),
        "order_qty: text, described as number",
    ),
    "another kind of whole": (
        lambda path, answer: {**answer, "data": {}} if path == "/uoms" else answer,
        "uoms data: object, described as list",
    ),
    "a choice that is a number": (
        rows("/brands", lambda row: row.update(active=7)),
        "active: 7, described as one of 0, 1",
    ),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_planted_drift_is_found(drift: str, app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """The field is named with what was seen, how often and where; exit code 1."""
    change, line = DRIFTS[drift]
    code, _ = check(app, change)
    said = capsys.readouterr().out
    assert code == 1, said
    assert line in said
    assert "times, GET /" in said


def test_an_addition_is_listed(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """A field that is not described is named with its kind; it fails, unless told otherwise."""
    change = rows("/items", lambda row: row.update(loyalty_points=3))
    assert check(app, change)[0] == 1
    assert "loyalty_points: integer (" in capsys.readouterr().out
    assert check(app, change, "--ignore-additions")[0] == 0


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (answered("/brands", 404), 1, "GET /brands: answered 404 where 200 is described"),
        (answered("/brands", 200, "[]"), 1, "GET /brands: answered with list where object is described"),
        (answered("/brands", 200, "<html>"), 1, "GET /brands: answered with something else than JSON"),
        (answered("/brands", 500), 3, "GET /brands: answered 500"),
        (answered("/brands", 403), 3, "GET /brands: answered 403"),
        (answered("/uoms", 429), 3, "no request was left for it"),
    ],
)
def test_what_an_operation_answers_is_judged(
    change: Change, code: int, line: str, app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is gone has drifted, what is forbidden or broken could not be checked; 429 ends it."""
    ended, flourish = check(app, change)
    assert line in capsys.readouterr().out
    assert ended == code
    if "429" in line:
        assert flourish.asked[-1][1].endswith("/uoms")


ERRORS: dict[str, tuple[Change, int, str]] = {
    "another status in the body": (
        lambda path, answer: {**answer, "status": "404"} if NOBODY in path else answer,
        1,
        "status: text, described as",
    ),
    "no message": (
        lambda path, answer: {"status": 404} if NOBODY in path else answer,
        1,
        "message: missing",
    ),
    "another shape": (
        lambda path, answer: {"error": {"code": "not_found"}} if NOBODY in path else answer,
        1,
        "of an id that nobody has: some fields differ",
    ),
    "no error": (
        lambda path, answer: Response("{}", status=200) if NOBODY in path else answer,
        1,
        "of an id that nobody has: answered 200 where 404 is described",
    ),
    "forbidden": (
        lambda path, answer: Response("{}", status=403) if NOBODY in path else answer,
        3,
        "of an id that nobody has: answered 403",
    ),
}
NOBODY = "an-id-that-nobody-has"


@pytest.mark.parametrize("drift", ERRORS)
def test_errors_are_compared_too(drift: str, app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """Something that is not there is asked for once, and what is answered obeys the error's schema or not."""
    change, code, line = ERRORS[drift]
    ended, flourish = check(app, change)
    said = capsys.readouterr().out
    assert ended == code, said
    assert line in said
    assert sum(NOBODY in path for _, path, _ in flourish.asked) == 1


def test_one_of_each_thing_is_read_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where every list has a row, every operation is called but for pictures, whose links are no ids."""
    full = open_shop(Company.of(app, items=5, seed=7))
    item = data(full.api("GET", "/items"))[0]["id"]
    full.variation({"id": item})
    place(full)
    full.order()
    bom = {
        "item_id": "1",
        "nickname": "By hand",
        "qty_to_create": 1,
        "effective_date": "2026-03-02T09:30:05Z",
    }
    person = [{"first_name": "Ada", "last_name": "Poole"}]
    vendor = data(full.api("POST", "/vendors", {"name": "Fern"}))["id"]
    buyer = data(full.api("GET", "/destinations"))[0]["id"]
    for path, body in (
        (f"/vendors/{vendor}/contacts", person),
        (f"/destinations/{buyer}/contacts", person),
        ("/boms", bom),
    ):
        assert full.api("POST", path, body).status_code == 200
    offer = {"discount_name": "Fern week", "method": "dollar", "amount": 1}
    for path, made in (("/shipments", {}), ("/deliveries", {}), ("/retail-discounts", offer)):
        data(full.office("POST", path, made))
    monkeypatch.setenv("FLOURISH_USERNAME", full.username)
    monkeypatch.setenv("FLOURISH_API_KEY", full.api_key)
    assert check(app, nothing)[0] == 0
    lines = capsys.readouterr().out.splitlines()
    assert [one for one in lines if one.startswith("nothing there    GET")] == [
        "nothing there    GET /item-art/{link}: nothing was listed that leads there"
    ]


def test_what_is_called_alike_is_not_taken_for_the_same(app: Flask) -> None:
    """The id of an outbound order leads to no order of another kind."""
    _, flourish = check(app, nothing)
    orders = [path for _, path, _ in flourish.asked if path.startswith("/external/api/v1/retail-orders/")]
    assert orders == []


def test_the_budget_is_kept(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """No request more than allowed; what was not called could not be checked."""
    code, flourish = check(app, nothing, "--max-requests", "5")
    assert len(flourish.asked) == 5
    assert code == 3
    assert "no request was left for it" in capsys.readouterr().out


def test_values_of_people_are_never_shown(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the report nor the record holds a name, an address or a number, however it differs."""

    def corrupt(row: Json) -> None:
        row.update(name=[row["name"]], company_email={PERSON: 1}, license_number=77771234, state=PERSON)
        row[PLACE["company_email"]] = PERSON
        row["type"] = f"{PERSON}, {PLACE['company_email']}"
        row["owner"] = {"name": PERSON}

    record = tmp_path / "drift.json"
    code, _ = check(app, rows("/destinations", corrupt), "--save", str(record))
    said = capsys.readouterr().out + record.read_text()
    assert code == 1
    for value in (PERSON, "Marrowby", "marrowby", "LIC-QM-77", "77771234"):
        assert value not in said
    assert "(a name that is not shown): text" in said
    assert "type: text, described as one of " in said


def test_the_record_says_what_was_found(app: Flask, tmp_path: Path) -> None:
    """Operations and fields with their verdicts, as JSON, readable by its owner only."""
    record = tmp_path / "drift.json"
    code, flourish = check(app, DRIFTS["another type"][0], "--save", str(record))
    kept = json.loads(record.read_text())
    assert code == 1
    assert (kept["format"], kept["flourish"]) == (1, flourish.url)
    assert kept["requests"] == len(flourish.asked)
    price = kept["schemas"]["item.json"]["price"]
    assert (price["verdict"], price["in"]) == ("drifted", ["GET /items"])
    assert kept["schemas"]["item.json"]["sku"]["verdict"] == "conforms"
    assert {"operation": "identification by Basic", "verdict": "conforms", "why": "", "calls": 1} in kept[
        "operations"
    ]
    assert record.stat().st_mode & 0o077 == 0


def test_without_a_username_only_the_key_is_tried(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The header x-api-key is enough."""
    monkeypatch.delenv("FLOURISH_USERNAME")
    code, flourish = check(app, nothing)
    assert code == 0
    assert [path for _, path, _ in flourish.asked].count("/external/api/v1/facilities") == 1


def test_a_way_of_identification_that_is_refused_has_drifted(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other way is gone on with."""
    monkeypatch.setenv("FLOURISH_USERNAME", "somebody-else")
    code, flourish = check(app, nothing)
    said = capsys.readouterr().out
    assert code == 1
    assert "identification by Basic: refused (401), described as taken" in said
    assert len(flourish.asked) > 10


def test_wrong_credentials_are_not_a_verdict(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, after one attempt in each way."""
    monkeypatch.setenv("FLOURISH_API_KEY", "not-the-key")
    code, flourish = check(app, nothing)
    assert code == 3
    assert len(flourish.asked) == 2
    said = capsys.readouterr().err
    assert "the credentials are refused" in said
    assert "not-the-key" not in said


def test_nobody_there_is_not_a_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3."""
    closed = open_socket()
    url = url_of(closed)
    closed.close()
    assert run("check-drift", "--url", url) == 3
    assert "nothing answers at" in capsys.readouterr().err


def test_something_else_there_is_not_a_verdict(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that knows no facilities is none that could be checked."""
    code, _ = check(app, answered("/facilities", 404))
    assert code == 3
    assert "answers the first request with 404" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "variable", "complaint"),
    [
        (["--url", "http://flourish.example"], None, "has to begin with https"),
        (["--url", "flourish.example"], None, "is not an http or https URL"),
        (["--url", "https://user:secret@flourish.example"], None, "takes a URL without credentials"),
        (["--save", "nowhere/drift.json"], None, "--save nowhere/drift.json"),
        (["--max-requests", "0"], None, "--max-requests"),
        ([], ("FLOURISH_API_KEY", ""), "FLOURISH_API_KEY is not set"),
        ([], ("FLOURISH_API_KEY", "a\nb"), "characters that no header can carry"),
        (["--api-key", "x"], None, "No such option"),
    ],
)
def test_wrong_usage_is_one_line(
    more: list[str],
    variable: tuple[str, str] | None,
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It ends with exit code 2 before anything is asked."""
    if variable:
        monkeypatch.setenv(*variable)
    assert run("check-drift", "--url", "http://127.0.0.1:9", *more) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("path", ["/", "/external/api", "/external/api/v1", "/external/api/v1/"])
def test_the_url_may_name_the_api(path: str, app: Flask) -> None:
    """With or without the API's own path it is the same Flourish."""
    with broken(app) as flourish:
        run("check-drift", "--url", flourish.url + path, "--max-requests", "1")
    assert flourish.asked[0][1] == "/external/api/v1/facilities"
