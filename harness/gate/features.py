"""Where the features are, in a checkout and in a wheel, and which scenario a collected test plays."""

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
