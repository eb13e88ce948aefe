"""Runs the inventory syncs that people start in Ordo, and reports their progress and end to Ordo (I1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from integration_engine.config import EngineConfig
from integration_engine.errors import (
    EngineError,
    FlourishCredentialsError,
    FlourishUnavailableError,
    NotConnectedError,
    OrdoError,
    OrdoRefusedError,
)
from integration_engine.keys import Key
from integration_engine.operate.metrics import Metrics
from integration_engine.ordo.client import OrdoClient
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message
from integration_engine.vendor_access import ActiveConnection, VendorAccess
from integration_engine.work.connection_work import (
    is_kept,
    is_outdated,
    note_connection_problem,
    note_credentials,
    put_off,
    refused_with,
    wait_after_call,
    wait_after_report,
)
from integration_engine.work.item_work import REFRESH
from integration_engine.work.sync_inventory import SyncProgress, SyncRun

RUN = "run_sync"
REPORT = "report_sync"
_MOST_REMEMBERED = 32
_MOST_FAILURES = 8
"""In a row, about six minutes in all; after that somebody should look, and can start the sync again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan(Plan):
    """The sync to go on with; nothing to go on with when the organization is not connected."""

    connection: ActiveConnection | NotConnectedError
    run: SyncRun | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReportPlan(Plan):
    ordo: OrdoClient
    report: bytes


SyncPlan = RunPlan | SyncReportPlan
SyncOutcome = SyncProgress | EngineError | None
"""How a run ended or why it stopped; of a report, why Ordo has not taken it."""


class SyncWork(Work[SyncPlan, SyncOutcome]):
    """The work of the keys `sync:<organization>:<sync>`."""

    def __init__(self, access: VendorAccess, config: EngineConfig, metrics: Metrics) -> None:
        super().__init__(access, config, metrics)
        self._runs: dict[str, SyncRun] = {}

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        del message
        transaction.sync_runs.begin(key.organization_id, key.name, now)
        if transaction.sync_runs.outcome(key.organization_id, key.name) is None:
            transaction.commands.ensure(key.organization_id, str(key), RUN, now)

    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> SyncPlan | None:
        if due.command.kind == REPORT:
            return self._plan_report(transaction, due, now)
        key, command = due.key, due.command
        try:
            connection = self._access.connection(transaction, key.organization_id)
        except NotConnectedError as error:
            return RunPlan(key=key, command=command, connection=error, run=None)
        return RunPlan(key=key, command=command, connection=connection, run=self._remembered(str(key), now))

    def _plan_report(self, transaction: Transaction, due: Plan, now: datetime) -> SyncReportPlan | None:
        report = transaction.sync_runs.outcome(due.key.organization_id, due.key.name)
        if report is None:
            due.drop(transaction)
            return None
        if is_kept(transaction, due, now):
            return None
        try:
            ordo = self._access.ordo_of(transaction, due.key.organization_id)
        except NotConnectedError:
            put_off(transaction, due, now)
            return None
        return SyncReportPlan(key=due.key, command=due.command, ordo=ordo, report=report)

    def _remembered(self, key: str, now: datetime) -> SyncRun:
        """The run as far as this process took it. Another may have ended it, so only so many are kept."""
        run = self._runs.pop(key, None) or SyncRun(now)
        self._runs[key] = run
        if len(self._runs) > _MOST_REMEMBERED:
            self._runs.pop(next(iter(self._runs)), None)
        return run

    def perform(self, plan: SyncPlan) -> SyncOutcome:
        try:
            if isinstance(plan, RunPlan):
                return _run(plan)
            plan.ordo.report_sync(plan.key.name, plan.report)
        except EngineError as error:
            again = _wait_before_next(plan, error) is not None
            self._metrics.failed(plan.key, plan.command.kind, error, again=again)
            return error
        return None

    def apply(self, transaction: Transaction, plan: SyncPlan, outcome: SyncOutcome, now: datetime) -> None:
        """Goes on later with what is missing, or ends the run or the report."""
        wait = _wait_before_next(plan, outcome) if isinstance(outcome, EngineError) else None
        if wait is not None:
            refused = refused_with(outcome) if isinstance(plan, SyncReportPlan) else None
            plan.try_again(transaction, wait, now, refused=refused)
        elif isinstance(plan, SyncReportPlan) or outcome is None:
            plan.drop(transaction)
        else:
            self._end(transaction, plan, outcome, now)

    def _end(
        self, transaction: Transaction, plan: RunPlan, outcome: SyncProgress | EngineError, now: datetime
    ) -> None:
        organization_id = plan.key.organization_id
        ended = _given_up(outcome) if isinstance(outcome, EngineError) else outcome
        self._runs.pop(str(plan.key), None)
        plan.drop(transaction)
        transaction.sync_runs.end(
            organization_id, plan.key.name, state=ended["state"], outcome=orjson.dumps(ended), now=now
        )
        transaction.commands.ensure(organization_id, str(plan.key), REPORT, now)
        if plan.run is not None:
            if ended["state"] == "succeeded":
                note_connection_problem(transaction, organization_id, plan.run.facility_problem, now)
            _refresh_items_hinted_since(transaction, organization_id, plan.run.begun_at, now)
        note_credentials(transaction, organization_id, outcome, now)


def _run(plan: RunPlan) -> SyncProgress:
    connection = plan.connection
    if isinstance(connection, NotConnectedError) or plan.run is None:
        raise NotConnectedError(str(connection))

    def report(progress: SyncProgress) -> None:
        """Progress that Ordo refuses is no reason to stop: the next report replaces it (O21)."""
        try:
            connection.ordo.report_sync(plan.key.name, orjson.dumps(progress))
        except OrdoRefusedError as error:
            if is_outdated(error):
                raise

    return plan.run.advance(connection, report)


_CODES: Mapping[type[EngineError], str] = {
    FlourishCredentialsError: "flourish_credentials_rejected",
    FlourishUnavailableError: "flourish_unreachable",
    NotConnectedError: "not_connected",
    OrdoError: "ordo_failed",
    EngineError: "flourish_refused",
}


def _given_up(error: EngineError) -> SyncProgress:
    code = next(code for kind, code in _CODES.items() if isinstance(error, kind))
    reason = {"code": code, "message": f"{error}."}
    return {"state": "failed", "processed": 0, "total": None, "error": reason}


def _wait_before_next(plan: SyncPlan, error: EngineError) -> timedelta | None:
    """How long to wait before the plan's command is tried again; None when it is given up."""
    attempts = plan.command.attempts + 1
    if isinstance(plan, SyncReportPlan):
        return wait_after_report(error, plan.command)
    return None if attempts >= _MOST_FAILURES else wait_after_call(error, attempts)


def _refresh_items_hinted_since(
    transaction: Transaction, organization_id: str, begun_at: datetime, now: datetime
) -> None:
    """Refreshes items that changed while the sync ran: it may have stored what it had read before."""
    for item_key in transaction.inbox.item_keys_since(organization_id, begun_at):
        transaction.commands.schedule(organization_id, item_key, REFRESH, at=now, now=now)
        transaction.wake(item_key)
