"""Steps are found as pytest-bdd finds them by itself: where several fit, the nearest."""

import importlib

import pytest

from harness.gate.step_lookup import definitions_of

FEATURE = """
Feature: Nearness
  Scenario: The nearest definition counts
    Given a step of {whose} module
    Then it is found
"""
STEPS = """
from pytest_bdd import given, parsers, scenarios, then

scenarios("{whose}.feature")

@given(parsers.parse("a step of {{whose}} module"), target_fixture="found")
def _(whose):
    return "{whose}", whose

@then("it is found")
def _(found):
    assert found == ("{whose}", "{whose}")
"""


def test_a_module_has_its_own_definitions(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sentence means in each module what that module says, whatever a module before it said."""
    monkeypatch.setattr(
        importlib.import_module("pytest_bdd.scenario"), "find_fixturedefs_for_step", definitions_of
    )
    for whose in ("one", "another"):
        pytester.makefile(".feature", **{whose: FEATURE.format(whose=whose)})
        pytester.makepyfile(**{f"test_{whose}": STEPS.format(whose=whose)})
    pytester.makeconftest(STEPS.format(whose="nobody").replace('scenarios("nobody.feature")', ""))
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)
