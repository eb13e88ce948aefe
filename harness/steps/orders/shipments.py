"""Steps about shipments: the warehouse sends orders off together."""

from collections.abc import Callable, Mapping, Sequence

from pytest_bdd import given, parsers, when

from harness.steps.context import ordering
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, one_of, sentence
from harness.steps.context.typed_orders import moved_to

Action = Callable[[ScenarioContext], object]


def _plan(context: ScenarioContext) -> None:
    """An empty shipment, for which somebody then thinks of a route."""
    context.orders.shipment_id = context.flourish.shipments.plan(context.facility.id).value.data.shipment_id
    _change_route(context)


def _change_route(context: ScenarioContext) -> None:
    _edit(context, planned_route=context.fake_data.sentence())


def _load(context: ScenarioContext, order_ids: Sequence[str]) -> None:
    """Allocated orders, each a stop of its own."""
    for order_id in order_ids:
        _ = context.flourish.desk.allocate(order_id).value
    _edit(context, stops=[{"orders": [order_id]} for order_id in order_ids])


def _edit(context: ScenarioContext, **changes: object) -> None:
    _ = context.flourish.shipments.edit(context.orders.shipment_id, changes).value


def _unload(context: ScenarioContext) -> None:
    _edit(context, stops=[])


def _print(context: ScenarioContext) -> None:
    _ = context.flourish.shipments.print_manifest(context.orders.shipment_id).value


def _ship(context: ScenarioContext) -> None:
    _ = context.flourish.shipments.ship(context.orders.shipment_id).value
    for order in context.orders.made:
        if order.held.order_status == "Created":
            order.done.append(moved_to("Shipped"))


def _cancel(context: ScenarioContext) -> None:
    _ = context.flourish.shipments.cancel(context.orders.shipment_id).value


def _put_on_shipment(context: ScenarioContext) -> None:
    _plan(context)
    _load(context, [context.flourish_id(order) for order in context.orders.made])


_PREPARED: Mapping[str, Sequence[Action]] = {
    "loaded": [_put_on_shipment],
    "loaded and its manifest printed": [_put_on_shipment, _print],
    "unloaded again": [_put_on_shipment, _unload],
    "cancelled": [_put_on_shipment, _cancel],
}

_ACTIONS: Mapping[str, Action] = {
    "changes the route of the shipment": _change_route,
    "takes the order off the shipment": _unload,
    "prints the manifest of the shipment again": _print,
    "cancels the shipment": _cancel,
}


@given(sentence("a {terms:Terms} order whose shipment is {prepared}"))
def _prepared(context: ScenarioContext, terms: str, prepared: str) -> None:
    ordering.await_delivery(context, terms)
    for action in one_of(_PREPARED, prepared):
        action(context)
    context.settle()


@given("the warehouse has put both orders on one shipment")
def _both_on_one(context: ScenarioContext) -> None:
    _put_on_shipment(context)
    context.settle()


@when(parsers.re(f"the warehouse (?P<action>{any_of(_ACTIONS)})"))
def _does(context: ScenarioContext, action: str) -> None:
    context.settle()
    one_of(_ACTIONS, action)(context)


@when("the shipment leaves")
def _leaves(context: ScenarioContext) -> None:
    context.settle()
    _ship(context)


@when("the order leaves with another shipment")
def _leaves_with_another(context: ScenarioContext) -> None:
    context.settle()
    _plan(context)
    _edit(context, stops=[{"orders": [context.flourish_id()]}])
    _ship(context)
