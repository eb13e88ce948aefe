"""Waiting for an engine under test to answer `GET /healthz`, and reading there what it can do."""

from collections.abc import Callable
from contextlib import suppress

from foundation.clock import Deadline
from harness.clients.engine import Health
from harness.clients.idle import Pause
from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.errors import CouldNotCheckError

LOOK_SECONDS = 2.0  # How long one look may take; an engine that is slower to say that it lives is not up.
EXPECTED = "docs/how-to/test-your-own-engine.md says what an engine must expose"


def wait_for_engine(url: str, seconds: float, died: Callable[[], str | None] = lambda: None) -> Health:
    """Wait until the engine answers, at most `seconds`; `died` says what became of it, if anything did.

    Raises:
        CouldNotCheckError: it has died, or it does not answer in time, or with something else.
    """
    limit, pause = Deadline(seconds), Pause()
    while True:
        if (death := died()) is not None:
            raise CouldNotCheckError(death)
        try:
            return read_health(url)
        except UnexpectedAnswerError as problem:
            if limit.passed():
                message = f"the engine is not up after {seconds:g} seconds: {problem}; {EXPECTED}"
                raise CouldNotCheckError(message) from problem
        pause.take()


def read_health(url: str) -> Health:
    """One look at `/healthz`.

    Raises:
        UnexpectedAnswerError: no answer, or none that is a health.
    """
    with open_session(LOOK_SECONDS) as session:
        return Wire(origin=url, session=session).get("/healthz", Health).value


def is_up(url: str) -> bool:
    with suppress(UnexpectedAnswerError):
        return read_health(url).status == "ok"
    return False
