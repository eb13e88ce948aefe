"""Steps about shipments: the warehouse sends orders off together."""

import re
from collections.abc import Callable, Mapping, Sequence

from pytest_bdd import given, parsers, when

from harness.steps import ordering
from harness.steps.story import Story
from harness.steps.words import one_of, sentence

Deed = Callable[[Story], object]


def _plan(story: Story) -> None:
    """An empty shipment, for which somebody then thinks of a route."""
    story.shipment_id = story.flourish.shipments.plan(story.facility.id).value.data.shipment_id
    _change_route(story)


def _change_route(story: Story) -> None:
    _edit(story, planned_route=story.made_up.sentence())


def _load(story: Story, order_ids: Sequence[str]) -> None:
    """Allocated orders, each a stop of its own."""
    for order_id in order_ids:
        _ = story.flourish.desk.allocate(order_id).value
    _edit(story, stops=[{"orders": [order_id]} for order_id in order_ids])


def _edit(story: Story, **changes: object) -> None:
    _ = story.flourish.shipments.edit(story.shipment_id, changes).value


def _unload(story: Story) -> None:
    _edit(story, stops=[])


def _print(story: Story) -> None:
    _ = story.flourish.shipments.print_manifest(story.shipment_id).value


def _ship(story: Story) -> None:
    _ = story.flourish.shipments.ship(story.shipment_id).value


def _cancel(story: Story) -> None:
    _ = story.flourish.shipments.cancel(story.shipment_id).value


def _put_on_shipment(story: Story) -> None:
    _plan(story)
    _load(story, [story.flourish_id(order) for order in story.orders])


_PREPARED: Mapping[str, Sequence[Deed]] = {
    "loaded": [_put_on_shipment],
    "loaded and its manifest printed": [_put_on_shipment, _print],
    "unloaded again": [_put_on_shipment, _unload],
    "cancelled": [_put_on_shipment, _cancel],
}

_DEEDS: Mapping[str, Deed] = {
    "changes the route of the shipment": _change_route,
    "takes the order off the shipment": _unload,
    "prints the manifest of the shipment again": _print,
    "cancels the shipment": _cancel,
}


@given(sentence("a {terms:Terms} order whose shipment is {prepared}"))
def _prepared(story: Story, terms: str, prepared: str) -> None:
    ordering.await_delivery(story, terms)
    for deed in one_of(_PREPARED, prepared):
        deed(story)
    story.settle()


@given("the warehouse has put both orders on one shipment")
def _both_on_one(story: Story) -> None:
    _put_on_shipment(story)
    story.settle()


@when(parsers.re(f"the warehouse (?P<deed>{'|'.join(re.escape(words) for words in _DEEDS)})"))
def _does(story: Story, deed: str) -> None:
    story.settle()
    one_of(_DEEDS, deed)(story)


@when("the shipment leaves")
def _leaves(story: Story) -> None:
    story.settle()
    _ship(story)


@when("the order leaves with another shipment")
def _leaves_with_another(story: Story) -> None:
    story.settle()
    _plan(story)
    _edit(story, stops=[{"orders": [story.flourish_id()]}])
    _ship(story)
