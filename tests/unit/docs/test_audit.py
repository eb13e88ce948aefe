"""What `requirements/audit.py` makes of what pip-audit says, or does not say."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.programs import run_program

AUDIT = Path(__file__).parents[3] / "requirements" / "audit.py"
CLEAN = {"name": "quillkit", "version": "1.2", "vulns": []}
FLAWED = {"name": "marrow", "version": "3", "vulns": [{"id": "PYSEC-1-1", "fix_versions": ["3.1"]}]}
UNKNOWN = {"name": "otter", "skip_reason": "not found on PyPI: otter (7)"}


def audited(tmp_path: Path, says: str) -> subprocess.CompletedProcess[str]:
    """How the audit ends where pip-audit is a program that says so."""
    (tmp_path / "pip_audit.py").write_text(says)
    return run_program(sys.executable, AUDIT, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)})


@pytest.mark.parametrize(
    ("packages", "code", "line"),
    [
        ([CLEAN], 0, "1 packages: 0 known vulnerabilities, 0 could not be checked"),
        ([CLEAN, FLAWED], 1, "marrow 3: PYSEC-1-1, mended in 3.1"),
        ([CLEAN, UNKNOWN], 3, "could not check  not found on PyPI: otter (7)"),
        ([FLAWED, UNKNOWN], 1, "2 packages: 1 known vulnerabilities, 1 could not be checked"),
        ([], 3, "0 packages"),
    ],
)
def test_what_was_found_and_what_was_not_checked_are_told_apart(
    packages: list[dict[str, Any]], code: int, line: str, tmp_path: Path
) -> None:
    """A version of which PyPI tells nothing is not taken for a sound one, as pip-audit itself takes it."""
    report = json.dumps({"dependencies": packages, "fixes": []})
    ended = audited(tmp_path, f"print({report!r})")
    assert line in ended.stdout
    assert (ended.returncode, ended.stderr) == (code, "")


def test_an_audit_that_breaks_off_could_not_check(tmp_path: Path) -> None:
    """PyPI that cannot be reached is neither good news nor bad news."""
    ended = audited(tmp_path, "raise SystemExit('no such host')")
    assert (ended.returncode, ended.stdout) == (
        3,
        "could not check: pip-audit gave no report: no such host\n",
    )
