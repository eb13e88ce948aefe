"""Shapes are judged by `schemas/`, fast for yes and no, in words for why."""

from pathlib import Path

import pytest

from foundation.contract import Contract, Problem, payload

TOY = str(Path(__file__).parent / "shapes" / "openapi.json")
THING = str(Path(__file__).parent / "shapes" / "thing.json")


@pytest.fixture
def contract() -> Contract:
    """A small contract of two files."""
    return Contract.load(TOY)


def test_a_payload_is_judged_and_explained() -> None:
    """What is wrong first is told by place and reason."""
    thing = payload(THING)
    assert thing.is_valid({"name": "a", "size": 1})
    assert thing.first_problem({"name": "a", "size": 1}) is None
    problem = thing.first_problem({"name": "a", "size": "big"})
    assert problem is not None
    assert (problem.pointer, problem.field) == ("/size", "size")
    assert "integer" in str(problem)


def test_formats_count() -> None:
    """A date-time that is none is refused."""
    assert not payload(THING).is_valid({"name": "a", "size": 1, "at": "yesterday"})
    problem = payload(THING).first_problem({"name": "a", "size": 1, "at": "yesterday"})
    assert problem is not None
    assert problem.pointer == "/at"


def test_an_explanation_never_repeats_a_secret() -> None:
    """The value of a secret field does not stand in the message."""
    problem = payload(THING).first_problem({"name": "a", "size": 1, "api_key": ["s3cret"]})
    assert problem is not None
    assert "s3cret" not in problem.message


def test_a_long_explanation_is_cut() -> None:
    """A huge value does not make a huge message."""
    problem = payload(THING).first_problem({"name": "a", "size": "x" * 10_000})
    assert problem is not None
    assert len(problem.message) < 400


def test_operations_are_found_by_method_and_template(contract: Contract) -> None:
    """The base path and every operation are known; others are not."""
    assert contract.base_path == "/toy"
    assert set(contract.operations()) == {("GET", "/things"), ("POST", "/things")}
    with pytest.raises(KeyError):
        contract.operation("GET", "/nothing")


def test_bodies_are_judged(contract: Contract) -> None:
    """The body of an operation follows its schema in another file."""
    operation = contract.operation("POST", "/things")
    assert operation.takes_json
    assert operation.body_problem({"name": "a", "size": 1}) is None
    assert operation.body_problem({"size": 1}) == Problem(pointer="", message="'name' is a required property")


def test_answers_are_judged_by_status(contract: Contract) -> None:
    """Each status has its schema, also by reference; an undeclared status is a problem."""
    operation = contract.operation("POST", "/things")
    assert operation.response_problem(200, {"name": "a", "size": 1}) is None
    assert operation.response_problem(200, {"name": 1, "size": 1}) is not None
    assert operation.response_problem(400, {"message": "no"}) is None
    assert operation.response_problem(400, {"massage": "no"}) is not None
    assert "418" in str(operation.response_problem(418, {}))


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"size": ["3"], "flag": ["true"], "name": ["a", "b"]}, None),
        ({"size": ["three"]}, "/size"),
        ({"flag": ["maybe"]}, "/flag"),
        ({"unknown": ["x"]}, None),
    ],
)
def test_queries_are_judged_as_text(
    contract: Contract, query: dict[str, list[str]], pointer: str | None
) -> None:
    """Numbers and booleans are read from text; repeated parameters are lists; unknown ones are ignored."""
    problem = contract.operation("GET", "/things").query_problem(query)
    assert (None if problem is None else problem.pointer) == pointer
