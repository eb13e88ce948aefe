"""Needs a PostgreSQL server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.engine_program import SERVER
from tests.postgres.processes import Workers, lab_of_processes


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """A lab with a receiving process, and workers to be started."""
    if not os.environ.get(SERVER):
        pytest.skip(f"{SERVER} names no PostgreSQL server; tox -e postgres starts one")
    with lab_of_processes(tmp_path) as made:
        yield made
