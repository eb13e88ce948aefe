"""Plays every story undisturbed to find its points, then again for every kill, and compares the endings.

Several processes share the work, each with a lab of its own. An ending is compared whole: where orders,
inventory, connection and engine stand on both sides, and every status that every order went through on the
way. So an order that arrives twice, or whose status goes back for a moment, is a difference like any other.
"""

import multiprocessing
import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import Any

from rich.console import Console
from rich.markup import escape

from foundation.clock import SystemClock
from harness.clients.idle import NotIdleError
from harness.clients.wire import UnexpectedAnswerError
from harness.steps.context.failure_context import ExpectationFailedError
from tests.crash.crash_lab import CrashLab, Played, open_lab
from tests.crash.engine_process import Engines
from tests.crash.places import never_met
from tests.crash.points import Kill, Moment, Point
from tests.crash.scenarios import TALES, Tale

TRIES = 3
"""Threads do not always take turns in the same order, so a point may not be met at the first try."""

MOST_NOT_MET = 0.05
"""The part of the kills whose point is met at no try; with more, the stories are too much left to chance."""

UNEXPECTED = "failed unexpectedly"
"""What the engine's log says of a fault of its own."""


class Ending(IntEnum):
    """The exit codes, as the gate has them."""

    ALL_WELL = 0
    DIFFERENCES = 1
    WRONG_USAGE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kill in one story."""

    tale: str
    kill: Kill

    def __str__(self) -> str:
        point = self.kill.point
        return f"{self.tale}: killed {self.kill.moment} {point.what} ({point.nth})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of a case; no `problems` is what is hoped for. `met` is whether anybody was killed."""

    case: Case
    met: bool = True
    problems: tuple[str, ...] = ()


class _Worker:
    """The one lab of a process of the pool, open until the process ends."""

    lab: CrashLab
    opened = ExitStack()


def _open(engines: Engines) -> None:
    _Worker.lab = _Worker.opened.enter_context(open_lab(engines))
    multiprocessing.util.Finalize(None, _Worker.opened.close, exitpriority=100)


def _undisturbed(tale: str) -> Played:
    return _Worker.lab.play(_tale(tale))


def _judge(case: Case, undisturbed: Mapping[str, Any]) -> Judged:
    """Play until the point is met, and compare."""
    for _ in range(TRIES):
        try:
            played = _Worker.lab.play(_tale(case.tale), case.kill)
        except (UnexpectedAnswerError, NotIdleError, ExpectationFailedError) as error:
            return Judged(case=case, problems=(f"{type(error).__name__}: {error}",))
        problems = tuple(differences(undisturbed, played.ending))
        if UNEXPECTED in played.log:
            problems += (played.log[played.log.index(UNEXPECTED) :],)
        if played.killed or problems:
            return Judged(case=case, problems=problems)
    return Judged(case=case, met=False)


def differences(expected: Mapping[str, Any], ending: Mapping[str, Any]) -> Iterator[str]:
    """What ended otherwise than it would have."""
    for name, hoped in expected.items():
        if ending[name] != hoped:
            yield f"{name}: {hoped!r} undisturbed, {ending[name]!r} after the kill"


def _tale(name: str) -> Tale:
    return next(one for one in TALES if one.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to sweep.

    Attributes:
        scenario: part of the names of the stories to play; the others are left out.
        only: part of what a case is called; the others are left out.
        sample: how many cases, drawn by chance; all when None.
        seed: of that chance.
    """

    scenario: str = ""
    only: str = ""
    sample: int | None = None
    seed: int = 0

    def tales(self) -> list[str]:
        """The names of the stories to play."""
        return [one.name for one in TALES if self.scenario in one.name]

    def cases(self, points: Mapping[str, Sequence[Point]]) -> list[Case]:
        """The kills to try."""
        cases = [
            Case(tale=tale, kill=Kill(point=point, moment=moment))
            for tale, passed in points.items()
            for point in sorted(passed)
            for moment in Moment
        ]
        cases = [case for case in cases if self.only in str(case)]
        if self.sample is None or self.sample >= len(cases):
            return cases
        return random.Random(self.seed).sample(cases, self.sample)  # noqa: S311 - chance, not a secret


def sweep(engines: Engines, console: Console, choice: Choice, *, processes: int) -> Ending:
    """Kill at every point that is chosen; print what was found and how many points there are."""
    clock = SystemClock()
    began = clock.now()
    with _pool(engines, processes) as pool:
        undisturbed = dict(zip(choice.tales(), pool.map(_undisturbed, choice.tales()), strict=True))
        points = {name: played.points for name, played in undisturbed.items()}
        missed = [] if choice.scenario else never_met(chain.from_iterable(points.values()))
        _say_points(console, points, missed)
        chosen = choice.cases(points)
        if not chosen:
            console.print("no kill is called so", highlight=False)
            return Ending.WRONG_USAGE
        waiting = [pool.submit(_judge, case, undisturbed[case.tale].ending) for case in chosen]
        wrong = not_met = 0
        for number, done in enumerate(as_completed(waiting), start=1):
            judged = done.result()
            wrong += bool(judged.problems)
            not_met += not judged.met
            _say(console, judged, number, len(chosen))
    total, seconds = sum(map(len, points.values())), (clock.now() - began).total_seconds()
    console.print(
        f"{total} points in {len(points)} stories, {len(chosen)} kills before or after one of them, "
        f"{not_met} of them not met, {wrong} ended otherwise than undisturbed; {seconds:.0f} seconds",
        highlight=False,
        soft_wrap=True,
    )
    too_much_chance = not_met > MOST_NOT_MET * len(chosen) + 1
    return Ending.DIFFERENCES if wrong or missed or too_much_chance else Ending.ALL_WELL


def _pool(engines: Engines, processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_open,
        initargs=(engines,),
    )


def _say_points(console: Console, points: Mapping[str, Sequence[Point]], missed: Sequence[str]) -> None:
    for tale, passed in points.items():
        calls = sum(not point.what.startswith("commit ") for point in passed)
        line = f"{tale}: {calls} calls, {len(passed) - calls} commits"
        console.print(line, highlight=False, soft_wrap=True)
    for place in missed:
        console.print(f"[red]no story leads to[/] {escape(place)}", highlight=False, soft_wrap=True)


def _say(console: Console, judged: Judged, number: int, total: int) -> None:
    verdict = "[red]wrong[/]" if judged.problems else "well" if judged.met else "not met"
    console.print(
        f"{number} of {total} {verdict}: {escape(str(judged.case))}", highlight=False, soft_wrap=True
    )
    for problem in judged.problems:
        console.print(f"    {escape(problem)}", highlight=False, soft_wrap=True)
