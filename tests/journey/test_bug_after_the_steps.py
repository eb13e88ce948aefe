"""A simulator that is wrong in itself fails a scenario whose steps all passed, and the report tells it."""

import json
import os
from pathlib import Path

from tests.programs import command_line, run_program

PLANTED = '''
from unittest.mock import patch

from foundation.contract import Operation, Problem

def pytest_bdd_after_scenario(request):
    """One answer of Ordo is not declared, and no step looks at it."""
    tenant = request.getfixturevalue("tenant")
    with patch.object(Operation, "status_problem", lambda *_: Problem(pointer="", message="planted")):
        assert not tenant.ordo.admin.confirm_order("nothing").accepted
'''


def test_a_bug_of_a_simulator_after_the_steps_is_reported_like_any_failure(tmp_path: Path) -> None:
    """Where it was, what was expected, the states of both sides, and the journals with bodies."""
    (tmp_path / "planted_bug.py").write_text(PLANTED)
    ran = run_program(
        *command_line("gate", "-k", "key_is_shown_only_once", "--", "-p", "planted_bug"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    (folder,) = (tmp_path / "report" / "failures").iterdir()
    said = (folder / "difference.txt").read_text()
    assert "  step: after the last step\n" in said
    assert "- the simulators to keep their own contracts\n" in said
    assert "+ there is a bug of the simulator: our answer breaks the contract of " in said
    assert "step: after the last step" in (tmp_path / "report" / "summary.md").read_text()
    for side in ("ordo", "flourish"):
        assert json.loads((folder / f"state-{side}.json").read_text())
    entries = json.loads((folder / "journal-ordo.json").read_text())["entries"]
    assert any("answer" in entry for entry in entries)
