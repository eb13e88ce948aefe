"""`/strains`, and what people do to strains on screens."""

from dataclasses import replace

from sim_flourish.conventions.envelope import page, success
from sim_flourish.conventions.errors import Refusal, RefusedError, get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import record_change, work_for
from sim_flourish.items.rules import new_strain, put_strain, strain_named
from sim_flourish.items.shapes import strain_details_json, strain_json
from sim_flourish.model.catalogue import Strain, StrainId
from sim_flourish.model.items import StrainType
from sim_flourish.model.values import ZERO
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def list_strains(call: Call[World]) -> Answer:
    """All strains, active or not."""
    return page(call, list(call.world.catalogue.strains.values()), strain_json)


def get_strain(call: Call[World], strain_id: str) -> Answer:
    """One strain, in a list of one (contract section 4)."""
    strain = get_or_404(call.world.catalogue.strains, StrainId(strain_id), "strain")
    return success([strain_details_json(strain)])


def register_api(router: ApiRouter[World]) -> None:
    router.route("GET", "/strains")(list_strains)
    router.route("GET", "/strains/{strain_id}")(get_strain)


_PERCENTAGES = ("indica_percentage", "sativa_percentage")
_LEVELS = ("thc_level", "cbd_level")
_DAYS = ("veg_length_days", "flower_length_days")


def list_all_strains(call: Call[World]) -> Answer:
    return success([strain_details_json(strain) for strain in call.world.catalogue.strains.values()])


def add_strain(call: Call[World]) -> Answer:
    """A new strain; a name, exactly as written, belongs to one only."""
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.required_text("strain_name")
    _refuse_taken_name(work, name)
    plain = new_strain(work, name, StrainType.HYBRID)
    return _save(call, work, _edited(work, plain, fields), "added")


def edit_strain(call: Call[World], strain_id: str) -> Answer:
    """Changes what is said and leaves the rest; its items carry its new name and type."""
    before = get_or_404(call.world.catalogue.strains, StrainId(strain_id), "strain")
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.text("strain_name") or before.strain_name
    if name != before.strain_name:
        _refuse_taken_name(work, name)
    return _save(call, work, _edited(work, replace(before, strain_name=name), fields), "edited")


def _refuse_taken_name(work: Work, name: str) -> None:
    if strain_named(work, name) is not None:
        raise RefusedError(Refusal.ALREADY_EXISTS, what="strain", name=name)


def _save(call: Call[World], work: Work, strain: Strain, action: str) -> Answer:
    put_strain(work, strain)
    record_change(call, "strain", strain.strain_id, action)
    return success(strain_details_json(strain))


def _edited(work: Work, before: Strain, fields: JsonFields) -> Strain:
    changes = fields.texts_said("abbreviation", "description", null="") | fields.texts_said("feel")
    changes |= fields.flags_given("active", "external")
    changes |= {name: fields.number(name, least=ZERO) or ZERO for name in _PERCENTAGES if fields.has(name)}
    changes |= {name: fields.number(name, least=ZERO) for name in _LEVELS if fields.has(name)}
    changes |= {name: fields.whole_number(name) or 0 for name in _DAYS if fields.has(name)}
    strain_type = fields.choice("type", StrainType) or before.type
    return replace(before, type=strain_type, audit=work.signed.on(before.audit), **changes)


def register_screen(router: ApiRouter[World]) -> None:
    router.route("GET", "/strains")(list_all_strains)
    router.route("POST", "/strains")(add_strain)
    router.route("PATCH", "/strains/{strain_id}")(edit_strain)
