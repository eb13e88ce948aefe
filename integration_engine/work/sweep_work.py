"""Finds what no webhook of Flourish has reported: every few minutes, orders that are not final are compared.

A webhook that Flourish lost, gave up or never sent leaves Ordo behind for ever, as nothing else would make
the engine look. So as long as an organization has orders in Flourish that are not final, one command comes
round. It lists what changed since the last time, and what differs from what was last read becomes a hint,
exactly like a webhook's. Once a day the orders that nothing was heard of are read one by one as well, in case
the listing is wrong about one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from integration_engine.core.order import Problem
from integration_engine.core.order_events import is_news
from integration_engine.errors import (
    FlourishError,
    FlourishUnavailableError,
    NotConnectedError,
)
from integration_engine.flourish.find_order import (
    ListedOrder,
    list_changed_orders,
    newest_change,
)
from integration_engine.flourish.paired_facility import find_facility_problem
from integration_engine.keys import Key, Kind
from integration_engine.logs import logger
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.commands import SWEEP_ORDERS
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import MessageKind
from integration_engine.store.runs import SweepMark
from integration_engine.vendor_access import ActiveConnection
from integration_engine.work.connection_work import note_connection_problem, note_credentials

_log = logger(__name__)
ONE_BY_ONE_EVERY = timedelta(days=1)


def plan_sweep(transaction: Transaction, organization_id: str, *, since: datetime, every: timedelta) -> None:
    """Has the organization's orders compared from time to time, unless they are already.

    Args:
        transaction: where it is stored.
        organization_id: whose orders.
        since: when the oldest of them may last have changed.
        every: how often; nothing for never.
    """
    key = _key(organization_id)
    at = since + every
    if every and transaction.commands.ensure(organization_id, key, SWEEP_ORDERS, since, at=at):
        transaction.wake(key)


def _key(organization_id: str) -> str:
    return str(Key(kind=Kind.SWEEP, organization_id=organization_id, name="orders"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPlan(Plan):
    connection: ActiveConnection
    mark: SweepMark | None
    begun_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What Flourish lists, and what is still wrong with the facility (S11)."""

    listed: list[ListedOrder]
    facility_problem: Problem | None


SweepOutcome = Swept | FlourishError


class SweepWork(Work[SweepPlan, SweepOutcome]):
    """The work of the keys `sweep:<organization>:orders`."""

    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> SweepPlan | None:
        organization_id = due.key.organization_id
        if not self._config.sweep_every or not transaction.orders.placed(organization_id):
            due.drop(transaction)  # the next order that is placed plans it again
            return None
        try:
            connection = self._access.connection(transaction, organization_id)
        except NotConnectedError:
            due.schedule(transaction, self._config.sweep_every, now)
            return None
        mark = transaction.sweeps.of(organization_id)
        return SweepPlan(key=due.key, command=due.command, connection=connection, mark=mark, begun_at=now)

    def perform(self, plan: SweepPlan) -> SweepOutcome:
        connection, newest = plan.connection, plan.mark.newest_change if plan.mark else None
        try:
            listed = list_changed_orders(connection.flourish, plan.command.since, newest, plan.begun_at)
            problem = connection.problem and find_facility_problem(
                connection.flourish, connection.facility_id, connection.license_number, connection.problem
            )
        except FlourishError as error:
            self._metrics.failed(plan.key, plan.command.kind, error, again=True)
            return error
        return Swept(listed=listed, facility_problem=problem)

    def apply(self, transaction: Transaction, plan: SweepPlan, outcome: SweepOutcome, now: datetime) -> None:
        """Hints at what differs. After a failure the next sweep looks again from where the last one ended."""
        organization_id = plan.key.organization_id
        if not isinstance(outcome, FlourishError):
            self._store_sweep(transaction, plan, outcome, now)
            return
        asked_for = outcome.retry_after if isinstance(outcome, FlourishUnavailableError) else None
        plan.try_again(transaction, max(self._config.sweep_every, timedelta(seconds=asked_for or 0)), now)
        note_credentials(transaction, organization_id, outcome, now)

    def _store_sweep(self, transaction: Transaction, plan: SweepPlan, swept: Swept, now: datetime) -> None:
        organization_id, mark, listed = plan.key.organization_id, plan.mark, swept.listed
        found = _changed(transaction, organization_id, listed)
        one_by_one_at = mark.read_one_by_one_at if mark else now
        if now - one_by_one_at >= ONE_BY_ONE_EVERY:
            long_ago = now - ONE_BY_ONE_EVERY
            found |= transaction.orders.placed(organization_id, untouched_since=long_ago)
            one_by_one_at = now
        for flourish_order_id, order_id in found.items():
            key = str(Key(kind=Kind.ORDER, organization_id=organization_id, name=order_id))
            hint = MessageKind.ORDER_HINT
            transaction.inbox.add(organization_id, key, hint, body=flourish_order_id, received_at=now)
            transaction.wake(key)
            _log.info("found without a webhook", order_id=order_id)
        newest = newest_change(listed, mark.newest_change if mark else None)
        transaction.sweeps.put(
            organization_id, SweepMark(newest_change=newest, read_one_by_one_at=one_by_one_at), now
        )
        plan.schedule(transaction, self._config.sweep_every, now)
        if plan.connection.problem is not None:
            note_connection_problem(transaction, organization_id, swept.facility_problem, now)
        _log.debug("orders swept", listed=len(listed), found=len(found))


def _changed(transaction: Transaction, organization_id: str, listed: list[ListedOrder]) -> dict[str, str]:
    """Those of the listed orders that are ours and are listed otherwise than they were last read."""
    placed = transaction.orders.placed(organization_id)
    return {
        entry.flourish_order_id: order_id
        for entry in listed
        if (order_id := placed.get(entry.flourish_order_id)) is not None
        and is_news(transaction.orders.load(organization_id, order_id), entry.order)
    }
