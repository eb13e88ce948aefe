"""Items and brands: made and edited here only (I2, I4, I5). An edit tells of the item, never of its stock."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from dataclasses import replace

from sim_flourish.back_office.strain_of_item import with_strain
from sim_flourish.envelope import success
from sim_flourish.inventory_webhook import tell_item_changed
from sim_flourish.items_api import rendered_item
from sim_flourish.json_fields import JsonFields
from sim_flourish.shapes.item_json import brand_json, item_json
from sim_flourish.warehouse.amounts import ZERO, money
from sim_flourish.warehouse.items import Brand, BrandId, Ecommerce, Item, ItemFlags, ItemId, StrainType, Uom
from sim_flourish.warehouse.keep_catalogue import find_or_make_category
from sim_flourish.warehouse.refusals import Refusal, RefusedError, not_found
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.webhook_endpoints import WebhookAction
from sim_flourish.warehouse.world import World
from sim_flourish.working import warehouse_for, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

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
_REFS = tuple(f"ref_field_{index}" for index in range(1, 6))


def list_all_items(call: Call[World]) -> Answer:
    """All of them, in one answer."""
    warehouse = warehouse_for(call)
    rows = b",".join([rendered_item(warehouse, item) for item in call.world.items.values()])
    return Answer(raw=b'{"message":"Success","status":200,"data":[' + rows + b"]}")


def add_item(call: Call[World]) -> Answer:
    """A new item, with defaults for what is not said."""
    work, fields = work_for(call), JsonFields(call.body)
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
    return _keep(call, work, with_strain(work, _edited(work, plain, fields), fields), WebhookAction.CREATE)


def edit_item(call: Call[World], item_id: str) -> Answer:
    """Changes what is said and leaves the rest."""
    before = call.world.items.get(ItemId(item_id))
    if before is None:
        raise not_found("item", item_id)
    work, fields = work_for(call), JsonFields(call.body)
    return _keep(call, work, with_strain(work, _edited(work, before, fields), fields), WebhookAction.UPDATE)


def list_all_brands(call: Call[World]) -> Answer:
    """All of them, inactive ones too."""
    return success([brand_json(one) for one in call.world.brands.values()])


def add_brand(call: Call[World]) -> Answer:
    """A new brand; a name, exactly as written, belongs to one only."""
    work, fields = work_for(call), JsonFields(call.body)
    name = fields.required_text("brand_name")
    _refuse_taken_name(call, name)
    return success(brand_json(make_brand(work, name, active=fields.flag("active") is not False)))


def edit_brand(call: Call[World], brand_id: str) -> Answer:
    """Renames a brand, on all its items too, or changes whether it is active."""
    fields = JsonFields(call.body)
    before = next((one for one in call.world.brands.values() if str(one.brand_id) == brand_id), None)
    if before is None:
        raise not_found("brand", brand_id)
    name, active = fields.text("brand_name") or before.brand_name, fields.flag("active")
    work = work_for(call)
    if name != before.brand_name:
        _refuse_taken_name(call, name)
        for item in work.warehouse.items.of_brand(before.brand_name):
            work.warehouse.items.put(replace(item, brand=name, audit=work.signed.on(item.audit)))
    after = replace(before, brand_name=name, active=before.active if active is None else active)
    call.world.brands[after.brand_id] = after
    return success(brand_json(after))


def make_brand(work: Work, brand_name: str, *, active: bool = True) -> Brand:
    """A new brand, kept."""
    brand = Brand(brand_id=BrandId(work.ids.number("brand")), brand_name=brand_name, active=active)
    work.world.brands[brand.brand_id] = brand
    return brand


def _refuse_taken_name(call: Call[World], name: str) -> None:
    if any(one.brand_name == name for one in call.world.brands.values()):
        raise RefusedError(Refusal.ALREADY_EXISTS, what="brand", name=name)


def _keep(call: Call[World], work: Work, item: Item, action: WebhookAction) -> Answer:
    """Keeps the item; a brand or category that is new is made with it, as the screen's lists offer."""
    if item.brand is not None and work.warehouse.items.brand_named(item.brand) is None:
        make_brand(work, item.brand)
    find_or_make_category(work, item.inventory_type, item.item_class, item.item_category)
    work.warehouse.items.put(item)
    tell_item_changed(call.tenant, action, item)
    return success(item_json(item))


def _edited(work: Work, before: Item, fields: JsonFields) -> Item:
    changes: dict[str, object] = {name: fields.text(name) or "" for name in _TEXTS if fields.has(name)}
    for name in ("price", "cost"):
        if fields.has(name):
            changes[name] = money(fields.number(name, least=ZERO) or ZERO)
    if fields.has("brand"):
        changes["brand"] = fields.text("brand") or None
    if fields.has("uom"):
        changes["uom"] = fields.choice("uom", Uom) or before.uom
    if fields.has("unit_weight"):
        changes["unit_weight"] = fields.number("unit_weight", least=ZERO, decimals=4)
    if fields.has("weight_uom"):
        changes["weight_uom"] = fields.choice("weight_uom", Uom)
    if fields.has("reorder_point"):
        changes["reorder_point"] = fields.whole_number("reorder_point")
    return _replaced(
        before,
        {
            **changes,
            "flags": _edited_flags(before.flags, fields),
            "ecommerce": _edited_shop(before.ecommerce, fields),
            "ref_fields": tuple(
                fields.text(name) if fields.has(name) else ref
                for name, ref in zip(_REFS, before.ref_fields, strict=True)
            ),
            "audit": work.signed.on(before.audit),
        },
    )


def _replaced(item: Item, changes: Mapping[str, object]) -> Item:
    values = {field.name: getattr(item, field.name) for field in fields_of(Item)}
    return Item(**{**values, **changes})


def _edited_flags(before: ItemFlags, fields: JsonFields) -> ItemFlags:
    said = {name: flag for name in _FLAGS if (flag := fields.flag(name)) is not None}
    return replace(before, **said) if said else before


def _edited_shop(before: Ecommerce, fields: JsonFields) -> Ecommerce:
    after = before
    if (active := fields.flag("ecommerce_active")) is not None:
        after = replace(after, ecommerce_active=active)
    said = {name: fields.text(name) for name in _SHOP_TEXTS if fields.has(name)}
    if said:
        names = {name: getattr(after, name) for name in _SHOP_TEXTS} | said
        after = replace(
            after,
            ecommerce_item_name=names["ecommerce_item_name"],
            ecommerce_category_name=names["ecommerce_category_name"],
            ecommerce_sub_category_name=names["ecommerce_sub_category_name"],
        )
    if fields.has("item_strain_type_name"):
        strain_type = fields.choice("item_strain_type_name", StrainType)
        after = replace(after, item_strain_type_name=strain_type)
    return after


def hang_items_screen(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/items")(list_all_items)
    edge.route("POST", "/items")(add_item)
    edge.route("PATCH", "/items/{item_id}")(edit_item)
    edge.route("GET", "/brands")(list_all_brands)
    edge.route("POST", "/brands")(add_brand)
    edge.route("PATCH", "/brands/{brand_id}")(edit_brand)
