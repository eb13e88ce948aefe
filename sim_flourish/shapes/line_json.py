"""What the lines of outbound and of retail orders show alike."""

from sim_flourish.shapes.formats import Json, audit_json, number
from sim_flourish.warehouse.outbound_orders import OrderLine
from sim_flourish.warehouse.strains import StrainId
from sim_flourish.warehouse.warehouse import Warehouse


def details_json(line: OrderLine) -> list[Json]:
    """What each package gives to the line."""
    return [
        {
            "package_id": detail.package_id,
            "lot_number": detail.lot_number,
            "qty": number(detail.qty),
            "returned": False,
            **audit_json(detail.audit),
        }
        for detail in line.details
    ]


def strain_name(warehouse: Warehouse, line: OrderLine) -> str | None:
    """The name of the line's strain, where it has one that is known."""
    if line.strain_id is None:
        return None
    strain = warehouse.world.catalogue.strains.get(StrainId(line.strain_id))
    return None if strain is None else strain.strain_name
