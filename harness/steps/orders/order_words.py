"""Steps about names, numbers and notes with signs that tables, URLs and JSON treat apart."""

from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given, when

from harness.clients.ordo_shapes import Buyer
from harness.steps.context import ordering, setup
from harness.steps.context.ordering import Line
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_items import TypedItem
from harness.steps.orders.order_fields import add_note

_LONGEST_SKU = 200
_LONGEST_ITEM_NAME = 500
_LONGEST_BUYER = 200
_LONGEST_LICENSE = 100
_LONGEST_NOTE = 2000
"""What Ordo takes: `schemas/ordo/sku.json`, `item.json`, `buyer.json`, `order_request.json`."""


def _bring(context: ScenarioContext, name: str, sku: str) -> TypedItem:
    setup.connect(context)
    item = setup.add_item(context, brand=context.catalogue.brand, item_name=name, sku=sku, stock=Decimal(50))
    setup.sync(context)
    setup.finish_sync(context)
    return item


def _make(context: ScenarioContext, buyer: Buyer, note: str) -> None:
    _ = context.flourish.office.add_destination(buyer.name, buyer.license_number).value
    typed = ordering.fill_in(context, ordering.TERMS, [Line(item=context.item)], buyer=buyer, notes=note)
    ordering.save(context, typed)


@given(sentence("the item {name:Quoted} with the SKU {sku:Quoted} in Ordo"))
def _item_in_ordo(context: ScenarioContext, name: str, sku: str) -> None:
    _bring(context, name, sku)


@given(
    sentence("a pending order of it for {buyer:Quoted}, license {number:Quoted}, with the note {note:Quoted}")
)
def _order_of_it(context: ScenarioContext, buyer: str, number: str, note: str) -> None:
    _make(context, Buyer(name=buyer, license_number=number), note)


@given("a pending order in which everything is as long as Ordo takes it")
def _longest(context: ScenarioContext) -> None:
    fake = context.fake_data
    _bring(context, _as_long_as(fake.item_name(), _LONGEST_ITEM_NAME), _as_long_as(fake.sku(), _LONGEST_SKU))
    buyer = Buyer(
        name=_as_long_as(fake.company(), _LONGEST_BUYER),
        license_number=_as_long_as(fake.license_number(), _LONGEST_LICENSE),
    )
    _make(context, buyer, _as_long_as(fake.sentence(), _LONGEST_NOTE))


def _as_long_as(text: str, length: int) -> str:
    """The text again and again, and another sign at the end, so that a cut shows."""
    return (f"{text}é" * length)[: length - 1] + "Ω"


@when("the warehouse adds a note as long as Ordo takes it")
def _longest_note(context: ScenarioContext) -> None:
    add_note(context, _as_long_as(context.fake_data.sentence(), _LONGEST_NOTE), internal=False)


@given("the rep has typed no note")
def _no_note(context: ScenarioContext) -> None:
    _ = ordering.save_edit(context, replace(context.order.as_typed, notes=None)).value
