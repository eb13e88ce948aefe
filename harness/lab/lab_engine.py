"""The built-in engine as a program of its own, for the scenarios that end it and start it again.

It differs from `ordo-flourish engine` in that its clock can be moved and that it need not outlive a power
failure; all settings come from the environment, where `harness/engines/engine_program.py` puts them.
"""

import dataclasses
import logging
import os
import sys
from datetime import timedelta
from pathlib import Path

from harness.serving import ends_on_shutdown, open_socket, serve, wait_for_shutdown
from integration_engine.app import create_app
from integration_engine.config import EngineConfig, from_environment
from integration_engine.logs import LogForm, show_logs

_STALLED_AFTER = timedelta(seconds=2)
"""A laboratory does not wait long for an engine that it has killed."""

_POLL_SECONDS = 0.5  # Nobody in a laboratory wants to wait for an engine that is well again.


def main() -> None:
    """Serve until shutdown, with the tables in a file of the lab's folder, or where the lab says."""
    file = Path(os.environ["ENGINE_DATA_DIR"]) / "engine.sqlite3"
    database_url = os.environ.get("ENGINE_DATABASE_URL") or f"sqlite:///{file}"
    config = from_environment({**os.environ, "DATABASE_URL": database_url})
    run(config, port=int(os.environ["ENGINE_PORT"]))


def run(config: EngineConfig, *, port: int) -> None:
    """Serve an engine with these settings, changed to what suits a lab, until shutdown."""
    config = dataclasses.replace(
        config,
        controllable_clock=True,
        survive_power_loss=False,
        poll_seconds=_POLL_SECONDS,
        stalled_after=_STALLED_AFTER,
    )
    show_logs(sys.stderr, LogForm.JSON, logging.WARNING)
    with ends_on_shutdown():
        application = create_app(config)
        serving = serve(application, open_socket(port=port))
        try:
            wait_for_shutdown()
        finally:
            serving.stop()
            application.extensions["integration_engine"].close()


if __name__ == "__main__":
    main()
