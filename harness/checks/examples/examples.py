"""Measures the examples of a Postman collection by the schemas of the Flourish External API.

The schemas are those of `schemas/flourish/openapi.json` and of the second version, found by method and path,
so that an operation that is added there is measured without a word here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import orjson

from foundation.contract import Contract, Operation, Problem, Schema, payload, schemas_folder
from harness.checks.examples.postman import Call, SavedAnswer

FLOURISH = ("flourish/openapi.json", "flourish/v2_openapi.json")
_OK = 200
_FIRST_ERROR = 400
_EXCEPTIONS = re.compile(r"\| example \| reason \|\n\|---\|---\|\n((?:\|.*\n)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedAnswer:
    """The shape of a documented answer, and the setting of a tenant with which the simulator answers so."""

    schema: str
    setting: str


DOCUMENTED_ANSWERS: Mapping[str, DocumentedAnswer] = {
    "createOutboundOrder": DocumentedAnswer(
        schema="flourish/outbound_order_created.json", setting="bare_post_response"
    ),
    "updateOutboundOrder": DocumentedAnswer(
        schema="flourish/answers.json#/$defs/outbound_order_updated", setting="documented_put_response"
    ),
}
"""Answers whose documented shape the simulator does not give at first, because the vendor contradicts itself
there (schemas/PROVENANCE.md): the vendor's examples are measured by the documented shape, and counted as
known deviations."""


class Verdict(StrEnum):
    CONFORMS = "conforms"
    DEVIATES = "deviates"
    DIFFERS = "differs"
    EXCEPTION = "exception"


_AS_DESCRIBED = frozenset({Verdict.CONFORMS, Verdict.DEVIATES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text that the collection shows, and the schema that judges it; without one it is not described.

    `setting` is the one with which the simulator answers so, where it does not at first.
    """

    name: str
    operation: str
    is_answer: bool
    text: str
    schema: Schema | None
    setting: str = ""

    @property
    def value(self) -> Any:  # noqa: ANN401 - any JSON
        """What the text says.

        Raises:
            orjson.JSONDecodeError: it is not JSON.
        """
        return orjson.loads(self.text)

    def problem(self) -> Problem | None:
        if self.schema is None:
            what = "an answer of this status" if self.is_answer else "a body"
            return Problem(pointer="", message=f"{what} is not described")
        try:
            return self.schema.first_problem(self.value)
        except orjson.JSONDecodeError as error:
            return Problem(pointer="", message=f"not JSON: {error}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What became of an example; `reason` says what is wrong with it, or why that is known."""

    name: str
    operation: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What came of a collection. `needless_exceptions` are listed as exceptions, yet they conform."""

    measured: tuple[Measured, ...]
    not_described: tuple[str, ...]
    needless_exceptions: tuple[str, ...]

    def of(self, verdict: Verdict) -> list[Measured]:
        return [example for example in self.measured if example.verdict is verdict]


def listed_exceptions() -> Mapping[str, str]:
    """The examples that `schemas/PROVENANCE.md` lists as not conforming, with the reason of each."""
    text = (schemas_folder() / "PROVENANCE.md").read_text(encoding="utf-8")
    table = _EXCEPTIONS.search(text)
    rows = [row.strip("| ").split("|", 1) for row in table[1].splitlines()] if table else []
    return {name.strip(): reason.strip() for name, reason in rows}


def examples_of(calls: Iterable[Call]) -> tuple[list[Example], list[str]]:
    """Every example of the operations that are described, and the calls that are not.

    A call that was refused shows no example of a request.
    """
    described = [operation for document in FLOURISH for operation in _described(Contract.load(document))]
    examples: list[Example] = []
    not_described: dict[str, None] = {}
    for call in calls:
        operation = _find(call, described)
        if operation is None:
            not_described[call.title] = None
        else:
            examples += _examples(call, operation)
    return examples, list(not_described)


def check_examples(calls: Iterable[Call]) -> Examples:
    """Measures every request and every answer that the calls show."""
    examples, not_described = examples_of(calls)
    exceptions = listed_exceptions()
    measured = [_judged(example, exceptions) for example in examples]
    good = {example.name for example in measured if example.verdict in _AS_DESCRIBED}
    bad = {example.name for example in measured if example.verdict not in _AS_DESCRIBED}
    return Examples(
        measured=tuple(measured),
        not_described=tuple(not_described),
        needless_exceptions=tuple(name for name in exceptions if name in good - bad),
    )


def _judged(example: Example, exceptions: Mapping[str, str]) -> Measured:
    verdict, reason = Verdict.CONFORMS, ""
    if (problem := example.problem()) is not None:
        listed = exceptions.get(example.name)
        verdict = Verdict.DIFFERS if listed is None else Verdict.EXCEPTION
        reason = listed or str(problem)
    elif example.setting:
        verdict = Verdict.DEVIATES
        reason = f"as documented; the simulator answers so where a tenant is set to {example.setting}"
    return Measured(name=example.name, operation=example.operation, verdict=verdict, reason=reason)


def _examples(call: Call, operation: Operation) -> Iterator[Example]:
    if call.body:
        yield _request(f"{call.name}, request sample", operation, call.body)
    for answer in map(_righted, call.answers):
        status = _status(answer)
        if answer.request_body and status < _FIRST_ERROR:
            yield _request(f"{answer.name}, request", operation, answer.request_body)
        if answer.body.strip():
            yield _answer(f"{answer.name}, answer", operation, answer.body, status)


def _righted(answer: SavedAnswer) -> SavedAnswer:
    """The example, its answer moved from the place of the request, where two of the vendor's have it."""
    if answer.body.strip() or not _is_envelope(answer.request_body):
        return answer
    return replace(answer, body=answer.request_body, request_body="")


def _is_envelope(text: str) -> bool:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return isinstance(value, dict) and value.keys() >= {"message", "status", "data"}


def _request(name: str, operation: Operation, body: str) -> Example:
    return Example(
        name=name,
        operation=operation.operation_id,
        is_answer=False,
        text=body,
        schema=operation.body_schema(),
    )


def _answer(name: str, operation: Operation, body: str, status: int) -> Example:
    documented = DOCUMENTED_ANSWERS.get(operation.operation_id) if status == _OK else None
    return Example(
        name=name,
        operation=operation.operation_id,
        is_answer=True,
        text=body,
        schema=operation.response_schema(status) if documented is None else payload(documented.schema),
        setting="" if documented is None else documented.setting,
    )


def _status(answer: SavedAnswer) -> int:
    """The status that the body names, which the vendor keeps more carefully than that of the example."""
    try:
        value = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        value = None
    if isinstance(value, dict) and isinstance(said := value.get("status"), int):
        return said
    return answer.status or _OK


_Described = tuple[str, tuple[str, ...], int, Operation]
"""Method, segments of the whole path, how many of them belong to the base, operation."""


def _described(contract: Contract) -> list[_Described]:
    """Every operation; paths with more literal segments come first, so that `/summary` is not an id."""
    found: list[_Described] = []
    for (method, template), operation in contract.operations().items():
        base = _parts(contract.base_path)
        found.append((method, base + _parts(template), len(base), operation))
    return sorted(found, key=lambda described: sum(part.startswith("{") for part in described[1]))


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part)


def _find(call: Call, described: Iterable[_Described]) -> Operation | None:
    for method, segments, base, operation in described:
        if method == call.method and _same_path(call.segments, segments, base):
            return operation
    return None


def _same_path(given: tuple[str, ...], template: tuple[str, ...], base: int) -> bool:
    """Whether the paths agree from the end, over the whole of the template but for some of its base."""
    if len(given) < len(template) - base:
        return False
    return all(
        wanted.startswith("{") or segment == wanted
        for segment, wanted in zip(reversed(given), reversed(template), strict=False)
    )
