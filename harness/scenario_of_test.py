"""Which scenario of which feature a collected test plays, from pytest-bdd's own books."""

import pytest
from pytest_bdd.parser import ScenarioTemplate
from pytest_bdd.scenario import scenario_wrapper_template_registry


def scenario_of(item: pytest.Item) -> ScenarioTemplate | None:
    """The scenario as it stands in its feature; None for another kind of test."""
    function = getattr(item, "function", None)
    return None if function is None else scenario_wrapper_template_registry.get(function)
