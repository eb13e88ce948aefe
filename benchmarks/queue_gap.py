"""How long the next work of a key waits after the last one ended, on PostgreSQL.

Wanted: at most 0.3 s, though an end wakes nobody.
"""

import argparse
import os
import sys
from contextlib import closing
from datetime import timedelta
from queue import SimpleQueue
from time import perf_counter

from figures import percentile, show

from foundation.clock import SystemClocks
from harness.engines.engine_program import SERVER
from harness.lab.lab import own_schema
from integration_engine.queue.job_engine import Capacity
from integration_engine.queue.queue_worker import QueueWorker
from integration_engine.queue.queued_jobs import QueuedJobs
from integration_engine.store.database import Database, parse_url

KEY = "order:org_1:ord_1"
CAPACITY = Capacity(threads=2, threads_per_organization=2, stalled_after=timedelta(seconds=20))


def gaps(url: str, times: int) -> list[float]:
    """Seconds from an end to the next beginning, so many times; the next is asked for during the work."""
    began: SimpleQueue[float] = SimpleQueue()
    ended: SimpleQueue[float] = SimpleQueue()

    def work(key: str) -> None:
        began.put(perf_counter())
        jobs.wake(key)
        ended.put(perf_counter())

    with closing(Database(url)) as database:
        database.upgrade()
    parsed = parse_url(url)
    started = QueuedJobs(parsed, SystemClocks(), lambda: QueueWorker(parsed, work, CAPACITY).close)
    with closing(started) as jobs:
        jobs.wake(KEY)
        began.get()
        return [-ended.get() + began.get() for _ in range(times)]


def main() -> None:
    """Measure on a schema of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    times = parser.parse_args().times
    server = os.environ.get(SERVER, "")
    if not server:
        sys.exit(f"{SERVER} names no PostgreSQL server; run it with `python -m tests.postgres` in front")
    with own_schema(server) as url:
        found = gaps(url, times)
    show("from the end of a key's work to its next, median", f"{percentile(found, 0.5):.2f} s")
    show("the same, longest", f"{max(found):.2f} s")


if __name__ == "__main__":
    main()
