"""The list of changes that nobody can notice is up to date and says why."""

from pathlib import Path

import pytest

from tests.mutants.equivalent import CORE, Survivor, equivalents

CHECKOUT = Path(__file__).parents[3]


@pytest.mark.parametrize("survivor", equivalents(), ids=lambda survivor: survivor.becomes)
def test_an_equivalent_change_is_of_a_line_that_stands(survivor: Survivor) -> None:
    """The line is still in its module, becomes another, and the reason is a sentence."""
    lines = (CHECKOUT / CORE / f"{survivor.module}.py").read_text().splitlines()
    assert survivor.line in {line.strip() for line in lines}
    assert survivor.becomes != survivor.line
    assert equivalents()[survivor].endswith(".")
