"""Steps about orders that Flourish will not take."""

from collections.abc import Callable, Mapping

from pytest_bdd import given

from harness.clients.ordo_shapes import Buyer
from harness.steps import items, ordering, stage
from harness.steps.faults import NEW_ORDER
from harness.steps.story import Story
from harness.steps.words import one_of, sentence

OBJECTION = "objection: the order lacks a manifest"


def _unknown_license(story: Story) -> None:
    stage.trade(story)
    story.buyer = stage.unknown_buyer(story)
    ordering.make(story)


def _nearly_right_license(story: Story) -> None:
    stage.trade(story)
    assert story.buyer is not None
    near = Buyer(name=story.buyer.name, license_number=story.buyer.license_number[:-1])
    ordering.make(story, buyer=near)


def _sku_gone(story: Story) -> None:
    stage.trade(story, items=2)
    ordering.make(story)
    items.edit(story, 0, sku=story.made_up.sku())


def _objection(story: Story) -> None:
    ordering.make(story)
    control = story.flourish.control
    control.arm("status", match=NEW_ORDER, count=None, status=400, message=OBJECTION)


_WRONG: Mapping[str, Callable[[Story], None]] = {
    "a buyer whose license Flourish lacks": _unknown_license,
    "a buyer whose license is nearly right": _nearly_right_license,
    "a SKU that Flourish no longer has": _sku_gone,
    "a detail that Flourish objects to": _objection,
}


@given(sentence("an order with {something_wrong}"))
def _order_with(story: Story, something_wrong: str) -> None:
    one_of(_WRONG, something_wrong)(story)


@given(sentence("an order that Flourish refused for {something_wrong}"))
def _refused_order(story: Story, something_wrong: str) -> None:
    one_of(_WRONG, something_wrong)(story)
    _ = ordering.confirm(story).value
    seen = story.in_ordo()
    story.expect(seen.refusal is not None, "a refused order to begin with", f"it is {seen.status}")


@given("the warehouse has added the buyer")
def _add_buyer(story: Story) -> None:
    assert story.buyer is not None, "the order has no buyer"
    _ = story.flourish.office.add_destination(story.buyer.name, story.buyer.license_number).value


@given("a buyer in Flourish whose license number begins with that of the buyer")
def _longer_license(story: Story) -> None:
    """The one with the longer number was there first, so that whoever takes the first comes to grief."""
    story.buyer = stage.unknown_buyer(story)
    longer = f"{story.buyer.license_number}2"
    _ = story.flourish.office.add_destination(story.made_up.company(), longer).value
    _ = story.flourish.office.add_destination(story.buyer.name, story.buyer.license_number).value
