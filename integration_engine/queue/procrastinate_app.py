"""For Procrastinate's command line: `PROCRASTINATE_APP=integration_engine.queue.procrastinate_app.app`."""

import os

from procrastinate import App

from integration_engine.errors import ConfigurationError
from integration_engine.queue.queued_jobs import connector_for_worker
from integration_engine.store.database import parse_url


def __getattr__(name: str) -> App:
    """The queue in the database that DATABASE_URL names; made when it is asked for, not at import.

    Raises:
        ConfigurationError: DATABASE_URL is not set or cannot be used.
    """
    if name != "app":
        raise AttributeError(name)
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise ConfigurationError("DATABASE_URL is not set")
    return App(connector=connector_for_worker(parse_url(url)))
