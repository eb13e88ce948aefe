"""Which payment term goes with an order, and the problem that is shown while it has none (O20)."""

from typing import Any

import pytest

from integration_engine.flourish.answers import GarbledError, PaymentTerm, parse_payment_term
from tests.unit.engine.running_engine import Bench
from tests.unit.engine.stand_ins import Trouble

NET_30 = {"order_payment_term": "Net 30", "due_num_days": 30}
COD = {"order_payment_term": "COD", "due_num_days": 0}


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ({"due_num_days": 30}, 30),
        ({"due_num_days": 30, "due_day_of_month": 0, "due_next_month_cond_num_days": 0}, 30),
        ({"due_num_days": 0}, 0),
        ({"due_num_days": None}, 0),
        ({}, 0),
        ({"due_num_days": 0, "due_day_of_month": 15}, None),
        ({"due_num_days": 30, "due_next_month_cond_num_days": 5}, None),
        ({"due_num_days": "30"}, None),
        ({"due_num_days": 7.5}, None),
    ],
)
def test_a_payment_term_is_of_so_many_days(row: dict[str, Any], days: int | None) -> None:
    """A due number that is not used is 0; one that is due on a day of the month is of no number of days."""
    read = parse_payment_term({"order_payment_term": "Terms", **row})
    assert read == PaymentTerm(name="Terms", days=days)


@pytest.mark.parametrize("row", [{}, {"order_payment_term": ""}, {"order_payment_term": None}])
def test_a_payment_term_has_a_name(row: dict[str, Any]) -> None:
    """Without one it cannot be sent, so the answer makes no sense."""
    with pytest.raises(GarbledError):
        parse_payment_term({"due_num_days": 30, **row})


@pytest.mark.parametrize(
    ("confirmed", "sent"),
    [
        ({"terms": "Net Terms", "net_days": 30}, "Net 30"),
        ({"terms": "Cash", "net_days": None}, "COD"),
    ],
)
def test_the_payment_term_of_the_agreed_days_is_sent(
    connected: Bench, confirmed: dict[str, Any], sent: str
) -> None:
    """Cash is the one of 0 days; one that is due on a day of the month is nobody's."""
    by_day = {"order_payment_term": "Mid month", "due_num_days": 0, "due_day_of_month": 15}
    connected.flourish.data.payment_terms = [by_day, NET_30, COD]
    connected.confirm(**confirmed)
    connected.settle()
    [post] = connected.flourish.posts
    assert post.body["payment_term"] == sent
    assert connected.ordo.problems.get("ord_1") is None


@pytest.mark.parametrize(
    ("known", "named"),
    [
        ([], "no payment term of 30 days"),
        ([COD], "no payment term of 30 days"),
        ([NET_30, {**NET_30, "order_payment_term": "Thirty"}], "Net 30, Thirty"),
    ],
)
def test_without_the_one_payment_term_an_order_goes_without(
    connected: Bench, known: list[dict[str, Any]], named: str
) -> None:
    """The order is placed, and the problem says why it has none."""
    connected.flourish.data.payment_terms = known
    connected.confirm()
    connected.settle()
    [post] = connected.flourish.posts
    assert "payment_term" not in post.body
    problem = connected.ordo.problems["ord_1"]
    assert problem is not None
    assert problem["code"] == "payment_term_not_found"
    assert named in problem["message"]


def test_a_refused_list_of_payment_terms_holds_up_no_order(connected: Bench) -> None:
    """The company may not use them at all."""
    path = "/external/api/v1/order-payment-terms"
    connected.flourish.trouble(Trouble(method="GET", path=path, status=400))
    connected.confirm()
    connected.settle()
    assert connected.ordo.orders["ord_1"]["status"] == "Awaiting Delivery"
    problem = connected.ordo.problems["ord_1"]
    assert problem is not None
    assert "refused to list its payment terms" in problem["message"]


def test_the_problem_lasts_until_the_order_has_a_payment_term(connected: Bench) -> None:
    """Other edits leave it; a term that the warehouse sets ends it, and one taken away brings it back."""
    connected.flourish.data.payment_terms = []
    connected.confirm()
    connected.settle()
    for term, shown in ((None, True), ("Net 60", False), ("", True)):
        connected.flourish.change_order(payment_term=term)
        connected.order_webhook()
        connected.settle()
        assert (connected.ordo.problems["ord_1"] is not None) is shown
