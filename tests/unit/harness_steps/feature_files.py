"""All features as parsed Gherkin, for the tests of their style, tags and steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pytest_bdd.feature import get_features
from pytest_bdd.parser import Feature, ScenarioTemplate, Step

from harness.gate.features import features_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One scenario, as it stands in its file."""

    feature: Feature
    scenario: ScenarioTemplate

    @property
    def where(self) -> str:
        """Feature file and name."""
        return f"{self.feature.rel_filename}: {self.scenario.name}"

    @property
    def tags(self) -> set[str]:
        """Its own tags and its feature's."""
        return self.scenario.tags | self.feature.tags

    @property
    def steps(self) -> list[Step]:
        """The background's steps and its own."""
        return self.scenario.steps

    def rendered_steps(self) -> Iterator[Step]:
        """The steps of every example."""
        contexts = [row for table in self.scenario.examples for row in table.as_contexts()] or [{}]
        for context in contexts:
            yield from self.scenario.render(context).steps


@cache
def all_features() -> tuple[Feature, ...]:
    """Every feature."""
    return tuple(get_features([str(features_folder())]))


@cache
def all_scenarios() -> tuple[Written, ...]:
    """Every scenario of every feature."""
    return tuple(
        Written(feature=feature, scenario=scenario)
        for feature in all_features()
        for scenario in feature.scenarios.values()
    )
