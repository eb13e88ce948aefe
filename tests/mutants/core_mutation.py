"""`python -m tests.mutants.core_mutation`: changes the engine's core in every small way; who notices?

The core's unit tests judge first, because they are quick; the features judge what those let pass. Every
change is made in a copy of the checkout, so that nothing here is touched.
"""

import logging
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from tests.mutants.core_changes import CoreChange, core_changes
from tests.mutants.equivalent import CORE, equivalents
from tests.mutants.judge import Outcome, Task, Verdict

_log = logging.getLogger(__name__)
CHECKOUT = Path(__file__).parents[2]
COPIED = (
    *("foundation", "sim_kernel", "sim_flourish", "sim_ordo", "integration_engine", "harness"),
    *("features", "schemas", "tests", "pyproject.toml"),
)
SECONDS_FOR_TESTS = 60.0
SECONDS_FOR_FEATURES = 300.0


class Noticed(StrEnum):
    """Who noticed a change. One that never ends is noticed by the clock."""

    UNIT_TESTS = "unit tests"
    FEATURES = "features"
    TIME = "time"
    NOBODY = "nobody"


class Workplaces:
    """Copies of the checkout, one for each process; a change is in its copy only while it is judged."""

    def __init__(self, folder: Path, number: int) -> None:
        self._free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for index in range(number):
            place = folder / str(index)
            for name in COPIED:
                source = CHECKOUT / name
                if source.is_dir():
                    shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(source, place / name)
            self._free.put(place)

    @contextmanager
    def changed(self, change: CoreChange | None) -> Iterator[Path]:
        """A copy in which the change is made (None: none); as it was afterwards."""
        place = self._free.get()
        module = place / CORE / f"{change.module if change else '__init__'}.py"
        before = module.read_bytes()
        try:
            _write(module, change.source.encode() if change else before)
            yield place
        finally:
            _write(module, before)
            self._free.put(place)


def _write(module: Path, source: bytes) -> None:
    """Writes a module; Python must not think it the same when it is as long as before, in the same second."""
    shutil.rmtree(module.parent / "__pycache__", ignore_errors=True)
    module.write_bytes(source)


def notice(places: Workplaces, change: CoreChange | None, *, by_features: bool = True) -> Noticed:
    """Who notices the change first; nobody, if there is none and the product is as it should be."""
    with places.changed(change) as place:
        try:
            return _noticed_in(place, by_features=by_features)
        except subprocess.TimeoutExpired:
            return Noticed.TIME


def _noticed_in(place: Path, *, by_features: bool) -> Noticed:
    if _run(place, _unit_tests(), SECONDS_FOR_TESTS) != 0:
        return Noticed.UNIT_TESTS
    if by_features and (verdict := _by_features(place)).outcome is not Outcome.SURVIVED:
        _log.info("%s: %s %s", verdict.scenario, verdict.step, verdict.message)
        return Noticed.FEATURES
    return Noticed.NOBODY


def _unit_tests() -> list[str]:
    """The engine's tests that speak of its core; they need no running engine, hence none of its fixtures."""
    folder = CHECKOUT / "tests" / "unit" / "engine"
    about_core = (path for path in folder.glob("test_*.py") if "integration_engine.core" in path.read_text())
    files = sorted(str(path.relative_to(CHECKOUT)) for path in about_core)
    return ["-m", "pytest", "--noconftest", "-x", "-q", "-p", "no:cacheprovider", *files]


def _by_features(place: Path) -> Verdict:
    task, verdict = place / "task.json", place / "verdict.json"
    task.write_bytes(msgspec.json.encode(Task(mutant=None)))
    verdict.unlink(missing_ok=True)
    _run(place, ["-m", "tests.mutants.judge", str(task), str(verdict)], SECONDS_FOR_FEATURES)
    return msgspec.json.decode(verdict.read_bytes(), type=Verdict)


def _run(place: Path, arguments: list[str], seconds: float) -> int:
    plain = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(place)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env={**os.environ, **plain},
        capture_output=True,
        timeout=seconds,
        check=False,
    ).returncode


@click.command()
@click.option("-k", "part", default="", help="Only changes of lines with this in them.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1), help="How many at a time.")
def main(part: str, processes: int) -> None:
    """Print the score, and every change that nobody noticed and nobody has explained.

    Exit codes: 0 all are noticed or explained, 1 one is not, 3 the product fails without any change.
    """
    logging.basicConfig(level=logging.INFO, format="noticed by %(message)s")
    console = Console(width=None if sys.stdout.isatty() else 180, highlight=False)
    changes = [one for one in core_changes(CHECKOUT) if part in one.line]
    with tempfile.TemporaryDirectory(prefix="core-mutation-") as folder:
        places = Workplaces(Path(folder), processes)
        if (seen := notice(places, None)) is not Noticed.NOBODY:
            console.print(f"[red]the product fails without any change, says: {seen.value}[/]")
            sys.exit(3)
        explained = equivalents()
        with ThreadPoolExecutor(processes) as pool:
            results = []
            judged = pool.map(
                lambda one: notice(places, one, by_features=one.identity not in explained), changes
            )
            for number, seen in enumerate(judged, start=1):
                results.append(seen)
                if number % 50 == 0:
                    console.print(f"{number} of {len(changes)}, {results.count(Noticed.NOBODY)} unnoticed")
    sys.exit(say(console, list(zip(changes, results, strict=True))))


def say(console: Console, results: list[tuple[CoreChange, Noticed]]) -> int:
    """Print who noticed how many, the score and what is left; the exit code."""
    explained = equivalents()
    unnoticed = [change for change, seen in results if seen is Noticed.NOBODY]
    left = [change for change in unnoticed if change.identity not in explained]
    known = len(unnoticed) - len(left)
    for change in left:
        console.print(f"[red]nobody noticed[/] {change.module}: {escape(change.line)}")
        console.print(f"  becomes {escape(change.becomes)}", soft_wrap=True)
    outdated = [
        change for change, seen in results if seen is not Noticed.NOBODY and change.identity in explained
    ]
    for change in outdated:
        console.print(f"[red]explained, and yet noticed:[/] {change.module}: {escape(change.becomes)}")
    by = Counter(seen.value for _, seen in results if seen is not Noticed.NOBODY)
    console.print(", ".join(f"{number} by {who}" for who, number in by.most_common()))
    worth = len(results) - known
    score = 100 * (worth - len(left)) / worth if worth else 100.0
    killed = worth - len(left)
    console.print(f"{killed} killed, {len(left)} survived, {known} equivalent: mutation score {score:.1f} %")
    return 1 if left or outdated else 0


if __name__ == "__main__":
    main()
