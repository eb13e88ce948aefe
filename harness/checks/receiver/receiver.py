"""Sends a webhook receiver the graded set of deliveries, judges what it did with each, and prints that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

import urllib3
from rich.console import Console
from rich.markup import escape
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)

from harness.checks.receiver.deliveries import Expected, Message, Point
from harness.errors import CouldNotCheckError

PATIENCE_SECONDS = 10.0
"""A delivery that is not answered by then counts as not taken (contract section 6)."""
_HUNG_UP = "hung up"
_AGENT = "ordo-flourish-check-receiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What a receiver did with a point: the answer in words, and whether it is as it should be."""

    point: Point
    answer: str
    right: bool


def grade(url: str, points: Iterable[Point]) -> Iterator[Graded]:
    """Sends point after point; each is judged when it is answered. Redirects are not followed.

    Raises:
        CouldNotCheckError: nothing answers there.
    """
    with urllib3.PoolManager(timeout=PATIENCE_SECONDS, retries=False, maxsize=1) as session:
        for point in points:
            answers = [_send(session, url, message) for message in point.messages]
            wrong = [answer for answer in answers if not _is_right(point, answer)]
            yield Graded(point=point, answer=_words((wrong or answers)[-1]), right=not wrong)


def show_grades(grades: Iterable[Graded], console: Console) -> int:
    """Prints a line for each point when it is known; gives the exit code."""
    every: list[Graded] = []
    for graded in grades:
        every.append(graded)
        colour, word = ("green", "right") if graded.right else ("bold red", "wrong")
        should = f"should {graded.point.expected}"
        line = f"[{colour}]{word}[/]  {should:<13}  {escape(graded.answer):<15}  {escape(graded.point.name)}"
        console.print(line, highlight=False, soft_wrap=True)
    console.print()
    wrong = [graded for graded in every if not graded.right]
    if not any(graded.right for graded in every if graded.point.expected is Expected.TAKE):
        hint = "It took none of the valid deliveries: are the URL, the signing key and the headers its own?"
        console.print(f"[yellow]{hint}[/]", highlight=False, soft_wrap=True)
    console.print(
        f"{len(every)} points: {len(every) - len(wrong)} right, {len(wrong)} wrong.", highlight=False
    )
    return 1 if wrong else 0


def _send(session: urllib3.PoolManager, url: str, message: Message) -> int | str:
    """The status, or why there is none."""
    headers = {"Content-Type": "application/json", "User-Agent": _AGENT, **message.headers}
    try:
        return session.request("POST", url, body=message.body, headers=headers, redirect=False).status
    except (NewConnectionError, ConnectTimeoutError) as error:
        raise CouldNotCheckError(f"nothing answers at {url}: {error}") from error
    except ReadTimeoutError:
        return f"no answer within {PATIENCE_SECONDS:.0f} s"
    except ProtocolError:
        return _HUNG_UP
    except HTTPError as error:
        raise CouldNotCheckError(f"nothing can be sent to {url}: {error}") from error


def _is_right(point: Point, answer: int | str) -> bool:
    if not isinstance(answer, int):
        return point.may_hang_up and answer == _HUNG_UP
    if point.expected is Expected.TAKE:
        return HTTPStatus.OK <= answer < HTTPStatus.MULTIPLE_CHOICES
    return HTTPStatus.BAD_REQUEST <= answer < HTTPStatus.INTERNAL_SERVER_ERROR


def _words(answer: int | str) -> str:
    if not isinstance(answer, int):
        return answer
    if answer >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"broke down ({answer})"
    if answer >= HTTPStatus.BAD_REQUEST:
        return f"refused ({answer})"
    return f"redirected ({answer})" if answer >= HTTPStatus.MULTIPLE_CHOICES else f"took it ({answer})"
