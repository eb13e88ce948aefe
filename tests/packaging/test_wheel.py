"""The wheel stands on its own: installed outside the checkout, it brings a lab up and runs features."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.programs import run_program

CHECKOUT = Path(__file__).parents[2]
LOCK = CHECKOUT / "requirements" / "lock.txt"
LONGEST = 300  # Seconds; installing may have to download.


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command outside the checkout, without this environment's Python settings."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))
    }
    return run_program(*command, cwd=cwd, env=environment, longest=LONGEST)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT, cwd=folder
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = folder.glob("*.whl")
    return path


def test_wheel_carries_features_schemas_and_steps(wheel: Path) -> None:
    """What the gate reads at run time is inside, and nothing of the tests is."""
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("harness/features/", "foundation/schemas/", "harness/steps/", "harness/gate/suite/"):
        assert any(name.startswith(part) for name in names), part
    assert not any(name.startswith("tests/") for name in names)


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with nothing but the wheel and what it asks for."""
    home = tmp_path_factory.mktemp("home") / "venv"
    venv.create(home, with_pip=True)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    installed = run(folder / "python", "-m", "pip", "install", "--quiet", "-c", LOCK, wheel, cwd=home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return folder


def test_installed_wheel_runs_the_gate(scripts: Path, tmp_path: Path) -> None:
    """In a fresh environment, away from the checkout, the gate judges the built-in engine, restarts too."""
    ran = run(scripts / "ordo-flourish", "gate", "-k", "brand or goes_on_working", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "passed: all" in ran.stdout
    assert (tmp_path / "report" / "junit.xml").is_file()


def test_installed_wheel_brings_the_plugin(scripts: Path, tmp_path: Path) -> None:
    """Features of one's own run with nothing but pytest, in a repository that knows nothing of this one."""
    own = shutil.copytree(CHECKOUT / "examples" / "own-features", tmp_path / "own")
    ran = run(scripts / "python", "-m", "pytest", cwd=own)
    assert ran.returncode == 0, ran.stdout + ran.stderr
