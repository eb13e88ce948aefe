"""Takes wake-ups out of Procrastinate's queue and works the keys off, on threads of this process.

One organization gets only so many of the threads. A key beyond its share is put aside, not held in the queue:
it goes back when one of its organization ends, and any worker may take it then. Should this process be
killed, the keys that it had put aside are still due by the tables, and those that it worked on are freed by a
task that comes round on every worker: a job whose worker has not been heard of for a while is taken away and
queued anew.
"""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from sqlalchemy import URL

from foundation.clock import SystemClock
from integration_engine.keys import parse_key
from integration_engine.logs import logger
from integration_engine.queue.job_engine import Capacity
from integration_engine.queue.queued_jobs import TASK, connector_for_worker, job_for_now

_log = logger(__name__)
RESCUE = "rescue_stalled"
_LONGEST_BETWEEN_RESCUES = 5
LOOK_SECONDS = 0.2
"""A job that ends does not wake the next one of its lock, so it is looked for this often."""
_BEATS_UNTIL_STALLED = 5
_CRASH_PAUSE = timedelta(seconds=5)
_RECONNECT_SECONDS = 1.0
_CLOSE_SECONDS = 5.0

# It tells every job at the level INFO.
logging.getLogger("procrastinate").setLevel(logging.WARNING)


class QueueWorker:
    """Works from the start until `close`; a database that is lost is waited for."""

    def __init__(self, url: URL, work: Callable[[str], None], capacity: Capacity) -> None:
        self._url = url
        self._work = work
        self._capacity = capacity
        self._running: Counter[str] = Counter()
        self._aside: dict[str, dict[str, None]] = {}
        self._closing = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serving: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="engine-queue", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Takes no more jobs and waits a little for those that run. Others take over what does not end."""
        self._closing.set()
        if self._loop is not None and self._serving is not None:
            with suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._serving.cancel)
        self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        while not self._closing.is_set():
            with suppress(asyncio.CancelledError):
                try:
                    asyncio.run(self._serve())
                except Exception as error:  # noqa: BLE001 - whatever ended it, somebody has to go on working
                    _log.warning("the job queue was lost; trying again", error=str(error))
            self._closing.wait(_RECONNECT_SECONDS)

    async def _serve(self) -> None:
        app = App(connector=connector_for_worker(self._url))
        app.task(name=TASK)(self._task(app))
        stalled_after = self._capacity.stalled_after.total_seconds()
        every = max(1, min(_LONGEST_BETWEEN_RESCUES, int(stalled_after / _BEATS_UNTIL_STALLED)))
        rescue = app.task(name=RESCUE)(self._rescue(app))
        app.periodic(cron=f"*/{every} * * * * *")(rescue)  # the first of six fields are the seconds
        async with app.open_async():
            worker = app.run_worker_async(
                concurrency=self._capacity.threads,
                fetch_job_polling_interval=LOOK_SECONDS,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=stalled_after / _BEATS_UNTIL_STALLED,
                stalled_worker_timeout=stalled_after,
            )
            self._loop, self._serving = asyncio.get_running_loop(), asyncio.ensure_future(worker)
            if self._closing.is_set():  # it was told to close before there was anything to cancel
                self._serving.cancel()
            await self._serving

    def _task(self, app: App) -> Callable[..., Awaitable[None]]:
        async def work_off(key: str) -> None:
            organization_id = parse_key(key).organization_id
            if self._running[organization_id] >= self._capacity.threads_per_organization:
                self._aside.setdefault(organization_id, {})[key] = None
                return
            self._running[organization_id] += 1
            try:
                await _in_a_thread(self._work, key)
            except Exception:  # noqa: BLE001 - a bug with one key is no reason to forget it
                _log.exception("work failed unexpectedly; it is tried again", key=key)
                await _queue(app, key, after=_CRASH_PAUSE)
            finally:
                self._running[organization_id] -= 1
                for freed in self._take_back(organization_id):
                    await _queue(app, freed)

        return work_off

    def _take_back(self, organization_id: str) -> list[str]:
        """As many of the keys put aside as may run now; all when none runs, as none would end then."""
        aside = self._aside.pop(organization_id, {})
        running = self._running[organization_id]
        free = self._capacity.threads_per_organization - running if running else len(aside)
        keys = list(aside)
        if left := keys[free:]:
            self._aside[organization_id] = dict.fromkeys(left)
        if not running:
            del self._running[organization_id]
        return keys[:free]

    def _rescue(self, app: App) -> Callable[..., Awaitable[None]]:
        async def rescue_stalled(timestamp: int) -> None:
            del timestamp
            silent = self._capacity.stalled_after.total_seconds()
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
                with suppress(ConnectorException):  # another worker was faster
                    await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
                    if job.task_name == TASK:
                        _log.warning("a worker is gone; its work is taken over", key=job.lock)
                        await _queue(app, str(job.task_kwargs["key"]))

        return rescue_stalled


async def _queue(app: App, key: str, *, after: timedelta | None = None) -> None:
    options = job_for_now(key)
    if after is not None:
        options["schedule_at"] = SystemClock().now() + after
    with suppress(AlreadyEnqueued):
        await app.configure_task(TASK, **options).defer_async(key=key)


async def _in_a_thread(work: Callable[[str], None], key: str) -> None:
    """Runs the work without holding up the loop. The thread does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()

    def settle(error: Exception | None) -> None:
        if ended.cancelled():
            return
        if error is None:
            ended.set_result(None)
        else:
            ended.set_exception(error)

    def run() -> None:
        failed: Exception | None = None
        try:
            work(key)
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            failed = error
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, failed)

    threading.Thread(target=run, name=f"engine-{key}", daemon=True).start()
    await ended
