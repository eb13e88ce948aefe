"""The servers that were tried: whom a crowd keeps out, and how fast they are (ADR 0015).

Each server runs in a process of its own with the simulated Flourish. First the points of the entry test, then
the speed: in each round every server is measured in turn, and the median of the rounds is printed.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO, cast

from figures import percentile, show
from server_load import Company, times_of

SCRIPT = Path(__file__)
CONNECTIONS = (1, 16)
LAB_SWITCH_SECONDS = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A server to be measured, and the folder whose code it runs."""

    title: str
    server: str
    code: Path

    @contextmanager
    def started(self) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
        """Its origin and its process, with the simulated Flourish in it."""
        path = os.pathsep.join([str(self.code), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), "--serve", self.server],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # What a server says of hang-ups is no figure.
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        with process:
            try:
                yield cast("IO[str]", process.stdout).readline().strip(), process
            finally:
                process.kill()


def serve_one(name: str) -> None:
    """In the child: serve until SIGTERM."""
    from server_candidates import CANDIDATES  # only the child has the code under measurement

    from harness.lab.lab import freeze_objects
    from sim_flourish.app import create_app

    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    sys.setswitchinterval(LAB_SWITCH_SECONDS)
    app = create_app()
    url, stop = CANDIDATES[name](app)
    freeze_objects()
    print(url, flush=True)
    stopping.wait()
    stop()
    app.extensions["simulator"].close()


def show_entry(measured: list[Measured]) -> None:
    """Each point of the entry test, for each server, in a new process."""
    from server_entry import POINTS, verdict  # the children's code need not have it

    for name, point in POINTS.items():
        for one in measured:
            with one.started() as (origin, process):
                show(f"{name}: {one.title}", verdict(point, origin, process))


@dataclass(slots=True, kw_only=True)
class Figures:
    """What was measured of one call, with one number of connections, on one server."""

    rates: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    answers: int = 0

    def add(self, times: list[float], seconds: float, cpu_seconds: float) -> None:
        """Another round."""
        self.rates.append(len(times) / seconds)
        self.tails.append(percentile(times, 0.99) * 1000)
        self.cpu_seconds += cpu_seconds
        self.answers += len(times)

    def __str__(self) -> str:
        each = self.cpu_seconds / self.answers * 1e6
        return f"{median(self.rates):.0f}/s  p99 {median(self.tails):.1f} ms  {each:.0f} us of processor"


def show_speed(measured: list[Measured], *, rounds: int, seconds: float) -> None:
    """Requests in a second, the median of some rounds in each of which every server has its turn.

    The processor's time for a request is comparable on a machine that does other work too.
    """
    found: defaultdict[tuple[str, int, str], Figures] = defaultdict(Figures)
    with ExitStack() as running:
        started = {one.title: running.enter_context(one.started()) for one in measured}
        made = {title: Company.of(origin).calls() for title, (origin, _) in started.items()}
        for _ in range(rounds):
            for name in next(iter(made.values())):
                for connections in CONNECTIONS:
                    for title, (_, process) in started.items():
                        before = cpu_seconds(process)
                        times = times_of(made[title][name], connections, seconds)
                        used = cpu_seconds(process) - before
                        found[name, connections, title].add(times, seconds, used)
    for (name, connections, title), figures in found.items():
        show(f"{name}, {connections} connections: {title}", str(figures))


def cpu_seconds(process: "subprocess.Popen[str]") -> float:
    """The processor's time that a process has used; only Linux tells it so."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, or serve as one of those that are measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--servers", default="waitress,cheroot,granian")
    parser.add_argument(
        "--beside", type=Path, metavar="FOLDER", help="measure the code of another checkout too"
    )
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=["entry", "speed"])
    options = parser.parse_args()
    if options.serve:
        serve_one(options.serve)
        return
    code = SCRIPT.parent.parent
    measured = [Measured(title=name, server=name, code=code) for name in options.servers.split(",") if name]
    if options.beside:
        measured.append(Measured(title="beside", server="waitress", code=options.beside.resolve()))
    if options.only != "speed":
        show_entry(measured)
    if options.only != "entry":
        show_speed(measured, rounds=options.rounds, seconds=options.seconds)


if __name__ == "__main__":
    main()
