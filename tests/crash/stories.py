"""What the engine is killed in: short stories that between them have it do everything it can do.

A story has a beginning, in which nobody is killed, and steps; after each step everything settles. What a
person was refused in a step, because the engine was gone, the person tries again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from harness.clients.engine import EngineClient
from harness.settle import wait_until
from harness.steps import ordering, stage
from harness.steps.arrivals import ABOUT_ORDERS
from harness.steps.faults import NEW_ORDER, TO_FLOURISH, take_down
from harness.steps.story import Story

UPKEEP = "engine"
"""Whose clock the engine's own upkeep follows."""

Act = Callable[[Story], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """A story to be killed in.

    Attributes:
        name: what happens, as one would say it.
        beginning: brings the seller to where it starts.
        steps: what happens then.
        at_start: the engine is stopped after the beginning, and its start is the first step.
    """

    name: str
    beginning: Act
    steps: tuple[Act, ...]
    at_start: bool = False


def _with_license(story: Story) -> None:
    story.brand = story.made_up.brand()
    stage.add_brand(story, story.brand)
    stage.add_license(story)


def _save_integration(story: Story) -> None:
    _ = stage.save_integration(story).value


def _add_item(story: Story) -> None:
    stage.connect(story)
    stage.add_item(story, brand=story.brand, stock=stage.PLENTY)


def _sync(story: Story) -> None:
    stage.sync(story)


def _with_items(story: Story) -> None:
    stage.trade(story)


def _adjust(story: Story) -> None:
    stage.stock_up(story, story.item, stage.PLENTY)


def _with_order(story: Story) -> None:
    ordering.make(story)


def _confirm(story: Story) -> None:
    _ = ordering.confirm(story).value


def _awaiting(story: Story) -> None:
    ordering.await_delivery(story)


def _allocate(story: Story) -> None:
    _ = story.flourish.desk.allocate(story.flourish_id()).value


def _ship(story: Story) -> None:
    ordering.ship(story, story.flourish_id())


def _pay(story: Story) -> None:
    _ = story.flourish.desk.mark_as_fully_paid(story.flourish_id()).value


def _cancel(story: Story) -> None:
    _ = story.flourish.desk.cancel(story.flourish_id()).value


def _order_of_a_stranger(story: Story) -> None:
    stage.trade(story)
    ordering.make(story, buyer=stage.unknown_buyer(story))


def _introduce(story: Story) -> None:
    buyer = story.ordo.rep.order(story.order.order_id).buyer
    _ = story.flourish.office.add_destination(buyer.name, buyer.license_number).value


def _answer_gets_lost(story: Story) -> None:
    ordering.make(story)
    story.settle()
    story.flourish.control.arm("lost_response", match=NEW_ORDER)
    story.flourish.control.arm("drop", match={"topic": ABOUT_ORDERS}, count=None)


def _request_gets_lost(story: Story) -> None:
    ordering.make(story)
    story.settle()
    story.flourish.control.arm("reset", match=NEW_ORDER)


def _minutes_pass(story: Story) -> None:
    story.pass_time(timedelta(minutes=25))


def _webhooks_get_lost(story: Story) -> None:
    ordering.await_delivery(story)
    story.flourish.control.arm("drop", match={"topic": "*"}, count=None)


def _reset_key(story: Story) -> None:
    ordering.await_delivery(story)
    story.key = story.flourish.office.reset_api_key(story.key.username).value.data


def _disconnect(story: Story) -> None:
    _ = story.ordo.admin.remove_integration().value


def _waiting_for_flourish(story: Story) -> None:
    ordering.make(story)
    story.settle()
    take_down(story.flourish.control, TO_FLOURISH)
    _ = ordering.confirm(story).value
    story.settle()
    story.flourish.control.disarm()


def _a_month_passes_for_upkeep(story: Story) -> None:
    upkeep = EngineClient(wire=story.engine.wire, organization_id=UPKEEP)
    upkeep.advance_clock(timedelta(days=32).total_seconds())
    wait_until(lambda: upkeep.health().pending.due == 0, "upkeep to be done")


TALES = (
    Tale(name="a seller is connected", beginning=_with_license, steps=(_save_integration, _add_item, _sync)),
    Tale(name="the inventory is synced", beginning=_with_items, steps=(_sync,)),
    Tale(name="an item's stock changes", beginning=_with_items, steps=(_adjust,)),
    Tale(name="an order lives its life", beginning=_with_order, steps=(_confirm, _allocate, _ship, _pay)),
    Tale(name="an order is cancelled", beginning=_awaiting, steps=(_cancel,)),
    Tale(
        name="an order is refused and confirmed again",
        beginning=_order_of_a_stranger,
        steps=(_confirm, _introduce, _confirm),
    ),
    Tale(
        name="the answer to an order gets lost", beginning=_answer_gets_lost, steps=(_confirm, _minutes_pass)
    ),
    Tale(name="an order itself gets lost", beginning=_request_gets_lost, steps=(_confirm, _minutes_pass)),
    Tale(
        name="a shipment is found without its message",
        beginning=_webhooks_get_lost,
        steps=(_ship, _minutes_pass),
    ),
    Tale(name="the key is reset and saved again", beginning=_reset_key, steps=(_ship, _save_integration)),
    Tale(name="a seller is disconnected", beginning=_with_items, steps=(_disconnect,)),
    Tale(
        name="the engine starts with an order that waits",
        beginning=_waiting_for_flourish,
        steps=(_minutes_pass,),
        at_start=True,
    ),
    Tale(name="old messages are forgotten", beginning=_with_items, steps=(_a_month_passes_for_upkeep,)),
)
