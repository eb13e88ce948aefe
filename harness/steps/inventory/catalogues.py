"""Steps about catalogues of many pages, with odd items where one page ends and another begins (I1, I8, I15).

A catalogue goes into Flourish before the seller is connected, so that no message brings what a sync must.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pytest_bdd import given

from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_items import TypedItem

_PAGES = (50, 250)
"""How many rows Flourish and other vendors give at once."""

_IN_PACKS = "in packs"
_TWICE = "the SKU of another"
_ODD: Mapping[str, Callable[[ScenarioContext], Mapping[str, object]]] = {
    "without stock": lambda _: {"qty": Decimal(0)},
    "without a brand": lambda _: {"brand": None},
    _IN_PACKS: lambda _: {},
    "without a SKU": lambda _: {"sku": ""},
    "inactive": lambda _: {"active": False},
    _TWICE: lambda _: {},
    "not sellable": lambda _: {"sellable": False},
    "of another brand": lambda context: {"brand": context.fake_data.brand()},
    "of the brand in capital letters": lambda context: {"brand": context.catalogue.brand.upper()},
}


def _odd_places(count: int) -> Mapping[int, str]:
    """Which item is odd, and how: the first and the last one of every page.

    Catalogues of other sizes begin with another kind, so that each kind comes first and last.
    """
    first = {at for page in _PAGES for at in range(0, count, page)}
    places = sorted(first | {at - 1 for at in first if at} | {count - 1})
    kinds = [*_ODD]
    return {at: kinds[(number + count // 50) % len(kinds)] for number, at in enumerate(places)}


@given(sentence("a catalogue of {count:Count} items in Flourish, odd ones at both ends of every page"))
def _catalogue(context: ScenarioContext, count: int) -> None:
    context.catalogue.brand = context.fake_data.brand()
    setup.add_brand(context, context.catalogue.brand)
    odd = _odd_places(count)
    forms = [_plain(context) for _ in range(count)]
    plain = iter([at for at in range(count) if at not in odd])
    for at, kind in odd.items():
        forms[at] |= _ODD[kind](context)
        if kind == _TWICE:
            forms[at]["sku"] = forms[next(plain)]["sku"]
    items = setup.import_items(context, forms)
    for at, kind in odd.items():
        if kind == _IN_PACKS:
            _pack(context, items[at])


def _plain(context: ScenarioContext) -> dict[str, Any]:
    form = setup.item_form(context, brand=context.catalogue.brand)
    return {**form, "qty": context.fake_data.quantity()}


def _pack(context: ScenarioContext, item: TypedItem) -> None:
    data = context.fake_data
    setup.add_pack(context, item, sku=data.sku(), stock=Decimal(7))
    setup.add_pack(context, item, sku=None, stock=Decimal(3))


@given("the warehouse has retyped the last item of every page")
def _retyped(context: ScenarioContext) -> None:
    context.settle()
    context.catalogue.shown_before = {item.sku: item for item in context.ordo.rep.inventory()}
    for at in {at - 1 for page in _PAGES for at in range(page, len(context.catalogue.items) + 1, page)}:
        typed = setup.item_form(context)
        del typed["sku"]
        setup.edit_item(context, at, **typed)


@given(sentence("{count:Count} items without a brand in Flourish"))
def _without_brand(context: ScenarioContext, count: int) -> None:
    _ = setup.import_items(context, [setup.item_form(context, brand=None) for _ in range(count)])
