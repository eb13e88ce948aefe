"""The port's adapter for many processes: wake-ups are jobs of Procrastinate, in PostgreSQL.

Theory of operation. A wake-up is a job with the key as its lock, so no two processes work on a key at once.
Two can wait at most: one that is due at once, and one for later, each with a queueing lock of its own, so
wake-ups coalesce as they do in one process. Procrastinate lets a waiting job of a lock hold up those behind
it, even while its own time has not come; so the one that is due at once has the higher priority.

A job carries no truth. It is deleted when it ends, however it ends; it is never repeated by Procrastinate
itself; and one that is lost is made up for by the next poll of the tables.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.tasks import ConfigureTaskOptions
from sqlalchemy import URL

from foundation.clock import Clocks, SystemClock
from integration_engine.keys import parse_key
from integration_engine.logs import logger

_log = logger(__name__)
TASK = "work_off"
"""The name of the jobs; the argument `key` says what to look at."""
_AT_ONCE, _LATER = 1, 0
_MOST_CONNECTIONS = 4
_NO_WAIT_FOR_DISK = "SET synchronous_commit = off"
"""For wake-ups only: what a power failure takes of them is in the tables."""


def job_for_now(key: str) -> ConfigureTaskOptions:
    """How a job is put into the queue that has the key looked at as soon as possible."""
    return {"lock": key, "queueing_lock": f"now {key}", "priority": _AT_ONCE}


def _later(key: str) -> str:
    return f"later {key}"


def libpq_url(url: URL) -> str:
    """The database's URL as psycopg itself takes it; holds the password."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def connector_for_worker(url: URL) -> PsycopgConnector:
    async def prepare(connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.set_autocommit(True)
        await connection.execute(_NO_WAIT_FOR_DISK)

    return PsycopgConnector(
        conninfo=libpq_url(url),
        min_size=1,
        max_size=_MOST_CONNECTIONS,
        configure=prepare,
    )


Close = Callable[[], None]


class QueuedJobs:
    """`JobEngine` whose wake-ups any worker process takes up; see the module's docstring for the promise.

    `start_worker` starts a worker in this process; what it returns ends it.
    """

    def __init__(self, url: URL, clocks: Clocks, start_worker: Callable[[], Close] | None = None) -> None:
        self._clocks = clocks
        self._app = App(
            connector=SyncPsycopgConnector(
                conninfo=libpq_url(url),
                min_size=1,
                max_size=_MOST_CONNECTIONS,
                configure=_prepare,
            )
        )
        self._app.open()
        self._close_worker: Close = start_worker() if start_worker is not None else lambda: None

    def wake(self, key: str, at: datetime | None = None) -> None:
        """See `JobEngine.wake`. When the queue cannot be reached, the next look round finds the key."""
        ahead = None if at is None else at - self._clocks.of(parse_key(key).organization_id).now()
        try:
            if ahead is None or ahead.total_seconds() <= 0:
                self._put(key, job_for_now(key))
            else:
                self._put_for_later(key, SystemClock().now() + ahead)
        except ConnectorException as error:
            _log.warning("a wake-up was not queued", key=key, error=str(error.__cause__ or error))

    def running(self, organization_id: str | None) -> int:
        """See `JobEngine.running`. What a killed process worked on counts until it is rescued."""
        doing = self._app.job_manager.list_jobs(task=TASK, status=Status.DOING.value)
        owners = [parse_key(str(job.task_kwargs["key"])).organization_id for job in doing]
        return len(owners) if organization_id is None else owners.count(organization_id)

    def close(self) -> None:
        self._close_worker()
        self._app.close()

    def _put(self, key: str, options: ConfigureTaskOptions) -> None:
        with suppress(AlreadyEnqueued):
            self._app.configure_task(TASK, **options).defer(key=key)

    def _put_for_later(self, key: str, at: datetime) -> None:
        """Queues the key for then, unless it is queued for an earlier time."""
        jobs = self._app.job_manager
        for waiting in jobs.list_jobs(status=Status.TODO.value, queueing_lock=_later(key)):
            if waiting.scheduled_at is not None and waiting.scheduled_at <= at:
                return
            if waiting.id is not None:
                jobs.cancel_job_by_id(waiting.id, delete_job=True)
        self._put(key, {"lock": key, "queueing_lock": _later(key), "priority": _LATER, "schedule_at": at})


def _prepare(connection: psycopg.Connection[Any]) -> None:
    connection.autocommit = True
    connection.execute(_NO_WAIT_FOR_DISK)
