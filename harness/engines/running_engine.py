"""An engine that somebody else started and keeps running: it is looked for, never started or ended."""

from dataclasses import dataclass, field

from harness.engines.engine_health import is_up, wait_for_engine

PATIENCE_SECONDS = 10.0  # How long it may take to answer, unless said otherwise; it should be up already.


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAddress:
    """Where the engine is, and the secret that signs Ordo's events, which it knows already."""

    url: str
    events_secret: str = field(repr=False)
    patience_seconds: float = PATIENCE_SECONDS


class RunningEngine:
    def __init__(self, wanted: EngineAddress) -> None:
        self._wanted = wanted

    def start(self) -> None:
        """Wait until it answers.

        Raises:
            CouldNotCheckError: it does not.
        """
        wait_for_engine(self._wanted.url, self._wanted.patience_seconds)

    def stop(self) -> None:
        """Nothing: it is not ours to end."""

    def death(self) -> str | None:
        return None if is_up(self._wanted.url) else f"the engine at {self._wanted.url} answers no longer"

    def last_words(self) -> str:
        """Nothing: its output is elsewhere."""
        return ""
