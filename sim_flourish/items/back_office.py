"""What people do to items, brands, variations (packs) and categories on screens (I4, I5, I7, I11)."""

from collections.abc import Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import Refusal, RefusedError, get_or_404
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import record_change, warehouse_for, work_for
from sim_flourish.events import ItemChanged
from sim_flourish.items.api import rendered_item, variation_of, variations_of
from sim_flourish.items.rules import (
    find_or_make_category,
    make_strain,
    make_variation,
    of_strain,
    strain_named,
    strain_of,
)
from sim_flourish.items.shapes import brand_json, item_json, item_variation_json, numbered_item_category_json
from sim_flourish.model.catalogue import Strain
from sim_flourish.model.items import (
    Brand,
    BrandId,
    Ecommerce,
    Item,
    ItemFlags,
    ItemId,
    ItemVariation,
    StrainType,
    Uom,
)
from sim_flourish.model.values import ZERO, money
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call


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


_TEXTS = (
    "item_name",
    "sku",
    "retail_display_name",
    "item_description",
    "inventory_type",
    "item_class",
    "item_category",
)
_FLAGS = tuple(field.name for field in fields_of(ItemFlags))
_SHOP_TEXTS = ("ecommerce_item_name", "ecommerce_category_name", "ecommerce_sub_category_name")


def list_all_items(call: Call[World]) -> Answer:
    warehouse = warehouse_for(call)
    rows = b",".join([rendered_item(warehouse, item) for item in call.world.items.values()])
    return Answer(raw=b'{"message":"Success","status":200,"data":[' + rows + b"]}")


def add_item(call: Call[World]) -> Answer:
    """A new item, with defaults for what is not said."""
    work, fields = work_for(call), JsonFields(call.body)
    return _save(call, work, with_strain(work, new_item(work, fields), fields), is_new=True)


def new_item(work: Work, fields: JsonFields) -> Item:
    """A new item without a strain, not yet stored."""
    name = fields.required_text("item_name")
    plain = Item(
        item_id=ItemId(str(work.ids.number("item"))),
        item_name=name,
        sku="",
        retail_display_name=name,
        item_description="",
        price=ZERO,
        cost=ZERO,
        inventory_type="Cannabis",
        item_class="Buds",
        item_category="Flower",
        brand=None,
        uom=Uom.EACH,
        audit=work.signed.new(),
    )
    return _edited(work, plain, fields)


def edit_item(call: Call[World], item_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = get_or_404(call.world.items, ItemId(item_id), "item")
    work, fields = work_for(call), JsonFields(call.body)
    return _save(call, work, with_strain(work, _edited(work, before, fields), fields), is_new=False)


def list_all_brands(call: Call[World]) -> Answer:
    """All of them, inactive ones too."""
    return success([brand_json(brand) for brand in call.world.brands.values()])


def add_brand(call: Call[World]) -> Answer:
    """A new brand; a name, exactly as written, belongs to one only."""
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.required_text("brand_name")
    _refuse_taken_name(call, name)
    return success(brand_json(make_brand(work, name, active=fields.flag("active") is not False)))


def edit_brand(call: Call[World], brand_id: str) -> Answer:
    """Renames a brand, on all its items too, or changes whether it is active."""
    fields = JsonFields(call.body)
    brands = {str(brand.brand_id): brand for brand in call.world.brands.values()}
    before = get_or_404(brands, brand_id, "brand")
    name, active = fields.text("brand_name") or before.brand_name, fields.flag("active")
    work = work_for(call)
    if name != before.brand_name:
        _refuse_taken_name(call, name)
        for item in work.warehouse.items.of_brand(before.brand_name):
            work.warehouse.items.put(replace(item, brand=name, audit=work.signed.on(item.audit)))
    after = replace(before, brand_name=name, active=before.active if active is None else active)
    call.world.brands[after.brand_id] = after
    record_change(call, "brand", brand_id, "edited")
    return success(brand_json(after))


def make_brand(work: Work, brand_name: str, *, active: bool = True) -> Brand:
    """A new brand, stored."""
    brand = Brand(brand_id=BrandId(work.ids.number("brand")), brand_name=brand_name, active=active)
    work.world.brands[brand.brand_id] = brand
    return brand


def _refuse_taken_name(call: Call[World], name: str) -> None:
    if any(brand.brand_name == name for brand in call.world.brands.values()):
        raise RefusedError(Refusal.ALREADY_EXISTS, what="brand", name=name)


def _save(call: Call[World], work: Work, item: Item, *, is_new: bool) -> Answer:
    save_item(call, work, item, is_new=is_new)
    return success(item_json(item))


def save_item(call: Call[World], work: Work, item: Item, *, is_new: bool) -> None:
    """Saves the item; a brand or category that is new is made with it, as the screen's lists offer."""
    if item.brand is not None and work.warehouse.items.brand_named(item.brand) is None:
        make_brand(work, item.brand)
    find_or_make_category(work, item.inventory_type, item.item_class, item.item_category)
    work.warehouse.items.put(item)
    call.tenant.publish(ItemChanged(item=item, is_new=is_new))


def _edited(work: Work, before: Item, fields: JsonFields) -> Item:
    changes: dict[str, Any] = {
        "price": money(fields.number("price", least=ZERO) or ZERO),
        "cost": money(fields.number("cost", least=ZERO) or ZERO),
        "brand": fields.text("brand") or None,
        "uom": fields.choice("uom", Uom) or before.uom,
        "unit_weight": fields.number("unit_weight", least=ZERO, decimals=4),
        "weight_uom": fields.choice("weight_uom", Uom),
        "reorder_point": fields.whole_number("reorder_point"),
    }
    return replace(
        before,
        flags=replace(before.flags, **fields.flags_given(*_FLAGS)),
        ecommerce=_edited_shop(before.ecommerce, fields),
        ref_fields=edited_ref_fields(before.ref_fields, fields),
        audit=work.signed.on(before.audit),
        **fields.texts_said(*_TEXTS, null=""),
        **{name: value for name, value in changes.items() if fields.has(name)},
    )


def edited_ref_fields(before: Sequence[str | None], fields: JsonFields) -> tuple[str | None, ...]:
    """The reference fields, of which those that are said are changed."""
    said = fields.texts_said(*(f"ref_field_{index}" for index, _ in enumerate(before, start=1)))
    return tuple(said.get(f"ref_field_{index}", ref) for index, ref in enumerate(before, start=1))


def _edited_shop(before: Ecommerce, fields: JsonFields) -> Ecommerce:
    said = fields.flags_given("ecommerce_active") | fields.texts_said(*_SHOP_TEXTS)
    if fields.has("item_strain_type_name"):
        said["item_strain_type_name"] = fields.choice("item_strain_type_name", StrainType)
    return replace(before, **said)


def list_all_item_variations(call: Call[World], item_id: str) -> Answer:
    """All of an item, inactive ones too."""
    return success([item_variation_json(variation) for variation in variations_of(call, item_id)])


def add_item_variation(call: Call[World], item_id: str) -> Answer:
    item = get_or_404(call.world.items, ItemId(item_id), "item")
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.required_text("variation_name")
    plain = make_variation(
        work, item, name, unit_qty=fields.positive("unit_qty", decimals=4), unit_price=ZERO
    )
    return _save_variation(call, work, _edited_variation(work, plain, fields), "added")


def edit_item_variation(call: Call[World], item_variation_pk: str) -> Answer:
    before, work = variation_of(call, item_variation_pk), work_for(call)
    return _save_variation(call, work, _edited_variation(work, before, JsonFields(call.body)), "edited")


def _save_variation(call: Call[World], work: Work, variation: ItemVariation, action: str) -> Answer:
    work.warehouse.variations.put(variation)
    record_change(call, "item_variation", variation.variation_id, action)
    return success(item_variation_json(variation))


def _edited_variation(work: Work, before: ItemVariation, fields: JsonFields) -> ItemVariation:
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


def list_all_item_categories(call: Call[World]) -> Answer:
    categories = call.world.catalogue.item_categories.values()
    return success([numbered_item_category_json(category) for category in categories])


def add_item_category(call: Call[World]) -> Answer:
    """A new category; the same three names belong to one only."""
    fields, known = JsonFields(call.body), len(call.world.catalogue.item_categories)
    names = [fields.required_text(name) for name in ("inventory_type", "item_class", "item_category")]
    category = find_or_make_category(work_for(call), *names)
    if len(call.world.catalogue.item_categories) == known:
        raise RefusedError(Refusal.ALREADY_EXISTS, what="item category", name=category.item_category)
    record_change(call, "item_category", str(category.item_category_id), "added")
    return success(numbered_item_category_json(category))


def register(router: ApiRouter[World]) -> None:
    router.route("GET", "/items")(list_all_items)
    router.route("POST", "/items")(add_item)
    router.route("PATCH", "/items/{item_id}")(edit_item)
    router.route("GET", "/brands")(list_all_brands)
    router.route("POST", "/brands")(add_brand)
    router.route("PATCH", "/brands/{brand_id}")(edit_brand)
    router.route("GET", "/items/{item_id}/itemvariations")(list_all_item_variations)
    router.route("POST", "/items/{item_id}/itemvariations")(add_item_variation)
    router.route("PATCH", "/itemvariations/{item_variation_pk}")(edit_item_variation)
    router.route("GET", "/item-categories")(list_all_item_categories)
    router.route("POST", "/item-categories")(add_item_category)
