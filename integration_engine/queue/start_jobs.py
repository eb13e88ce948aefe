"""Chooses the job engine that goes with the database: threads of this process, or a queue that many share."""

from foundation.clock import AdjustableClocks, Clocks
from integration_engine.config import EngineConfig, Role
from integration_engine.errors import ConfigurationError
from integration_engine.queue.job_engine import Activity, Capacity, JobEngine, ScheduledJobs
from integration_engine.queue.work_loop import WorkLoop
from integration_engine.store.database import parse_url


def start_jobs(config: EngineConfig, clocks: Clocks, activity: Activity, loop: WorkLoop) -> JobEngine:
    """The running job engine of this process.

    Raises:
        ConfigurationError: the role needs PostgreSQL, or PostgreSQL needs packages that are not there.
    """
    url = parse_url(config.database_url)
    capacity = Capacity(
        threads=config.worker_threads,
        threads_per_organization=config.threads_per_organization,
        stalled_after=config.stalled_after,
    )
    if url.get_backend_name() == "sqlite":
        if config.role is not Role.ALL:
            raise ConfigurationError(f"ENGINE_ROLE={config.role} needs PostgreSQL; SQLite is for one process")
        return ScheduledJobs(loop.work, clocks, activity, capacity)
    from integration_engine.queue.queue_worker import QueueWorker  # comes with the extra `postgres`
    from integration_engine.queue.queued_jobs import QueuedJobs

    if isinstance(clocks, AdjustableClocks):
        clocks.on_move(loop.poll)
    worker = (lambda: QueueWorker(url, loop.work, capacity).close) if config.role.works else None
    return QueuedJobs(url, clocks, worker)
