"""A pytest plugin of the gate: only the tests that a file names, one a line (`gate --rerun-failed`).

Like every plugin that pytest loads by name, it is imported by nobody else.
"""

from pathlib import Path

import pytest

from harness.gate.last_run import name_of_test


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that the gate passes on to every worker."""
    parser.getgroup("ordo-flourish").addoption(
        "--gate-only", metavar="FILE", help="names of the tests to run"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the others out."""
    if not (file := config.getoption("--gate-only")):
        return
    chosen = set(Path(file).read_text(encoding="utf-8").splitlines())
    others = [item for item in items if name_of_test(item.nodeid) not in chosen]
    items[:] = [item for item in items if name_of_test(item.nodeid) in chosen]
    if others:
        config.hook.pytest_deselected(items=others)
