"""`check-examples` on a collection of our own: what the simulator answers, and the same when spoilt."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from foundation.contract import schemas_folder
from harness.checks.examples import examples as checked
from harness.checks.examples.examples import check_examples, examples_of
from harness.checks.examples.postman import read_collection
from sim_flourish.app import create_app
from tests.json_places import every_object, every_place
from tests.running_command import run
from tests.unit.flourish.company import API, Company, record

Json: TypeAlias = Any
Write = Callable[..., Path]
FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
FEWEST_RETYPED = 300
NOT_ALWAYS_SHOWN = {"created_timestamp", "last_updated_timestamp", "origin_harvest"}
LISTS = (
    "/facilities",
    "/items",
    "/brands",
    "/uoms",
    "/inventorytypes",
    "/inventory",
    "/inventory/summary",
    "/destinations",
    "/outbound-orders",
    "/order-payment-terms",
    "/sales-reps",
)


def shown(name: str, method: str, path: str, answer: Json, *, sent: Json = None, code: int = 200) -> Json:
    """A request of a collection with one saved answer."""
    url = {"raw": "{{origin}}" + path}
    body = {"mode": "raw", "raw": json.dumps(sent)} if sent is not None else None
    request = {"method": method, "url": url, "body": body}
    saved = {"name": name, "code": code, "body": json.dumps(answer), "originalRequest": request}
    return {"name": name, "request": request, "response": [saved]}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a collection of these requests, in a folder inside it."""

    def written(*requests: Json, schema: str = FORMAT) -> Path:
        folder = [{"name": "a folder", "item": list(requests)}]
        path = tmp_path / "collection.json"
        path.write_text(json.dumps({"info": {"schema": schema}, "item": folder}))
        return path

    return written


@pytest.fixture(scope="module")
def answers() -> Iterator[list[Json]]:
    """What a simulated company with an order answers to lists, to a read and to a write."""
    app = create_app()
    company = Company.of(app)
    company.item(stock=9)
    sent = company.order_body()
    made = company.api("POST", "/outbound-orders", sent).get_json()
    calls = [shown(f"List {path}", "GET", API + path, company.api("GET", path).get_json()) for path in LISTS]
    order = record(company.api("GET", f"/outbound-orders/{made['data']['id']}"))
    one = {"message": "Success", "status": 200, "data": order}
    calls.append(shown("An order", "GET", API + "/outbound-orders/{{order}}", one))
    destination = record(company.api("POST", "/destinations", {"type": "Dispensary", "name": "Hill"}))
    wrapped = {"message": "Success", "status": 200, "data": destination}
    sent = {"type": "Dispensary", "name": "Hill"}
    calls.append(shown("New destination", "POST", API + "/destinations", wrapped, sent=sent))
    yield calls
    app.extensions["simulator"].close()


def test_the_simulators_own_answers_conform(
    answers: list[Json], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them, a line each, and the sum at the end."""
    assert run("check-examples", str(write(*answers))) == 0
    said = capsys.readouterr().out
    assert said.count("conforms ") == len(answers) + 2  # the new destination's body, as sample and as request
    assert "0 do not" in said


def test_a_retyped_field_is_caught(answers: list[Json], write: Write) -> None:
    """Whatever is put in the place of a value that an answer shows, the answer no longer conforms."""
    tried = 0
    for example in examples_of(read_collection(write(*answers)))[0]:
        assert example.schema is not None
        value = example.value
        for path, container, key in every_place(value):
            true_value = container[key]
            container[key] = {"retyped": True}
            assert not example.schema.is_valid(value), f"{example.name}: {path}"
            container[key] = true_value
            tried += 1
    assert tried >= FEWEST_RETYPED


def test_a_dropped_field_is_caught(answers: list[Json], write: Write) -> None:
    """Whatever field an answer loses, it no longer conforms."""
    escaped = set()
    for example in examples_of(read_collection(write(*answers)))[0]:
        assert example.schema is not None
        value = example.value
        for _, inner in every_object(value):
            for key in list(inner) if example.is_answer else ():
                kept = inner.pop(key)
                if example.schema.is_valid(value):
                    escaped.add(key)
                inner[key] = kept
    assert escaped == NOT_ALWAYS_SHOWN


def test_what_differs_is_named_with_its_reason(
    answers: list[Json], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says where and what, `--quiet` leaves out what conforms, and the exit code is 1."""
    answer = {"message": "Success", "status": 200, "data": {"id": 7}}
    broken = shown("A bare facility", "GET", "/v1/facilities/:id", answer)
    assert run("check-examples", "--quiet", str(write(*answers, broken))) == 1
    said = capsys.readouterr().out
    assert "differs    A bare facility, answer" in said
    assert "data: " in said
    assert "conforms " not in said
    assert "1 do not" in said


def test_a_known_deviation_is_counted_apart(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A posted order's bare answer is as the vendor's examples show it, and not as the simulator's first."""
    app = create_app()
    company = Company.of(app, settings={"bare_post_response": True})
    company.item(stock=9)
    sent = company.order_body()
    bare = company.api("POST", "/outbound-orders", sent).get_json()
    app.extensions["simulator"].close()
    call = shown("Bare order", "POST", API + "/outbound-orders", bare, sent=sent)
    assert run("check-examples", "--quiet", str(write(call))) == 0
    said = capsys.readouterr().out
    assert "deviates   Bare order, answer" in said
    assert "where a tenant is set to bare_post_response" in said
    assert "2 conform, 1 are known deviations, 0 do not" in said
    del bare["order_lines"]
    call = shown("Bare order", "POST", API + "/outbound-orders", bare, sent=sent)
    assert run("check-examples", str(write(call))) == 1
    assert "2 conform, 0 are known deviations, 1 do not" in capsys.readouterr().out


def test_what_is_no_json_differs(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A body that cannot be read is not passed over."""
    broken = shown("Brands", "GET", API + "/brands", [])
    broken["response"][0]["body"] = '{"message": "Success",}'
    assert run("check-examples", str(write(broken))) == 1
    assert "not JSON" in capsys.readouterr().out


def test_a_refused_request_need_not_conform(write: Write) -> None:
    """What was refused is no example of a request; its answer is an example of a refusal."""
    refusal = {"message": "name is required", "status": 400}
    call = shown("Nameless", "POST", API + "/destinations", refusal, sent={"colour": 1}, code=200)
    call["request"]["body"] = None
    (measured,) = check_examples(read_collection(write(call))).measured
    assert (measured.name, measured.verdict) == ("Nameless, answer", "conforms")


def test_exceptions_are_listed_with_their_reasons(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What PROVENANCE.md lists fails nothing; what it lists and conforms is pointed at."""
    table = "| example | reason |\n|---|---|\n| Brands, answer | cut short |\n| Units, answer | none |\n"
    (tmp_path / "PROVENANCE.md").write_text(table)
    collection = write(
        shown("Brands", "GET", API + "/brands", {"data": []}),
        shown("Units", "GET", API + "/uoms", {"message": "no", "status": 401}, code=401),
    )
    check_examples(read_collection(collection))  # reads the schemas, which are kept
    monkeypatch.setattr(checked, "schemas_folder", lambda: tmp_path)
    assert run("check-examples", str(collection)) == 0
    said = capsys.readouterr().out
    assert "exception  Brands, answer" in said
    assert "cut short" in said
    assert "needless   Units, answer" in said


def test_what_is_not_described_is_listed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """An operation that the schemas do not have is named; when there is no other, nothing was checked."""
    unknown = shown("Planets", "GET", API + "/planets", {})
    known = shown("Units", "GET", API + "/uoms", {"message": "no", "status": 401}, code=401)
    assert run("check-examples", str(write(known, unknown))) == 0
    assert f"  GET {API}/planets" in capsys.readouterr().out
    assert run("check-examples", str(write(unknown))) == 3


@pytest.mark.parametrize("text", ["no JSON", "[]", "{}", '{"info": {"schema": "x/v1.0.0/"}, "item": []}'])
def test_what_is_no_collection_is_wrong_usage(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line says so, and the exit code is 2."""
    (tmp_path / "other.json").write_text(text)
    assert run("check-examples", str(tmp_path / "other.json")) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_table_of_exceptions_can_be_read() -> None:
    """PROVENANCE.md has the table that the check reads."""
    text = (schemas_folder() / "PROVENANCE.md").read_text()
    assert "| example | reason |\n|---|---|\n" in text
