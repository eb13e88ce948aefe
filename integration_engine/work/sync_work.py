"""Runs the inventory syncs that people start in Ordo, and tells Ordo how they go and how they end (I1)."""

from datetime import datetime, timedelta
from typing import Any

import orjson

from integration_engine.core.order import Problem
from integration_engine.errors import (
    EngineError,
    FlourishCredentialsError,
    FlourishUnavailableError,
    NotConnectedError,
    OrdoError,
    OrdoUnavailableError,
)
from integration_engine.keys import Key
from integration_engine.operate.metrics import Failures
from integration_engine.queue.work_loop import Call, Settle
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message
from integration_engine.vendor_access import ActiveConnection, VendorAccess
from integration_engine.work.connection_work import delay, delay_after, note_connection_problem
from integration_engine.work.item_work import REFRESH
from integration_engine.work.sync_inventory import SyncRun

RUN = "run_sync"
REPORT = "report_sync"
_MOST_REMEMBERED = 32
_MOST_FAILURES = 8
"""In a row, about six minutes in all; after that somebody should look, and can start the sync again."""


class SyncWork:
    """The work of the keys `sync:<organization>:<sync>`."""

    def __init__(self, access: VendorAccess, failures: Failures) -> None:
        self._access = access
        self._failures = failures
        self._runs: dict[str, SyncRun] = {}

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """Somebody started a sync."""
        del message
        transaction.sync_runs.begin(key.organization_id, key.name, now)
        if transaction.sync_runs.outcome(key.organization_id, key.name) is None:
            transaction.commands.ensure(key.organization_id, str(key), RUN, now)

    def begin(
        self, transaction: Transaction, key: Key, command: PendingCommand, now: datetime
    ) -> Call | None:
        """Runs the sync, or tells Ordo how it ended."""
        if command.kind == REPORT:
            return self._begin_report(transaction, key, command)
        try:
            connection = self._access.connection(transaction, key.organization_id)
        except NotConnectedError as error:
            failed = error
            return lambda: self._failed(key, command, failed, None)
        run = self._remembered(str(key), now)
        return lambda: self._run(key, command, connection, run)

    def _remembered(self, key: str, now: datetime) -> SyncRun:
        """The run as far as this process took it. Another may have ended it, so only so many are kept."""
        run = self._runs.pop(key, None) or SyncRun(now)
        self._runs[key] = run
        if len(self._runs) > _MOST_REMEMBERED:
            self._runs.pop(next(iter(self._runs)), None)
        return run

    def _run(self, key: Key, command: PendingCommand, connection: ActiveConnection, run: SyncRun) -> Settle:

        def tell(progress: dict[str, Any]) -> None:
            connection.ordo.report_sync(key.name, orjson.dumps(progress))

        try:
            outcome = run.advance(connection, tell)
        except EngineError as error:
            return self._failed(key, command, error, run)
        return self._ended(key, command, outcome, run)

    def _ended(
        self, key: Key, command: PendingCommand, outcome: dict[str, Any], run: SyncRun | None
    ) -> Settle:
        def settle(transaction: Transaction, now: datetime) -> None:
            self._runs.pop(str(key), None)
            transaction.commands.drop(str(key), command.kind)
            transaction.sync_runs.end(
                key.organization_id,
                key.name,
                state=outcome["state"],
                outcome=orjson.dumps(outcome),
                now=now,
            )
            transaction.commands.ensure(key.organization_id, str(key), REPORT, now)
            if outcome["state"] == "succeeded":
                note_connection_problem(transaction, key.organization_id, None, now)
            if run is not None:
                _refresh_items_hinted_since(transaction, key.organization_id, run.begun_at, now)

        return settle

    def _failed(self, key: Key, command: PendingCommand, error: EngineError, run: SyncRun | None) -> Settle:
        """Goes on later with what is missing, or gives up and says why."""
        attempts = command.attempts + 1
        wait = _wait_after(error, attempts)
        given_up = wait is None or attempts >= _MOST_FAILURES
        self._failures.note(key, command.kind, error, again=not given_up)
        if wait is None or given_up:
            reason = {"code": _code_of(error), "message": f"{error}."}
            failed = {"state": "failed", "processed": 0, "total": None, "error": reason}
            ended = self._ended(key, command, failed, run)

            def give_up(transaction: Transaction, now: datetime) -> None:
                ended(transaction, now)
                if isinstance(error, FlourishCredentialsError):
                    problem = Problem(code="flourish_credentials_rejected", message=f"{error}.")
                    note_connection_problem(transaction, key.organization_id, problem, now)

            return give_up

        def go_on_later(transaction: Transaction, now: datetime) -> None:
            transaction.commands.schedule(
                key.organization_id, str(key), command.kind, at=now + wait, now=now, attempts=attempts
            )

        return go_on_later

    def _begin_report(self, transaction: Transaction, key: Key, command: PendingCommand) -> Call | None:
        outcome = transaction.sync_runs.outcome(key.organization_id, key.name)
        try:
            ordo = self._access.ordo_of(transaction, key.organization_id)
        except NotConnectedError:
            outcome = None
        if outcome is None:
            transaction.commands.drop(str(key), command.kind)
            return None
        told = outcome

        def call() -> Settle:
            try:
                ordo.report_sync(key.name, told)
            except OrdoError as error:
                again = isinstance(error, OrdoUnavailableError)
                self._failures.note(key, command.kind, error, again=again)
                return _report_failed(key, command, error)
            return _report_delivered(key, command)

        return call


def _refresh_items_hinted_since(
    transaction: Transaction, organization_id: str, begun_at: datetime, now: datetime
) -> None:
    """Refreshes items that changed while the sync ran: it may have stored what it had read before."""
    for item_key in transaction.inbox.item_keys_since(organization_id, begun_at):
        transaction.commands.schedule(organization_id, item_key, REFRESH, at=now, now=now)
        transaction.wake(item_key)


def _wait_after(error: EngineError, attempts: int) -> timedelta | None:
    """How long until trying again may help; None when it will not."""
    match error:
        case OrdoUnavailableError():
            return delay_after(error, attempts)
        case FlourishUnavailableError():
            return delay(attempts, retry_after=error.retry_after)
        case _:
            return None


def _code_of(error: EngineError) -> str:
    match error:
        case FlourishCredentialsError():
            return "flourish_credentials_rejected"
        case FlourishUnavailableError():
            return "flourish_unreachable"
        case NotConnectedError():
            return "not_connected"
        case OrdoError():
            return "ordo_failed"
        case _:
            return "flourish_refused"


def _report_delivered(key: Key, command: PendingCommand) -> Settle:
    def settle(transaction: Transaction, now: datetime) -> None:
        del now
        transaction.commands.drop(str(key), command.kind)

    return settle


def _report_failed(key: Key, command: PendingCommand, error: OrdoError) -> Settle:
    def settle(transaction: Transaction, now: datetime) -> None:
        if not isinstance(error, OrdoUnavailableError):
            transaction.commands.drop(str(key), command.kind)
            return
        attempts = command.attempts + 1
        at = now + delay_after(error, attempts)
        transaction.commands.schedule(
            key.organization_id, str(key), command.kind, at=at, now=now, attempts=attempts
        )

    return settle
