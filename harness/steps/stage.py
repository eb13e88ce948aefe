"""Bringing a seller to where a scenario starts. Every function does only what is still missing."""

import struct
import zlib
from decimal import Decimal

from harness.clients.flourish_shapes import Item
from harness.clients.ordo import Logo
from harness.clients.ordo_shapes import Buyer, Integration
from harness.clients.wire import Reply
from harness.settle import wait_until
from harness.steps.story import Story

EVENTS = ("Outbound Order", "Inventory")
PLENTY = Decimal(1000)


def picture() -> Logo:
    """A small real picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\x20\x80\x20\x20\x80\x20" * 2)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return Logo(name="logo.png", media_type="image/png", content=content)


def add_brand(story: Story, name: str) -> None:
    """The brand is in Ordo."""
    if name not in story.brand_ids:
        story.brand_ids[name] = story.ordo.admin.add_brand(name, picture()).value.brand_id


def license_form(story: Story, license_number: str) -> dict[str, object]:
    """A license with all its details."""
    return {
        "license_number": license_number,
        "license_type": "Distributor",
        "legal_name": story.made_up.company(),
        "street_address_line_1": story.made_up.street(),
        "street_address_line_2": "Suite 2",
        "city": story.made_up.city(),
        "state": story.made_up.state(),
        "zip_code": story.made_up.zip_code(),
    }


def add_license(story: Story, license_number: str | None = None) -> None:
    """A license is in Ordo: the paired facility's unless said otherwise."""
    if story.license is None:
        number = license_number or story.facility.license_number or ""
        story.license = story.ordo.admin.add_license(license_form(story, number)).value


def save_integration(story: Story, person: str = "admin") -> Reply[Integration]:
    """Somebody saves the credentials in Ordo; what was generated is kept for the webhook in Flourish."""
    reply = story.screens(person).save_integration(story.key.username, story.key.api_key)
    if reply.accepted:
        story.webhook = reply.value.webhook
        story.first_webhook = story.first_webhook or story.webhook
    return reply


def webhook_form(story: Story, *, saved: bool = True, events: tuple[str, ...] = EVENTS) -> dict[str, object]:
    """The webhook endpoint's screen, filled in with what Ordo generated."""
    webhook = story.webhook
    assert webhook is not None, "the integration has to be saved before"
    return {
        "url": webhook.endpoint_url,
        "signing_key": webhook.signing_key,
        "headers": [{"key": header.key, "value": header.value} for header in webhook.headers],
        "events": list(events),
        "saved": saved,
    }


def connect(story: Story, *, saved: bool = True, events: tuple[str, ...] = EVENTS) -> None:
    """The seller has a brand and a license in Ordo, the integration is set up on both sides."""
    if not story.brand:
        story.brand = story.made_up.brand()
        add_brand(story, story.brand)
    add_license(story)
    if story.webhook is None:
        _ = save_integration(story).value
    if story.endpoint is None:
        form = webhook_form(story, saved=saved, events=events)
        story.endpoint = story.flourish.office.add_webhook_endpoint(form).value.data


def add_item(
    story: Story,
    *,
    brand: str | None,
    stock: Decimal | None = None,
    sku: str | None = None,
    name: str | None = None,
) -> Item:
    """An item is in Flourish; without `stock` it never had any."""
    body: dict[str, object] = {
        "item_name": name if name is not None else story.made_up.item_name(),
        "sku": sku if sku is not None else story.made_up.sku(),
        "brand": brand,
        "price": story.made_up.price(),
        "item_description": story.made_up.sentence(),
        "uom": "ea",
        "active": True,
    }
    item = story.flourish.office.add_item(body).value.data
    if stock is not None:
        stock_up(story, item, stock)
    story.items.append(item)
    return item


def stock_up(story: Story, item: Item, quantity: Decimal, *, facility: int | None = None) -> None:
    """Some of an item comes in; nothing of it still leaves a trace of the item in the inventory."""
    facility_id = story.facilities[story.paired if facility is None else facility].id
    adjust = story.flourish.office.adjust_inventory
    if quantity:
        _ = adjust(item.id, quantity, facility_id=facility_id).value
    else:
        _ = adjust(item.id, Decimal(1), facility_id=facility_id).value
        _ = adjust(item.id, Decimal(-1), facility_id=facility_id).value


def sync(story: Story, person: str = "admin") -> None:
    """Somebody syncs the inventory."""
    story.sync = story.screens(person).start_sync().value


def trade(story: Story, *, items: int = 1) -> None:
    """The seller is connected, items are in Ordo, and a buyer is known on both sides."""
    connect(story)
    if len(story.items) < items:
        while len(story.items) < items:
            add_item(story, brand=story.brand, stock=PLENTY)
        sync(story)
        finish_sync(story)
    if story.buyer is None:
        story.buyer = add_buyer(story)


def finish_sync(story: Story) -> None:
    """The sync has come to its end; other things may still be under way."""
    assert story.sync is not None, "no sync was started"
    screens, sync_id = story.ordo.admin, story.sync.sync_id
    story.settle()
    wait_until(lambda: screens.sync(sync_id).state in {"succeeded", "failed"}, "the sync to come to its end")


def look_at_inventory(story: Story) -> None:
    """Keep how the inventory in Ordo looks now, as what it looked like before."""
    story.settle()
    story.inventory_before = {item.sku: item for item in story.ordo.rep.inventory()}
    missing = [item.sku for item in story.items if item.sku not in story.inventory_before]
    story.expect(not missing, "the items in Ordo after the sync", f"it lacks {', '.join(missing)}")


def add_buyer(story: Story) -> Buyer:
    """A buyer is known to Flourish."""
    buyer = unknown_buyer(story)
    _ = story.flourish.office.add_destination(buyer.name, buyer.license_number).value
    return buyer


def unknown_buyer(story: Story) -> Buyer:
    """A buyer that Flourish does not know."""
    return Buyer(name=story.made_up.company(), license_number=story.made_up.license_number())
