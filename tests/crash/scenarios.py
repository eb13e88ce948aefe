"""What the engine is killed in: short stories that between them have it do everything it can do.

A story has a beginning, in which nobody is killed, and steps; after each step everything settles. What a
person was refused in a step, because the engine was gone, the person tries again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from harness.clients.engine import EngineClient
from harness.clients.idle import wait_until
from harness.steps.context import ordering, setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.traffic import ABOUT_ORDERS, NEW_ORDER, TO_FLOURISH, take_down

UPKEEP = "engine"
"""Whose clock the engine's own upkeep follows."""

Act = Callable[[ScenarioContext], None]


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


def _with_license(context: ScenarioContext) -> None:
    context.catalogue.brand = context.fake_data.brand()
    setup.add_brand(context, context.catalogue.brand)
    setup.add_license(context)


def _save_integration(context: ScenarioContext) -> None:
    _ = setup.save_integration(context).value


def _add_item(context: ScenarioContext) -> None:
    setup.connect(context)
    setup.add_item(context, brand=context.catalogue.brand, stock=setup.PLENTY)


def _sync(context: ScenarioContext) -> None:
    setup.sync(context)


def _with_items(context: ScenarioContext) -> None:
    setup.trade(context)


def _adjust(context: ScenarioContext) -> None:
    setup.stock_up(context, context.item, setup.PLENTY)


def _with_order(context: ScenarioContext) -> None:
    ordering.make(context)


def _confirm(context: ScenarioContext) -> None:
    _ = ordering.confirm(context).value


def _awaiting(context: ScenarioContext) -> None:
    ordering.await_delivery(context)


def _allocate(context: ScenarioContext) -> None:
    _ = context.flourish.desk.allocate(context.flourish_id()).value


def _ship(context: ScenarioContext) -> None:
    ordering.ship(context)


def _pay(context: ScenarioContext) -> None:
    _ = context.flourish.desk.mark_as_fully_paid(context.flourish_id()).value


def _cancel(context: ScenarioContext) -> None:
    _ = context.flourish.desk.cancel(context.flourish_id()).value


def _order_of_a_stranger(context: ScenarioContext) -> None:
    setup.trade(context)
    ordering.make(context, buyer=setup.unknown_buyer(context))


def _introduce(context: ScenarioContext) -> None:
    buyer = context.ordo.rep.order(context.order.order_id).buyer
    _ = context.flourish.office.add_destination(buyer.name, buyer.license_number).value


def _answer_gets_lost(context: ScenarioContext) -> None:
    ordering.make(context)
    context.settle()
    context.flourish.control.arm("lost_response", match=NEW_ORDER)
    context.flourish.control.arm("drop", match={"topic": ABOUT_ORDERS}, count=None)


def _request_gets_lost(context: ScenarioContext) -> None:
    ordering.make(context)
    context.settle()
    context.flourish.control.arm("reset", match=NEW_ORDER)


def _minutes_pass(context: ScenarioContext) -> None:
    context.pass_time(timedelta(minutes=25))


def _webhooks_get_lost(context: ScenarioContext) -> None:
    ordering.await_delivery(context)
    context.flourish.control.arm("drop", match={"topic": "*"}, count=None)


def _reset_key(context: ScenarioContext) -> None:
    ordering.await_delivery(context)
    context.connection.key = context.flourish.office.reset_api_key(context.connection.key.username).value.data


def _disconnect(context: ScenarioContext) -> None:
    _ = context.ordo.admin.remove_integration().value


def _waiting_for_flourish(context: ScenarioContext) -> None:
    ordering.make(context)
    context.settle()
    take_down(context.flourish.control, TO_FLOURISH)
    _ = ordering.confirm(context).value
    context.settle()
    context.flourish.control.disarm()


def _a_month_passes_for_upkeep(context: ScenarioContext) -> None:
    upkeep = EngineClient(wire=context.engine.wire, organization_id=UPKEEP)
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
