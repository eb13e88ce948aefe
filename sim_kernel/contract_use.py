"""Which parts of the contract a request uses (query, headers, fields of its body), and how it breaks it.

The journal keeps it with the request, so that the harness can say what an integration relies on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Request

from foundation.contract import Operation, Problem
from foundation.journal_entries import ContractViolation
from foundation.undescribed import only_described

_IDENTIFICATION = "Authorization"
_KEY = "x-api-key"
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """How a request's body breaks the contract.

    `undescribed` are the JSON pointers of the fields that the contract does not describe; `ignored` says that
    they are all that is wrong, and that the request was taken without them.
    """

    problem: Problem
    undescribed: tuple[str, ...] = ()
    ignored: bool = False

    def entry(self) -> ContractViolation:
        """The violation as a journal keeps it."""
        return ContractViolation(
            pointer=self.problem.pointer,
            message=self.problem.message,
            undescribed=self.undescribed[:_MOST_NAMED],
            ignored=self.ignored,
        )


def judge_body(operation: Operation, body: Any, *, lenient: bool) -> tuple[Any, Violation | None]:  # noqa: ANN401 - any JSON
    """The body as it is used, and how it breaks the contract, if it does.

    Where the service is lenient, fields that the contract does not describe are left out, and only what is
    wrong with the rest counts.
    """
    problem, schema = operation.body_problem(body), operation.body_schema()
    if problem is None or schema is None:
        return body, None
    described = only_described(schema, body)
    if lenient and described.undescribed:
        body, problem = described.value, operation.body_problem(described.value)
        if problem is None:
            return body, ignored(described.undescribed)
    return body, Violation(problem=problem, undescribed=described.undescribed)


def ignored(pointers: tuple[str, ...]) -> Violation:
    """Fields without which a request was taken, though the contract does not allow them."""
    named = ", ".join(pointers[:_MOST_NAMED])
    problem = Problem(pointer=pointers[0], message=f"not described, so ignored: {named}")
    return Violation(problem=problem, undescribed=pointers, ignored=True)


def request_use(request: Request, operation: Operation) -> list[str]:
    """Words such as `query limit` and `header FacilityID`; `undescribed page` when nobody described it."""
    known = operation.query_names
    used = [f"{'query' if name in known else 'undescribed'} {name}" for name in request.args]
    used += [f"header {name}" for name in operation.header_names if name in request.headers]
    if given := request.headers.get(_IDENTIFICATION):
        used.append(f"header {_IDENTIFICATION}: {given.partition(' ')[0]}")
    if _KEY in request.headers:
        used.append(f"header {_KEY}")
    return used


def body_use(body: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Words such as `body order_lines[].sku`, each once: the fields that hold no further ones."""
    return [f"body {path}" for path in dict.fromkeys(_leaves(body, ""))]


def _leaves(value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value:
        for inner in value:
            yield from _leaves(inner, f"{path}[]")
    elif path:
        yield path
