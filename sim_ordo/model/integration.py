"""The Flourish integration as it stands: credentials, what was generated, problems (S4, S5, S8)."""

from dataclasses import dataclass
from datetime import datetime

from sim_ordo.model.licenses import LicenseId


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReport:
    """A problem as the engine reports it (schemas/ordo/problem_report.json)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProblem(ProblemReport):
    """A problem as it is shown, since when."""

    since: datetime


def shown_since(known: ShownProblem | None, report: ProblemReport, now: datetime) -> ShownProblem:
    """The problem to show: one that was known by the same code goes on since it began."""
    since = known.since if known is not None and known.code == report.code else now
    return ShownProblem(code=report.code, message=report.message, since=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """The Flourish facility that the license pairs with."""

    id: str
    facility_name: str
    license_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishIntegration:
    """A connected integration. API key, signing key and header values are with the engine, not here."""

    connection_id: str
    api_username: str
    license_id: LicenseId
    license_number: str
    facility: Facility
    endpoint_url: str
    header_keys: tuple[str, ...]
    connected_at: datetime
    username_checked: bool | None = None
    problem: ShownProblem | None = None
