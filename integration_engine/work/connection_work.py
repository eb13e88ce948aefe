"""What is wrong with a connection is shown in Ordo, and taken away again when it works.

Also how long a report waits that Ordo has not taken, of whatever it is (O21).
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from integration_engine.core.order import Problem
from integration_engine.core.retry import Patience, retry_seconds
from integration_engine.errors import (
    EngineError,
    FlourishCredentialsError,
    FlourishUnavailableError,
    NotConnectedError,
    OrdoError,
    OrdoRefusedError,
    OrdoUnavailableError,
)
from integration_engine.keys import Key, Kind
from integration_engine.ordo.client import OrdoClient
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Transaction

REPORT_PROBLEM = "report_connection_problem"
_CREDENTIALS_REJECTED = "flourish_credentials_rejected"
NEWER_IN_ORDO = frozenset({"stale_refusal", "not_pending", "sync_finished"})
"""With these codes Ordo says that it knows something newer than what is reported."""


def delay(
    failures: int, *, patience: Patience = Patience.PASSING, retry_after: float | None = None
) -> timedelta:
    """How long to wait after the `failures`-th failure in a row, scattered by chance."""
    chance = secrets.randbelow(1000) / 1000
    return timedelta(seconds=retry_seconds(patience, failures, retry_after, chance))


def delay_after(error: OrdoUnavailableError, failures: int) -> timedelta:
    patience = Patience.SLOW if error.slow else Patience.PASSING
    return delay(failures, patience=patience, retry_after=error.retry_after)


def wait_after_call(error: EngineError, failures: int) -> timedelta | None:
    """How long until calling again may help; None when it will not, or somebody has to act first."""
    match error:
        case OrdoUnavailableError():
            return delay_after(error, failures)
        case FlourishUnavailableError():
            return delay(failures, retry_after=error.retry_after)
        case _:
            return None


def is_outdated(error: Exception) -> bool:
    """Whether Ordo refused a report because it is newer itself."""
    return isinstance(error, OrdoRefusedError) and error.code in NEWER_IN_ORDO


def refused_with(error: object) -> str | None:
    """What Ordo answered when it refused a report; None when it could not be told."""
    return str(error) if isinstance(error, OrdoRefusedError) else None


def wait_after_report(error: Exception, command: PendingCommand) -> timedelta | None:
    """How long until a report that Ordo has not taken is made again; None when nothing is owed any more."""
    if is_outdated(error):
        return None
    if isinstance(error, OrdoUnavailableError):
        return delay_after(error, command.attempts + 1)
    refused_before = 0 if command.refused is None else 1
    return delay(1 + refused_before, patience=Patience.REFUSED)


def is_kept(transaction: Transaction, due: Plan, now: datetime) -> bool:
    """Whether a report that Ordo refused is kept and not made, because the integration was removed.

    Setting the integration again makes it due, like everything else that waits.
    """
    stored = transaction.connections.of(due.key.organization_id)
    if due.command.refused is None or stored is None or not stored.removed:
        return False
    put_off(transaction, due, now)
    return True


def put_off(transaction: Transaction, due: Plan, now: datetime) -> None:
    """Keeps a report that can be made only when the organization is connected."""
    wait, command = delay(2, patience=Patience.REFUSED), due.command
    due.schedule(transaction, wait, now, attempts=command.attempts, refused=command.refused)


def note_connection_problem(
    transaction: Transaction, organization_id: str, problem: Problem | None, now: datetime
) -> None:
    """Stores what is wrong with the connection (None: it works); a change is reported to Ordo."""
    stored = transaction.connections.of(organization_id)
    if stored is None or stored.problem == problem:
        return
    transaction.connections.put(replace(stored, problem=problem), now)
    key = str(Key(kind=Kind.CONNECTION, organization_id=organization_id, name="problem"))
    transaction.commands.renew(organization_id, key, REPORT_PROBLEM, now)
    transaction.wake(key)


def note_credentials(
    transaction: Transaction, organization_id: str, outcome: object, now: datetime, *, mended: bool = False
) -> None:
    """Shows on the connection that Flourish rejects its credentials, or with `mended` that it takes them.

    A call that worked says nothing of the facility: its problem stays (S11).
    """
    if isinstance(outcome, FlourishCredentialsError):
        problem = Problem(code=_CREDENTIALS_REJECTED, message=f"{outcome}.")
        note_connection_problem(transaction, organization_id, problem, now)
        return
    stored = transaction.connections.of(organization_id) if mended else None
    if stored is not None and stored.problem is not None and stored.problem.code == _CREDENTIALS_REJECTED:
        note_connection_problem(transaction, organization_id, None, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPlan(Plan):
    """Which problem Ordo is to show; None when the connection works."""

    ordo: OrdoClient
    problem: Problem | None


class ConnectionWork(Work[ConnectionPlan, OrdoError | None]):
    """Reports a connection's problem until Ordo has taken it. The outcome is why Ordo has not."""

    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> ConnectionPlan | None:
        if is_kept(transaction, due, now):
            return None
        stored = transaction.connections.of(due.key.organization_id)
        try:
            ordo = self._access.ordo_of(transaction, due.key.organization_id)
        except NotConnectedError:
            due.drop(transaction)
            return None
        problem = stored.problem if stored else None
        return ConnectionPlan(key=due.key, command=due.command, ordo=ordo, problem=problem)

    def perform(self, plan: ConnectionPlan) -> OrdoError | None:
        problem = plan.problem
        shown = {"code": problem.code, "message": problem.message} if problem else None
        try:
            plan.ordo.show_connection_problem(shown)
        except OrdoError as error:
            self._metrics.failed(plan.key, plan.command.kind, error, again=not is_outdated(error))
            return error
        return None

    def apply(
        self, transaction: Transaction, plan: ConnectionPlan, outcome: OrdoError | None, now: datetime
    ) -> None:
        stored = transaction.connections.of(plan.key.organization_id)
        changed = stored is not None and stored.problem != plan.problem  # while it was being reported
        wait = None if outcome is None else wait_after_report(outcome, plan.command)
        if outcome is not None and wait is not None and not (changed and refused_with(outcome)):
            plan.try_again(transaction, wait, now, refused=refused_with(outcome))
            return
        plan.drop(transaction)
        if outcome is None and stored is not None:
            transaction.connections.put(replace(stored, problem_told=plan.problem), now)
        if changed:
            transaction.commands.ensure(plan.key.organization_id, str(plan.key), REPORT_PROBLEM, now)
