"""Steps about brands that are renamed in Flourish, and how a sync tells of it (I13)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from pytest_bdd import given, parsers, then

from harness.clients.ordo_shapes import BrandChange
from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.inventory.mismatches import expect_near_miss, sync_report

_ITEMS = r'(?P<count>[0-9]+) items? of "(?P<brand>[^"]*)"'
_COUNT: dict[str, Callable[[str], object]] = {"count": int}


@given(parsers.re(f"a seller with {_ITEMS} in Ordo"), converters=_COUNT)
def _seller_with(context: ScenarioContext, count: int, brand: str) -> None:
    setup.connect(context)
    _bring(context, count, brand)


@given(parsers.re(f"{_ITEMS} in Ordo"), converters=_COUNT)
def _bring(context: ScenarioContext, count: int, brand: str) -> None:
    setup.add_brand(context, brand)
    for _ in range(count):
        setup.add_item(context, brand=brand, stock=Decimal(5))
    setup.sync(context)
    setup.finish_sync(context)
    setup.look_at_inventory(context)


@given(sentence("the warehouse has renamed the brand {old:Quoted} to {new:Quoted}"))
def _renamed(context: ScenarioContext, old: str, new: str) -> None:
    context.settle()
    office = context.flourish.office
    brand = next(brand for brand in office.brands() if brand.brand_name == old)
    _ = office.rename_brand(brand, new).value
    context.catalogue.items = [
        replace(item, brand=new) if item.brand == old else item for item in context.catalogue.items
    ]


_IN_ONE_LINE = rf'the sync report says in one line that the brand of {_ITEMS} is now "(?P<new>[^"]*)"'


@then(parsers.re(_IN_ONE_LINE), converters=_COUNT)
def _reported_in_one_line(context: ScenarioContext, count: int, brand: str, new: str) -> None:
    lines = [change for change in sync_report(context).brand_changes if change.brand == brand]
    seen = f"the report has {[_facts(line) for line in lines]}"
    reported = [_facts(line) for line in lines] == [(brand, new, count)]
    context.expect(reported, f"one line about {count} items of {brand!r}, now {new!r}", seen)
    [line] = lines
    for part in (brand, new, str(count)):
        context.expect(part in line.message, f"{part} in the words for people", f"they are {line.message!r}")


def _facts(change: BrandChange) -> tuple[str, str, int]:
    return change.brand, change.brand_now, change.items


@then("the sync report tells of no other brand")
def _none_reported(context: ScenarioContext) -> None:
    changes = sync_report(context).brand_changes
    context.expect(not changes, "no change of brand in the report", f"it tells of {changes}")


@then(sentence("the sync report points the item at {brand:Quoted}, which differs only in {difference}"))
def _points_item_at(context: ScenarioContext, brand: str, difference: str) -> None:
    expect_near_miss(context, "no_longer_matches", brand, difference)
