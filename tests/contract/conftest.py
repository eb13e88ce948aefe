"""Counts what the contract tests measured and generated, and says so at the end."""

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest

RecordGenerated: TypeAlias = Callable[[str, int], None]
_GENERATED: pytest.StashKey[Counter[tuple[str, int]]] = pytest.StashKey()
_TOLD: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Takes a line for the end of the run."""
    return pytestconfig.stash.setdefault(_TOLD, []).append


@pytest.fixture(scope="session")
def record_generated(pytestconfig: pytest.Config) -> RecordGenerated:
    """Takes note of one generated request: the API that it went to, and the status that came back."""
    counts = pytestconfig.stash.setdefault(_GENERATED, Counter())

    def record(name: str, status: int) -> None:
        counts[name, status] += 1

    return record


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each API: how many requests were generated, and how they were answered."""
    counts, told = config.stash.get(_GENERATED, Counter()), config.stash.get(_TOLD, [])
    if not counts and not told:
        return
    terminalreporter.section("the contract")
    for line in told:
        terminalreporter.line(line)
    for name in sorted({name for name, _ in counts}):
        answers = {status: count for (one, status), count in sorted(counts.items()) if one == name}
        shown = ", ".join(f"{count} x {status}" for status, count in answers.items())
        terminalreporter.line(f"{name}: {sum(answers.values())} generated requests ({shown})")
    if counts:
        terminalreporter.line(f"generated requests altogether: {counts.total()}")
