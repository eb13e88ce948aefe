"""Engines that are wrong about a sync: which items come, and with what quantity (I1 to I4, I7, I8, I12)."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from integration_engine.core.catalogue import LeftOutReason, SummaryRow, refused_by_ordo
from integration_engine.errors import OrdoRefusedError, OrdoUnavailableError
from integration_engine.flourish.answers import parse_facility, parse_summary_row
from integration_engine.ordo.formats import item_row
from tests.mutants.mutant import Change, Mutant, instead

_MATCHES = "integration_engine.core.brands:BrandBook.matches"


def pardon(*reasons: LeftOutReason, where: str = "integration_engine.core.catalogue") -> Change:
    """Items that should be left out for these reasons come all the same."""

    def make(original: Any) -> Any:
        def judged(*facts: object) -> LeftOutReason | None:
            reason: LeftOutReason | None = original(*facts)
            return None if reason in reasons else reason

        return judged

    return instead(f"{where}:left_out_reason", make, only_here=where.endswith("item_work"))


def _with_stock_only(original: Any) -> Any:
    def store(self: Any, connection: Any, plan: Any, report_progress: Any) -> None:
        brought = tuple(item for item in plan.brought if self._sellable.get(item.sku))
        original(self, connection, replace(plan, brought=brought), report_progress)

    return store


def _leave_out_all(original: Any) -> Any:
    def store(self: Any, connection: Any, batch: Any) -> None:
        try:
            connection.ordo.store_items([item_row(item, Decimal(0)) for item in batch])
        except OrdoRefusedError as error:
            self._refused.extend(refused_by_ordo(item, error.message) for item in batch)
            self._stored += len(batch)
        else:
            original(self, connection, batch)

    return store


def _all_facilities(original: Any) -> Any:
    def fetch(self: Any, connection: Any) -> None:
        original(self, connection)
        for number, one in enumerate(connection.flourish.every("/facilities", parse_facility)):
            if one.facility_id != connection.facility_id:
                rows = connection.flourish.every(
                    "/inventory/summary", parse_summary_row, facility_id=one.facility_id
                )
                self._summary._pages[1_000_000 + number] = tuple(rows)

    return fetch


def _last_row(rows: Iterable[SummaryRow]) -> dict[str, Decimal]:
    return {row.sku: row.sellable_qty for row in rows if row.sku}


def _refused_below_zero(original: Any) -> Any:
    def row(item: Any, quantity: Decimal) -> Any:
        if quantity < 0:
            raise OrdoRefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "below zero", "invalid")
        return original(item, quantity)

    return row


def _nothing_for_nonsense(original: Any) -> Any:
    def judge(answer: Any, *, body_expected: bool) -> Any:
        try:
            return original(answer, body_expected=body_expected)
        except OrdoUnavailableError:
            if answer.status != HTTPStatus.OK:
                raise
            return {"brands": [], "items": [], "total": 0}

    return judge


def _id_for_sku(original: Any) -> Any:
    def parse(row: Any) -> Any:
        item = original(row)
        return item if item.sku else replace(item, sku=item.flourish_item_id)

    return parse


MUTANTS = (
    Mutant(
        name="syncs every brand",
        breaks=("I2",),
        consequence="Items of brands that the seller does not carry in Ordo are offered there.",
        changes=(instead(_MATCHES, lambda _original: lambda _self, _brand: True),),
    ),
    Mutant(
        name="syncs a brand that differs in case",
        breaks=("I7",),
        consequence="'green valley' is taken for 'Green Valley'.",
        changes=(
            instead(
                _MATCHES,
                lambda _original: lambda self, brand: brand.casefold() in {b.casefold() for b in self._exact},
            ),
        ),
        first="nearly the same",
    ),
    Mutant(
        name="trims brands before it compares them",
        breaks=("I7",),
        consequence="A brand with a space at its end comes although it is another brand.",
        changes=(instead(_MATCHES, lambda original: lambda self, brand: original(self, brand.strip())),),
        first="nearly the same",
    ),
    Mutant(
        name="syncs an item without a brand",
        breaks=("I2", "I4"),
        consequence="An item that nobody gave a brand is offered in Ordo.",
        changes=(pardon(LeftOutReason.NO_BRAND),),
    ),
    Mutant(
        name="drops items of which nothing can be sold",
        breaks=("I3",),
        consequence="An item that sold out is not in Ordo.",
        changes=(instead("integration_engine.work.sync_inventory:SyncRun._store", _with_stock_only),),
    ),
    Mutant(
        name="stops after the first page of a sync",
        breaks=("I1", "I3"),
        consequence="Item 51 never comes.",
        changes=(
            instead(
                "integration_engine.flourish.client:FlourishClient.page",
                lambda original: (
                    lambda *facts, **more: (lambda page: replace(page, total=len(page.rows)))(
                        original(*facts, **more)
                    )
                ),
            ),
        ),
        first="arrives whole",
    ),
    Mutant(
        name="stops one page early",
        breaks=("I1", "I3"),
        consequence="The last page of a long catalogue never comes.",
        changes=(
            instead(
                "integration_engine.flourish.collect_pages:_chunks",
                lambda original: lambda start, end: original(start, end)[1:],
            ),
        ),
        first="arrives whole",
    ),
    Mutant(
        name="gives a sync up at the first trouble",
        breaks=("I1",),
        consequence="One failing call and the inventory stays as it was.",
        changes=(
            instead(
                "integration_engine.work.sync_work:wait_after_call",
                lambda _original: lambda _error, _attempts: None,
            ),
        ),
        first="gets over a short trouble",
    ),
    Mutant(
        name="keeps pages for good when one has failed",
        breaks=("I1",),
        consequence="The page that failed once is missing from the sync that went on.",
        changes=(
            instead(
                "integration_engine.flourish.collect_pages:CollectedList.collect",
                lambda original: (
                    lambda self, fetch, pool, at_once: (
                        original(self, fetch, pool, at_once) if self.total == 0 else None
                    )
                ),
            ),
        ),
        first="gets over a short trouble",
    ),
    Mutant(
        name="gives a sync up when Ordo refuses an item",
        breaks=("I12",),
        consequence="One item that Ordo cannot take, and nothing at all is synced.",
        changes=(
            instead("integration_engine.work.sync_inventory:_ABOUT_THE_ITEMS", lambda _original: frozenset()),
        ),
        first="that Ordo refuses is left out",
    ),
    Mutant(
        name="leaves out the whole batch that Ordo refuses",
        breaks=("I12",),
        consequence="Five hundred items are missing because of one.",
        changes=(instead("integration_engine.work.sync_inventory:SyncRun._store_batch", _leave_out_all),),
        first="that Ordo refuses is left out",
    ),
    Mutant(
        name="says nothing of an item that Ordo refuses",
        breaks=("I12",),
        consequence="An item is missing in Ordo and nobody learns why.",
        changes=(
            instead(
                "integration_engine.work.sync_inventory:SyncRun._outcome",
                lambda _original: lambda _self, plan: plan,
            ),
        ),
        first="that Ordo refuses is left out",
    ),
    Mutant(
        name="cuts a SKU that is too long for Ordo",
        breaks=("I12", "I6"),
        consequence="An item is in Ordo under a SKU that nothing in Flourish has.",
        changes=(
            pardon(LeftOutReason.REFUSED_BY_ORDO),
            instead(
                "integration_engine.ordo.formats:item_row",
                lambda original: lambda item, quantity: {**original(item, quantity), "sku": item.sku[:200]},
            ),
        ),
        first="too long for Ordo",
    ),
    Mutant(
        name="tells the available quantity instead of the sellable one",
        breaks=("I1", "I5"),
        consequence="What other buyers have ordered is sold twice.",
        changes=(
            instead(
                "integration_engine.flourish.answers:parse_summary_row",
                lambda original: lambda row: original({**row, "sellable_qty": row["available_qty"]}),
            ),
        ),
        first="An order brings the edit",
    ),
    Mutant(
        name="sums the quantities of two facilities",
        breaks=("I8",),
        consequence="Ordo sells what lies in a facility that the license does not name.",
        changes=(instead("integration_engine.work.sync_inventory:SyncRun._fetch", _all_facilities),),
        first="Stock in another facility",
    ),
    Mutant(
        name="keeps only the last row of a SKU",
        breaks=("I8",),
        consequence="Of an item that Flourish lists in two rows, half can be sold.",
        changes=(instead("integration_engine.core.catalogue:sellable_by_sku", lambda _original: _last_row),),
        first="A summary of several rows",
    ),
    Mutant(
        name="shows nothing to sell where it is below zero",
        breaks=("I14",),
        consequence="The rep goes on selling and does not see how much is missing.",
        changes=(
            instead(
                "integration_engine.ordo.formats:item_row",
                lambda original: lambda item, quantity: original(item, max(quantity, Decimal(0))),
            ),
        ),
        first="on order shows below zero",
    ),
    Mutant(
        name="leaves rows below zero out of the sum",
        breaks=("I14",),
        consequence="What one row lacks is sold from another.",
        changes=(
            instead(
                "integration_engine.core.catalogue:sellable_by_sku",
                lambda original: lambda rows: original([row for row in rows if row.sellable_qty > 0]),
            ),
        ),
        first="A row below zero",
    ),
    Mutant(
        name="keeps what is sold out from Ordo",
        breaks=("I14",),
        consequence="An oversold item shows the quantity that it had before.",
        changes=(instead("integration_engine.work.item_work:item_row", _refused_below_zero, only_here=True),),
        first="on order shows below zero",
    ),
    Mutant(
        name="takes one of two items that share a SKU",
        breaks=("I8",),
        consequence="Which of the two is sold is left to chance.",
        changes=(pardon(LeftOutReason.DUPLICATE_SKU),),
        first="A SKU carried by two",
    ),
    Mutant(
        name="makes up a SKU for an item without one",
        breaks=("I8",),
        consequence="An item that cannot be paired is in Ordo under a number that nobody knows.",
        changes=(instead("integration_engine.flourish.answers:parse_item", _id_for_sku),),
        first="without a SKU",
    ),
    Mutant(
        name="takes an answer of Ordo that makes no sense for nothing",
        breaks=("I1",),
        consequence="A proxy's error page in front of Ordo makes every item one without a brand in Ordo.",
        changes=(instead("integration_engine.ordo.client:_judge", _nothing_for_nonsense),),
        first="answer of Ordo that is of no use",
    ),
)
