"""The wheel stands on its own: outside the checkout it is the engine, and with `[lab]` everything."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.programs import run_program

CHECKOUT = Path(__file__).parents[2]
LOCK = CHECKOUT / "requirements" / "lock.txt"
LONGEST = 300  # Seconds; installing may have to download.


def outside() -> dict[str, str]:
    """This process' environment without its Python settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command outside the checkout, without this environment's Python settings."""
    return run_program(*command, cwd=cwd, env=outside(), longest=LONGEST)


def install(*what: str | Path, into: Path) -> Path:
    """The programs of the environment in this folder, made if need be, with these packages in it."""
    folder = into / ("Scripts" if os.name == "nt" else "bin")
    if not folder.exists():
        venv.create(into, with_pip=True)
    installed = run(folder / "python", "-m", "pip", "install", "--quiet", "-c", LOCK, *what, cwd=into)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return folder


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


def test_metadata_is_what_an_index_takes(wheel: Path) -> None:
    """The wheel's metadata is valid, names its licence and carries its text."""
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = Metadata.from_email(archive.read(name), validate=True)
    assert metadata.license_expression == "LicenseRef-Proprietary"
    assert name.replace("METADATA", "licenses/LICENSE") in archive.namelist()


def test_wheel_says_that_it_is_typed(wheel: Path) -> None:
    """Every package carries the marker by which type checkers read its annotations."""
    names = zipfile.ZipFile(wheel).namelist()
    packages = {name.partition("/")[0] for name in names if not name.partition("/")[0].endswith(".dist-info")}
    assert len(packages) == 6
    assert {f"{package}/py.typed" for package in packages} <= set(names)


@pytest.fixture(scope="module")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with nothing but the wheel and what the engine needs."""
    return install(wheel, into=tmp_path_factory.mktemp("plain") / "venv")


def test_plain_install_brings_nothing_of_the_lab(plain: Path, tmp_path: Path) -> None:
    """None of the distributions of the extra `lab` is there."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    lab = {canonicalize_name(Requirement(line).name) for line in project["optional-dependencies"]["lab"]}
    listed = "from importlib.metadata import distributions; print(*(one.name for one in distributions()))"
    there = {
        canonicalize_name(name) for name in run(plain / "python", "-c", listed, cwd=tmp_path).stdout.split()
    }
    assert {"ordo-flourish", "flask", "sqlalchemy"} <= there
    assert {"pytest", "pytest-bdd", "pytest-xdist", "faker", "flask-swagger-ui"} <= lab
    assert not there & lab - {"jinja2"}  # Flask brings it


def test_plain_install_runs_the_engine(plain: Path, tmp_path: Path) -> None:
    """`ordo-flourish engine` explains itself, starts, answers, stops on SIGTERM; its page is not there."""
    explained = run(plain / "ordo-flourish", "engine", "--help", cwd=tmp_path)
    assert explained.returncode == 0, explained.stderr
    assert "--flourish-url" in explained.stdout

    key = run(
        plain / "python",
        "-c",
        "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())",
        cwd=tmp_path,
    ).stdout.strip()
    given = {"ORDO_EVENTS_SECRET": f"whsec_{secrets.token_hex(16)}", "ENGINE_ENCRYPTION_KEY": key}
    urls = ("--flourish-url", "http://127.0.0.1:9", "--ordo-url", "http://127.0.0.1:9")
    command = [
        str(plain / "ordo-flourish"),
        "engine",
        *urls,
        "--public-url",
        "http://127.0.0.1:9",
        "--port",
        "0",
    ]
    database = ("--database-url", f"sqlite:///{tmp_path / 'engine.sqlite3'}")
    with subprocess.Popen(
        [*command, *database], cwd=tmp_path, env={**outside(), **given}, stdout=subprocess.PIPE, text=True
    ) as engine:
        try:
            assert engine.stdout is not None
            [address] = [word for word in engine.stdout.readline().split() if word.startswith("http://")]
            with urllib.request.urlopen(f"{address}/healthz", timeout=LONGEST) as answer:  # noqa: S310 - its own
                assert answer.status == 200
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"{address}/docs/", timeout=LONGEST)  # noqa: S310 - its own
        finally:
            engine.send_signal(signal.SIGTERM)
        assert engine.wait(timeout=LONGEST) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("gate",),
        ("up",),
        ("demo",),
        ("soak",),
        ("load",),
        ("simulator", "flourish"),
        ("check-examples", "collection.json"),
        ("check-drift", "--url", "http://127.0.0.1:9"),
        ("check-receiver", "--url", "http://127.0.0.1:9", "--signing-key-env", "KEY"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_lab_command_of_a_plain_install_says_what_to_install(
    plain: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """It ends with 2 and one line that can be pasted; its help is shown all the same."""
    (tmp_path / "collection.json").write_text("{}")
    ran = run(plain / "ordo-flourish", *arguments, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        f"ordo-flourish: {arguments[0]} needs the lab, which is not installed: "
        "pip install 'ordo-flourish[lab]'\n"
    )
    assert run(plain / "ordo-flourish", arguments[0], "--help", cwd=tmp_path).returncode == 0


def test_plugin_leaves_the_pytest_of_a_plain_install_alone(wheel: Path, tmp_path: Path) -> None:
    """Whoever has the engine and a pytest of their own runs their tests as before."""
    scripts = install(wheel, "pytest", into=tmp_path / "venv")
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    ran = run(scripts / "python", "-m", "pytest", "-W", "error", "test_own.py", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel and what the lab needs."""
    return install(f"{wheel}[lab]", into=tmp_path_factory.mktemp("home") / "venv")


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
