"""An engine whose database fails says what to do, acknowledges nothing, and goes on when it is well again.

The engine is a process of its own in a lab, as in the scenarios that restart it.
"""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand, EngineProgram
from harness.lab.lab import Lab, start_lab
from harness.steps.context.scenario_context import ScenarioContext
from tests.failing_storage import expect_trouble_and_recovery, order_ready_to_be_confirmed

Trouble = Callable[[EngineProgram, Path], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab whose engine is a process of its own."""
    with start_lab(engine=EngineCommand.parse(BUILTIN_COMMAND)) as started:
        yield started


@pytest.fixture
def context(lab: Lab, request: pytest.FixtureRequest) -> Iterator[ScenarioContext]:
    """A seller with an order that is ready to be confirmed."""
    with order_ready_to_be_confirmed(lab, request.node.name) as ready:
        yield ready


@contextmanager
def full_disk(engine: EngineProgram, database: Path) -> Iterator[None]:
    """The process can make its files no larger than its log may still become; the database cannot grow."""
    assert engine._process is not None
    wal = database.with_name(f"{database.name}-wal").stat().st_size
    room = engine.log.stat().st_size + 32 * 1024
    assert room < wal, "the database would have room too"
    before = resource.prlimit(engine._process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(engine._process.pid, resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.prlimit(engine._process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def locked_database(_engine: EngineProgram, database: Path) -> Iterator[None]:
    """Another process is writing and does not come to an end."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def lost_database(_engine: EngineProgram, database: Path) -> Iterator[None]:
    """Somebody has moved the file away."""
    elsewhere = database.with_suffix(".elsewhere")
    database.rename(elsewhere)
    try:
        yield
    finally:
        elsewhere.rename(database)


@pytest.mark.parametrize(
    ("trouble", "to_do"),
    [
        (full_disk, "make room on the disk of the database"),
        (locked_database, "end the other process that holds the database"),
        (lost_database, "put the file back where it was"),
    ],
)
def test_an_engine_that_cannot_store_says_so_and_recovers(
    lab: Lab, context: ScenarioContext, trouble: Trouble, to_do: str
) -> None:
    """Nothing is acknowledged, readiness goes, the log says what to do; afterwards the order arrives once."""
    assert isinstance(lab.other_engine, EngineProgram)
    expect_trouble_and_recovery(lab, context, trouble(lab.other_engine, lab.database), to_do)
