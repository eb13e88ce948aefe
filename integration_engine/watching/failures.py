"""Notes every call that did not bring what it was for: one line in the log, one count in the metrics."""

import re

from integration_engine.keys import Key
from integration_engine.logs import logger
from integration_engine.watching.metrics import Metrics

_log = logger(__name__)


def kind_of(error: Exception) -> str:
    """The kind of a failure, for labels: `FlourishUnavailableError` is `flourish_unavailable`."""
    words = re.findall(r"[A-Z][a-z]*", type(error).__name__.removesuffix("Error"))
    return "_".join(words).lower()


class Failures:
    """Where all kinds of work note what failed."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def note(self, key: Key, what: str, error: Exception, *, again: bool) -> None:
        """`what` failed; with `again` it is tried again later."""
        kind = kind_of(error)
        self._metrics.failed(key.organization_id, key.kind.value, kind, again=again)
        _log.warning("call failed", what=what, kind=kind, error=str(error), tried_again=again)
