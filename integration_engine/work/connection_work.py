"""What is wrong with a connection is shown in Ordo, and taken away again when it works."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from integration_engine.core.order import Problem
from integration_engine.core.retry import Patience, retry_seconds
from integration_engine.errors import NotConnectedError, OrdoError, OrdoUnavailableError
from integration_engine.keys import Key, Kind
from integration_engine.logs import logger
from integration_engine.operate.metrics import Failures
from integration_engine.queue.work_loop import Call, Settle
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message
from integration_engine.vendor_access import VendorAccess

_log = logger(__name__)
REPORT_PROBLEM = "report_connection_problem"


def delay(
    failures: int, *, patience: Patience = Patience.PASSING, retry_after: float | None = None
) -> timedelta:
    """How long to wait after the `failures`-th failure in a row, scattered by chance."""
    chance = secrets.randbelow(1000) / 1000
    return timedelta(seconds=retry_seconds(patience, failures, retry_after, chance))


def delay_after(error: OrdoUnavailableError, failures: int) -> timedelta:
    """How long to wait before telling Ordo again."""
    patience = Patience.SLOW if error.slow else Patience.PASSING
    return delay(failures, patience=patience, retry_after=error.retry_after)


def note_connection_problem(
    transaction: Transaction, organization_id: str, problem: Problem | None, now: datetime
) -> None:
    """Remembers what is wrong with the connection (None: it works) and has Ordo told if that is news."""
    stored = transaction.connections.of(organization_id)
    if stored is None or stored.problem == problem:
        return
    transaction.connections.put(replace(stored, problem=problem), now)
    key = str(Key(kind=Kind.CONNECTION, organization_id=organization_id, name="problem"))
    transaction.commands.ensure(organization_id, key, REPORT_PROBLEM, now)
    transaction.wake(key)


class ConnectionWork:
    """Tells Ordo about a connection's problem until Ordo has taken it."""

    def __init__(self, access: VendorAccess, failures: Failures) -> None:
        self._access = access
        self._failures = failures

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """Connections get no messages: they are set and answered at once, in `receive_connection`."""
        del transaction, key, now
        _log.error("a message that no one sends", kind=message.kind.value)

    def begin(
        self, transaction: Transaction, key: Key, command: PendingCommand, now: datetime
    ) -> Call | None:
        """Tells Ordo what is wrong now."""
        del now
        organization_id = key.organization_id
        stored = transaction.connections.of(organization_id)
        try:
            ordo = self._access.ordo_of(transaction, organization_id)
        except NotConnectedError:
            transaction.commands.drop(str(key), command.kind)
            return None
        problem = stored.problem if stored else None
        shown = {"code": problem.code, "message": problem.message} if problem else None

        def call() -> Settle:
            try:
                ordo.show_connection_problem(shown)
            except OrdoError as error:
                again = isinstance(error, OrdoUnavailableError)
                self._failures.note(key, command.kind, error, again=again)
                return _failed(key, command, error)
            return _told(key, command, problem)

        return call


def _told(key: Key, command: PendingCommand, problem: Problem | None) -> Settle:
    def settle(transaction: Transaction, now: datetime) -> None:
        transaction.commands.drop(str(key), command.kind)
        stored = transaction.connections.of(key.organization_id)
        if stored is None:
            return
        transaction.connections.put(replace(stored, problem_told=problem), now)
        if stored.problem != problem:  # it changed while Ordo was being told
            transaction.commands.ensure(key.organization_id, str(key), REPORT_PROBLEM, now)

    return settle


def _failed(key: Key, command: PendingCommand, error: OrdoError) -> Settle:
    def settle(transaction: Transaction, now: datetime) -> None:
        if isinstance(error, OrdoUnavailableError):
            attempts = command.attempts + 1
            at = now + delay_after(error, attempts)
            transaction.commands.schedule(
                key.organization_id, str(key), command.kind, at=at, now=now, attempts=attempts
            )
            return
        transaction.commands.drop(str(key), command.kind)

    return settle
