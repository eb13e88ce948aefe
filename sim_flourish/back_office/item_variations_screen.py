"""Item variations: made and edited here only."""

from dataclasses import replace

from sim_flourish.envelope import success
from sim_flourish.item_variations_api import variation_of, variations_of
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.catalogue_json import item_variation_json
from sim_flourish.warehouse.amounts import ZERO, money
from sim_flourish.warehouse.item_variations import ItemVariation
from sim_flourish.warehouse.items import ItemId
from sim_flourish.warehouse.keep_catalogue import make_variation
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_flourish.working import note_change, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

_REFS = tuple(f"ref_field_{index}" for index in range(1, 6))


def list_all_item_variations(call: Call[World], item_id: str) -> Answer:
    """All of an item, inactive ones too."""
    return success([item_variation_json(one) for one in variations_of(call, item_id)])


def add_item_variation(call: Call[World], item_id: str) -> Answer:
    """A new variation of an item."""
    item = call.world.items.get(ItemId(item_id))
    if item is None:
        raise not_found("item", item_id)
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.required_text("variation_name")
    plain = make_variation(
        work, item, name, unit_qty=fields.positive("unit_qty", decimals=4), unit_price=ZERO
    )
    return _keep(call, work, _edited(work, plain, fields), "added")


def edit_item_variation(call: Call[World], item_variation_pk: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before, work = variation_of(call, item_variation_pk), work_for(call)
    return _keep(call, work, _edited(work, before, JsonFields(call.body)), "edited")


def _keep(call: Call[World], work: Work, variation: ItemVariation, deed: str) -> Answer:
    work.warehouse.variations.put(variation)
    note_change(call, "item_variation", variation.variation_id, deed)
    return success(item_variation_json(variation))


def _edited(work: Work, before: ItemVariation, fields: JsonFields) -> ItemVariation:
    price, cost = fields.number("unit_price", least=ZERO), fields.number("unit_cost", least=ZERO)
    return replace(
        before,
        variation_name=fields.text("variation_name") or before.variation_name,
        retail_display_name=fields.text("retail_display_name") or before.retail_display_name,
        unit_qty=fields.positive("unit_qty", decimals=4) if fields.has("unit_qty") else before.unit_qty,
        unit_price=before.unit_price if price is None else money(price),
        unit_cost=cost if fields.has("unit_cost") else before.unit_cost,
        sku=fields.text("sku") or None if fields.has("sku") else before.sku,
        variation_description=fields.text("variation_description")
        if fields.has("variation_description")
        else before.variation_description,
        taxable=_said(fields.flag("taxable"), before.taxable),
        ecommerce_active=_said(fields.flag("ecommerce_active"), before.ecommerce_active),
        active=_said(fields.flag("active"), before.active),
        ref_fields=tuple(
            fields.text(name) if fields.has(name) else ref
            for name, ref in zip(_REFS, before.ref_fields, strict=True)
        ),
        audit=work.signed.on(before.audit),
    )


def _said(flag: bool | None, before: bool) -> bool:  # noqa: FBT001 - the flag is the value
    return before if flag is None else flag


def hang_item_variations_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/items/{item_id}/itemvariations")(list_all_item_variations)
    edge.route("POST", "/items/{item_id}/itemvariations")(add_item_variation)
    edge.route("PATCH", "/itemvariations/{item_variation_pk}")(edit_item_variation)
