"""An order's lifecycle, drawn at random: what the rep does in Ordo, then the warehouse in Flourish.

The soak and the load test perform these lifecycles. Nothing here waits: an action that is too early says so
and is tried again later, as people do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from random import Random

from harness.clients.flourish import Nothing, OrderDesk
from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Buyer
from harness.clients.wire import Reply
from harness.steps.context import ordering
from harness.steps.context.ordering import Line
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.warehouse import CENT, half_of, lines_of

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
    items = rng.sample(context.items, rng.randint(1, len(context.items)))
    lines = [Line(item=item, quantity=Decimal(rng.randint(1, 9))) for item in items]
    buyer = UNKNOWN if Action.CONFIRM_FOR_UNKNOWN in lifecycle.actions else None
    form = ordering.form(context, lifecycle.terms, lines, buyer=buyer)
    lifecycle.order_id = context.ordo.rep.add_order(form).value.order_id
    return True


def _edit_notes(lifecycle: OrderLifecycle) -> bool:
    screens = lifecycle.context.ordo.rep
    form = ordering.form_of(screens.order(lifecycle.order_id))
    form["notes"] = lifecycle.context.fake_data.sentence()
    _ = screens.change_order(lifecycle.order_id, form).value
    return True


def _confirm(lifecycle: OrderLifecycle) -> bool:
    _ = lifecycle.context.ordo.rep.confirm_order(lifecycle.order_id).value
    return True


def _click_again(lifecycle: OrderLifecycle) -> bool:
    """Refused when Flourish has the order by now; either is right."""
    lifecycle.context.ordo.rep.confirm_order(lifecycle.order_id)
    return True


def _correct(lifecycle: OrderLifecycle) -> bool:
    screens, buyer = lifecycle.context.ordo.rep, lifecycle.context.buyer
    seen = screens.order(lifecycle.order_id)
    if seen.refusal is None or buyer is None:
        return False
    _ = screens.change_order(lifecycle.order_id, ordering.form_of(seen, buyer=buyer)).value
    return _confirm(lifecycle)


def _change_lines(desk: OrderDesk, order_id: str, rng: Random) -> Reply[Nothing]:
    order = desk.order(order_id)
    first, *rest = lines_of(order.order_lines)
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
