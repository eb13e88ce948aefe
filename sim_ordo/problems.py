"""Problems that the engine wants people in Ordo to see; they change no status and no lock (O17, O18)."""

from dataclasses import dataclass
from datetime import datetime

from sim_ordo.amounts import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReport:
    """A problem as the engine reports it (schemas/ordo/problem_report.json)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem as it is shown, since when."""

    code: str
    message: str
    since: datetime


def shown_since(known: Problem | None, report: ProblemReport, now: datetime) -> Problem:
    """The problem to show: one that was known by the same code goes on since it began."""
    since = known.since if known is not None and known.code == report.code else now
    return Problem(code=report.code, message=report.message, since=since)


def problem_json(problem: Problem | None) -> dict[str, str] | None:
    """The problem as `schemas/ordo/problem.json` has it."""
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "since": moment_text(problem.since)}
