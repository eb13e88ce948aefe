"""The processes that play: started together, each given one task at a time, ended together."""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Queue

from harness.errors import CouldNotCheckError
from harness.gate.request import GateRequest
from harness.sensitivity import worker
from harness.sensitivity.worker import Collected, Played, Task

_GRACE_SECONDS = 20.0


class Players:
    """Workers that wait for tasks; several threads may give them some at once."""

    def __init__(self, connections: Sequence[Connection], tests: Mapping[str, str]) -> None:
        self.tests = tests
        self.processes = len(connections)
        self._free: Queue[Connection] = Queue()
        for connection in connections:
            self._free.put(connection)

    def play(self, task: Task) -> list[Played]:
        """What became of the scenarios.

        Raises:
            CouldNotCheckError: a worker died.
        """
        connection = self._free.get()
        try:
            connection.send(task)
            played: list[Played] = connection.recv()
        except (EOFError, OSError) as problem:
            raise CouldNotCheckError(f"a process that played scenarios died: {problem!r}") from problem
        finally:
            self._free.put(connection)
        return played


@contextmanager
def players(
    wanted: GateRequest, lab: Mapping[str, str | None], *, processes: int, patience_seconds: float
) -> Iterator[Players]:
    """So many processes that have collected the features.

    Raises:
        CouldNotCheckError: the features cannot be collected.
    """
    context = multiprocessing.get_context("spawn")
    started: list[tuple[BaseProcess, Connection]] = []
    try:
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process: BaseProcess = context.Process(
                target=worker.main, args=(theirs, wanted, lab, patience_seconds), daemon=True
            )
            process.start()
            theirs.close()
            started.append((process, ours))
        collected = [_collected(connection) for _, connection in started]
        yield Players([connection for _, connection in started], collected[0].tests)
    finally:
        for ended, connection in started:
            _end(ended, connection)


def _collected(connection: Connection) -> Collected:
    try:
        found = connection.recv()
    except (EOFError, OSError) as problem:
        raise CouldNotCheckError("a process that was to play scenarios did not come up") from problem
    if not isinstance(found, Collected) or found.problem:
        raise CouldNotCheckError(f"the features could not be collected: {getattr(found, 'problem', '')}")
    return found


def _end(process: BaseProcess, connection: Connection) -> None:
    """Asks it to end its lab in order; does not wait for ever."""
    with suppress(OSError):
        connection.send(None)
    process.join(_GRACE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
    connection.close()
