"""Brings the whole catalogue from Flourish to Ordo, and says what was left out and why (I1 to I13).

A run remembers in memory what it has fetched and stored, so that one failing page or a busy Ordo costs a
retry of that step and not of the whole run. Everything it does can be done again, so losing that memory in a
crash costs time only.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict

from integration_engine.core.brands import BrandBook
from integration_engine.core.catalogue import (
    LARGEST_REPORT,
    BrandChange,
    FlourishItem,
    LeftOut,
    OrdoItem,
    SummaryRow,
    SyncPlan,
    plan_sync,
    refused_by_ordo,
    sellable_by_sku,
    variations_of,
)
from integration_engine.core.order import Problem
from integration_engine.errors import OrdoRefusedError
from integration_engine.flourish.answers import Row, parse_item, parse_summary_row
from integration_engine.flourish.client import Page
from integration_engine.flourish.collect_pages import CollectedList
from integration_engine.flourish.paired_facility import find_facility_problem
from integration_engine.ordo.formats import item_row
from integration_engine.vendor_access import ActiveConnection

_PAGES_AT_ONCE = 4
_BATCH = 500
_ABOUT_THE_ITEMS = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)
"""Refusals that fewer or other items may escape; any other says nothing about the items."""


class SyncProgress(TypedDict):
    """How a sync goes, as Ordo takes it; `report` once it succeeded, `error` once it failed."""

    state: str
    processed: int
    total: int | None
    report: NotRequired[dict[str, Any]]
    error: NotRequired[dict[str, str]]


class SyncRun:
    """One run; `advance` takes it as far as it gets and can be called again after a failure.

    What is wrong with the facility (S11) is noticed on the way and holds up no sync.
    """

    def __init__(self, begun_at: datetime) -> None:
        self.begun_at = begun_at
        self.facility_problem: Problem | None = None
        self._brands: BrandBook | None = None
        self._held: tuple[OrdoItem, ...] = ()
        self._items: CollectedList[FlourishItem] = CollectedList()
        self._summary: CollectedList[SummaryRow] = CollectedList()
        self._plan: SyncPlan | None = None
        self._sellable: dict[str, Decimal] = {}
        self._stored = 0
        self._refused: list[LeftOut] = []

    def advance(self, connection: ActiveConnection, report: Callable[[SyncProgress], None]) -> SyncProgress:
        """Runs to the end; returns what is to be reported to Ordo.

        `report` is called with the progress now and then.

        Raises:
            FlourishError, OrdoError: as the clients; what was achieved so far is kept.
        """
        report(self._progress("running"))
        self.facility_problem = find_facility_problem(
            connection.flourish, connection.facility_id, connection.license_number, connection.problem
        )
        if self._brands is None:
            self._held = tuple(connection.ordo.items())
            self._brands = BrandBook(connection.ordo.brands())
        if self._plan is None:
            self._fetch(connection)
            items = {item.flourish_item_id: item for item in self._items.rows()}
            rows = self._summary.rows()
            self._sellable = dict(sellable_by_sku(rows))
            catalogue = (*items.values(), *variations_of(items, rows))
            self._plan = plan_sync(catalogue, self._brands, self._held)
            report(self._progress("running"))
        self._store(connection, self._plan, report)
        return {**self._progress("succeeded"), "report": report_of(self._outcome(self._plan))}

    def _fetch(self, connection: ActiveConnection) -> None:
        """All items of the company, and the facility's quantities of all of them, a few pages at a time."""

        def fetch(
            path: str, parse: Callable[[Row], object], facility_id: str | None, *query: tuple[str, str]
        ) -> Callable[[int, int], Page]:
            return lambda offset, limit: connection.flourish.page(
                path, parse, offset=offset, limit=limit, query=query, facility_id=facility_id
            )

        all_items = ("include_all_items", "true")
        quantities = fetch("/inventory/summary", parse_summary_row, connection.facility_id, all_items)
        with ThreadPoolExecutor(_PAGES_AT_ONCE, thread_name_prefix="sync") as pool:
            self._items.collect(fetch("/items", parse_item, None), pool, _PAGES_AT_ONCE)
            self._summary.collect(quantities, pool, _PAGES_AT_ONCE)

    def _store(
        self, connection: ActiveConnection, plan: SyncPlan, report: Callable[[SyncProgress], None]
    ) -> None:
        while self._stored < len(plan.brought):
            self._store_batch(connection, plan.brought[self._stored : self._stored + _BATCH])
            if self._stored < len(plan.brought):
                report(self._progress("running"))

    def _store_batch(self, connection: ActiveConnection, batch: Sequence[FlourishItem]) -> None:
        """Stores what Ordo takes of a batch: a refused one is halved until the refused items stand alone."""
        rows = [item_row(item, self._sellable.get(item.sku or "", Decimal(0))) for item in batch]
        try:
            connection.ordo.store_items(rows)
        except OrdoRefusedError as error:
            if error.status not in _ABOUT_THE_ITEMS:
                raise
            if len(batch) > 1:
                half = len(batch) // 2
                self._store_batch(connection, batch[:half])
                self._store_batch(connection, batch[half:])
                return
            self._refused.append(refused_by_ordo(batch[0], error.message))
        self._stored += len(batch)

    def _outcome(self, plan: SyncPlan) -> SyncPlan:
        """The plan as it came out; what Ordo refused comes first in the report."""
        refused = {item.sku for item in self._refused}
        brought = tuple(item for item in plan.brought if item.sku not in refused)
        return replace(plan, brought=brought, left_out=(*self._refused, *plan.left_out))

    def _progress(self, state: str) -> SyncProgress:
        """Processed are the items that Ordo took and those that are left out."""
        if self._plan is None:
            return {"state": state, "processed": 0, "total": None}
        total = len(self._plan.brought) + len(self._plan.left_out)
        left = len(self._plan.brought) - self._stored
        return {"state": state, "processed": total - left, "total": total}


def report_of(plan: SyncPlan) -> dict[str, Any]:
    """The report of a finished run: the counts cover everything, the list its first thousand."""
    return {
        "synced": len(plan.brought),
        "counts": {reason.value: count for reason, count in plan.counts().items()},
        "left_out": [_left_out(item) for item in plan.left_out[:LARGEST_REPORT]],
        "truncated": len(plan.left_out) > LARGEST_REPORT,
        "brand_changes": [_brand_change(change) for change in plan.brand_changes[:LARGEST_REPORT]],
    }


def _brand_change(change: BrandChange) -> dict[str, Any]:
    one = change.items == 1
    items, match, their = ("item", "matches", "its") if one else ("items", "match", "their")
    return {
        "brand": change.brand,
        "brand_now": change.brand_now,
        "items": change.items,
        "message": f'{change.items} {items} of "{change.brand}" no longer {match}; '
        f'{their} brand is now "{change.brand_now}".',
    }


def _left_out(item: LeftOut) -> dict[str, Any]:
    near = item.near_miss
    return {
        "reason": item.reason.value,
        "sku": item.sku,
        "item_name": item.item_name,
        "flourish_item_id": item.flourish_item_id,
        "brand": item.brand,
        "near_miss": {"brand": near.brand, "difference": near.difference.value} if near else None,
        "detail": item.detail,
    }
