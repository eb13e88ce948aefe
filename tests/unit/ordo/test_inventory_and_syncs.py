"""Items as the engine stores them, and the sync that brings them (I1, I3, I6 to I9)."""

from itertools import product

import pytest
from standardwebhooks import Webhook

from foundation.contract import payload
from sim_ordo.model.syncs import REPORTED, TRANSITIONS, SyncEvent, SyncState
from tests.unit.ordo.engine_stand_in import EngineStandIn
from tests.unit.ordo.ordo_lab import OrdoLab, item
from tests.waiting import wait_until

COUNTS = {"no_brand": 0, "brand_mismatch": 1, "no_sku": 0, "duplicate_sku": 0, "no_longer_matches": 0}
LEFT_OUT = {
    "reason": "brand_mismatch",
    "sku": "S",
    "item_name": "N",
    "flourish_item_id": "1",
    "brand": "kiwi farms",
    "near_miss": {"brand": "Kiwi Farms", "difference": "case"},
}
REPORT = {"synced": 3, "counts": COUNTS, "left_out": [LEFT_OUT], "truncated": False}
SHOWN = {
    **REPORT,
    "counts": {**COUNTS, "variation_without_sku": 0, "refused_by_ordo": 0},
    "left_out": [{**LEFT_OUT, "detail": None}],
    "brand_changes": [],
}
"""What Ordo shows of it: what an engine may leave unsaid is filled in."""


def _put(lab: OrdoLab, *items: dict[str, object]) -> tuple[int, object]:
    answer = lab.engine("PUT", "/items", json={"items": list(items)})
    return answer.status_code, answer.get_json()


def test_items_are_stored_by_sku(ordo: OrdoLab) -> None:
    """New SKUs are added, known ones replaced, of two rows with one SKU the last counts (I6)."""
    assert _put(ordo, item("A"), item("B")) == (200, {"created": 2, "updated": 0})
    later = (item("B", sellable_qty=0), item("C"), item("C", price="0.125"))
    assert _put(ordo, *later) == (200, {"created": 1, "updated": 1})
    page = ordo.rep("GET", "/inventory").get_json()
    assert payload("ordo/inventory_list.json").first_problem(page) is None
    assert [(one["sku"], one["sellable_qty"], one["price"]) for one in page["items"]] == [
        ("A", 10, "12.50"),
        ("B", 0, "12.50"),
        ("C", 10, "0.125"),
    ]


def test_inventory_is_searched_and_paged(ordo: OrdoLab) -> None:
    """By part of name or SKU in any case, by exact brand, by exact SKU; unknown parameters are refused."""
    _put(ordo, item("a/1", name="Blue Dream"), item("B2", brand="Other"), item("C3", name="blue sky"))

    def found(query: str) -> list[str]:
        body = ordo.rep("GET", f"/inventory?{query}").get_json()
        assert body["total"] >= len(body["items"])
        return [one["sku"] for one in body["items"]]

    assert found("search=BLUE") == ["a/1", "C3"]
    assert found("search=b2") == ["B2"]
    assert found("brand=Other") == ["B2"]
    assert found("brand=other") == []
    assert found("sku=a/1") == ["a/1"]
    assert found("sku=a/1&brand=Other") == []
    assert found("sku=none") == []
    assert found("limit=1&offset=1") == ["B2"]
    assert found("search=blue&offset=1") == ["C3"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=-1",
        "offset=-1",
        "offset=1.5",
        "limit=1&limit=2",
        "color=red",
        "limit=99999999999999999999",
        "search=" + "x" * 201,
        "limit=%EF%BC%91",
        "offset=",
    ],
)
def test_a_wrong_page_is_refused(ordo: OrdoLab, query: str) -> None:
    """The error names the parameter and what it can be."""
    answer = ordo.rep("GET", f"/inventory?{query}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "invalid")
    assert answer.get_json()["error"]["field"] in query


def test_one_item_is_found_by_its_sku(connected: OrdoLab) -> None:
    """The item reads as stored, with when."""
    shown = connected.rep("GET", "/inventory/SKU-1").get_json()
    assert payload("ordo/inventory_item.json").first_problem(shown) is None
    assert {name: value for name, value in shown.items() if name != "updated_at"} == {
        **item(),
        "flourish_variation_id": None,
    }
    assert connected.rep("GET", "/inventory/SKU-2").status_code == 404


def test_the_engine_reads_the_pairs_in_pages(ordo: OrdoLab) -> None:
    """Which Flourish item each SKU stands for, in the order in which they came (I9)."""
    _put(ordo, item("A"), item("B"), item("C"))
    page = ordo.engine("GET", "/items?limit=2&offset=1").get_json()
    assert payload("ordo/item_pairs.json").first_problem(page) is None
    assert page == {
        "items": [
            {"sku": "B", "flourish_item_id": "id-B", "brand": item("B")["brand"]},
            {"sku": "C", "flourish_item_id": "id-C", "brand": item("C")["brand"]},
        ],
        "total": 3,
        "limit": 2,
        "offset": 1,
    }


@pytest.mark.parametrize(
    "items",
    [[], [item()] * 1001, [item(), item(price=12.5)], [item(sku=" ")], [{**item(), "color": "red"}], [None]],
)
def test_wrong_items_are_refused_all_together(ordo: OrdoLab, items: list[object]) -> None:
    """One wrong row, none, or too many rows: nothing is stored."""
    answer = ordo.engine("PUT", "/items", json={"items": items})
    assert answer.status_code == 422
    assert ordo.tenant.world.inventory == {}


def test_a_sync_is_asked_for_by_a_signed_event(
    connected: OrdoLab, stand_in: EngineStandIn, events_secret: str
) -> None:
    """It stays requested until the engine reports (I1)."""
    asked = connected.rep("POST", "/inventory/syncs")
    assert (asked.status_code, asked.get_json()["state"]) == (202, "requested")
    wait_until("the event is sent", lambda: stand_in.events)
    received = stand_in.events[0]
    Webhook(events_secret).verify(received.raw, received.headers)
    assert payload("ordo/events/inventory_sync_requested.json").first_problem(received.event) is None
    assert received.event["data"]["sync_id"] == asked.get_json()["sync_id"]
    shown = connected.rep("GET", f"/inventory/syncs/{asked.get_json()['sync_id']}").get_json()
    assert (shown["state"], shown["processed"], shown["total"]) == ("requested", 0, None)


def test_a_sync_runs_and_ends_with_its_report(connected: OrdoLab) -> None:
    """Progress and report read as the engine tells them; after that a new sync may start (I7)."""
    sync_id = connected.rep("POST", "/inventory/syncs").get_json()["sync_id"]
    busy = connected.admin("POST", "/inventory/syncs")
    assert (busy.status_code, busy.get_json()["error"]["code"]) == (409, "sync_under_way")
    path = f"/syncs/{sync_id}"
    running = {"state": "running", "processed": 2, "total": 4}
    assert connected.engine("PUT", path, json=running).get_json()["processed"] == 2
    done = {"state": "succeeded", "processed": 4, "total": 4, "report": REPORT}
    shown = connected.engine("PUT", path, json=done).get_json()
    assert (shown["state"], shown["report"], shown["error"]) == ("succeeded", SHOWN, None)
    assert shown["finished_at"] > shown["requested_at"]
    assert connected.engine("PUT", path, json=done).get_json() == shown
    assert connected.engine("PUT", path, json=running).get_json()["error"]["code"] == "sync_finished"
    newer = connected.rep("POST", "/inventory/syncs").get_json()["sync_id"]
    listed = connected.rep("GET", "/inventory/syncs").get_json()["syncs"]
    assert [one["sync_id"] for one in listed] == [newer, sync_id]


def test_a_change_of_brand_is_shown_as_the_engine_tells_it(connected: OrdoLab) -> None:
    """The two brands, how many items, and the words (I13)."""
    sync_id = connected.rep("POST", "/inventory/syncs").get_json()["sync_id"]
    change = {"brand": "Kiwi Farms", "brand_now": "Red Rock", "items": 3, "message": "3 items ..."}
    report = {**REPORT, "brand_changes": [change]}
    done = {"state": "succeeded", "processed": 4, "total": 4, "report": report}
    assert connected.engine("PUT", f"/syncs/{sync_id}", json=done).status_code == 200
    shown = connected.rep("GET", f"/inventory/syncs/{sync_id}").get_json()
    assert shown["report"]["brand_changes"] == [change]


def test_a_failed_sync_says_why(connected: OrdoLab) -> None:
    """The error is shown."""
    sync_id = connected.rep("POST", "/inventory/syncs").get_json()["sync_id"]
    error = {"code": "flourish_unreachable", "message": "no answer"}
    body = {"state": "failed", "processed": 1, "total": None, "error": error}
    shown = connected.engine("PUT", f"/syncs/{sync_id}", json=body).get_json()
    assert (shown["state"], shown["error"], shown["report"]) == ("failed", error, None)


@pytest.mark.parametrize(
    "body",
    [
        {"state": "succeeded", "processed": 1, "total": 1},
        {"state": "failed", "processed": 1, "total": 1},
        {"state": "requested", "processed": 1, "total": 1},
        {"state": "running", "processed": -1, "total": 1},
        {
            "state": "succeeded",
            "processed": 1,
            "total": 1,
            "report": {**REPORT, "left_out": [LEFT_OUT] * 1001},
        },
    ],
)
def test_a_wrong_progress_changes_nothing(connected: OrdoLab, body: dict[str, object]) -> None:
    """A success carries its report, a failure its error."""
    sync = connected.rep("POST", "/inventory/syncs").get_json()
    path = f"/syncs/{sync['sync_id']}"
    assert connected.engine("PUT", path, json=body).status_code == 422
    assert connected.rep("GET", f"/inventory{path}").get_json() == sync


def test_no_sync_without_a_connection(ordo: OrdoLab) -> None:
    """There is nobody to do it."""
    answer = ordo.rep("POST", "/inventory/syncs")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "not_connected")


@pytest.mark.parametrize(("state", "event"), list(product(SyncState, SyncEvent)))
def test_every_pair_of_the_sync_table(state: SyncState, event: SyncEvent) -> None:
    """An unfinished sync takes every event; a finished one only its last report again."""
    reported = {said: after for after, said in REPORTED.items()}
    expected: SyncState | None = None
    if state in {SyncState.REQUESTED, SyncState.RUNNING}:
        expected = reported.get(event, SyncState.FAILED)
    elif reported.get(event) is state:
        expected = state
    assert TRANSITIONS.get((state, event)) is expected
