"""Which strain an item is of, as a person says it: by id, by name, or by the name of a new one."""

from dataclasses import replace

from sim_flourish.json_fields import JsonFields
from sim_flourish.warehouse.items import Item, StrainType
from sim_flourish.warehouse.keep_catalogue import make_strain, of_strain, strain_named, strain_of
from sim_flourish.warehouse.refusals import Refusal, RefusedError
from sim_flourish.warehouse.strains import Strain
from sim_flourish.warehouse.warehouse import Work


def with_strain(work: Work, item: Item, fields: JsonFields) -> Item:
    """The item with its strain; null takes the strain away, and an item without one can still have a type.

    A name that is new makes a strain, of the type that is said, or a hybrid.

    Raises:
        RefusedError: no strain has the id, or the name or type said beside it is not the strain's.
    """
    strain_id, name = fields.text("strain_id") or None, fields.text("strain_name") or None
    strain_type = fields.choice("strain_type_name", StrainType)
    if strain_id is not None:
        strain = strain_of(work, strain_id)
    elif name is not None:
        strain = strain_named(work, name) or make_strain(work, name, strain_type or StrainType.HYBRID)
    elif fields.has("strain_id") or fields.has("strain_name"):
        return replace(item, strain_id=None, strain_name=None, strain_type_name=strain_type)
    elif item.strain_id is not None:
        strain = strain_of(work, item.strain_id)
    else:
        return replace(item, strain_type_name=strain_type) if fields.has("strain_type_name") else item
    _refuse_other("strain_name", strain, strain.strain_name, name)
    _refuse_other("strain_type_name", strain, strain.type, strain_type)
    return of_strain(item, strain)


def _refuse_other(field: str, strain: Strain, known: str, said: str | None) -> None:
    if said not in (None, known):
        raise RefusedError(Refusal.STRAIN_DIFFERS, field=field, id=strain.strain_id, known=known, said=said)
