"""What a sync brings from Flourish to Ordo, what it leaves out, and why (I2 to I13).

An item is judged by the first of these that applies, so it is reported once:

1. it has no brand, or none that Ordo has (I2, I4);
2. it has no SKU, a SKU that another item carries too (I8), or one that Ordo cannot take (I12);
3. otherwise it is brought, whatever its quantity (I3).

A variation (pack) is judged as an item of its own, with the brand and the activity of its item (I11).

An item left out whose SKU Ordo already holds is one that stopped matching; it stays in Ordo unchanged and is
reported as such (I9), and so is a SKU in Ordo that Flourish no longer has. Where another brand is the cause,
each pair of brands is told in one line besides: that is how a renamed brand looks (I13).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from integration_engine.core.brands import BrandBook, NearMiss

LONGEST_SKU = 200
"""In characters; Ordo takes no longer one."""

LARGEST_REPORT = 1000
"""A sync report lists this many left-out items; the counts cover all."""


class LeftOutReason(StrEnum):
    """Why an item did not sync (I7 to I9, I11, I12)."""

    NO_BRAND = "no_brand"
    BRAND_MISMATCH = "brand_mismatch"
    NO_SKU = "no_sku"
    VARIATION_WITHOUT_SKU = "variation_without_sku"
    DUPLICATE_SKU = "duplicate_sku"
    NO_LONGER_MATCHES = "no_longer_matches"
    REFUSED_BY_ORDO = "refused_by_ordo"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlourishItem:
    """The fields of a Flourish item that Ordo shows. `price` is dollars for one `uom`.

    `active` says whether it can be ordered; it is brought all the same (I15).

    With `flourish_variation_id` it is a variation of that item, and the price is for one pack (I11).
    """

    flourish_item_id: str
    item_name: str
    sku: str | None
    brand: str | None
    description: str | None
    category: str | None
    price: Decimal
    uom: str | None
    active: bool
    flourish_variation_id: str | None = None

    @property
    def usable_sku(self) -> str | None:
        """The SKU exactly as written; None when it is missing or blank (I8)."""
        return self.sku if self.sku and not self.sku.isspace() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """What the inventory summary says of a variation; `price` is dollars for one pack."""

    variation_id: str
    flourish_item_id: str
    variation_name: str
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A row of the inventory summary: of an item, or of one of its variations."""

    sku: str | None
    sellable_qty: Decimal
    variation: Variation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdoItem:
    """An item that Ordo holds, by the SKU that pairs it (I6); `brand` is empty for none."""

    sku: str
    flourish_item_id: str
    brand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An item that did not sync, and why; `detail` is what Ordo says of an item that it refuses."""

    reason: LeftOutReason
    sku: str | None
    item_name: str
    flourish_item_id: str
    brand: str | None
    near_miss: NearMiss | None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandChange:
    """So many items that Ordo has under `brand` carry `brand_now` in Flourish, which Ordo lacks (I13)."""

    brand: str
    brand_now: str
    items: int


_Stale = tuple[OrdoItem, FlourishItem | None]
"""An item that Ordo holds and a sync does not bring, and what Flourish still says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    brought: tuple[FlourishItem, ...]
    left_out: tuple[LeftOut, ...]
    brand_changes: tuple[BrandChange, ...]

    def counts(self) -> Mapping[LeftOutReason, int]:
        """How many items were left out for each reason, zero included."""
        counted = Counter(item.reason for item in self.left_out)
        return {reason: counted[reason] for reason in LeftOutReason}


def plan_sync(items: Sequence[FlourishItem], brands: BrandBook, held: Iterable[OrdoItem]) -> SyncPlan:
    """Judges every item of the catalogue, in its order, and every item that Ordo holds."""
    carriers = Counter(item.usable_sku for item in items)
    held_by_sku = {item.sku: item for item in held}
    brought: list[FlourishItem] = []
    left_out: list[LeftOut] = []
    for item in items:
        reason = left_out_reason(item, brands, carriers)
        if reason is None:
            brought.append(item)
        elif item.usable_sku not in held_by_sku:
            left_out.append(_left_out(item, reason, brands))
    stale = tuple(_stale(items, held_by_sku, {item.usable_sku for item in brought}))
    left_out.extend(_no_longer_matching(stale, brands))
    return SyncPlan(
        brought=tuple(brought), left_out=tuple(left_out), brand_changes=_brand_changes(stale, brands)
    )


def left_out_reason(
    item: FlourishItem, brands: BrandBook, carriers: Mapping[str | None, int]
) -> LeftOutReason | None:
    """Why this item does not sync; None when it does. `carriers` counts the items that carry each SKU."""
    if (reason := _brand_reason(item, brands)) is not None:
        return reason
    if item.usable_sku is None:
        return LeftOutReason.VARIATION_WITHOUT_SKU if item.flourish_variation_id else LeftOutReason.NO_SKU
    if carriers[item.usable_sku] > 1:
        return LeftOutReason.DUPLICATE_SKU
    return LeftOutReason.REFUSED_BY_ORDO if len(item.usable_sku) > LONGEST_SKU else None


def _brand_reason(item: FlourishItem, brands: BrandBook) -> LeftOutReason | None:
    if not item.brand or item.brand.isspace():
        return LeftOutReason.NO_BRAND
    return None if brands.matches(item.brand) else LeftOutReason.BRAND_MISMATCH


def sellable_by_sku(rows: Iterable[SummaryRow]) -> Mapping[str, Decimal]:
    """The sellable quantity of every SKU: the sum over the summary's rows for it (I8)."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.sku:
            sums[row.sku] = sums.get(row.sku, Decimal(0)) + row.sellable_qty
    return sums


def variations_of(items: Mapping[str, FlourishItem], rows: Iterable[SummaryRow]) -> Iterator[FlourishItem]:
    """Each variation that the summary names, once, as an item of its own (I11). `items` are by their id."""
    by_id = {row.variation.variation_id: (row, row.variation) for row in rows if row.variation is not None}
    for row, variation in by_id.values():
        if item := items.get(variation.flourish_item_id):
            yield replace(
                item,
                item_name=f"{item.item_name} ({variation.variation_name})",
                sku=row.sku,
                price=variation.price,
                flourish_variation_id=variation.variation_id,
            )


def _left_out(
    item: FlourishItem, reason: LeftOutReason, brands: BrandBook | None = None, detail: str | None = None
) -> LeftOut:
    near = brands.near_miss(item.brand) if brands and item.brand and not brands.matches(item.brand) else None
    if detail is None and reason is LeftOutReason.REFUSED_BY_ORDO:
        detail = f"Ordo takes SKUs of at most {LONGEST_SKU} characters."
    return LeftOut(
        reason=reason,
        sku=item.usable_sku,
        item_name=item.item_name,
        flourish_item_id=item.flourish_item_id,
        brand=item.brand,
        near_miss=near,
        detail=detail,
    )


def refused_by_ordo(item: FlourishItem, detail: str) -> LeftOut:
    """An item that should have been brought and that Ordo does not take (I12)."""
    return _left_out(item, LeftOutReason.REFUSED_BY_ORDO, detail=detail)


def _stale(
    items: Sequence[FlourishItem], held_by_sku: Mapping[str, OrdoItem], brought: set[str | None]
) -> Iterator[_Stale]:
    """Every item that Ordo holds and this sync does not bring."""
    stale = {sku: held for sku, held in held_by_sku.items() if sku not in brought}
    by_sku = {item.usable_sku: item for item in reversed(items) if item.usable_sku in stale}
    by_id = {item.flourish_item_id: item for item in items if not item.flourish_variation_id}
    for sku, held in stale.items():
        yield held, by_sku.get(sku) or by_id.get(held.flourish_item_id)


def _no_longer_matching(stale: Iterable[_Stale], brands: BrandBook) -> Iterator[LeftOut]:
    """The stale items, described by what Flourish still says of them."""
    for held, item in stale:
        if item is None:
            yield LeftOut(
                reason=LeftOutReason.NO_LONGER_MATCHES,
                sku=held.sku,
                item_name="",
                flourish_item_id=held.flourish_item_id,
                brand=None,
                near_miss=None,
            )
        else:
            yield replace(_left_out(item, LeftOutReason.NO_LONGER_MATCHES, brands), sku=held.sku)


def _brand_changes(stale: Iterable[_Stale], brands: BrandBook) -> tuple[BrandChange, ...]:
    """The pairs of brands of the stale items, in the order in which Ordo holds the first item of each."""
    pairs = Counter(
        (held.brand, item.brand)
        for held, item in stale
        if item is not None
        and item.brand
        and held.brand not in ("", item.brand)
        and _brand_reason(item, brands) is LeftOutReason.BRAND_MISMATCH
    )
    return tuple(
        BrandChange(brand=brand, brand_now=brand_now, items=count)
        for (brand, brand_now), count in pairs.items()
    )
