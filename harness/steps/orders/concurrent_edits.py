"""Steps about an order that two people have open in Ordo at the same time."""

from dataclasses import dataclass

from pytest_bdd import given, then, when

from harness.clients.ordo import OrdoScreens
from harness.clients.ordo_shapes import Order
from harness.clients.wire import Reply
from harness.steps.context import ordering
from harness.steps.context.refusals import expect_refused
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence
from harness.steps.context.typed_orders import TypedOrder
from harness.steps.orders.order_edits import changed

_ANOTHER_REP = "Quinn Underhill"


@dataclass(slots=True, kw_only=True)
class OpenOrder:
    """The order's form as somebody has it before them."""

    screens: OrdoScreens
    typed: TypedOrder
    version: int

    def save(self, context: ScenarioContext, part: str) -> Reply[Order]:
        """They change one part of what they see, and save it."""
        self.typed = changed(self.typed, part)
        return ordering.save_opened(context, self.screens, self.typed, self.version)


OpenOrders = dict[str, OpenOrder]


def _screens(context: ScenarioContext, who: str) -> OrdoScreens:
    if who == "another rep":
        return context.ordo.admin.add_user(_ANOTHER_REP, "quinn.underhill@rep.example", "Sales Rep")
    return context.screens(who.removeprefix("the "))


def _opened(context: ScenarioContext, screens: OrdoScreens) -> OpenOrder:
    version = screens.order(context.order.order_id).version
    return OpenOrder(screens=screens, typed=context.order.as_typed, version=version)


@given(
    sentence("a pending order that {first:Colleague} and {second:Colleague} have open"),
    target_fixture="open_orders",
)
def _open(context: ScenarioContext, first: str, second: str) -> OpenOrders:
    ordering.make(context)
    screens = {who: _screens(context, who) for who in (first, second)}
    return {who: _opened(context, own) for who, own in screens.items()}


@given(sentence("{who:Colleague} has saved a new {part:Part}"))
def _saved(context: ScenarioContext, open_orders: OpenOrders, who: str, part: str) -> None:
    context.order.before = open_orders[who].save(context, part).value


@when(sentence("{who:Colleague} saves new {part:Part}"))
def _save(context: ScenarioContext, open_orders: OpenOrders, who: str, part: str) -> None:
    context.attempt.reply = open_orders[who].save(context, part)


@given(sentence("{who:Colleague} was refused new {part:Part} and has opened the order again"))
def _opened_again(context: ScenarioContext, open_orders: OpenOrders, who: str, part: str) -> None:
    _save(context, open_orders, who, part)
    expect_refused(context, "the edit")
    open_orders[who] = _opened(context, open_orders[who].screens)


@then(sentence("Ordo refuses the edit and names {who:Colleague}"))
def _refused(context: ScenarioContext, open_orders: OpenOrders, who: str) -> None:
    person = open_orders[who].screens.me()
    said = expect_refused(context, "the edit").message
    named = person.name in said and person.role in said
    context.expect(named, f"a refusal that names {person.name}, {person.role}", f"Ordo says {said!r}")
