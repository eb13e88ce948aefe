"""Finds the definitions of a step as pytest-bdd does, and remembers which are visible where.

For every step, pytest-bdd has pytest judge the visibility of all fixtures there are, some 170 here, and only
then looks which of them define steps, and which of those fit. That takes a tenth of a gate's time. What is
visible to the scenarios of one module does not change while they run: it is asked for once.
"""

import importlib
from collections.abc import Iterable, MutableMapping
from weakref import WeakKeyDictionary

from _pytest.fixtures import FixtureDef, FixtureManager
from _pytest.nodes import Node
from pytest_bdd.compat import get_fixture_names, getfixturedefs
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

Definitions = list[tuple[StepFunctionContext, FixtureDef[object]]]
_visible_in: MutableMapping[Node, Definitions] = WeakKeyDictionary()


def look_up_quickly() -> None:
    """Have pytest-bdd ask `definitions_of`."""
    module = importlib.import_module("pytest_bdd.scenario")
    module.find_fixturedefs_for_step = definitions_of  # type: ignore[attr-defined]


def definitions_of(step: Step, fixturemanager: FixtureManager, node: Node) -> Iterable[FixtureDef[object]]:
    """The step definitions that fit a step and are visible to a scenario."""
    module = node.parent or node
    if module not in _visible_in:
        _visible_in[module] = list(_visible_to(node, fixturemanager))
    for context, definition in _visible_in[module]:
        if context.type in {None, step.type} and context.parser.is_matching(step.name):
            yield definition


def _visible_to(
    node: Node, fixturemanager: FixtureManager
) -> Iterable[tuple[StepFunctionContext, FixtureDef[object]]]:
    for name in get_fixture_names(fixturemanager=fixturemanager):
        for definition in getfixturedefs(fixturemanager, name, node) or ():
            context = step_function_context_registry.get(definition.func)
            if context is not None:
                yield context, definition
