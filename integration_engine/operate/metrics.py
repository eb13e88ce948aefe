"""Metrics for Prometheus, and how a failure is counted and logged."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from foundation.clock import Clocks
from integration_engine.errors import StorageError
from integration_engine.keys import Key
from integration_engine.logs import logger
from integration_engine.store.database import Database

_log = logger(__name__)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
NOBODY = ""
"""The organization of a message that was refused: whose it was is not known, or not proved."""


class Metrics:
    """The engine's counters. Used by many threads at once."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._messages = self._counter(
            "messages",
            "Messages that came in, by endpoint; `reason` is why one was refused.",
            ("organization_id", "endpoint", "outcome", "reason"),
        )
        self._failures = self._counter(
            "failures",
            "Calls to Ordo or Flourish that did not bring what they were for, by kind.",
            ("organization_id", "work", "kind"),
        )
        self._retries = self._counter(
            "retries", "Failed calls that are made again later.", ("organization_id", "work")
        )
        self._exceptions = self._counter(
            "exceptions",
            "Failures of the engine itself, by the exception's type.",
            ("organization_id", "kind"),
        )
        self._set_back = Gauge(
            "ordo_flourish_clock_set_back_seconds",
            "How far the engine's clock was set back when that was last noticed; 0 when it never was.",
            registry=self.registry,
        )
        self.clock_set_back_seconds = 0.0

    def _counter(self, name: str, text: str, labels: Sequence[str]) -> Counter:
        return Counter(f"ordo_flourish_{name}", text, labels, registry=self.registry)

    def received(self, organization_id: str, endpoint: str, outcome: str) -> None:
        self._messages.labels(organization_id, endpoint, outcome, "").inc()

    def refused(self, endpoint: str, reason: str) -> None:
        """A message was not taken; `reason` is the code of the answer."""
        self._messages.labels(NOBODY, endpoint, "refused", reason).inc()

    def failed(self, key: Key, what: str, error: Exception, *, again: bool) -> None:
        """A call failed, whatever it is called; with `again` it is made again later."""
        words = re.findall(r"[A-Z][a-z]*", type(error).__name__.removesuffix("Error"))
        kind = "_".join(words).lower()  # of FlourishUnavailableError flourish_unavailable
        self._failures.labels(key.organization_id, key.kind.value, kind).inc()
        if again:
            self._retries.labels(key.organization_id, key.kind.value).inc()
        _log.warning("call failed", what=what, kind=kind, error=str(error), tried_again=again)

    def raised(self, organization_id: str, error: Exception) -> None:
        self._exceptions.labels(organization_id, type(error).__name__).inc()

    def clock_set_back(self, seconds: float) -> None:
        self.clock_set_back_seconds = seconds
        self._set_back.set(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class TablesCollector(Collector):
    """Gauges that are read from the tables each time somebody looks."""

    def __init__(self, database: Database, clocks: Clocks) -> None:
        self._database = database
        self._clocks = clocks

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not read the tables."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """The gauges, from one look at the tables; of tables that cannot be read, only that."""
        try:
            gauges = tuple(self._read())
            ready = self._database.trouble is None
        except StorageError:
            gauges, ready = (), False
        yield GaugeMetricFamily(
            "ordo_flourish_storage_ready", "Whether the database takes and gives; 1 or 0.", value=int(ready)
        )
        yield from gauges

    def _read(self) -> Iterator[Metric]:
        pending = _gauge(
            "pending",
            "Work not done yet: messages to work through, commands that are due, commands that wait.",
            "state",
        )
        oldest = _gauge("oldest_pending_seconds", "Age of the oldest of that work.")
        refused = _gauge("refused_reports", "Reports that Ordo has refused and that are still owed.")
        orders = _gauge("orders", "Orders by how far they are.", "stage")
        with self._database.reading() as transaction:
            messages = transaction.inbox.waiting_by_organization()
            for organization_id in transaction.connections.organizations():
                now = self._clocks.of(organization_id).now()
                due, later, _, since = transaction.commands.count(organization_id, now)
                waiting, first = messages.get(organization_id, (0, None))
                for state, number in (("message", waiting), ("due", due), ("later", later)):
                    pending.add_metric((organization_id, state), number)
                oldest.add_metric((organization_id,), _age(now, since, first))
            owed = transaction.commands.refused_by_organization()
            for organization_id in {*transaction.connections.organizations(), *owed}:
                refused.add_metric((organization_id,), owed.get(organization_id, 0))
            for organization_id, stage, number in transaction.orders.count_by_stage():
                orders.add_metric((organization_id, stage), number)
        yield from (pending, oldest, refused, orders)


def _gauge(name: str, text: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"ordo_flourish_{name}", text, labels=("organization_id", *labels))


def _age(now: datetime, *moments: datetime | None) -> float:
    """Seconds since the earliest of them; 0 when there is none."""
    known = [moment for moment in moments if moment is not None]
    return max(0.0, (now - min(known)).total_seconds()) if known else 0.0
