"""Brings single items to Ordo when their inventory changes in Flourish (I5, I10).

However many hints came, they lead to one refresh, which brings edits to the item along. An item that Ordo
lacks comes as well when it matches; what a sync would leave out stays out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from integration_engine.core.brands import BrandBook
from integration_engine.core.catalogue import (
    FlourishItem,
    SummaryRow,
    left_out_reason,
    sellable_by_sku,
    variations_of,
)
from integration_engine.core.retry import Patience
from integration_engine.errors import (
    EngineError,
    FlourishCredentialsError,
    NotConnectedError,
)
from integration_engine.flourish.answers import parse_item, parse_summary_row
from integration_engine.keys import Key
from integration_engine.ordo.formats import item_row
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message
from integration_engine.vendor_access import ActiveConnection
from integration_engine.work.connection_work import delay, wait_after_call

REFRESH = "refresh_item"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlan(Plan):
    connection: ActiveConnection


class ItemWork(Work[ItemPlan, EngineError | None]):
    """The work of the keys `item:<organization>:<sku>`; it keeps no state. The outcome is what failed."""

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        del message
        transaction.commands.schedule(key.organization_id, str(key), REFRESH, at=now, now=now)

    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> ItemPlan | None:
        del now
        try:
            connection = self._access.connection(transaction, due.key.organization_id)
        except NotConnectedError:
            due.drop(transaction)
            return None
        return ItemPlan(key=due.key, command=due.command, connection=connection)

    def perform(self, plan: ItemPlan) -> EngineError | None:
        try:
            refresh_item(plan.connection, plan.key.name)
        except EngineError as error:
            again = _wait_after(error, plan.command.attempts + 1) is not None
            self._metrics.failed(plan.key, plan.command.kind, error, again=again)
            return error
        return None

    def apply(
        self, transaction: Transaction, plan: ItemPlan, outcome: EngineError | None, now: datetime
    ) -> None:
        """Tries again later unless repeating is pointless; the next hint or sync brings the item anyway."""
        wait = None if outcome is None else _wait_after(outcome, plan.command.attempts + 1)
        if wait is None:
            transaction.commands.drop_as_begun(plan.command)
        else:
            plan.try_again(transaction, wait, now)


def _wait_after(error: EngineError, attempts: int) -> timedelta | None:
    slow = isinstance(error, FlourishCredentialsError)
    return delay(attempts, patience=Patience.SLOW) if slow else wait_after_call(error, attempts)


def refresh_item(connection: ActiveConnection, sku: str) -> bool:
    """Whether the item was brought: not when a sync would leave it out (I2, I8). Raises as the clients do."""
    query = (("sku", sku),)
    listed = connection.flourish.every("/items", parse_item, query=query)
    summary = connection.flourish.every(
        "/inventory/summary",
        parse_summary_row,
        query=(*query, ("include_all_items", "true")),
        facility_id=connection.facility_id,
    )
    items = [item for item in listed if item.sku == sku]
    rows = [row for row in summary if row.sku == sku]
    items.extend(variations_of(_items_with_variations(connection, rows), rows))
    if len(items) != 1:
        return False
    item = items[0]
    if left_out_reason(item, BrandBook(connection.ordo.brands()), Counter([sku])) is not None:
        return False
    sellable = sellable_by_sku(rows)
    connection.ordo.store_items([item_row(item, sellable.get(sku, Decimal(0)))])
    return True


def _items_with_variations(
    connection: ActiveConnection, rows: Sequence[SummaryRow]
) -> Mapping[str, FlourishItem]:
    """The items whose variations the rows are about, by their id (I11)."""
    item_ids = {row.variation.flourish_item_id for row in rows if row.variation is not None}
    return {
        item.flourish_item_id: item
        for item_id in sorted(item_ids)
        for item in connection.flourish.every("/items", parse_item, query=(("item_id", item_id),))
        if item.flourish_item_id == item_id
    }
