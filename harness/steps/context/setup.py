"""Bringing a seller to where a scenario starts. Every function does only what is still missing."""

from base64 import b64decode
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from harness.clients.idle import wait_until
from harness.clients.ordo import Logo
from harness.clients.ordo_shapes import Buyer, Integration, Sync
from harness.clients.wire import Reply
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_items import TypedItem, TypedPack

EVENTS = ("Outbound Order", "Inventory")
PLENTY = Decimal(1000)
_PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def picture() -> Logo:
    """A small real picture."""
    return Logo(name="logo.png", media_type="image/png", content=_PICTURE)


def add_brand(context: ScenarioContext, name: str) -> None:
    if name not in context.catalogue.brand_ids:
        context.catalogue.brand_ids[name] = context.ordo.admin.add_brand(name, picture()).value.brand_id


def license_form(context: ScenarioContext, license_number: str) -> dict[str, object]:
    return {
        "license_number": license_number,
        "license_type": "Distributor",
        "legal_name": context.fake_data.company(),
        "street_address_line_1": context.fake_data.street(),
        "street_address_line_2": "Suite 2",
        "city": context.fake_data.city(),
        "state": context.fake_data.state(),
        "zip_code": context.fake_data.zip_code(),
    }


def add_license(context: ScenarioContext, license_number: str | None = None) -> None:
    """A license is in Ordo: the paired facility's unless said otherwise."""
    if context.connection.license is None:
        number = license_number or context.facility.license_number or ""
        context.connection.license = context.ordo.admin.add_license(license_form(context, number)).value


def save_integration(context: ScenarioContext, person: str = "admin") -> Reply[Integration]:
    """Somebody saves the credentials in Ordo; what was generated is kept for the webhook in Flourish."""
    reply = context.screens(person).save_integration(
        context.connection.key.username, context.connection.key.api_key
    )
    if reply.accepted:
        context.connection.webhook = reply.value.webhook
        context.connection.first_webhook = context.connection.first_webhook or context.connection.webhook
    return reply


def webhook_form(
    context: ScenarioContext, *, saved: bool = True, events: tuple[str, ...] = EVENTS
) -> dict[str, object]:
    """The webhook endpoint's screen, filled in with what Ordo generated."""
    webhook = context.connection.webhook
    assert webhook is not None, "the integration has to be saved before"
    return {
        "url": webhook.endpoint_url,
        "signing_key": webhook.signing_key,
        "headers": [{"key": header.key, "value": header.value} for header in webhook.headers],
        "events": list(events),
        "saved": saved,
    }


def connect(context: ScenarioContext, *, saved: bool = True, events: tuple[str, ...] = EVENTS) -> None:
    """The seller has a brand and a license in Ordo, the integration is set up on both sides."""
    if not context.catalogue.brand:
        context.catalogue.brand = context.fake_data.brand()
        add_brand(context, context.catalogue.brand)
    add_license(context)
    if context.connection.webhook is None:
        _ = save_integration(context).value
    if context.connection.endpoint is None:
        form = webhook_form(context, saved=saved, events=events)
        context.connection.endpoint = context.flourish.office.add_webhook_endpoint(form).value.data


def add_item(
    context: ScenarioContext,
    *,
    brand: str | None,
    stock: Decimal | None = None,
    **typed: object,
) -> TypedItem:
    """An item is in Flourish; without `stock` it never had any. What is not `typed` is made up."""
    body = item_form(context, brand=brand, **typed)
    item = TypedItem.of(context.flourish.office.add_item(body).value.data.id, body)
    if stock is not None:
        stock_up(context, item, stock)
    context.catalogue.items.append(item)
    return item


def item_form(context: ScenarioContext, **typed: object) -> dict[str, Any]:
    """An item's screen, filled in; the names, the cost and the class beside those that go to Ordo differ."""
    data = context.fake_data
    return {
        "item_name": data.item_name(),
        "sku": data.sku(),
        "price": data.price(),
        "item_description": data.sentence(),
        "item_category": data.category(),
        "uom": data.uom(),
        "active": True,
        "ecommerce_active": data.flag(),
        "retail_display_name": data.item_name(),
        "cost": data.price(),
        "item_class": data.category(),
        **typed,
    }


def import_items(context: ScenarioContext, forms: Sequence[dict[str, Any]]) -> list[TypedItem]:
    """Items are in Flourish, all at once; with `qty` that much of each is in the facility of the license."""
    facility_id = context.facility.id
    made = context.flourish.office.import_items(facility_id, forms).value.data
    items = [TypedItem.of(new.id, form) for new, form in zip(made, forms, strict=True)]
    for item, form in zip(items, forms, strict=True):
        context.catalogue.move(facility_id, item.goods, form.get("qty", Decimal(0)))
    context.catalogue.items += items
    return items


def add_pack(context: ScenarioContext, item: TypedItem, *, sku: str | None, stock: Decimal) -> None:
    """An item is packed in fives, too, which cost less than five of it."""
    name, price = f"PACK{len(context.catalogue.packs) + 5}", item.price * 4
    body = {"variation_name": name, "unit_qty": 5, "unit_price": price, "sku": sku}
    made = context.flourish.office.add_variation(item.id, body).value.data
    pack = TypedPack(id=made.id, item_id=item.id, variation_name=name, sku=sku, unit_price=price)
    context.catalogue.packs.append(pack)
    stock_up(context, pack, stock)


def edit_item(context: ScenarioContext, index: int, **changes: object) -> None:
    """The warehouse edits an item and saves it."""
    item = context.catalogue.items[index]
    _ = context.flourish.office.change_item(item.id, changes).value
    context.catalogue.items[index] = item.edited(changes)


def stock_up(
    context: ScenarioContext,
    goods: TypedItem | TypedPack,
    quantity: Decimal,
    *,
    facility: int | None = None,
    lot_number: str | None = None,
) -> None:
    """Some of an item or of its packs comes in or goes; nothing at all still leaves a trace."""
    connection = context.connection
    facility_id = connection.facilities[connection.paired if facility is None else facility].id
    item_id, pack_id = goods.goods
    for moved in (quantity,) if quantity else (Decimal(1), Decimal(-1)):
        _ = context.flourish.office.adjust_inventory(
            item_id, moved, facility_id=facility_id, lot_number=lot_number, variation_id=pack_id
        ).value
    context.catalogue.move(facility_id, goods.goods, quantity)


def sync(context: ScenarioContext, person: str = "admin") -> None:
    """Somebody syncs the inventory."""
    context.syncs.last = context.screens(person).start_sync().value


def trade(context: ScenarioContext, *, items: int = 1) -> None:
    """The seller is connected, items are in Ordo, and a buyer is known on both sides."""
    connect(context)
    if len(context.catalogue.items) < items:
        while len(context.catalogue.items) < items:
            add_item(context, brand=context.catalogue.brand, stock=PLENTY)
        sync(context)
        finish_sync(context)
    if context.orders.buyer is None:
        context.orders.buyer = add_buyer(context)


def finish_sync(context: ScenarioContext) -> Sync:
    """The sync as it ended; other things may still be under way."""
    assert context.syncs.last is not None, "no sync was started"
    screens, sync_id = context.ordo.admin, context.syncs.last.sync_id
    context.settle()
    wait_until(lambda: screens.sync(sync_id).state in {"succeeded", "failed"}, "the sync to come to its end")
    return screens.sync(sync_id)


def look_at_inventory(context: ScenarioContext) -> None:
    """Keep how the inventory in Ordo looks now, as what it looked like before."""
    context.settle()
    context.catalogue.shown_before = {item.sku: item for item in context.ordo.rep.inventory()}
    missing = [item.sku for item in context.catalogue.items if item.sku not in context.catalogue.shown_before]
    context.expect(not missing, "the items in Ordo after the sync", f"it lacks {', '.join(missing)}")


def add_buyer(context: ScenarioContext) -> Buyer:
    """A buyer is known to Flourish."""
    buyer = unknown_buyer(context)
    _ = context.flourish.office.add_destination(buyer.name, buyer.license_number).value
    return buyer


def unknown_buyer(context: ScenarioContext) -> Buyer:
    """A buyer that Flourish does not know."""
    return Buyer(name=context.fake_data.company(), license_number=context.fake_data.license_number())
