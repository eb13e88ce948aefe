"""Syncs and single items on their way from Flourish to Ordo (I1 to I12)."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from integration_engine.flourish.client import LARGEST_PAGE
from tests.unit.engine.running_engine import Bench
from tests.unit.engine.stand_ins import Trouble, item
from tests.waiting import PATIENCE, wait_until

ITEMS = "/external/api/v1/items"
SUMMARY = "/external/api/v1/inventory/summary"


def stock(bench: Bench, *items: dict[str, Any], quantity: float = 5) -> None:
    """Gives Flourish these items, each with a summary row."""
    bench.flourish.data.items = list(items)
    bench.flourish.data.summary = [{"sku": one["sku"], "sellable_qty": quantity} for one in items]


def synced(bench: Bench) -> Any:  # noqa: ANN401 - any JSON
    """Runs a sync and gives its end as Ordo was told."""
    bench.sync()
    bench.settle()
    return bench.ordo.syncs["sync_1"]


def test_matching_items_come_with_their_quantities(connected: Bench) -> None:
    """Each matching item arrives with its price, its brand and the sum of its rows; others are named."""
    stock(connected, item(1), item(2, brand="green leaf"), item(3, brand=None), item(4, price=12.3456))
    connected.flourish.data.summary += [{"sku": "SKU-1", "sellable_qty": 2.5}]
    end = synced(connected)
    assert end["state"] == "succeeded"
    assert (end["processed"], end["total"]) == (4, 4)
    assert end["report"]["synced"] == 2
    assert end["report"]["counts"]["brand_mismatch"] == end["report"]["counts"]["no_brand"] == 1
    assert end["report"]["left_out"][0]["near_miss"] == {"brand": "Green Leaf", "difference": "case"}
    assert connected.ordo.items["SKU-1"] == {
        "sku": "SKU-1",
        "flourish_item_id": "1",
        "name": "Item 1",
        "brand": "Green Leaf",
        "description": "",
        "category": "Flower",
        "price": "10.50",
        "uom": "ea",
        "sellable_qty": 7.5,
        "active": True,
    }
    assert connected.ordo.items["SKU-4"]["price"] == "12.3456"
    summary = connected.flourish.calls_of("GET", SUMMARY)[0]
    assert summary.query["include_all_items"] == "true"
    assert summary.headers["Facilityid"] == "fac1"


def test_an_item_without_stock_syncs_with_zero(connected: Bench) -> None:
    """All matching items sync regardless of quantity, also when the summary has no row for them (I3)."""
    stock(connected, item(1))
    connected.flourish.data.summary = []
    synced(connected)
    assert connected.ordo.items["SKU-1"]["sellable_qty"] == 0


def test_an_empty_catalogue_is_a_success(connected: Bench) -> None:
    """Nothing to sync is no failure."""
    assert synced(connected)["report"]["synced"] == 0


@pytest.mark.parametrize("page_size", [50, 49, 7])
def test_pages_of_any_length_bring_everything(connected: Bench, page_size: int) -> None:
    """The total decides, not the length of a page: nothing is missing and nothing comes twice."""
    stock(connected, *(item(number) for number in range(503)))
    connected.flourish.data.page_size = page_size
    assert synced(connected)["report"]["synced"] == 503
    assert len(connected.ordo.items) == 503
    assert [len(call.body["items"]) for call in connected.ordo.calls_of("PUT", "/integration/v1/items")] == [
        500,
        3,
    ]


@pytest.mark.parametrize("path", [ITEMS, SUMMARY])
def test_one_failing_page_is_asked_for_again_alone(connected: Bench, path: str) -> None:
    """A page that fails is repeated after a pause; the pages that came are not."""
    stock(connected, *(item(number) for number in range(20 * LARGEST_PAGE)))
    connected.flourish.trouble(Trouble(method="GET", path=path, status=503))
    connected.sync()
    connected.settle()
    connected.pass_time()
    assert connected.ordo.syncs["sync_1"]["report"]["synced"] == 20 * LARGEST_PAGE
    assert len(connected.flourish.calls_of("GET", path)) == 21


def test_a_sync_that_fails_for_good_says_why(connected: Bench) -> None:
    """After several failures in a row the sync ends as failed, with the reason."""
    connected.flourish.trouble(Trouble(method="GET", path=ITEMS, status=503), times=20)
    connected.sync()
    connected.settle()
    connected.pass_time(timedelta(hours=1), step=timedelta(minutes=5))
    end = connected.ordo.syncs["sync_1"]
    assert end["state"] == "failed"
    assert end["error"]["code"] == "flourish_unreachable"
    assert "503" in end["error"]["message"]


def test_rejected_credentials_fail_a_sync_at_once(connected: Bench) -> None:
    """Nobody waits for a key that will not work; the connection shows it too."""
    connected.flourish.data.api_key = "key-2"
    assert synced(connected)["error"]["code"] == "flourish_credentials_rejected"
    assert connected.ordo.problems["connection"] is not None


def test_the_end_of_a_sync_is_told_although_ordo_was_down(connected: Bench) -> None:
    """The report is delivered when Ordo is back, and the items are not sent again."""
    stock(connected, item(1))
    path = "/integration/v1/syncs/sync_1"
    connected.ordo.trouble(Trouble(method="PUT", path=path, status=200))
    connected.ordo.trouble(Trouble(method="PUT", path=path, status=200))
    connected.ordo.trouble(Trouble(method="PUT", path=path, status=502))
    connected.sync()
    connected.settle()
    assert "sync_1" not in connected.ordo.syncs
    connected.pass_time()
    assert connected.ordo.syncs["sync_1"]["state"] == "succeeded"
    assert len(connected.ordo.calls_of("PUT", "/integration/v1/items")) == 1


def test_a_sync_interrupted_by_a_restart_runs_again(connected: Bench) -> None:
    """A sync that was under way when the engine stopped succeeds after the start."""
    stock(connected, item(1))
    connected.flourish.trouble(Trouble(method="GET", path=ITEMS, status=503))
    connected.sync()
    connected.settle()
    connected.stop()
    connected.start()
    connected.pass_time()
    assert connected.ordo.syncs["sync_1"]["state"] == "succeeded"


def test_what_stopped_matching_is_reported_and_left_alone(connected: Bench) -> None:
    """An item whose brand was changed stays in Ordo unchanged and is named (I9)."""
    stock(connected, item(1), item(2))
    synced(connected)
    stock(connected, item(1, brand="Other"), item(2), quantity=9)
    connected.sync("sync_2")
    connected.settle()
    report = connected.ordo.syncs["sync_2"]["report"]
    assert [(one["reason"], one["sku"]) for one in report["left_out"]] == [("no_longer_matches", "SKU-1")]
    assert connected.ordo.items["SKU-1"]["sellable_qty"] == 5


def test_items_that_ordo_refuses_are_left_out_with_its_reason(connected: Bench) -> None:
    """The batch is halved until the refused items stand alone; everything else is in (I12)."""
    stock(connected, *(item(number) for number in range(520)))
    connected.ordo.refused_skus = {"SKU-3", "SKU-250", "SKU-519"}
    end = synced(connected)
    assert end["state"] == "succeeded"
    assert (end["processed"], end["total"], end["report"]["synced"]) == (520, 520, 517)
    assert end["report"]["counts"]["refused_by_ordo"] == 3
    left_out = [(left["reason"], left["sku"], left["detail"]) for left in end["report"]["left_out"]]
    assert left_out == [("refused_by_ordo", sku, "not this one") for sku in ("SKU-3", "SKU-250", "SKU-519")]
    assert len(connected.ordo.items) == 517


def test_a_split_batch_goes_on_where_it_stopped(connected: Bench) -> None:
    """Ordo failing amid the halves costs neither an item nor a refusal."""
    stock(connected, *(item(number) for number in range(8)))
    connected.ordo.refused_skus = {"SKU-0"}
    path = "/integration/v1/items"
    for status in (422, 422, 422, 422, 503):
        connected.ordo.trouble(Trouble(method="PUT", path=path, status=status))
    connected.sync()
    connected.settle()
    connected.pass_time()
    report = connected.ordo.syncs["sync_1"]["report"]
    assert (report["synced"], report["counts"]["refused_by_ordo"]) == (7, 1)
    assert set(connected.ordo.items) == {f"SKU-{number}" for number in range(1, 8)}


@pytest.mark.parametrize("status", [404, 409])
def test_a_refusal_that_is_not_about_the_items_ends_the_sync(connected: Bench, status: int) -> None:
    """No item is blamed for it, and nothing is split."""
    stock(connected, item(1), item(2))
    connected.ordo.trouble(Trouble(method="PUT", path="/integration/v1/items", status=status))
    assert synced(connected)["error"]["code"] == "ordo_failed"
    assert len(connected.ordo.calls_of("PUT", "/integration/v1/items")) == 1


def test_only_the_first_thousand_left_out_items_are_listed(connected: Bench) -> None:
    """The counts cover everything, the list is cut and says so (I7)."""
    stock(connected, *(item(number, brand=None) for number in range(1005)))
    report = synced(connected)["report"]
    assert (report["counts"]["no_brand"], len(report["left_out"]), report["truncated"]) == (1005, 1000, True)


def test_a_change_of_stock_refreshes_the_item(connected: Bench) -> None:
    """An inventory message brings the item as it is now, edits included (I5)."""
    stock(connected, item(1))
    synced(connected)
    stock(connected, item(1, item_name="Renamed"), quantity=4)
    connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1", "sellable_qty": 99})
    connected.settle()
    assert connected.ordo.items["SKU-1"]["name"] == "Renamed"
    assert connected.ordo.items["SKU-1"]["sellable_qty"] == 4


@pytest.mark.parametrize(
    "items",
    [[], [item(1, brand="Other")], [item(1), item(2, sku="SKU-1")]],
    ids=["gone", "other brand", "duplicate"],
)
@pytest.mark.parametrize("held", ["As it was", None])
def test_a_change_of_stock_brings_nothing_that_a_sync_would_not(
    connected: Bench, items: list[dict[str, Any]], held: str | None
) -> None:
    """Gone, mismatched and ambiguous items stay as they are in Ordo, and out of it (I2, I8 to I10)."""
    if held is not None:
        connected.ordo.items["SKU-1"] = {"sku": "SKU-1", "flourish_item_id": "1", "name": held}
    before = dict(connected.ordo.items)
    stock(connected, *items)
    connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1"})
    connected.settle()
    assert connected.ordo.items == before


def test_a_change_of_stock_brings_an_item_that_ordo_lacks(connected: Bench) -> None:
    """An item that matches comes with its inventory, without a sync (I10)."""
    stock(connected, item(1), quantity=3)
    connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1"})
    connected.settle()
    assert connected.ordo.items["SKU-1"]["sellable_qty"] == 3


def test_an_edit_alone_changes_nothing(connected: Bench) -> None:
    """Item messages are accepted and lead to no call at all (I5)."""
    before = len(connected.flourish.calls)
    for kind in ("item", "retail_order"):
        assert connected.webhook_from_flourish(kind, {"sku": "SKU-1"}).status_code == 200
    connected.settle()
    assert len(connected.flourish.calls) == before


@pytest.mark.parametrize("sku", [None, "", " ", "x" * 201])
def test_an_inventory_message_without_usable_sku_is_accepted(connected: Bench, sku: str | None) -> None:
    """What cannot be paired with anything in Ordo is acknowledged and left (I8)."""
    assert connected.webhook_from_flourish("inventory_summary", {"sku": sku}).status_code == 200
    assert connected.health()["pending"]["due"] == 0


@pytest.mark.parametrize(
    ("server", "trouble"),
    [
        ("flourish", Trouble(method="GET", path=SUMMARY, status=429)),
        ("flourish", Trouble(method="GET", path=ITEMS, status=401)),
        ("ordo", Trouble(method="PUT", path="/integration/v1/items", status=500)),
    ],
)
def test_a_refresh_that_fails_is_tried_again(connected: Bench, server: str, trouble: Trouble) -> None:
    """Trouble on either side delays the refresh and does not lose it."""
    stock(connected, item(1))
    synced(connected)
    stock(connected, item(1), quantity=8)
    (connected.flourish if server == "flourish" else connected.ordo).trouble(trouble)
    connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1"})
    connected.settle()
    connected.pass_time()
    assert connected.ordo.items["SKU-1"]["sellable_qty"] == 8


def test_a_sync_does_not_leave_older_quantities_behind(connected: Bench) -> None:
    """Stock that changes while a sync runs is refreshed after it, whatever the sync had read before."""
    stock(connected, item(1), item(2))
    synced(connected)

    def change_meanwhile() -> None:
        stock(connected, item(1), item(2), quantity=1)
        connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1"})

    # The second sync has read everything when Ordo is told of its progress for the first item batch.
    connected.ordo.trouble(
        Trouble(
            method="PUT",
            path="/integration/v1/items",
            status=200,
            during=change_meanwhile,
            after_the_work=True,
        )
    )
    connected.sync("sync_2")
    connected.settle()
    assert connected.ordo.items["SKU-1"]["sellable_qty"] == 1


def test_a_refresh_that_is_wanted_at_the_end_of_a_sync_outlives_the_one_under_way(connected: Bench) -> None:
    """The one under way may have read too early; it is not taken for the one that the sync asks for."""
    stock(connected, item(1))
    synced(connected)
    refreshed, ended = Event(), Event()
    met: list[bool] = []

    def change_and_wait_for_refresh() -> None:
        stock(connected, item(1), quantity=1)
        connected.webhook_from_flourish("inventory_summary", {"sku": "SKU-1"})
        met.append(refreshed.wait(PATIENCE))

    def wait_for_end_of_sync() -> None:
        refreshed.set()
        wait_until("the end of the sync", lambda: connected.ordo.syncs["sync_2"]["state"] == "succeeded")
        ended.set()

    for during in (change_and_wait_for_refresh, wait_for_end_of_sync):
        connected.ordo.trouble(
            Trouble(
                method="PUT", path="/integration/v1/items", status=200, during=during, after_the_work=True
            )
        )
    connected.sync("sync_2")
    connected.settle()
    assert (met, ended.is_set()) == ([True], True)
    reads = [one for one in connected.flourish.calls_of("GET", SUMMARY) if one.query.get("sku") == "SKU-1"]
    assert len(reads) == 2


@pytest.mark.parametrize(
    "body",
    [
        b'{"items": null, "total": 0}',
        b'{"items": [null], "total": 1}',
        b'{"items": [{"sku": "SKU-1"}], "total": 1}',
        b'{"items": [], "total": 3}',
        b'{"items": [], "total": "none"}',
        b'{"total": 0}',
    ],
)
def test_a_sync_asks_again_when_ordo_answers_nonsense(
    connected: Bench, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """What Ordo holds is not guessed from an answer that is no list of items, and is no bug of ours."""
    connected.ordo.trouble(Trouble(method="GET", path="/integration/v1/items", status=200, body=body))
    connected.sync()
    connected.settle()
    assert "sync_1" not in connected.ordo.syncs or connected.ordo.syncs["sync_1"]["state"] == "running"
    connected.pass_time()
    assert connected.ordo.syncs["sync_1"]["state"] == "succeeded"
    assert "unexpectedly" not in caplog.text
