"""What people do to variations (packs) and categories of items on screens."""

from dataclasses import replace

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import Refusal, RefusedError, get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import record_change, work_for
from sim_flourish.items.api import variation_of, variations_of
from sim_flourish.items.back_office import edited_ref_fields
from sim_flourish.items.rules import find_or_make_category, make_variation
from sim_flourish.items.shapes import item_variation_json, numbered_item_category_json
from sim_flourish.model.items import ItemId, ItemVariation
from sim_flourish.model.values import ZERO, money
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


def list_all_item_variations(call: Call[World], item_id: str) -> Answer:
    """All of an item, inactive ones too."""
    return success([item_variation_json(one) for one in variations_of(call, item_id)])


def add_item_variation(call: Call[World], item_id: str) -> Answer:
    """A new variation of an item."""
    item = get_or_404(call.world.items, ItemId(item_id), "item")
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.required_text("variation_name")
    plain = make_variation(
        work, item, name, unit_qty=fields.positive("unit_qty", decimals=4), unit_price=ZERO
    )
    return _save(call, work, _edited(work, plain, fields), "added")


def edit_item_variation(call: Call[World], item_variation_pk: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before, work = variation_of(call, item_variation_pk), work_for(call)
    return _save(call, work, _edited(work, before, JsonFields(call.body)), "edited")


def _save(call: Call[World], work: Work, variation: ItemVariation, action: str) -> Answer:
    work.warehouse.variations.put(variation)
    record_change(call, "item_variation", variation.variation_id, action)
    return success(item_variation_json(variation))


def _edited(work: Work, before: ItemVariation, fields: JsonFields) -> ItemVariation:
    price, cost = fields.number("unit_price", least=ZERO), fields.number("unit_cost", least=ZERO)
    return replace(
        before,
        unit_qty=fields.positive("unit_qty", decimals=4) if fields.has("unit_qty") else before.unit_qty,
        unit_price=before.unit_price if price is None else money(price),
        unit_cost=cost if fields.has("unit_cost") else before.unit_cost,
        sku=fields.text("sku") or None if fields.has("sku") else before.sku,
        ref_fields=edited_ref_fields(before.ref_fields, fields),
        audit=work.signed.on(before.audit),
        **fields.texts_given("variation_name", "retail_display_name"),
        **fields.texts_said("variation_description"),
        **fields.flags_given("taxable", "ecommerce_active", "active"),
    )


def register_item_variations_screen(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    router.route("GET", "/items/{item_id}/itemvariations")(list_all_item_variations)
    router.route("POST", "/items/{item_id}/itemvariations")(add_item_variation)
    router.route("PATCH", "/itemvariations/{item_variation_pk}")(edit_item_variation)


def list_all_item_categories(call: Call[World]) -> Answer:
    """All of them."""
    categories = call.world.catalogue.item_categories.values()
    return success([numbered_item_category_json(one) for one in categories])


def add_item_category(call: Call[World]) -> Answer:
    """A new category; the same three names belong to one only."""
    fields, known = JsonFields(call.body), len(call.world.catalogue.item_categories)
    names = [fields.required_text(name) for name in ("inventory_type", "item_class", "item_category")]
    category = find_or_make_category(work_for(call), *names)
    if len(call.world.catalogue.item_categories) == known:
        raise RefusedError(Refusal.ALREADY_EXISTS, what="item category", name=category.item_category)
    record_change(call, "item_category", str(category.item_category_id), "added")
    return success(numbered_item_category_json(category))


def register_item_categories_screen(router: ApiRouter[World]) -> None:
    """Hangs the routes on the edge."""
    router.route("GET", "/item-categories")(list_all_item_categories)
    router.route("POST", "/item-categories")(add_item_category)
