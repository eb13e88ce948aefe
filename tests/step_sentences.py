"""Step definitions by their sentences: for tests about them, and for the explorer, which acts by them."""

import importlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.steps import STEP_MODULES
from harness.steps.context.scenario_context import ScenarioContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A step definition and where it is."""

    module: str
    context: StepFunctionContext

    def __str__(self) -> str:
        return f"{self.module}: {self.context.type} {self.context.parser.name}"

    def arguments(self, sentence: str) -> Mapping[str, object]:
        """What the gaps of the sentence mean."""
        found = self.context.parser.parse_arguments(sentence) or {}
        converters = self.context.converters
        return {name: converters[name](text) if name in converters else text for name, text in found.items()}


@cache
def definitions() -> tuple[Definition, ...]:
    """Every step definition of every step module."""
    return tuple(_definitions())


def _definitions() -> Iterator[Definition]:
    for name in STEP_MODULES:
        for value in vars(importlib.import_module(name)).values():
            function = getattr(value, "_fixture_function", None)
            context = step_function_context_registry.get(function) if function is not None else None
            if context is not None:
                yield Definition(module=name, context=context)


@cache
def matching(kind: str, sentence: str) -> tuple[Definition, ...]:
    """The definitions that fit a sentence."""
    of_kind = (one for one in definitions() if one.context.type == kind)
    return tuple(one for one in of_kind if one.context.parser.is_matching(sentence))


def play(context: ScenarioContext, kind: str, sentence: str, **fixtures: object) -> None:
    """Do what a sentence says, as a scenario would; `fixtures` are what it needs beside the context."""
    [definition] = matching(kind, sentence)
    function = definition.context.step_func
    given = {"context": context, **fixtures, **definition.arguments(sentence)}
    function(**{name: given[name] for name in inspect.signature(function).parameters})
