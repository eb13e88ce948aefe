"""Features and step definitions fit: every sentence has one definition, every definition is used."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from harness.steps import STEP_MODULES
from harness.steps.words import ORDINALS, WORDS, one_of
from tests.unit.harness_steps.feature_files import Written, all_scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A step definition and where it is."""

    module: str
    context: StepFunctionContext

    def __str__(self) -> str:
        return f"{self.module}: {self.context.type} {self.context.parser.name}"


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


@pytest.mark.parametrize("written", all_scenarios(), ids=lambda written: written.where)
def test_every_sentence_has_exactly_one_definition(written: Written) -> None:
    """None would fail, two would let chance decide."""
    for step in written.rendered_steps():
        fitting = [str(one) for one in matching(step.type, step.name)]
        assert len(fitting) == 1, f"{step.type} {step.name!r} fits {fitting or 'nothing'}"


def test_every_definition_is_used() -> None:
    """A definition that no feature uses is dead."""
    used = {
        str(one)
        for written in all_scenarios()
        for step in written.rendered_steps()
        for one in matching(step.type, step.name)
    }
    assert {str(one) for one in definitions()} - used == set()


@pytest.mark.parametrize(
    ("word", "text", "meaning"),
    [
        ("Which", "first", 0),
        ("Which", "last", -1),
        ("Count", "12", 12),
        ("Quoted", '"Green·Valley"', "Green Valley"),
    ],
)
def test_a_word_means_what_it_says(word: str, text: str, meaning: object) -> None:
    """The gaps of a sentence are read as values."""
    assert WORDS[word](text) == meaning
    assert len(ORDINALS) == 3


def test_an_unknown_wording_is_answered_with_the_known_ones() -> None:
    """Whoever writes a feature is told what a step knows."""
    with pytest.raises(LookupError, match=r"'a red one'.*'a blue one'"):
        one_of({"a blue one": 1}, "a red one")
