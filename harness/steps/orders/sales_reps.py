"""Steps about two reps of one seller, and whose order is whose."""

from dataclasses import dataclass

from pytest_bdd import given, parsers, then, when

from harness.clients.ordo import OrdoScreens
from harness.steps.context import ordering, setup
from harness.steps.context.records import OrderUnderTest
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import ORDINALS

_PEOPLE = (("Ada", "Fields"), ("Bo", "Rivers"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRep:
    """A rep, and the address by which Flourish knows them."""

    email: str
    screens: OrdoScreens
    orders: list[OrderUnderTest]

    def confirm_order(self, context: ScenarioContext) -> None:
        """They make an order and confirm it."""
        ordering.save(context, ordering.fill_in(context, ordering.TERMS), self.screens)
        _ = ordering.confirm(context, self.screens).value
        self.orders.append(context.order)


@given("two reps who are known in Flourish", target_fixture="sales_reps")
def _two_reps(context: ScenarioContext) -> list[SalesRep]:
    setup.trade(context)
    reps = []
    for first, last in _PEOPLE:
        email = f"{first}.{last}@rep.example".lower()
        _ = context.flourish.office.add_sales_rep(first, last, email).value
        screens = context.ordo.admin.add_user(f"{first} {last}", email, "Sales Rep")
        reps.append(SalesRep(email=email, screens=screens, orders=[]))
    return reps


@given(parsers.re("the (?P<which>first|second) of them has confirmed an order"))
@when(parsers.re("the (?P<which>first|second) of them confirms an order"))
def _confirms(context: ScenarioContext, sales_reps: list[SalesRep], which: str) -> None:
    sales_reps[ORDINALS.index(which)].confirm_order(context)


@then("each order in Flourish names its own rep")
def _names_own(context: ScenarioContext, sales_reps: list[SalesRep]) -> None:
    for rep in sales_reps:
        for order in rep.orders:
            there = context.in_flourish(order).sales_rep
            seen = None if there is None else there.email
            context.expect(seen == rep.email, f"an order in Flourish that names {rep.email}", f"it is {seen}")
