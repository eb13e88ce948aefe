"""Steps about what a sync leaves out, and what its report says about it."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from pytest_bdd import parsers, then

from harness.clients.ordo_shapes import LeftOut, SyncReport
from harness.steps.context import setup, sync_rows
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, sentence
from harness.steps.context.typed_items import TypedItem

LONGEST_REPORT = 1000
"""A report lists no more of what was left out (`schemas/ordo/sync_report.json`)."""


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


@then("the sync ends well and reports exactly what it brought and left out")
def _exactly(context: ScenarioContext) -> None:
    sync, report = setup.finish_sync(context), sync_report(context)
    brought, left_out = len(sync_rows.matching(context)), sync_rows.left_out(context)
    seen = f"it is {sync.state}, at {sync.processed} of {sync.total}, with the error {sync.error}"
    ended = sync.state == "succeeded" and sync.error is None and sync.processed == sync.total
    context.expect(ended, "the sync to end well", seen)
    counted = {reason: count for reason, count in msgspec.structs.asdict(report.counts).items() if count}
    wanted = Counter(each.reason for each in left_out)
    seen = f"it reports {report.synced} and {counted}"
    right = (report.synced, counted) == (brought, wanted)
    context.expect(right, f"{brought} items brought, and left out {dict(wanted)}", seen)
    _expect_listed(context, report, left_out)


def _expect_listed(
    context: ScenarioContext, report: SyncReport, left_out: Sequence[sync_rows.ExpectedLeftOut]
) -> None:
    """The report lists what was left out, each once; of a long list the first thousand."""
    by_id: dict[str, list[sync_rows.ExpectedLeftOut]] = {}
    for each in left_out:
        by_id.setdefault(each.item_id, []).append(each)
    reported = [
        [each for each in by_id.get(entry.flourish_item_id, ()) if each.is_reported_by(entry)]
        for entry in report.left_out
    ]
    strange = [entry for entry, meant in zip(report.left_out, reported, strict=True) if not meant]
    context.expect(not strange, "only what was left out in the report", f"it lists {strange[:1]}")
    listed = {(each.item_id, each.sku, each.parts) for meant in reported for each in meant}
    length = min(len(left_out), LONGEST_REPORT)
    seen = f"it lists {len(report.left_out)}, {len(listed)} of them different"
    context.expect(len(report.left_out) == len(listed) == length, f"{length} items in the report", seen)
    truncated = len(left_out) > LONGEST_REPORT
    seen = f"it says {report.truncated}"
    context.expect(report.truncated is truncated, f"the list to be called cut short: {truncated}", seen)


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
