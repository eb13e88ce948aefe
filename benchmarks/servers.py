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
from dataclasses import dataclass
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


def show_speed(measured: list[Measured], *, rounds: int, seconds: float) -> None:
    """Requests in a second, the median of some rounds in each of which every server has its turn."""
    rates: defaultdict[tuple[str, int, str], list[float]] = defaultdict(list)
    tails: defaultdict[tuple[str, int, str], list[float]] = defaultdict(list)
    with ExitStack() as running:
        made = {one.title: Company.of(running.enter_context(one.started())[0]).calls() for one in measured}
        for _ in range(rounds):
            for name in next(iter(made.values())):
                for connections in CONNECTIONS:
                    for title, of_server in made.items():
                        times = times_of(of_server[name], connections, seconds)
                        rates[name, connections, title].append(len(times) / seconds)
                        tails[name, connections, title].append(percentile(times, 0.99) * 1000)
    for (name, connections, title), found in rates.items():
        tail = median(tails[name, connections, title])
        show(f"{name}, {connections} connections: {title}", f"{median(found):.0f}/s  p99 {tail:.1f} ms")


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
