"""What happens in Flourish shows in Ordo: once, in the right order, and never backwards (O5 to O18)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.unit.engine.running_engine import REMOVAL, Bench
from tests.unit.engine.stand_ins import API_KEY, BUYER_LICENSE, Trouble

READ = "/external/api/v1/outbound-orders/00000001"
REPORT = "/integration/v1/orders/ord_1"


@pytest.fixture
def placed(connected: Bench) -> Bench:
    """An engine with one net-terms order placed."""
    connected.confirm()
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    return connected


def reported(bench: Bench) -> list[str]:
    """Every status that Ordo was told, in order."""
    return [call.body["status"] for call in bench.ordo.calls_of("PUT", REPORT)]


def test_the_story_of_a_net_terms_order(placed: Bench) -> None:
    """Edited, shipped, partly paid, paid: Ordo is told what the article says and nothing else (O5 to O9)."""
    for changes in (
        {"order_status": "Allocated"},
        {"order_status": "Shipped"},
        {"payment_status": "Partially Paid"},
        {"payment_status": "Paid"},
        {"payment_status": "Refunded"},
    ):
        placed.flourish.change_order(**changes)
        placed.order_webhook()
        placed.settle()
    assert reported(placed) == ["Awaiting Delivery", "Delivered", "Paid"]


def test_an_edit_in_flourish_shows_in_ordo(placed: Bench) -> None:
    """Changed lines and totals are told while the order is open (O5)."""
    line = placed.flourish.data.orders["00000001"]["order_lines"][0]
    placed.flourish.change_order(
        order_lines=[{**line, "order_qty": 3, "line_total_price": 31.5}], total_price=31.5
    )
    placed.order_webhook()
    placed.settle()
    assert placed.ordo.orders["ord_1"]["lines"][0]["quantity"] == 3
    assert placed.ordo.orders["ord_1"]["totals"]["total"] == "31.50"


def test_repeated_and_old_messages_tell_nothing_new(placed: Bench) -> None:
    """A delivery repeated, or an old one after a newer, leaves Ordo where the newest state puts it (O14)."""
    old = dict(placed.flourish.data.orders["00000001"])
    placed.flourish.change_order(order_status="Shipped")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: placed.order_webhook(), range(8)))
    placed.webhook_from_flourish("order", old)
    placed.settle()
    assert reported(placed) == ["Awaiting Delivery", "Delivered"]


def test_even_a_stale_reading_takes_nothing_back(placed: Bench) -> None:
    """Should Flourish itself answer with an older state, Ordo is not told (O14)."""
    placed.flourish.change_order(order_status="Shipped")
    placed.order_webhook()
    placed.settle()
    placed.flourish.change_order(order_status="Created")
    placed.order_webhook()
    placed.settle()
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"


def test_orders_of_others_are_none_of_our_business(placed: Bench) -> None:
    """A webhook about an order that Ordo did not make is accepted and not even read."""
    foreign = {"id": "00000077", "original_order_id": "", "order_status": "Created"}
    assert placed.webhook_from_flourish("order", foreign).status_code == 200
    placed.settle()
    assert placed.flourish.calls_of("GET", "/external/api/v1/outbound-orders/00000077") == []


def test_ordo_down_is_made_up_for_with_the_newest_state(placed: Bench) -> None:
    """What could not be told is told later, and what is outdated by then is not told at all."""
    placed.ordo.trouble(Trouble(method="PUT", path=REPORT, status=503), times=3)
    placed.flourish.change_order(order_status="Shipped")
    placed.order_webhook()
    placed.settle()
    placed.flourish.change_order(payment_status="Paid")
    placed.order_webhook()
    placed.settle()
    assert placed.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    placed.pass_time()
    assert placed.ordo.orders["ord_1"]["status"] == "Paid"


def test_a_report_that_ordo_refuses_stays_owed_and_waits(placed: Bench) -> None:
    """It is not repeated at once, and not forgotten (O21)."""
    placed.ordo.trouble(Trouble(method="PUT", path=REPORT, status=404))
    placed.flourish.change_order(order_status="Shipped")
    placed.order_webhook()
    placed.settle()
    pending = placed.health()["pending"]
    assert (pending["due"], pending["later"]) == (0, 1)


def test_a_rejected_integration_token_is_tried_rarely(placed: Bench) -> None:
    """When Ordo rejects the token, telling goes on slowly until it is saved under another (S9)."""
    placed.ordo.trouble(Trouble(method="PUT", path=REPORT, status=401))
    placed.flourish.change_order(order_status="Shipped")
    placed.order_webhook()
    placed.settle()
    assert placed.health()["pending"]["later"] == 1
    placed.accept_another_token()
    placed.connect("connection.changed", integration_token="token-2")
    placed.settle()
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"
    assert placed.ordo.calls[-1].headers["Authorization"] == "Bearer token-2"


def test_an_unknown_status_is_shown_by_name_until_it_is_known(placed: Bench) -> None:
    """The problem names it, the status in Ordo stays, and a known status ends it (O18)."""
    placed.flourish.change_order(order_status="Teleported")
    placed.order_webhook()
    placed.settle()
    problem = placed.ordo.problems["ord_1"]
    assert problem is not None
    assert problem["code"] == "unknown_flourish_status"
    assert "Teleported" in problem["message"]
    assert placed.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    placed.flourish.change_order(order_status="Shipped")
    placed.pass_time()
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"
    assert placed.ordo.problems["ord_1"] is None


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(method="GET", path=READ, status=503),
        Trouble(method="GET", path=READ, status=200, body=b'{"data": {"id": "00000001"}}'),
        Trouble(method="GET", path=READ, status=200, body=b"[]"),
        Trouble(method="GET", path=READ),
        Trouble(method="GET", path=READ, status=400),
    ],
)
def test_trouble_with_reading_is_shown_and_passes(placed: Bench, trouble: Trouble) -> None:
    """Whatever is wrong with an answer, people see it, it is read again, and the news arrive."""
    placed.flourish.trouble(trouble)
    placed.flourish.change_order(order_status="Shipped")
    placed.order_webhook()
    placed.settle()
    assert placed.ordo.problems["ord_1"] is not None
    placed.pass_time()
    assert placed.ordo.orders["ord_1"]["status"] == "Delivered"
    assert placed.ordo.problems["ord_1"] is None


def test_an_order_that_vanished_is_shown(placed: Bench) -> None:
    """An order that Flourish no longer has is a problem that people see."""
    placed.flourish.trouble(Trouble(method="GET", path=READ, status=404))
    placed.order_webhook()
    placed.settle()
    problem = placed.ordo.problems["ord_1"]
    assert problem is not None
    assert problem["code"] == "flourish_order_missing"


def test_a_refusal_is_told_with_its_reason_and_can_be_overcome(connected: Bench) -> None:
    """Flourish's own words go to Ordo; confirmed again after an edit, the order is placed (O16)."""
    refused = Trouble(
        method="POST",
        path="/external/api/v1/outbound-orders",
        status=400,
        body=b'{"message":"item 1 does not exist","status":400}',
    )
    connected.flourish.trouble(refused)
    connected.confirm()
    connected.settle()
    assert connected.ordo.refusals["ord_1"] == {
        "code": "refused_by_flourish",
        "reason": "item 1 does not exist",
        "revision": 1,
    }
    assert "ord_1" not in connected.ordo.orders
    connected.confirm(revision=2, confirmed_at="2026-03-02T10:00:00Z")
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    assert len(connected.flourish.data.orders) == 1


def test_an_error_under_status_200_is_an_error(connected: Bench) -> None:
    """Flourish may hide an error in the body of a 200; it is a refusal all the same."""
    hidden = b'{"message":"no such item","status":400}'
    connected.lose_post(after_the_work=False, status=200, body=hidden)
    connected.confirm()
    connected.settle()
    assert connected.ordo.refusals["ord_1"]["reason"] == "no such item"


def test_an_unknown_buyer_is_refused_by_name(connected: Bench) -> None:
    """A license that no destination has is named, and nothing is sent (O16)."""
    buyer = {"name": "Stranger", "license_number": BUYER_LICENSE.lower()}
    connected.confirm(buyer=buyer)
    connected.settle()
    assert connected.ordo.refusals["ord_1"]["code"] == "unknown_destination"
    assert buyer["license_number"] in connected.ordo.refusals["ord_1"]["reason"]
    assert connected.flourish.posts == []


@pytest.mark.parametrize("active", [True, False])
def test_no_destination_is_picked_of_two(connected: Bench, *, active: bool) -> None:
    """Both are named, also where both are inactive, and nothing is sent (O22)."""
    names = ("North Door", "South Door")
    connected.flourish.data.destinations = [
        {"id": f"d{n}", "name": name, "license_number": BUYER_LICENSE, "active": active}
        for n, name in enumerate(names)
    ]
    connected.confirm()
    connected.settle()
    refusal = connected.ordo.refusals["ord_1"]
    assert refusal["code"] == "ambiguous_destination"
    assert all(repr(name) in refusal["reason"] for name in names)
    assert connected.flourish.posts == []


def test_a_required_sales_rep_is_found_by_email(connected: Bench) -> None:
    """A facility that wants a sales rep gets the one with the rep's e-mail, whatever its case."""
    connected.flourish.data.sales_rep_required = True
    connected.flourish.data.sales_reps = [
        {"sales_rep_id": 6, "email": None, "active": True},
        {"sales_rep_id": 7, "email": "ADA@example.com", "active": True},
    ]
    connected.confirm()
    connected.settle()
    assert connected.flourish.posts[0].body["sales_rep"] == {"id": "7"}


def test_a_missing_sales_rep_is_a_refusal(connected: Bench) -> None:
    """If the facility wants a sales rep and has none with that e-mail, the reason says so (O16)."""
    connected.flourish.data.sales_rep_required = True
    connected.confirm()
    connected.settle()
    assert connected.ordo.refusals["ord_1"]["code"] == "unknown_sales_rep"


def test_rejected_credentials_are_shown_and_new_ones_resume_at_once(connected: Bench) -> None:
    """A reset key shows on order and connection; saving the new one places what waited, once (S3, O17)."""
    connected.flourish.data.api_key = "key-2"
    connected.confirm()
    connected.settle()
    for shown in (connected.ordo.problems["ord_1"], connected.ordo.problems["connection"]):
        assert shown is not None
        assert shown["code"] == "flourish_credentials_rejected"
        assert API_KEY not in shown["message"]
    connected.connect("connection.changed", api_key="key-2")
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    assert connected.ordo.problems == {"ord_1": None, "connection": None}
    assert len(connected.flourish.data.orders) == 1


def test_credentials_that_work_again_clear_the_connection(connected: Bench) -> None:
    """If the same key works again, the problem goes away without anybody saving anything."""
    connected.flourish.data.api_key = "key-2"
    connected.confirm()
    connected.settle()
    connected.flourish.data.api_key = API_KEY
    connected.pass_time()
    assert connected.ordo.problems == {"ord_1": None, "connection": None}


def test_a_removed_connection_is_shown_on_waiting_orders(connected: Bench) -> None:
    """An order that waits when the connection is removed says so, and goes on when it is back."""
    connected.flourish.trouble(
        Trouble(method="GET", path="/external/api/v1/destinations", status=503), times=2
    )
    connected.confirm()
    connected.settle()
    connected.send_event("/v1/connection", "connection.removed", REMOVAL)
    connected.pass_time()
    problem = connected.ordo.problems["ord_1"]
    assert problem is not None
    assert problem["code"] == "not_connected"
    connected.connect()
    connected.settle()
    connected.pass_time()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
