"""Where the features are, in a checkout and in a wheel, and which scenario a collected test plays.

It is part of the pytest plugin, which imports little: nothing of a lab, nothing of the steps.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_bdd.parser import ScenarioTemplate
from pytest_bdd.scenario import scenario_wrapper_template_registry

from harness.errors import CouldNotCheckError

_PACKAGE = Path(__file__).parent.parent


def features_folder() -> Path:
    """The folder of all features.

    Raises:
        CouldNotCheckError: neither place has one; the installation is broken.
    """
    for folder in (_PACKAGE / "features", _PACKAGE.parent / "features"):
        if folder.is_dir():
            return folder
    raise CouldNotCheckError(f"no features beside {_PACKAGE} or in it")


def scenario_of(item: pytest.Item) -> ScenarioTemplate | None:
    """The scenario as it stands in its feature; None for another kind of test."""
    function = getattr(item, "function", None)
    return None if function is None else scenario_wrapper_template_registry.get(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedScenario:
    """A scenario as its feature has it, whatever number of examples it has."""

    feature: str
    file: str
    line: int
    name: str
    tags: frozenset[str]


def listed(item: pytest.Item) -> ListedScenario | None:
    template = scenario_of(item)
    if template is None:
        return None
    return ListedScenario(
        feature=template.feature.name,
        file=template.feature.rel_filename,
        line=template.line_number,
        name=template.name,
        tags=frozenset(template.tags | template.feature.tags),
    )


def name_of_test(nodeid: str) -> str:
    """What follows the file in a test's id; unique, since the features are one file of tests."""
    return nodeid.partition("::")[2]
