"""`ordo-flourish load`: a tiny run where Locust is installed, one clear line where it is not."""

import importlib.util
import re
from pathlib import Path

import pytest

from harness.errors import CouldNotCheckError
from harness.soak import load
from tests.programs import command_line, run_program


@pytest.mark.skipif(
    importlib.util.find_spec("locust") is None, reason="not checked: load, for Locust is not installed"
)
def test_a_tiny_run_stops_by_itself_and_counts_lives(tmp_path: Path) -> None:
    """Two sellers, some seconds: calls are counted by route, orders by how long they took, nothing failed."""
    ran = run_program(*command_line("load", "--users", "2", "--seconds", "12"), cwd=tmp_path)
    said = ran.stdout + ran.stderr
    assert ran.returncode == 0, said
    assert re.search(r"POST +Ordo /api/v1/orders/\{id\}/confirm +[1-9]", said), said
    assert re.search(r"LIFE +from Confirm until Flourish has it +[1-9]", said), said
    assert re.search(r"Aggregated +\d+ +0\(0\.00%\)", said), said


def test_without_locust_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(CouldNotCheckError, match=r"Locust is not installed.*ordo-flourish\[load\]"):
        load.run_load(load.LoadRequest(users=1, seconds=1, rate=1.0))


@pytest.mark.parametrize("options", [("--users", "501"), ("--seconds", "3601"), ("--rate", "0")])
def test_it_is_bounded(tmp_path: Path, options: tuple[str, str]) -> None:
    """More than a machine can bear is wrong usage."""
    ran = run_program(*command_line("load", *options), cwd=tmp_path)
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
