"""Bugs that the services found in themselves while a test ran: an answer that is not declared, a failure."""

import logging

LOGGERS = (
    "foundation.keyed_scheduler",
    "integration_engine.app",
    "integration_engine.queue.work_loop",
    "integration_engine.queue.queue_worker",
    "sim_kernel.api_router",
    "sim_kernel.simulator_app",
    "integration_engine.receive.inbound",
)
TROUBLE_OUTSIDE = {"not stored", "cannot work with these settings"}
"""What the engine says of its disk, its database and its settings, which is no bug of its own."""


class ServiceBugs(logging.Handler):
    """What the services in this process have logged as their own bugs, and no test has taken yet."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps what was said of a bug."""
        if record.getMessage() in TROUBLE_OUTSIDE:
            return
        problem = getattr(record, "problem", "")  # as the engine logs what it is about
        self._found.append(f"{record.getMessage()} {problem}".rstrip())

    def taken(self) -> list[str]:
        """Hands out what was found, as a test does that has planted it."""
        found, self._found = self._found, []
        return found
