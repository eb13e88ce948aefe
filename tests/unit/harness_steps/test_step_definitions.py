"""Features and step definitions fit: every sentence has one definition, every definition is used."""

import pytest

from harness.steps.context.step_types import ORDINALS, STEP_TYPES, one_of
from tests.explorer.vocabulary import every_sentence
from tests.step_sentences import definitions, matching
from tests.unit.harness_steps.feature_files import Written, all_scenarios


@pytest.mark.parametrize("written", all_scenarios(), ids=lambda written: written.where)
def test_every_sentence_has_exactly_one_definition(written: Written) -> None:
    """None would fail, two would let chance decide."""
    for step in written.rendered_steps():
        fitting = [str(one) for one in matching(step.type, step.name)]
        assert len(fitting) == 1, f"{step.type} {step.name!r} fits {fitting or 'nothing'}"


@pytest.mark.parametrize(("kind", "sentence"), sorted(set(every_sentence())))
def test_every_sentence_of_the_explorer_has_exactly_one_definition(kind: str, sentence: str) -> None:
    """What it prints can be pasted into a feature."""
    assert len(matching(kind, sentence)) == 1


def test_every_definition_is_used() -> None:
    """A definition that neither a feature nor the explorer uses is dead."""
    written = [(step.type, step.name) for one in all_scenarios() for step in one.rendered_steps()]
    used = {str(one) for kind, name in [*written, *every_sentence()] for one in matching(kind, name)}
    assert {str(one) for one in definitions()} - used == set()


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("Which", "first", 0),
        ("Which", "last", -1),
        ("Count", "12", 12),
        ("Quoted", '"Green·Valley"', "Green Valley"),
    ],
)
def test_a_word_means_what_it_says(word: str, text: str, expected: object) -> None:
    """The gaps of a sentence are read as values."""
    assert STEP_TYPES[word](text) == expected
    assert len(ORDINALS) == 3


def test_an_unknown_wording_is_answered_with_the_known_ones() -> None:
    """Whoever writes a feature is told what a step knows."""
    with pytest.raises(LookupError, match=r"'a red one'.*'a blue one'"):
        one_of({"a blue one": 1}, "a red one")
