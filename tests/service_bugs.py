"""Bugs that the services found in themselves while a test ran: an answer that is not declared, a failure."""

import logging

LOGGERS = (
    "sim_kernel.http_edge",
    "sim_kernel.simulator_app",
    "integration_engine.receiving.declared_answers",
)


class ServiceBugs(logging.Handler):
    """What the services in this process have logged as their own bugs, and no test has taken yet."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps what was said."""
        problem = getattr(record, "problem", "")  # as the engine logs what it is about
        self._found.append(f"{record.getMessage()} {problem}".rstrip())

    def taken(self) -> list[str]:
        """Hands out what was found, as a test does that has planted it."""
        found, self._found = self._found, []
        return found
