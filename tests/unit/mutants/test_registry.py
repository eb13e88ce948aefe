"""The mutants are complete, up to date and findable."""

from collections import Counter

import pytest

from harness.rules import RULES
from tests.mutants.mutant import Mutant, PatchError, apply, find, instead, load_product
from tests.mutants.registry import CONTROLS, MUTANTS, RULES_TO_BREAK
from tests.unit.harness_steps.feature_files import all_scenarios

each = pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)


def broken(place: str) -> Mutant:
    """A mutant that cannot be put into force."""
    change = instead(place, lambda original: original)
    return Mutant(name="broken", breaks=("O1",), consequence="Nothing.", changes=(change,))


def test_every_rule_has_a_mutant() -> None:
    """S4 to S8, I2 to I10, O1 to O19: whoever breaks one is caught."""
    assert RULES_TO_BREAK - {rule for mutant in MUTANTS for rule in mutant.breaks} == set()


def test_every_control_of_the_lab_has_a_mutant() -> None:
    """A fault that does nothing would leave scenarios that check nothing."""
    assert {control for mutant in MUTANTS for control in mutant.controls} == CONTROLS


def test_names_are_unique() -> None:
    """A name finds one mutant."""
    names = Counter(mutant.name for mutant in MUTANTS)
    assert [name for name, times in names.items() if times > 1] == []


def test_there_are_more_wrong_products_than_rules() -> None:
    """Most rules can be broken in several ways."""
    assert len(MUTANTS) > 3 * len(RULES)


@each
def test_a_mutant_says_what_it_breaks(mutant: Mutant) -> None:
    """Known rules, one sentence, at least one change."""
    assert set(mutant.breaks) <= set(RULES)
    assert mutant.breaks
    assert mutant.consequence.endswith(".")
    assert mutant.changes


@each
def test_every_place_exists(mutant: Mutant) -> None:
    """What a mutant replaces is there; a renamed function would make it an error in the run."""
    load_product()
    for change in mutant.changes:
        _, owner, name = find(change.place)
        assert name in vars(owner)


@each
def test_the_first_scenario_exists(mutant: Mutant) -> None:
    """The scenario that should catch it has a name with these words."""
    assert any(mutant.first in written.scenario.name for written in all_scenarios())


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("sim_kernel.nowhere:thing", "no module"),
        ("sim_kernel.ids:nothing", "no nothing"),
        ("sim_kernel.ids:Nothing.hex", "no Nothing"),
        ("sim_kernel.ids:secret", "stays as it is"),
    ],
)
def test_a_change_that_cannot_be_made_is_an_error(place: str, why: str) -> None:
    """An outdated mutant says so and is never taken for one that was caught."""
    with pytest.raises(PatchError, match=why):
        apply(broken(place))
