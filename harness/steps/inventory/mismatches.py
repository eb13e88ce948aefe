"""Steps about what a sync leaves out, and what its report says about it."""

from collections.abc import Mapping

from pytest_bdd import parsers, then

from harness.clients.ordo_shapes import LeftOut, SyncReport
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, sentence
from harness.steps.context.typed_items import TypedItem


def sync_report(context: ScenarioContext) -> SyncReport:
    """The report of the last sync."""
    assert context.syncs.last is not None, "nothing was synced"
    context.settle()
    sync = context.ordo.admin.sync(context.syncs.last.sync_id)
    context.expect(sync.report is not None, "a report of the sync", f"the sync is {sync.state} without one")
    assert sync.report is not None
    return sync.report


def _expect_left_out(context: ScenarioContext, item: TypedItem, reason: str) -> LeftOut:
    mine = [entry for entry in sync_report(context).left_out if entry.flourish_item_id == item.id]
    reasons = [entry.reason for entry in mine]
    seen = f"the report gives {reasons or 'nothing'} for it"
    context.expect(reasons == [reason], f"{item.item_name!r} reported as {reason}", seen)
    return mine[0]


_REASONS: Mapping[str, str] = {
    "was left out for having no brand": "no_brand",
    "was left out for its brand": "brand_mismatch",
    "was left out for having no SKU": "no_sku",
    "no longer matches": "no_longer_matches",
    "was refused by Ordo": "refused_by_ordo",
}


@then(parsers.re(f"the sync report says that the item (?P<reason>{any_of(_REASONS)})"))
def _reported(context: ScenarioContext, reason: str) -> None:
    _expect_left_out(context, context.item, _REASONS[reason])


@then("the sync report says that both items were left out for their SKU")
def _same_sku(context: ScenarioContext) -> None:
    for item in context.catalogue.items:
        if item.sku == context.item.sku:
            _expect_left_out(context, item, "duplicate_sku")


@then(sentence("the sync report points at {brand:Quoted}, which differs only in {difference}"))
def _points_at(context: ScenarioContext, brand: str, difference: str) -> None:
    expect_near_miss(context, "brand_mismatch", brand, difference)


def expect_near_miss(context: ScenarioContext, reason: str, brand: str, difference: str) -> None:
    """The item was left out for the reason, and the report names the brand that somebody meant."""
    near = _expect_left_out(context, context.item, reason).near_miss
    wanted = (brand, difference.replace(" ", "_"))
    seen = None if near is None else (near.brand, near.difference)
    context.expect(seen == wanted, f"the report to point at {wanted}", f"it points at {seen}")


@then("the sync report points at no brand for the item")
def _points_at_none(context: ScenarioContext) -> None:
    near = _expect_left_out(context, context.item, "brand_mismatch").near_miss
    context.expect(near is None, "the report to point at no brand", f"it points at {near}")
