"""The features read as business language: short, declarative, without machinery."""

import re
from collections import Counter

import pytest

from tests.unit.harness_steps.feature_files import Written, all_features, all_scenarios

MOST_STEPS = 7
MACHINERY = {
    "a number of seconds": re.compile(r"\d+\s*(ms|milliseconds?|seconds?)\b"),
    "a URL": re.compile(r"https?:|www\.|/[a-z_-]+/[a-z_-]+"),
    "a brace": re.compile(r"[{}]"),
    "an HTTP status": re.compile(
        r"\b[1-5]\d\d\b (?!items|more|other)|\bHTTP\b|\bstatus code\b", re.IGNORECASE
    ),
    "JSON": re.compile(r"\bJSON\b|\bpayload\b|\bendpoint_url\b", re.IGNORECASE),
    "the first person": re.compile(r"\b(I|we|my|our|you|your)\b"),
}

scenarios = pytest.mark.parametrize("written", all_scenarios(), ids=lambda written: written.where)


@scenarios
def test_a_scenario_is_short(written: Written) -> None:
    """At most seven steps, the background's included."""
    assert len(written.steps) <= MOST_STEPS


@scenarios
def test_a_scenario_has_one_when_between_given_and_then(written: Written) -> None:
    """Givens, one When (and at most one And after it), Thens: no second round."""
    kinds = [step.type for step in written.steps]
    assert kinds == sorted(kinds, key=["given", "when", "then"].index)
    keywords = [step.keyword.strip() for step in written.steps]
    assert keywords.count("When") == 1
    assert kinds.count("when") <= 2
    assert "then" in kinds


@pytest.mark.parametrize("what", MACHINERY)
def test_scenarios_speak_of_business(what: str) -> None:
    """No seconds, URLs, braces, statuses or JSON, and nobody says I."""
    texts = {
        text
        for written in all_scenarios()
        for text in (written.scenario.name, *(step.name for step in written.rendered_steps()))
    }
    assert {text for text in texts if MACHINERY[what].search(text)} == set()


def test_scenario_names_are_unique_over_all_features() -> None:
    """A name finds one scenario, whatever feature it is in."""
    names = Counter(written.scenario.name for written in all_scenarios())
    assert [name for name, times in names.items() if times > 1] == []


def test_feature_names_are_unique_and_explained() -> None:
    """Every feature says in a sentence what it is about."""
    names = Counter(feature.name for feature in all_features())
    assert [name for name, times in names.items() if times > 1] == []
    assert [feature.name for feature in all_features() if not feature.description.strip()] == []
