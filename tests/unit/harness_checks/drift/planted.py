"""Runs `check-drift` against a Flourish whose answers are changed on the way."""

from collections.abc import Callable
from typing import Any, TypeAlias

from flask import Flask, Response

from tests.running_command import run
from tests.unit.harness_checks.broken import Change, CorruptedHeader, broken

Json: TypeAlias = Any
PERSON = "Quillon Marrowby"
PLACE = {
    "type": "Dispensary",
    "name": PERSON,
    "company_email": "quillon@marrowby.example",
    "address_line_1": "77 Marrowby Lane",
    "license_number": "LIC-QM-77",
}


def check(app: Flask, change: Change, *more: str) -> tuple[int, CorruptedHeader]:
    """The exit code of the command for a Flourish that is changed so, and what that was asked."""
    with broken(app, change) as flourish:
        return run("check-drift", "--url", flourish.url, *more), flourish


def rows(path: str, change: Callable[[Json], object]) -> Change:
    """Changes every row of a list."""

    def changed(asked: str, answer: Json) -> Json:
        for row in answer["data"] if asked == path and isinstance(answer.get("data"), list) else ():
            change(row)
        return answer

    return changed


def nothing(_path: str, answer: Json) -> Json:
    """All as it is described."""
    return answer


def answered(path: str, status: int, body: str = "{}") -> Change:
    """One path answers otherwise."""

    def changed(asked: str, answer: Json) -> Json:
        return Response(body, status=status, content_type="application/json") if asked == path else answer

    return changed
