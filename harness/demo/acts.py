"""What the people of the demo do, through the screens and APIs that everybody uses, and where they look."""

import base64
from collections.abc import Mapping
from decimal import Decimal

from harness.clients.ordo import Logo
from harness.demo.stage import OffScriptError, Stage

BRAND = "Juniper Farms"
PRE_ROLL = "PREROLL-1G"
FLOWER = "FLOWER-EIGHTH"
BUYER = {"name": "Harbor Dispensary", "license_number": "LIC-HARBOR-1"}
LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def add_brand(stage: Stage) -> None:
    """Add the brand and upload its logo."""
    logo = Logo(name="juniper.png", media_type="image/png", content=LOGO)
    _ = stage.world.ordo.admin.add_brand(BRAND, logo).value


def brands_in_ordo(stage: Stage) -> str:
    """The names of the brands in Ordo."""
    return ", ".join(brand.name for brand in stage.world.ordo.admin.brands().brands)


def add_license(stage: Stage) -> None:
    """Add the license that the facility in Flourish has."""
    body = {
        "license_number": stage.world.flourish.made.facility.license_number,
        "license_type": "Distributor",
        "street_address_line_1": "1 Harbor Street",
        "street_address_line_2": "Unit 2",
        "city": "Oakland",
        "state": "CA",
        "zip_code": "94607",
    }
    _ = stage.world.ordo.admin.add_license(body).value


def licenses_in_ordo(stage: Stage) -> str:
    """How many licenses Ordo has."""
    return str(len(stage.world.ordo.admin.licenses().licenses))


def generate_key(stage: Stage) -> None:
    """Generate an API key and note it down; it is shown only now."""
    made = stage.world.flourish.office.create_api_key().value.data
    stage.username, stage.api_key = made.username, made.api_key


def key_shown(stage: Stage) -> str:
    """Whether the key was shown when it was made, and is not shown in the list."""
    listed = bytes(stage.world.flourish.office.api_keys().value.data).decode()
    if stage.api_key in listed:
        return "again"
    return "once" if stage.api_key else "never"


def connect(stage: Stage) -> None:
    """Save the username and the key in Ordo, which answers with the webhook's data."""
    webhook = stage.world.ordo.admin.save_integration(stage.username, stage.api_key).value.webhook
    if webhook is None:
        raise OffScriptError("Ordo gave no webhook data for the saved credentials")
    body = {
        "url": webhook.endpoint_url,
        "signing_key": webhook.signing_key,
        "headers": [{"key": header.key, "value": header.value} for header in webhook.headers],
        "events": ["Outbound Order", "Inventory"],
        "saved": False,
    }
    stage.webhook = body


def connection_in_ordo(stage: Stage) -> str:
    """Whether Ordo is connected."""
    return "connected" if stage.world.ordo.admin.integration().connected else "not connected"


def add_webhook(stage: Stage) -> None:
    """Enter what Ordo gave, then save."""
    office = stage.world.flourish.office
    endpoint = office.add_webhook_endpoint(stage.webhook).value.data
    stage.webhook_saved = office.save_webhook_endpoint(endpoint).accepted


def webhook_in_flourish(stage: Stage) -> str:
    """Whether the webhook is in force."""
    return "saved" if stage.webhook_saved else "a draft"


def add_items(stage: Stage) -> None:
    """Add four items and the buyer; two of the items match the brand, one of those without stock."""
    flourish = stage.world.flourish
    for brand in (BRAND, "Another Brand"):
        _ = flourish.office.add_brand(brand).value
    _ = flourish.office.add_destination(BUYER["name"], BUYER["license_number"]).value
    catalogue: tuple[tuple[str, str, str | None, str, int], ...] = (
        (PRE_ROLL, "Pre-roll, one gram", BRAND, "8.25", 100),
        ("GUMMY-10", "Gummies, ten pieces", BRAND, "14.50", 0),
        (FLOWER, "Flower, one eighth", None, "32.00", 20),
        ("OIL-30ML", "Oil, 30 ml", "Another Brand", "40.00", 5),
    )
    for sku, name, belongs_to, price, stock in catalogue:
        body = {"item_name": name, "sku": sku, "brand": belongs_to, "price": Decimal(price)}
        stage.items[sku] = flourish.office.add_item(body).value.data
        if stock:
            _adjust(stage, sku, stock)


def sync(stage: Stage) -> None:
    """Click sync in Ordo's inventory, and wait until it has run."""
    started = stage.world.ordo.admin.start_sync().value
    stage.settle()
    state = stage.world.ordo.admin.sync(started.sync_id).state
    if state != "succeeded":
        raise OffScriptError(f"the inventory sync ended as {state}")


def inventory_in_ordo(stage: Stage) -> str:
    """SKU and sellable quantity of everything in Ordo's inventory."""
    items = sorted(stage.world.ordo.rep.inventory(), key=lambda item: item.sku)
    return ", ".join(f"{item.sku} {item.sellable_qty.normalize():f}" for item in items)


def add_missing_brand(stage: Stage) -> None:
    """Edit the item that has no brand."""
    _ = stage.world.flourish.office.change_item(stage.items[FLOWER].id, {"brand": BRAND}).value


def adjust_inventory(stage: Stage) -> None:
    """Fifty more pre-rolls."""
    _adjust(stage, PRE_ROLL, 50)


def make_cash_order(stage: Stage) -> None:
    """Ten pre-rolls for cash."""
    stage.order_id = stage.world.ordo.rep.add_order(_order({"terms": "Cash"}, 10)).value.order_id


def make_net_terms_order(stage: Stage) -> None:
    """Twenty pre-rolls on thirty days."""
    body = _order({"terms": "Net Terms", "net_days": 30}, 20)
    stage.order_id = stage.world.ordo.rep.add_order(body).value.order_id


def confirm(stage: Stage) -> None:
    """The Confirm button."""
    _ = stage.world.ordo.rep.confirm_order(stage.order_id).value


def try_to_edit(stage: Stage) -> None:
    """Save another quantity in Ordo."""
    answer = stage.world.ordo.rep.change_order(stage.order_id, _order({"terms": "Cash"}, 99))
    stage.edit_refused = not answer.accepted


def edit_outcome(stage: Stage) -> str:
    """What became of the edit."""
    return "refused" if stage.edit_refused else "accepted"


def change_quantity(stage: Stage) -> None:
    """Save another quantity in Flourish."""
    line = {"sku": PRE_ROLL, "order_qty": 12, "unit_price": Decimal("8.25")}
    _ = stage.world.flourish.desk.edit(stage.flourish_order.id, {"order_lines": [line]}).value


def quantity_in_ordo(stage: Stage) -> str:
    """The quantity of the order's only line in Ordo."""
    [line] = stage.ordo_order.lines
    return f"{line.quantity.normalize():f}"


def allocate(stage: Stage) -> None:
    """Allocate everything."""
    _ = stage.world.flourish.desk.allocate(stage.flourish_order.id).value


def ship(stage: Stage) -> None:
    """Ship the order."""
    _ = stage.world.flourish.desk.ship(stage.flourish_order.id).value


def pay_a_part(stage: Stage) -> None:
    """Record half of what is due."""
    order = stage.flourish_order
    _ = stage.world.flourish.desk.pay(order.id, (order.total_price / 2).quantize(Decimal("0.01"))).value


def pay_the_rest(stage: Stage) -> None:
    """Record what is still due."""
    order = stage.flourish_order
    _ = stage.world.flourish.desk.pay(order.id, order.total_price - order.total_paid).value


def _adjust(stage: Stage, sku: str, quantity: int) -> None:
    flourish = stage.world.flourish
    facility_id = flourish.made.facility.id
    item_id = stage.items[sku].id
    _ = flourish.office.adjust_inventory(item_id, Decimal(quantity), facility_id=facility_id).value


def _order(terms: Mapping[str, object], quantity: int) -> Mapping[str, object]:
    return {**terms, "buyer": BUYER, "lines": [{"sku": PRE_ROLL, "quantity": quantity}]}
