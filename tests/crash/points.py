"""The points at which the engine can be killed, found by watching it: every outbound call, every commit.

Only the crash sweep loads this, into an engine of its own; the product knows nothing of it. While the file
`WANTED` lies in the engine's folder, each passing of a point is counted by its name. With `RECORD` in it the
points are written down; with a point in it the process kills itself there, beyond any handling.
"""

import os
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec
from sqlalchemy.engine.default import DefaultDialect

from integration_engine.outbound_http import OutboundHttp

WANTED = "wanted.json"
FOUND = "points.jsonl"
RECORD = b"record"
_PRODUCT = "integration_engine."
_TABLES = "integration_engine.store"


class Moment(StrEnum):
    """When the process is killed: right before what happens at the point, or right after it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Point:
    """The `nth` time that something happens, counted from 1."""

    what: str
    nth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Kill:
    """Where the process is to kill itself."""

    point: Point
    moment: Moment


class Watch:
    """Counts what is passed and kills the process where it is wanted. Used by many threads at once."""

    def __init__(self, folder: Path) -> None:
        self._wanted = folder / WANTED
        self._found = folder / FOUND
        self._lock = threading.Lock()
        self._passed: Counter[str] = Counter()

    @contextmanager
    def passing(self, what: str) -> Iterator[None]:
        """Something happens inside the block."""
        try:
            wanted = self._wanted.read_bytes()
        except FileNotFoundError:
            yield
            return
        with self._lock:
            self._passed[what] += 1
            point = Point(what=what, nth=self._passed[what])
            if wanted == RECORD:
                with self._found.open("ab") as file:
                    file.write(msgspec.json.encode(point) + b"\n")
        kill = None if wanted == RECORD else msgspec.json.decode(wanted, type=Kill)
        _die_at(kill, Kill(point=point, moment=Moment.BEFORE))
        try:
            yield
        finally:
            _die_at(kill, Kill(point=point, moment=Moment.AFTER))


def _die_at(wanted: Kill | None, here: Kill) -> None:
    if wanted == here:
        os.kill(os.getpid(), signal.SIGKILL)


def install(watch: Watch) -> None:
    """Has every outbound call and every commit of this process pass the watch."""
    send: Callable[..., Any] = OutboundHttp.send
    commit: Callable[..., None] = DefaultDialect.do_commit

    def watched_send(self: OutboundHttp, method: str, url: str, **more: Any) -> Any:  # noqa: ANN401 - as `send`
        with watch.passing(f"{method} {_route(url)}"):
            return send(self, method, url, **more)

    def watched_commit(self: DefaultDialect, connection: Any) -> None:  # noqa: ANN401 - a driver's own
        with watch.passing(f"commit {_committing(sys._getframe())}"):
            commit(self, connection)

    OutboundHttp.send = watched_send  # type: ignore[method-assign]  # what the sweep is there for
    DefaultDialect.do_commit = watched_commit  # type: ignore[method-assign]  # the same


def _route(url: str) -> str:
    """The path with a star for every id in it."""
    path = "/" + url.split("/", 3)[3]
    return re.sub(r"/(?!v\d+/)[^/]*\d[^/]*", "/*", path)


def _committing(frame: FrameType | None) -> str:
    """Which function of the engine commits, and what the message or the command is that it works on."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_PRODUCT) and not module.startswith(_TABLES):
            subject = frame.f_locals.get("message") or frame.f_locals.get("command")
            about = "" if subject is None else f" {subject.kind}"
            return f"{module.removeprefix(_PRODUCT)}:{frame.f_code.co_qualname}{about}"
        frame = frame.f_back
    return "?"
