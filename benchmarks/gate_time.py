"""How long a gate takes, of this checkout and of another beside it.

Processor time tells more than the clock on the wall where a machine does other work too. With `--beside` they
take turns, so that a busy moment hits both.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from figures import show, timed

HERE = Path(__file__).parents[1]


@dataclass(slots=True, kw_only=True)
class Checkout:
    """A folder with the code, the Python that has what it needs, and what its gates took."""

    folder: Path
    python: str
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    scenarios: int = 0

    def play(self, arguments: list[str]) -> None:
        """One gate."""
        before = _processor_seconds()
        with tempfile.TemporaryDirectory() as report:
            command = [self.python, "-m", "harness", "gate", "--seed", "1", "--report", report, *arguments]
            environment = {**os.environ, "PYTHONPATH": str(self.folder)}
            run = partial(
                subprocess.run, command, cwd=report, env=environment, check=True, stdout=subprocess.DEVNULL
            )
            self.wall.append(timed(run))
            cases = ET.parse(Path(report) / "junit.xml").iter("testcase")  # noqa: S314 - our own report
            self.scenarios = sum(1 for _ in cases)
        self.processor.append(_processor_seconds() - before)

    def show(self) -> None:
        for what, seconds in (("on the wall", self.wall), ("of processor time", self.processor)):
            each = median(seconds) / self.scenarios * 1000
            figure = f"{median(seconds):.1f} s, {each:.0f} ms a scenario"
            show(f"{self.folder.name}: {self.scenarios} scenarios, {what}", figure)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Play the gates in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--beside", type=Path, metavar="FOLDER", help="another checkout, with a .venv of its own"
    )
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("gate", nargs="*", default=["-n", "2"], help="arguments of the gates, after --")
    given = parser.parse_args()
    checkouts = [Checkout(folder=HERE, python=sys.executable)]
    if given.beside is not None:
        other = given.beside.resolve()
        checkouts.append(Checkout(folder=other, python=str(other / ".venv/bin/python")))
    for _ in range(given.times):
        for checkout in checkouts:
            checkout.play(given.gate)
    for checkout in checkouts:
        checkout.show()
    if given.beside is not None:
        here, there = (median(one.processor) / one.scenarios for one in checkouts)
        show("processor time of a scenario, this to the other", f"{here / there:.2f}")


if __name__ == "__main__":
    main()
