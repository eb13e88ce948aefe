"""The whole life of an order, drawn by lot: what the rep does in Ordo, then the warehouse in Flourish.

The soak and the load test play these lives. Nothing here waits for anything: an act that is too early says so
and is tried again later, as people do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from random import Random

from harness.clients.flourish_shapes import OutboundOrder
from harness.clients.ordo_shapes import Buyer
from harness.steps.context import ordering
from harness.steps.context.ordering import Line
from harness.steps.context.scenario_context import ScenarioContext

_CENT = Decimal("0.01")
UNKNOWN = Buyer(name="Nobody's Dispensary", license_number="NOBODY-HAS-THIS")


class Act(StrEnum):
    """What somebody does with an order."""

    MAKE = "make"
    EDIT = "edit in Ordo"
    CONFIRM = "confirm"
    CLICK_AGAIN = "click Confirm again"
    CONFIRM_FOR_NOBODY = "confirm for a buyer that Flourish does not know"
    PUT_RIGHT = "put right what was refused, and confirm again"
    CHANGE_LINES = "change the lines in Flourish"
    ADD_CHARGE = "add a charge in Flourish"
    ALLOCATE = "allocate"
    PAY_PART = "record a partial payment"
    PAY = "mark as fully paid"
    SHIP = "ship"
    CANCEL = "cancel"


@dataclass(slots=True, kw_only=True)
class OrderLife:
    """One order: who sells it, what is still to be done with it, and where it is by now."""

    context: ScenarioContext
    terms: str
    acts: list[Act]
    rng: Random
    order_id: str = ""
    flourish_id: str = ""

    @property
    def over(self) -> bool:
        """Whether everything was done."""
        return not self.acts

    def go_on(self, there: OutboundOrder | None) -> bool:
        """Do the next thing; False when it is too early for it. `there` is the order as Flourish has it now.

        Raises:
            UnexpectedAnswerError: Ordo or Flourish refuses what can be done at this point.
        """
        if there is not None:
            self.flourish_id = self.flourish_id or there.id  # should there be two, the warehouse keeps to one
        done = _DEEDS[self.acts[0]](self)
        if done:
            del self.acts[0]
        return done


def draw(context: ScenarioContext, rng: Random) -> OrderLife:
    """A life that ends with the order shipped and paid, or cancelled."""
    terms = rng.choice(("Cash", "Net Terms"))
    acts = [Act.MAKE]
    acts += _some(rng, 0.3, Act.EDIT)
    if rng.random() < 0.08:
        acts += [Act.CONFIRM_FOR_NOBODY, Act.PUT_RIGHT]
    else:
        acts.append(Act.CONFIRM)
    acts += _some(rng, 0.2, Act.CLICK_AGAIN)
    acts += _some(rng, 0.4, Act.CHANGE_LINES)
    acts += _some(rng, 0.2, Act.ADD_CHARGE)
    if rng.random() < 0.1:
        return OrderLife(context=context, terms=terms, acts=[*acts, Act.CANCEL], rng=rng)
    acts.append(Act.ALLOCATE)
    acts += _some(rng, 0.2, Act.PAY_PART)
    end = [Act.SHIP, Act.PAY] if rng.random() < 0.7 else [Act.PAY, Act.SHIP]
    return OrderLife(context=context, terms=terms, acts=[*acts, *end], rng=rng)


def _some(rng: Random, chance: float, act: Act) -> list[Act]:
    return [act] if rng.random() < chance else []


def _make(life: OrderLife) -> bool:
    items = life.rng.sample(life.context.items, life.rng.randint(1, len(life.context.items)))
    lines = [Line(item=item, quantity=Decimal(life.rng.randint(1, 9))) for item in items]
    nobody = UNKNOWN if Act.CONFIRM_FOR_NOBODY in life.acts else None
    form = ordering.form(life.context, life.terms, lines, buyer=nobody)
    life.order_id = life.context.ordo.rep.add_order(form).value.order_id
    return True


def _edit(life: OrderLife) -> bool:
    screens = life.context.ordo.rep
    form = ordering.form_of(screens.order(life.order_id))
    form["notes"] = life.context.fake_data.sentence()
    _ = screens.change_order(life.order_id, form).value
    return True


def _confirm(life: OrderLife) -> bool:
    _ = life.context.ordo.rep.confirm_order(life.order_id).value
    return True


def _click_again(life: OrderLife) -> bool:
    """Refused when Flourish has the order by now; either is right."""
    life.context.ordo.rep.confirm_order(life.order_id)
    return True


def _put_right(life: OrderLife) -> bool:
    screens, buyer = life.context.ordo.rep, life.context.buyer
    seen = screens.order(life.order_id)
    if seen.refusal is None or buyer is None:
        return False
    form = ordering.form_of(seen)
    form["buyer"] = {"name": buyer.name, "license_number": buyer.license_number}
    _ = screens.change_order(life.order_id, form).value
    _ = screens.confirm_order(life.order_id).value
    return True


def _change_lines(life: OrderLife) -> bool:
    desk = life.context.flourish.desk
    first, *rest = desk.order(life.flourish_id).order_lines
    changed = [(first, first.order_qty + life.rng.randint(1, 5)), *((one, one.order_qty) for one in rest)]
    lines = [
        {
            "item_id": one.item_id,
            "order_qty": quantity,
            "unit_price": one.unit_price,
            "discount_price": one.discount_price,
        }
        for one, quantity in changed
    ]
    _ = desk.edit(life.flourish_id, {"order_lines": lines}).value
    return True


def _add_charge(life: OrderLife) -> bool:
    amount = Decimal(life.rng.randint(1, 5000)) * _CENT
    charges = {"charges": [{"amount": amount, "method": "dollar"}]}
    _ = life.context.flourish.desk.edit(life.flourish_id, charges).value
    return True


def _allocate(life: OrderLife) -> bool:
    _ = life.context.flourish.desk.allocate(life.flourish_id).value
    return True


def _pay_part(life: OrderLife) -> bool:
    desk = life.context.flourish.desk
    half = (desk.order(life.flourish_id).total_price / 2).quantize(_CENT, ROUND_DOWN)
    _ = desk.pay(life.flourish_id, max(half, _CENT)).value
    return True


def _pay(life: OrderLife) -> bool:
    _ = life.context.flourish.desk.mark_as_fully_paid(life.flourish_id).value
    return True


def _ship(life: OrderLife) -> bool:
    _ = life.context.flourish.desk.ship(life.flourish_id).value
    return True


def _cancel(life: OrderLife) -> bool:
    _ = life.context.flourish.desk.cancel(life.flourish_id).value
    return True


def _once_there(deed: Callable[[OrderLife], bool]) -> Callable[[OrderLife], bool]:
    """The warehouse can do nothing with an order before it has one."""
    return lambda life: bool(life.flourish_id) and deed(life)


_DEEDS: Mapping[Act, Callable[[OrderLife], bool]] = {
    Act.MAKE: _make,
    Act.EDIT: _edit,
    Act.CONFIRM: _confirm,
    Act.CLICK_AGAIN: _click_again,
    Act.CONFIRM_FOR_NOBODY: _confirm,
    Act.PUT_RIGHT: _put_right,
    Act.CHANGE_LINES: _once_there(_change_lines),
    Act.ADD_CHARGE: _once_there(_add_charge),
    Act.ALLOCATE: _once_there(_allocate),
    Act.PAY_PART: _once_there(_pay_part),
    Act.PAY: _once_there(_pay),
    Act.SHIP: _once_there(_ship),
    Act.CANCEL: _once_there(_cancel),
}
