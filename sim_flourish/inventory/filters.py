"""How lists of items, inventory and packages are narrowed."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sim_flourish.conventions.filters import Filters
from sim_flourish.model.items import Goods, ItemVariation
from sim_flourish.model.packages import Adjustment, Package, PackageStatus
from sim_flourish.model.values import ZERO
from sim_flourish.warehouse.stock import SummaryRow

Stocked = TypeVar("Stocked", SummaryRow, Package)
Row = TypeVar("Row", SummaryRow, Package, tuple[Package, Adjustment])
_ARCHIVED = frozenset({PackageStatus.ARCHIVED})


def is_cannabis(goods: Goods) -> bool:
    """Package and strain filters leave everything else out, as the vendor documents."""
    return goods.item.inventory_type == "Cannabis"


def _variations(goods: Goods) -> tuple[ItemVariation, ...]:
    """The variation that the goods are packed as, if any."""
    return () if goods.variation is None else (goods.variation,)


def _item_texts() -> dict[str, Callable[[tuple[Goods, Row]], Iterable[str | None]]]:
    """The text parameters about the goods, which all three lists have."""
    return {
        "inventory_type": lambda row: (row[0].item.inventory_type,),
        "item_class": lambda row: (row[0].item.item_class,),
        "item_category": lambda row: (row[0].item.item_category,),
        "item_id": lambda row: (row[0].item.item_id,),
        "item_name": lambda row: (row[0].item.item_name,),
        "item_variation_id": lambda row: [variation.variation_id for variation in _variations(row[0])],
        "variation_name": lambda row: [variation.variation_name for variation in _variations(row[0])],
        "uom": lambda row: (row[0].item.uom.value, row[0].item.uom.description),
        "sku": lambda row: (row[0].sku,),
    }


def _stock_texts() -> dict[str, Callable[[tuple[Goods, Stocked]], Iterable[str | None]]]:
    """The text parameters about what lies there; adjustments have others."""
    return {
        "item_retail_display_name": lambda row: (row[0].item.retail_display_name,),
        "variation_retail_display_name": lambda row: [
            variation.retail_display_name for variation in _variations(row[0])
        ],
        "strain_id": lambda row: (row[1].strain_id,),
        "strain_name": lambda row: _strain_name(row[0], row[1].strain_name),
        "lot_number": lambda row: (row[1].lot_number,),
    }


def _strain_name(goods: Goods, strain_name: str | None) -> tuple[str | None]:
    return (strain_name if is_cannabis(goods) else None,)


SUMMARY_FILTERS: Filters[tuple[Goods, SummaryRow]] = Filters(
    texts={
        **_item_texts(),
        **_stock_texts(),
    },
    flags={
        "has_available_qty": lambda row: row[1].available_qty > ZERO,
        "is_external": lambda row: row[0].item.flags.external,
    },
    moments={"last_updated_timestamp": lambda row: row[1].last_updated_at},
)
INVENTORY_FILTERS: Filters[tuple[Goods, Package]] = Filters(
    texts={
        **_item_texts(),
        **_stock_texts(),
        "package_id": lambda row: (row[1].package_id if is_cannabis(row[0]) else None,),
        "package_status": lambda row: (row[1].status.value if is_cannabis(row[0]) else None,),
    },
    choices={"package_status": frozenset(PackageStatus) - _ARCHIVED},
    flags={
        "has_available_qty": lambda row: row[1].available_qty > ZERO,
        "is_external": lambda row: row[0].item.flags.external,
        "is_sample": lambda row: row[1].is_sample,
    },
    moments={"last_updated_timestamp": lambda row: row[1].audit.last_updated_at},
)
PACKAGE_FILTERS: Filters[tuple[Goods, Package]] = Filters(
    texts={
        "package_id": lambda row: (row[1].package_id,),
        "package_status": lambda row: (row[1].status.value,),
    },
    choices={"package_status": frozenset(PackageStatus)},
    moments={"last_updated_timestamp": lambda row: row[1].audit.last_updated_at},
)
ADJUSTMENT_FILTERS: Filters[tuple[Goods, tuple[Package, Adjustment]]] = Filters(
    texts={
        **_item_texts(),
        "retail_display_name": lambda row: (row[0].retail_display_name,),
        "strain_id": lambda row: (row[1][0].strain_id,),
        "strain_name": lambda row: _strain_name(row[0], row[1][0].strain_name),
        "lot_number": lambda row: (row[1][1].lot_number,),
        "package_id": lambda row: (row[1][0].package_id,),
        "adjustment_reason_code": lambda row: (row[1][1].adjustment_reason_code,),
    },
    moments={"created_timestamp": lambda row: row[1][1].signed_by.created_at},
)
