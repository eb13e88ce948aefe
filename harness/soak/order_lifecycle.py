"""An order's lifecycle, drawn at random: what the rep does in Ordo, then the warehouse in Flourish.

The soak and the load test perform these lifecycles. Nothing here waits: an action that is too early says so
and is tried again later, as people do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from random import Random
from typing import Any

from harness.clients.flourish import Nothing, OrderDesk
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Buyer
from harness.clients.wire import Reply
from harness.steps.context import ordering
from harness.steps.context.ordering import Line
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.typed_orders import CENT, TypedOrder
from harness.steps.context.warehouse import half_of

UNKNOWN = Buyer(name="Nobody's Dispensary", license_number="NOBODY-HAS-THIS")


class Action(StrEnum):
    MAKE = "make"
    EDIT = "edit in Ordo"
    CONFIRM = "confirm"
    CLICK_AGAIN = "click Confirm again"
    CONFIRM_FOR_UNKNOWN = "confirm for a buyer that Flourish does not know"
    CORRECT = "correct what was refused, and confirm again"
    CHANGE_LINES = "change the lines in Flourish"
    ADD_CHARGE = "add a charge in Flourish"
    ALLOCATE = "allocate"
    PAY_PART = "record a partial payment"
    PAY = "mark as fully paid"
    SHIP = "ship"
    CANCEL = "cancel"


@dataclass(slots=True, kw_only=True)
class OrderLifecycle:
    """One order: who sells it, the actions that are left, and its ids on both sides."""

    context: ScenarioContext
    terms: str
    actions: list[Action]
    rng: Random
    order_id: str = ""
    typed: TypedOrder | None = None
    flourish_id: str = ""

    @property
    def over(self) -> bool:
        return not self.actions

    def perform_next(self, there: OutboundOrder | None) -> bool:
        """Perform the next action; False when it is too early. `there` is the order as Flourish has it now.

        Raises:
            UnexpectedAnswerError: Ordo or Flourish refuses what can be done at this point.
        """
        if there is not None:
            self.flourish_id = self.flourish_id or there.id  # should there be two, the warehouse keeps to one
        performed = _PERFORM[self.actions[0]](self)
        if performed:
            del self.actions[0]
        return performed


def draw(context: ScenarioContext, rng: Random) -> OrderLifecycle:
    """A lifecycle that ends with the order shipped and paid, or cancelled."""
    terms = rng.choice(("Cash", "Net Terms"))
    actions = [Action.MAKE]
    actions += _some(rng, 0.3, Action.EDIT)
    if rng.random() < 0.08:
        actions += [Action.CONFIRM_FOR_UNKNOWN, Action.CORRECT]
    else:
        actions.append(Action.CONFIRM)
    actions += _some(rng, 0.2, Action.CLICK_AGAIN)
    actions += _some(rng, 0.4, Action.CHANGE_LINES)
    actions += _some(rng, 0.2, Action.ADD_CHARGE)
    if rng.random() < 0.1:
        return OrderLifecycle(context=context, terms=terms, actions=[*actions, Action.CANCEL], rng=rng)
    actions.append(Action.ALLOCATE)
    actions += _some(rng, 0.2, Action.PAY_PART)
    end = [Action.SHIP, Action.PAY] if rng.random() < 0.7 else [Action.PAY, Action.SHIP]
    return OrderLifecycle(context=context, terms=terms, actions=[*actions, *end], rng=rng)


def _some(rng: Random, chance: float, action: Action) -> list[Action]:
    return [action] if rng.random() < chance else []


def _add_order(lifecycle: OrderLifecycle) -> bool:
    context, rng = lifecycle.context, lifecycle.rng
    items = rng.sample(context.catalogue.items, rng.randint(1, len(context.catalogue.items)))
    lines = [Line(item=item, quantity=Decimal(rng.randint(1, 9))) for item in items]
    buyer = UNKNOWN if Action.CONFIRM_FOR_UNKNOWN in lifecycle.actions else None
    lifecycle.typed = ordering.fill_in(context, lifecycle.terms, lines, buyer=buyer)
    lifecycle.order_id = context.ordo.rep.add_order(lifecycle.typed.form()).value.order_id
    return True


def _edit_notes(lifecycle: OrderLifecycle) -> bool:
    _retype(lifecycle, notes=lifecycle.context.fake_data.sentence())
    return True


def _retype(lifecycle: OrderLifecycle, **changes: Any) -> None:  # noqa: ANN401 - fields of several types
    if lifecycle.typed is None:
        raise ValueError("the order was not made")
    lifecycle.typed = replace(lifecycle.typed, **changes)
    _ = lifecycle.context.ordo.rep.change_order(lifecycle.order_id, lifecycle.typed.form()).value


def _confirm(lifecycle: OrderLifecycle) -> bool:
    _ = lifecycle.context.ordo.rep.confirm_order(lifecycle.order_id).value
    return True


def _click_again(lifecycle: OrderLifecycle) -> bool:
    """Refused when Flourish has the order by now; either is right."""
    lifecycle.context.ordo.rep.confirm_order(lifecycle.order_id)
    return True


def _correct(lifecycle: OrderLifecycle) -> bool:
    buyer = lifecycle.context.orders.buyer
    seen = lifecycle.context.ordo.rep.order(lifecycle.order_id)
    if seen.refusal is None or buyer is None:
        return False
    _retype(lifecycle, buyer=buyer)
    return _confirm(lifecycle)


def _change_lines(desk: OrderDesk, order_id: str, rng: Random) -> Reply[Nothing]:
    order = desk.order(order_id)
    first, *rest = [
        {
            "item_id": line.item_id,
            "order_qty": line.order_qty,
            "unit_price": line.unit_price,
            "discount_price": line.discount_price,
            "item_variation_pk": line.item_variation_pk,
        }
        for line in order.order_lines
    ]
    changed = {**first, "order_qty": order.order_lines[0].order_qty + rng.randint(1, 5)}
    return desk.edit(order_id, {"order_lines": [changed, *rest]})


def _add_charge(desk: OrderDesk, order_id: str, rng: Random) -> Reply[Nothing]:
    amount = Decimal(rng.randint(1, 5000)) * CENT
    return desk.edit(order_id, {"charges": [{"amount": amount, "method": "dollar"}]})


def _pay_part(desk: OrderDesk, order_id: str, _: Random) -> Reply[Nothing]:
    return desk.pay(order_id, max(half_of(desk.order(order_id).total_price), CENT))


def _in_flourish(act: Callable[[OrderDesk, str, Random], Reply[Nothing]]) -> Callable[[OrderLifecycle], bool]:
    """What the warehouse does, once Flourish has the order."""

    def perform(lifecycle: OrderLifecycle) -> bool:
        if lifecycle.flourish_id:
            _ = act(lifecycle.context.flourish.desk, lifecycle.flourish_id, lifecycle.rng).value
        return bool(lifecycle.flourish_id)

    return perform


_PERFORM: Mapping[Action, Callable[[OrderLifecycle], bool]] = {
    Action.MAKE: _add_order,
    Action.EDIT: _edit_notes,
    Action.CONFIRM: _confirm,
    Action.CLICK_AGAIN: _click_again,
    Action.CONFIRM_FOR_UNKNOWN: _confirm,
    Action.CORRECT: _correct,
    Action.CHANGE_LINES: _in_flourish(_change_lines),
    Action.ADD_CHARGE: _in_flourish(_add_charge),
    Action.ALLOCATE: _in_flourish(lambda desk, order_id, _: desk.allocate(order_id)),
    Action.PAY_PART: _in_flourish(_pay_part),
    Action.PAY: _in_flourish(lambda desk, order_id, _: desk.mark_as_fully_paid(order_id)),
    Action.SHIP: _in_flourish(lambda desk, order_id, _: desk.ship(order_id)),
    Action.CANCEL: _in_flourish(lambda desk, order_id, _: desk.cancel(order_id)),
}
