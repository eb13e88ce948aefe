"""An engine that runs: waiting for it to answer `GET /healthz`, and one that somebody else keeps running."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from foundation.clock import Deadline
from harness.clients.engine import Health
from harness.clients.idle import Pause
from harness.clients.wire import UnexpectedAnswerError, Wire, open_session
from harness.errors import CouldNotCheckError

LOOK_SECONDS = 2.0  # How long one look may take; an engine that is slower to say that it lives is not up.
EXPECTED = "docs/how-to/test-your-own-engine.md says what an engine must expose"
PATIENCE_SECONDS = 10.0  # How long it may take to answer, unless said otherwise; it should be up already.


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAddress:
    """Where the engine is, and the secret that signs Ordo's events, which it knows already."""

    url: str
    events_secret: str = field(repr=False)
    patience_seconds: float = PATIENCE_SECONDS


class RunningEngine:
    """Does as `EngineProgram` does, as far as that goes with what is not ours to start or end."""

    def __init__(self, wanted: EngineAddress) -> None:
        self._wanted = wanted

    def start(self) -> None:
        """Wait until it answers; `CouldNotCheckError` when it does not."""
        wait_for_engine(self._wanted.url, self._wanted.patience_seconds)

    def stop(self) -> None:
        pass

    def death(self) -> str | None:
        return None if is_up(self._wanted.url) else f"the engine at {self._wanted.url} answers no longer"

    def last_words(self) -> str:
        return ""
