"""What a sync must bring and what it must leave out and report, worked out from what was typed (I2 to I12).

The reasons are those of Ordo's contract (`schemas/ordo/sync_report.json`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from harness.clients.ordo_shapes import LeftOut, NearMiss
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_items import TypedItem, TypedPack

LONGEST_SKU = 200
"""In characters; Ordo takes no longer one (`schemas/ordo/sku.json`)."""

Goods = TypedItem | TypedPack

_ALIKE: Mapping[str, Callable[[str], str]] = {
    "case": str.casefold,
    "spaces": lambda name: "".join(name.split()),
    "case_and_spaces": lambda name: "".join(name.split()).casefold(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedLeftOut:
    """An item or a pack that must be reported; its name has all these `parts`.

    Where Ordo refuses it there is a `detail`: what Ordo says.
    """

    reason: str
    sku: str | None
    item_id: str
    brand: str | None
    near_miss: NearMiss | None
    parts: tuple[str, ...]

    def is_reported_by(self, entry: LeftOut) -> bool:
        reported = (entry.reason, entry.sku or None, entry.flourish_item_id, entry.brand, entry.near_miss)
        must = (self.reason, self.sku, self.item_id, self.brand, self.near_miss)
        explained = bool(entry.detail) or self.reason != "refused_by_ordo"
        return reported == must and explained and all(part in entry.item_name for part in self.parts)


def _reason(
    goods: Goods, item: TypedItem, brands: Collection[str], carriers: Counter[str | None]
) -> str | None:
    """Why a sync leaves the goods out; None where it brings them."""
    if not (item.brand or "").strip():
        return "no_brand"
    if item.brand not in brands:
        return "brand_mismatch"
    if not (goods.sku or "").strip():
        return "no_sku" if goods is item else "variation_without_sku"
    if carriers[goods.sku] > 1:
        return "duplicate_sku"
    return "refused_by_ordo" if len(goods.sku or "") > LONGEST_SKU else None


def _judged(context: ScenarioContext) -> Sequence[tuple[Goods, TypedItem, str | None]]:
    """Every item and pack with its item, and why it is left out."""
    catalogue = context.catalogue
    by_id = {item.id: item for item in catalogue.items}
    goods: list[tuple[Goods, TypedItem]] = [(item, item) for item in catalogue.items]
    goods += [(pack, by_id[pack.item_id]) for pack in catalogue.packs]
    carriers = Counter(each.sku for each, _ in goods)
    return [
        (
            each,
            item,
            _reason(each, item, catalogue.brand_ids, carriers)
            or ("refused_by_ordo" if item.id in catalogue.refused else None),
        )
        for each, item in goods
    ]


def matching(context: ScenarioContext) -> list[Goods]:
    """What a sync must bring."""
    return [goods for goods, _, reason in _judged(context) if reason is None]


def left_out(context: ScenarioContext) -> list[ExpectedLeftOut]:
    """What it must report; what Ordo had before no longer matches, whatever the cause."""
    return [
        ExpectedLeftOut(
            reason="no_longer_matches" if goods.sku in context.catalogue.shown_before else reason,
            sku=goods.sku or None,
            item_id=item.id,
            brand=item.brand,
            near_miss=near_miss(item.brand, context.catalogue.brand_ids),
            parts=(item.item_name,)
            if isinstance(goods, TypedItem)
            else (item.item_name, goods.variation_name),
        )
        for goods, item, reason in _judged(context)
        if reason is not None
    ]


def near_miss(brand: str | None, brands: Collection[str]) -> NearMiss | None:
    """The brand in Ordo that differs from this one only in case, only in spaces, or only in both."""
    if not brand or brand in brands:
        return None
    for difference, alike in _ALIKE.items():
        for known in sorted(brands):
            if alike(known) == alike(brand):
                return NearMiss(brand=known, difference=difference)
    return None
