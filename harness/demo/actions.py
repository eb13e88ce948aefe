"""What the people of the demo do, through the screens and APIs that everybody uses, and where they look."""

from collections.abc import Mapping
from decimal import Decimal

from harness.clients.ordo_shapes import Buyer
from harness.demo.state import Demo, OffScriptError
from harness.steps.context import setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.warehouse import half_of

BRAND, OTHER_BRAND = "Juniper Farms", "Another Brand"
PRE_ROLL = "PREROLL-1G"
FLOWER = "FLOWER-EIGHTH"
BUYER = Buyer(name="Harbor Dispensary", license_number="LIC-HARBOR-1")


def add_brand(demo: Demo) -> None:
    """Add the brand and upload its logo."""
    setup.add_brand(demo.context, BRAND)


def brands_in_ordo(demo: Demo) -> str:
    return ", ".join(brand.name for brand in demo.ordo.admin.brands().brands)


def add_license(demo: Demo) -> None:
    """Add the license that the facility in Flourish has."""
    setup.add_license(demo.context)


def licenses_in_ordo(demo: Demo) -> str:
    return str(len(demo.ordo.admin.licenses().licenses))


def generate_key(demo: Demo) -> None:
    """Generate an API key and note it down; it is shown only now."""
    demo.context.connection.key = demo.flourish.office.create_api_key().value.data


def key_shown(demo: Demo) -> str:
    """Whether the key was shown when it was made, and is not shown in the list."""
    listed = bytes(demo.flourish.office.api_keys().value.data).decode()
    if demo.context.connection.key.api_key in listed:
        return "again"
    return "once" if demo.context.connection.key.api_key else "never"


def connect(demo: Demo) -> None:
    """Save the username and the key in Ordo, which answers with the webhook's data."""
    if setup.save_integration(demo.context).value.webhook is None:
        raise OffScriptError("Ordo gave no webhook data for the saved credentials")


def connection_in_ordo(demo: Demo) -> str:
    return "connected" if demo.ordo.admin.integration().connected else "not connected"


def add_webhook(demo: Demo) -> None:
    """Enter what Ordo gave, then save."""
    form = setup.webhook_form(demo.context, saved=False)
    endpoint = demo.flourish.office.add_webhook_endpoint(form).value.data
    demo.webhook_saved = demo.flourish.office.save_webhook_endpoint(endpoint).accepted


def webhook_in_flourish(demo: Demo) -> str:
    return "saved" if demo.webhook_saved else "a draft"


def add_items(demo: Demo) -> None:
    """Add four items and the buyer; two of the items match the brand, one of those without stock."""
    for brand in (BRAND, OTHER_BRAND):
        _ = demo.flourish.office.add_brand(brand).value
    _ = demo.flourish.office.add_destination(BUYER.name, BUYER.license_number).value
    catalogue: tuple[tuple[str, str, str | None, str, int | None], ...] = (
        (PRE_ROLL, "Pre-roll, one gram", BRAND, "8.25", 100),
        ("GUMMY-10", "Gummies, ten pieces", BRAND, "14.50", None),
        (FLOWER, "Flower, one eighth", None, "32.00", 20),
        ("OIL-30ML", "Oil, 30 ml", OTHER_BRAND, "40.00", 5),
    )
    for sku, name, item_brand, price, stock in catalogue:
        setup.add_item(
            demo.context,
            brand=item_brand,
            stock=None if stock is None else Decimal(stock),
            sku=sku,
            name=name,
            price=Decimal(price),
        )


def sync(demo: Demo) -> None:
    """Click sync in Ordo's inventory, and wait until it has run."""
    setup.sync(demo.context)
    state = setup.finish_sync(demo.context).state
    if state != "succeeded":
        raise OffScriptError(f"the inventory sync ended as {state}")


def inventory_in_ordo(demo: Demo) -> str:
    """SKU and sellable quantity of everything in Ordo's inventory."""
    items = sorted(demo.ordo.rep.inventory(), key=lambda item: item.sku)
    return ", ".join(f"{item.sku} {item.sellable_qty.normalize():f}" for item in items)


def add_missing_brand(demo: Demo) -> None:
    """Edit the item that has no brand."""
    setup.edit_item(demo.context, demo.index_of(FLOWER), brand=BRAND)


def adjust_inventory(demo: Demo) -> None:
    """Fifty more pre-rolls."""
    setup.stock_up(demo.context, demo.context.catalogue.items[demo.index_of(PRE_ROLL)], Decimal(50))


def make_cash_order(demo: Demo) -> None:
    """Ten pre-rolls for cash."""
    _add_order(demo, _order({"terms": "Cash"}, 10))


def make_net_terms_order(demo: Demo) -> None:
    """Twenty pre-rolls on thirty days."""
    _add_order(demo, _order({"terms": "Net Terms", "net_days": 30}, 20))


def confirm(demo: Demo) -> None:
    _ = demo.ordo.rep.confirm_order(demo.context.order.order_id).value


def try_to_edit(demo: Demo) -> None:
    """Save another quantity in Ordo."""
    changed = _order({"terms": "Cash"}, 99)
    demo.edit_refused = not demo.ordo.rep.change_order(demo.context.order.order_id, changed).accepted


def edit_outcome(demo: Demo) -> str:
    return "refused" if demo.edit_refused else "accepted"


def change_quantity(demo: Demo) -> None:
    """Save another quantity in Flourish."""
    line = {"sku": PRE_ROLL, "order_qty": 12, "unit_price": Decimal("8.25")}
    _ = demo.flourish.desk.edit(demo.flourish_order.id, {"order_lines": [line]}).value


def quantity_in_ordo(demo: Demo) -> str:
    """The quantity of the order's only line in Ordo."""
    [line] = demo.context.in_ordo().lines
    return f"{line.quantity.normalize():f}"


def allocate(demo: Demo) -> None:
    _ = demo.flourish.desk.allocate(demo.flourish_order.id).value


def ship(demo: Demo) -> None:
    _ = demo.flourish.desk.ship(demo.flourish_order.id).value


def pay_a_part(demo: Demo) -> None:
    """Record half of what is due."""
    order = demo.flourish_order
    _ = demo.flourish.desk.pay(order.id, half_of(order.total_price)).value


def pay_the_rest(demo: Demo) -> None:
    """Record what is still due."""
    order = demo.flourish_order
    _ = demo.flourish.desk.pay(order.id, order.total_price - order.total_paid).value


def _add_order(demo: Demo, body: Mapping[str, object]) -> None:
    order_id = demo.ordo.rep.add_order(body).value.order_id
    demo.context.orders.made.append(OrderUnderTest(order_id=order_id))


def _order(terms: Mapping[str, object], quantity: int) -> Mapping[str, object]:
    buyer = {"name": BUYER.name, "license_number": BUYER.license_number}
    return {**terms, "buyer": buyer, "lines": [{"sku": PRE_ROLL, "quantity": quantity}]}
