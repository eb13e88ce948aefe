"""Our features, and what they say that the steps of ordo-flourish do not know yet."""

from pytest_bdd import parsers, scenarios, then

from harness.clients.engine import EngineClient
from harness.clients.tenant import Flourish, Ordo
from harness.steps.context.scenario_context import ScenarioContext

scenarios("features")


@then(parsers.parse("the buyer has {count:d} orders in Flourish"))
def buyer_has_orders(context: ScenarioContext, flourish: Flourish, count: int) -> None:
    """`flourish` is the warehouse in this scenario's own tenant; a step takes it like any fixture."""
    context.settle()
    assert len(flourish.desk.orders()) == count


def test_a_new_seller_starts_with_nothing(ordo: Ordo, flourish: Flourish) -> None:
    """The fixtures serve plain tests too."""
    assert list(ordo.rep.inventory()) == []
    assert list(flourish.desk.orders()) == []


def test_the_engine_is_idle_before_anything_happens(engine: EngineClient) -> None:
    """The engine under test, as one organization meets it."""
    assert engine.health().pending.due == 0
