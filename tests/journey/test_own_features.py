"""The pytest plugin in a repository that is not ours: the worked example, as it stands."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import run_program

EXAMPLE = Path(__file__).parents[2] / "examples" / "own-features"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The example, copied away from this checkout."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "own", ignore=shutil.ignore_patterns("__pycache__")))


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Pytest as somebody else calls it: with the plugins that are installed."""
    return run_program(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, cwd=folder)


def test_the_example_runs_as_it_stands(repository: Path) -> None:
    """Their features, with our steps and fixtures, pass in two processes that start a lab each."""
    ran = run_pytest(repository, "-n", "2")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "4 passed" in ran.stdout


def test_another_engine_and_a_missing_capability(repository: Path) -> None:
    """The lab gets the engine that they name; what it lacks is skipped."""
    engine = f"{sys.executable} -m harness.lab.lab_engine"
    ran = run_pytest(repository, "-rs", f"--lab-engine-cmd={engine}", "--lab-without=controllable_clock")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 passed, 1 skipped" in ran.stdout
    assert "not checked: the engine is without controllable_clock" in ran.stdout


@pytest.mark.parametrize(
    ("option", "complaint"),
    [
        ("--lab-without=wings", "there are only controllable_clock, restart, durable_store, reconciliation"),
        ("--lab-env=nowhere", "nowhere cannot be read"),
        ("--lab-engine-cmd=nonesuch-engine", "the engine cannot be started: nonesuch-engine"),
        ("--lab-engine-cmd=sh -c 'echo no licence; exit 4'", "no licence"),
    ],
)
def test_what_cannot_be_is_said(repository: Path, option: str, complaint: str) -> None:
    """An option that leads nowhere fails the test with the reason."""
    ran = run_pytest(repository, option, "-k", "idle")
    assert ran.returncode == 1
    assert complaint in ran.stdout


def test_a_simulator_that_breaks_its_own_contract_fails_the_test(repository: Path) -> None:
    """Whatever the test itself looked at, an answer that is not declared does not go by unnoticed."""
    (repository / "test_wrong.py").write_text(
        """
from foundation.contract import Operation, Problem

def test_wrong(tenant, monkeypatch):
    with monkeypatch.context() as planted:
        planted.setattr(Operation, "status_problem", lambda *_: Problem(pointer="", message="planted"))
        assert not tenant.ordo.admin.confirm_order("nothing").accepted
"""
    )
    ran = run_pytest(repository, "-k", "wrong")
    assert ran.returncode == 1
    assert "1 passed" in ran.stdout
    assert "1 error" in ran.stdout
    assert "bug of the simulator: our answer breaks the contract of" in ran.stdout


def test_an_engine_that_sends_undescribed_fields_fails_the_test(repository: Path) -> None:
    """Whatever the test itself looked at, the call and its fields are named; the features' calls are not."""
    (repository / "test_wrong.py").write_text(
        """
import http.client, json
from urllib.parse import urlsplit

BODY = {"type": "Dispensary", "name": "Hill", "colour": "red", "billing": {"hue": 1}}

def post(lab, tenant, agent):
    made = tenant.flourish.made
    headers = {"x-api-key": made.api_key, "User-Agent": agent, "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(urlsplit(lab.flourish_url).netloc)
    connection.request("POST", "/external/api/v1/destinations", json.dumps(BODY), headers)
    assert connection.getresponse().status == 400
    connection.close()

def test_wrong(lab, tenant):
    post(lab, tenant, "some-engine")

def test_own(lab, tenant):
    post(lab, tenant, "ordo-flourish-features")
"""
    )
    ran = run_pytest(repository, "test_wrong.py")
    assert ran.returncode == 1
    assert "2 passed, 1 error" in ran.stdout
    assert "ERROR test_wrong.py::test_wrong" in ran.stdout
    assert "it sent POST /external/api/v1/destinations with /colour, /billing/hue" in ran.stdout


def test_a_world_is_dropped_also_where_nobody_can_say_whether_it_had_bugs(repository: Path) -> None:
    """A test that loses one side is told so, and the other side is not left behind."""
    (repository / "test_lost.py").write_text(
        """
import pytest
from harness.clients.wire import UnexpectedAnswerError

@pytest.fixture
def other_side(lab):
    seen = []
    yield seen
    with pytest.raises(UnexpectedAnswerError):
        seen[0].journal()
    print("the other side is gone too")

def test_lost(other_side, tenant):
    other_side.append(tenant.flourish.control)
    tenant.ordo.control.drop()
"""
    )
    ran = run_pytest(repository, "test_lost.py", "-s")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "1 passed, 1 error" in ran.stdout
    assert "the other side is gone too" in ran.stdout


def test_a_failure_says_how_to_get_the_same_data(repository: Path) -> None:
    """The seed of the made-up data stands with the failure."""
    (repository / "test_wrong.py").write_text(
        "def test_wrong(fake_data):\n    assert fake_data.number() == 0\n"
    )
    ran = run_pytest(repository, "test_wrong.py", "--lab-seed=77")
    assert "the same data again: pytest --lab-seed 77" in ran.stdout


def test_a_run_without_features_imports_nothing_of_ours(tmp_path: Path) -> None:
    """The plugin is inert where nobody asks for it: no step, no client, no server is imported."""
    (tmp_path / "test_other.py").write_text(
        "import sys\n"
        "ours = ('harness.', 'sim_', 'integration_engine', 'foundation')\n"
        "def test_other():\n"
        "    there = {name for name in sys.modules if name.startswith(ours)}\n"
        "    assert there <= {'harness.plugin', 'harness.errors', 'harness.gate', 'harness.gate.features'}\n"
    )
    ran = run_pytest(tmp_path, "--strict-markers", "-W", "error")
    assert ran.returncode == 0, ran.stdout + ran.stderr
