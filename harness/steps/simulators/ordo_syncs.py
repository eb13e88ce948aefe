"""Steps about the inventory in Ordo and its syncs, with an engine played by steps (I1, I7 to I15)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pytest_bdd import given, parsers, then, when

from harness.steps.context.step_types import any_of
from harness.steps.simulators.ordo_records import ITEMS, SimulatedOrdo
from harness.steps.simulators.records import Shown

_REPORT: Shown = {
    "synced": 2,
    "counts": {
        "no_brand": 1,
        "brand_mismatch": 1,
        "no_sku": 0,
        "duplicate_sku": 0,
        "no_longer_matches": 0,
        "variation_without_sku": 0,
        "refused_by_ordo": 0,
    },
    "left_out": [
        {
            "reason": "no_brand",
            "sku": "0X-1",
            "item_name": "No name & no brand",
            "flourish_item_id": "55",
            "brand": None,
            "near_miss": None,
            "detail": None,
        },
        {
            "reason": "brand_mismatch",
            "sku": "0X-2",
            "item_name": "Nearly",
            "flourish_item_id": "56",
            "brand": "bright meadow",
            "near_miss": {"brand": "Bright Meadow", "difference": "case"},
            "detail": None,
        },
    ],
    "truncated": False,
}
_ERROR = {"code": "flourish_unreachable", "message": "Flourish does not answer"}
_STATES: Mapping[str, Mapping[str, Any]] = {
    "running, 20 of 50 done": {"state": "running", "processed": 20, "total": 50},
    "running, 21 done": {"state": "running", "processed": 21, "total": None},
    "succeeded, with a report": {"state": "succeeded", "processed": 4, "total": 4, "report": _REPORT},
    "failed, with an error": {"state": "failed", "processed": 3, "total": 4, "error": _ERROR},
}


@given(parsers.re("a sync that the (?P<person>admin|rep) has started"))
@when(parsers.re("the (?P<person>admin|rep) starts a sync"))
def _start(simulated_ordo: SimulatedOrdo, person: str) -> None:
    simulated_ordo.act(person, "POST", "/inventory/syncs", {})
    if simulated_ordo.answer.accepted:
        simulated_ordo.sync_id = simulated_ordo.answer.value["sync_id"]


@then("the sync is requested, and the engine is asked for it once")
def _requested(simulated_ordo: SimulatedOrdo) -> None:
    must = {
        "state": "requested",
        "processed": 0,
        "total": None,
        "report": None,
        "error": None,
        "finished_at": None,
    }
    simulated_ordo.expect_fields("the sync", _sync(simulated_ordo), must)
    sent = [one.content["data"] for one in simulated_ordo.messages("inventory.sync_requested")]
    wanted = {
        "organization_id": simulated_ordo.context.engine.organization_id,
        "sync_id": simulated_ordo.sync_id,
    }
    simulated_ordo.context.expect(sent == [wanted], f"one event with {wanted}", f"there is {sent}")


def _sync(ordo: SimulatedOrdo) -> Shown:
    shown: Shown = ordo.show(f"/inventory/syncs/{ordo.sync_id}")
    return shown


@given(parsers.re(f"the engine has reported it as (?P<state>{any_of(_STATES)})"))
@when(parsers.re(f"the engine reports the sync as (?P<state>{any_of(_STATES)})"))
def _report(simulated_ordo: SimulatedOrdo, state: str) -> None:
    simulated_ordo.report(f"/syncs/{simulated_ordo.sync_id}", _STATES[state])


@then(parsers.re(f"Ordo shows the sync as (?P<state>{any_of(_STATES)})"))
def _shown(simulated_ordo: SimulatedOrdo, state: str) -> None:
    must, sync = {"report": None, "error": None, **_STATES[state]}, _sync(simulated_ordo)
    report = must.pop("report")
    simulated_ordo.expect_fields("the sync", sync, must)
    if report is None:
        simulated_ordo.context.expect(sync["report"] is None, "no report", f"it is {sync['report']}")
    else:
        simulated_ordo.expect_fields("the report", sync["report"] or {}, report)
    finished = sync["finished_at"] is not None
    wanted = must["state"] in {"succeeded", "failed"}
    simulated_ordo.context.expect(finished is wanted, f"finished {wanted}", f"it is {finished}")


@then("Ordo shows the sync as failed by the disconnection")
def _disconnected(simulated_ordo: SimulatedOrdo) -> None:
    sync = _sync(simulated_ordo)
    simulated_ordo.expect_fields("the sync", sync, {"state": "failed"})
    simulated_ordo.expect_fields("its error", sync["error"] or {}, {"code": "disconnected"})


@when("the engine brings the first item again, renamed and dearer, and a new one")
def _bring(simulated_ordo: SimulatedOrdo) -> None:
    answer = simulated_ordo.report_taken("/items", {"items": [_CHANGED, _NEW]})
    simulated_ordo.kept = [answer]


_CHANGED: Shown = {**ITEMS[0], "name": "Blue Dream, 7 g", "price": "8.10", "sellable_qty": Decimal("55.5")}
_NEW: Shown = {**ITEMS[0], "sku": "0NEW", "flourish_item_id": "104", "name": "New", "brand": "Dark Meadow"}


@then("Ordo's inventory shows the four items as they were brought, one new and one changed")
def _inventory(simulated_ordo: SimulatedOrdo) -> None:
    counts = {"created": 1, "updated": 1}
    simulated_ordo.expect_fields("the answer", simulated_ordo.kept[0], counts)
    page = simulated_ordo.show("/inventory")
    simulated_ordo.expect_fields("the page", page, {"total": 4})
    for seen, brought in zip(page["items"], (_CHANGED, *ITEMS[1:], _NEW), strict=True):
        simulated_ordo.expect_fields("an item", seen, brought)


@when(parsers.re('somebody looks for "(?P<filters>[^"]*)" in the inventory'))
def _search(simulated_ordo: SimulatedOrdo, filters: str) -> None:
    query = {name: value for name, _, value in (part.partition(" = ") for part in filters.split(" and "))}
    simulated_ordo.kept = [simulated_ordo.show("/inventory", **query)]


@then(parsers.re('they find the SKUs "(?P<skus>[^"]*)" of (?P<total>[0-9]+)'))
def _found(simulated_ordo: SimulatedOrdo, skus: str, total: str) -> None:
    page = simulated_ordo.kept[0]
    seen = ", ".join(item["sku"] for item in page["items"]) or "none"
    simulated_ordo.context.expect(seen == skus, f"the SKUs {skus}", f"they are {seen}")
    simulated_ordo.expect_fields("the page", page, {"total": int(total)})
