"""The score, what is beyond every gate, and the files."""

from pathlib import Path

import pytest
from rich.console import Console

from harness.errors import CouldNotCheckError, WrongUsageError
from harness.sensitivity.fields import Field
from harness.sensitivity.plan import PlannedAlteration, PlannedField
from harness.sensitivity.report import (
    DATA,
    PAGE,
    Score,
    blind_before,
    print_score,
    read_score,
    score_of,
    write_score,
)
from harness.sensitivity.unseen import UnseenEntry, read_unseen
from harness.sensitivity.verdicts import AlterationVerdict, FieldVerdict, Outcome
from sim_kernel.faults.alterations import Alteration

from .acting import at

SEEN, BLIND, UNUSED = at("/data/[]/sku"), at("/data/[]/item_name"), at("/data/[]/strain")


def verdict(field: Field, outcome: Outcome) -> FieldVerdict:
    alteration = PlannedAlteration(field=field, alteration=Alteration.OTHER)
    tried = AlterationVerdict(alteration=alteration, outcome=outcome, test="test_a", scenario="F: a <b>")
    return FieldVerdict(planned=PlannedField(field=field, alterations=[alteration]), tried=[tried])


def score(*unseen: UnseenEntry, whole: bool = True) -> Score:
    verdicts = [verdict(SEEN, Outcome.SEEN), verdict(BLIND, Outcome.UNSEEN), verdict(UNUSED, Outcome.UNUSED)]
    return score_of(verdicts, unseen, seconds=1, seed=5, whole=whole)


def test_the_score_counts_what_the_engine_uses() -> None:
    """N of M; what is of no use to the engine is no part of M."""
    assert score().sentence == "the gate sees 1 of 2 fields"
    assert score().fails


def test_what_is_beyond_every_gate_needs_a_reason_and_must_stay_few() -> None:
    """The list may hold five of a hundred; here it is one of two."""
    excused = score(UnseenEntry(field="flourish GET /items response /data/[]/item*", reason="a reason"))
    assert (excused.blind, len(excused.excused), excused.too_many_excused) == ([], 1, True)


def test_an_entry_that_is_no_longer_true_fails_a_whole_run() -> None:
    """The gate sees the field now, or no engine carries it; a part of the fields does not tell."""
    stale = [UnseenEntry(field=str(SEEN), reason="was so"), UnseenEntry(field="ordo *", reason="was so")]
    verdicts = [verdict(SEEN, Outcome.SEEN)]
    found = score_of(verdicts, stale, seconds=1, seed=5, whole=True)
    assert (found.stale, found.fails) == ((str(SEEN), "ordo *"), True)
    assert not score_of(verdicts, stale, seconds=1, seed=5, whole=False).fails


def test_the_report_is_read_again(tmp_path: Path) -> None:
    """By its folder or its file; the page escapes what comes from a run."""
    write_score(tmp_path, score())
    assert blind_before(tmp_path) == blind_before(tmp_path / DATA) == {str(BLIND)}
    assert read_score(tmp_path) == score()
    assert "F: a &lt;b&gt;" in (tmp_path / PAGE).read_text()


def test_something_else_is_no_report(tmp_path: Path) -> None:
    """It is wrong usage."""
    with pytest.raises(WrongUsageError, match="no report"):
        blind_before(tmp_path)


def test_the_terminal_names_what_nobody_sees(tmp_path: Path) -> None:
    """With the alteration, and the sum at the end."""
    console = Console(record=True, width=200)
    print_score(console, score(), tmp_path)
    said = console.export_text()
    assert f"unseen: {BLIND} (other)" in said
    assert "the gate sees 1 of 2 fields; 1 are unused by this engine" in said


def test_the_list_of_the_unseen_is_sound() -> None:
    """The file that comes with the harness can be read, and has a reason for each."""
    assert all(entry.reason for entry in read_unseen())


@pytest.mark.parametrize("text", ["[[unseen]]\nfield = 'a'", "[[unseen]]\nfield='a'\nreason=' '", "no toml"])
def test_a_broken_list_is_named(tmp_path: Path, text: str) -> None:
    """Neither a missing reason nor an empty one passes."""
    file = tmp_path / "unseen.toml"
    file.write_text(text)
    with pytest.raises(CouldNotCheckError, match=r"unseen\.toml"):
        read_unseen(file)
