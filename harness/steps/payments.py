"""Steps about payments and refunds in Flourish."""

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal

from pytest_bdd import given, then, when

from harness.steps.story import Story
from harness.steps.words import sentence

CENT = Decimal("0.01")

_SHARES: Mapping[str, Callable[[Decimal], Decimal]] = {
    "one cent": lambda _total: CENT,
    "half the total": lambda total: (total / 2).quantize(CENT, ROUND_DOWN),
    "all but one cent": lambda total: total - CENT,
    "the total": lambda total: total,
}


def _amount(story: Story, share: str) -> Decimal:
    return _SHARES[share](story.in_flourish().total_price.quantize(CENT))


@when(sentence("the warehouse records a payment of {share:Share}"))
@given(sentence("the warehouse has recorded a payment of {share:Share}"))
def _pay(story: Story, share: str) -> None:
    _ = story.flourish.desk.pay(story.flourish_id(), _amount(story, share)).value


@when(sentence("the warehouse records a payment of {share:Share} {count:Count} times"))
def _pay_often(story: Story, share: str, count: int) -> None:
    for _ in range(count):
        _pay(story, share)


@when(sentence("the warehouse refunds {share:Share}"))
@given(sentence("the warehouse has refunded {share:Share}"))
def _refund(story: Story, share: str) -> None:
    _ = story.flourish.desk.refund(story.flourish_id(), _amount(story, share)).value


@then("Flourish shows the order as awaiting payment")
def _awaiting_payment(story: Story) -> None:
    _expect_payment_status(story, "Awaiting Payment")


@then("Flourish shows the order as partially paid")
def _partially_paid(story: Story) -> None:
    _expect_payment_status(story, "Partially Paid")


def _expect_payment_status(story: Story, status: str) -> None:
    seen = story.in_flourish().payment_status
    story.expect(seen == status, f"Flourish to show {status}", f"it shows {seen}")
