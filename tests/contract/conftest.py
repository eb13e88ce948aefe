"""Counts what the contract tests measured and generated, and says so at the end, in one line for each API."""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from xdist.workermanage import WorkerController

from tests.contract.generated import BUDGET_SECONDS, SEED, Budget

RecordGenerated: TypeAlias = Callable[[str, str, str, int], None]
Count: TypeAlias = tuple[str, str, str, int]
_GENERATED: pytest.StashKey[Counter[Count]] = pytest.StashKey()
_SAID: pytest.StashKey[list[str]] = pytest.StashKey()
_LEFT_OUT = "left out"
_PHASES = {
    "examples": "examples",
    "coverage": "at limits",
    "fuzzing": "drawn",
    "stateful": "along links",
}


@pytest.fixture
def say(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Takes a line for the end of the run."""
    return pytestconfig.stash.setdefault(_SAID, []).append


@pytest.fixture(scope="module")
def budget() -> Budget:
    """The time that drawing requests may take in one file of tests."""
    return Budget()


@pytest.fixture(scope="session")
def record_generated(pytestconfig: pytest.Config) -> RecordGenerated:
    """Takes note of a generated request: its API, its operation, its origin, and the answer's status."""
    counts = pytestconfig.stash.setdefault(_GENERATED, Counter())

    def record(name: str, operation: str, phase: str, status: int) -> None:
        counts[name, operation, phase, status] += 1

    return record


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands what it counted to the process that started it."""
    config = session.config
    if hasattr(config, "workeroutput"):
        counted = [[*key, count] for key, count in config.stash.get(_GENERATED, Counter()).items()]
        config.workeroutput["contract"] = {"counted": counted, "told": config.stash.get(_SAID, [])}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController, error: object) -> None:  # noqa: ARG001 - as the hook has it
    """Takes what a worker counted."""
    handed: dict[str, Any] = getattr(node, "workeroutput", {}).get("contract", {})
    node.config.stash.setdefault(_SAID, []).extend(handed.get("told", ()))
    counts = node.config.stash.setdefault(_GENERATED, Counter())
    for name, operation, phase, status, count in handed.get("counted", ()):
        counts[name, operation, phase, status] += count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each API: how many requests of which origin went to how many operations."""
    counts, said = config.stash.get(_GENERATED, Counter()), config.stash.get(_SAID, [])
    if not counts and not said:
        return
    terminalreporter.section("the contract")
    for line in said:
        terminalreporter.line(line)
    if not counts:
        return
    for name in sorted({name for name, *_ in counts}):
        terminalreporter.line(_line(name, Counter({key: n for key, n in counts.items() if key[0] == name})))
    sent = Counter({key: count for key, count in counts.items() if key[2] != _LEFT_OUT})
    terminalreporter.line(_line(f"altogether, seed {SEED}", sent))
    if left_out := counts.total() - sent.total():
        terminalreporter.line(f"left out when {BUDGET_SECONDS:g} seconds had passed: {left_out}")


def _line(name: str, counts: Counter[Count]) -> str:
    phases, answers = Counter[str](), Counter[str]()
    for (_, _, phase, status), count in counts.items():
        if phase != _LEFT_OUT:
            phases[_PHASES.get(phase, phase)] += count
            answers[f"{status // 100}xx"] += count
    origins = ", ".join(f"{phases[shown]} {shown}" for shown in _PHASES.values() if phases[shown])
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
    operations = len({(api, operation) for api, operation, phase, _ in counts if phase != _LEFT_OUT})
    return f"{name}: {operations} operations, {phases.total()} requests ({origins}); {statuses}"
