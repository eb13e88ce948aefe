"""Steps about items with a value that is easily spoilt: a price, a name, the longest."""

from decimal import Decimal

from pytest_bdd import given, then, when

from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.inventory.inventory import must_find

_LONGEST_NAME = 500
_LONGEST_SKU = _LONGEST_CATEGORY = 200
_LONGEST_DESCRIPTION = 10_000
"""What Ordo takes (`schemas/ordo/item.json`), in characters."""


@given(sentence("an item in Flourish at {price:Money}"))
def _at_price(context: ScenarioContext, price: Decimal) -> None:
    setup.add_item(context, brand=context.catalogue.brand, stock=Decimal(5), price=price)


@given(sentence("an item in Flourish named {name:Quoted} of that brand with the SKU {sku:Quoted}"))
def _in_words(context: ScenarioContext, name: str, sku: str) -> None:
    brand = [*context.catalogue.brand_ids][-1]
    described = f"{name}\n{brand}: {sku}"
    setup.add_item(
        context, brand=brand, item_name=name, sku=sku, item_description=described, item_category=name
    )


@given("an item in Flourish in which everything is as long as Ordo takes it")
def _as_long_as(context: ScenarioContext) -> None:
    setup.add_item(
        context,
        brand=context.catalogue.brand,
        item_name=_long("Nº 7 麻 🌿 ", _LONGEST_NAME),
        sku=_long("A/7+%&", _LONGEST_SKU),
        item_category=_long("Flower 🌿 & more ", _LONGEST_CATEGORY),
        item_description=_long("Crème 🌿\n", _LONGEST_DESCRIPTION),
    )


def _long(text: str, length: int) -> str:
    """So many characters, of which the last is told from the others."""
    return (text * length)[: length - 1] + "Z"


@when(sentence("the warehouse adjusts the item's inventory by {quantity:Quantity}"))
def _adjust_by(context: ScenarioContext, quantity: Decimal) -> None:
    context.settle()
    setup.stock_up(context, context.item, quantity)


@then(sentence("the item is in Ordo at {price:Money}"))
def _priced(context: ScenarioContext, price: Decimal) -> None:
    seen = must_find(context, context.item).price
    context.expect(seen == price, f"the item at {price} in Ordo", f"Ordo shows {seen}")
