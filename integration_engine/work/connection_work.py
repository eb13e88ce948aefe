"""What is wrong with a connection is shown in Ordo, and taken away again when it works."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from integration_engine.core.order import Problem
from integration_engine.core.retry import Patience, retry_seconds
from integration_engine.errors import (
    FlourishCredentialsError,
    NotConnectedError,
    OrdoError,
    OrdoUnavailableError,
)
from integration_engine.keys import Key, Kind
from integration_engine.operate.metrics import Failures
from integration_engine.ordo.client import OrdoClient
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Transaction
from integration_engine.vendor_access import VendorAccess

REPORT_PROBLEM = "report_connection_problem"


def delay(
    failures: int, *, patience: Patience = Patience.PASSING, retry_after: float | None = None
) -> timedelta:
    """How long to wait after the `failures`-th failure in a row, scattered by chance."""
    chance = secrets.randbelow(1000) / 1000
    return timedelta(seconds=retry_seconds(patience, failures, retry_after, chance))


def delay_after(error: OrdoUnavailableError, failures: int) -> timedelta:
    """How long to wait before calling Ordo again."""
    patience = Patience.SLOW if error.slow else Patience.PASSING
    return delay(failures, patience=patience, retry_after=error.retry_after)


def rejected_credentials(error: FlourishCredentialsError) -> Problem:
    """The problem that a connection has when Flourish does not take its credentials."""
    return Problem(code="flourish_credentials_rejected", message=f"{error}.")


def note_connection_problem(
    transaction: Transaction, organization_id: str, problem: Problem | None, now: datetime
) -> None:
    """Stores what is wrong with the connection (None: it works); a change is reported to Ordo."""
    stored = transaction.connections.of(organization_id)
    if stored is None or stored.problem == problem:
        return
    transaction.connections.put(replace(stored, problem=problem), now)
    key = str(Key(kind=Kind.CONNECTION, organization_id=organization_id, name="problem"))
    transaction.commands.ensure(organization_id, key, REPORT_PROBLEM, now)
    transaction.wake(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPlan(Plan):
    """Which problem Ordo is to show; None when the connection works."""

    ordo: OrdoClient
    problem: Problem | None


class ConnectionWork(Work[ConnectionPlan, OrdoError | None]):
    """Reports a connection's problem until Ordo has taken it. The outcome is why Ordo has not."""

    def __init__(self, access: VendorAccess, failures: Failures) -> None:
        self._access = access
        self._failures = failures

    def plan(
        self, transaction: Transaction, key: Key, command: PendingCommand, now: datetime
    ) -> ConnectionPlan | None:
        """Reads what is wrong now."""
        del now
        stored = transaction.connections.of(key.organization_id)
        try:
            ordo = self._access.ordo_of(transaction, key.organization_id)
        except NotConnectedError:
            transaction.commands.drop(str(key), command.kind)
            return None
        return ConnectionPlan(key=key, command=command, ordo=ordo, problem=stored.problem if stored else None)

    def perform(self, plan: ConnectionPlan) -> OrdoError | None:
        """Has Ordo show the problem, or no longer show one."""
        problem = plan.problem
        shown = {"code": problem.code, "message": problem.message} if problem else None
        try:
            plan.ordo.show_connection_problem(shown)
        except OrdoError as error:
            again = isinstance(error, OrdoUnavailableError)
            self._failures.note(plan.key, plan.command.kind, error, again=again)
            return error
        return None

    def apply(
        self, transaction: Transaction, plan: ConnectionPlan, outcome: OrdoError | None, now: datetime
    ) -> None:
        """Remembers what Ordo shows, or reports again later."""
        if isinstance(outcome, OrdoUnavailableError):
            plan.try_again(transaction, delay_after(outcome, plan.command.attempts + 1), now)
            return
        plan.drop(transaction)
        stored = transaction.connections.of(plan.key.organization_id)
        if outcome is not None or stored is None:
            return
        transaction.connections.put(replace(stored, problem_told=plan.problem), now)
        if stored.problem != plan.problem:  # it changed while it was being reported
            transaction.commands.ensure(plan.key.organization_id, str(plan.key), REPORT_PROBLEM, now)
