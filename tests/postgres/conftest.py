"""Needs a PostgreSQL server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.engines.engine_program import SERVER
from tests.postgres.processes import Workers, lab_of_processes


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """A lab with a receiving process, and workers to be started."""
    server = os.environ.get(SERVER, "")
    if not server:
        pytest.skip(f"{SERVER} names no PostgreSQL server; tox -e postgres starts one")
    with lab_of_processes(tmp_path, server) as made:
        yield made
