"""`ordo-flourish up` as a person meets it: a process of its own, its ports, files and end."""

import shlex
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.programs import FREE_PORTS, LONGEST, command_line, run_program
from tests.waiting import PATIENCE


@contextmanager
def up(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A running lab and the lines it printed until it was ready; killed if the test forgets it."""
    command = command_line("up", *FREE_PORTS, *arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if line.startswith("Ctrl-C stops"):
                    break
            yield process, lines
        finally:
            process.kill()


def stop(process: subprocess.Popen[str], number: signal.Signals, longest: float = LONGEST) -> str:
    """Tell the lab to stop; it must end well and say nothing on standard error."""
    process.send_signal(number)
    out, err = process.communicate(timeout=longest)
    assert process.returncode == 0, err
    assert err == ""
    return out


def read_env(path: Path) -> dict[str, str]:
    """The KEY=VALUE lines of an env-file."""
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {name: value for name, _, value in pairs}


def total_items(env: dict[str, str]) -> int:
    """How many items the demo catalogue has, asked with the credentials of the env-file."""
    answer = requests.get(
        f"{env['FLOURISH_URL']}/external/api/v1/items",
        params={"limit": "1"},
        auth=(env["FLOURISH_USERNAME"], env["FLOURISH_API_KEY"]),
        timeout=LONGEST,
    )
    total = answer.json()["meta"]["total"]
    assert isinstance(total, int)
    return total


def test_env_file_gives_access_to_all_three(tmp_path: Path) -> None:
    """Once it is ready, every URL and credential in the env-file works, and only its owner can read it."""
    path = tmp_path / "lab.env"
    with up("--env-file", path, "--items", "7") as (process, _):
        env = read_env(path)
        assert list(env) == [
            "FLOURISH_URL",
            "FLOURISH_USERNAME",
            "FLOURISH_API_KEY",
            "FLOURISH_FACILITY_ID",
            "ORDO_URL",
            "ORDO_TOKEN",
            "ENGINE_URL",
        ]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert total_items(env) == 7
        bearer = {"Authorization": f"Bearer {env['ORDO_TOKEN']}"}
        assert (
            requests.get(f"{env['ORDO_URL']}/api/v1/me", headers=bearer, timeout=LONGEST).json()["role"]
            == "Admin"
        )
        assert requests.get(f"{env['ENGINE_URL']}/healthz", timeout=LONGEST).json()["status"] == "ok"
        stop(process, signal.SIGTERM)


def test_printed_curl_line_works(tmp_path: Path) -> None:
    """The line that is printed reads items when it is pasted into a shell."""
    with up("--items", "3") as (process, lines):
        [line] = [line for line in lines if line.startswith("curl ")]
        ran = run_program(*shlex.split(line), cwd=tmp_path)
        assert '"total":3' in ran.stdout.replace(" ", "")
        stop(process, signal.SIGINT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_with_idle_clients(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C and SIGTERM end it with an idle keep-alive client; `benchmarks/up_time.py` says how soon."""
    path = tmp_path / "lab.env"
    with up("--env-file", path, "--items", "1") as (process, _), requests.Session() as session:
        session.get(f"{read_env(path)['ENGINE_URL']}/healthz", timeout=LONGEST)
        stop(process, number, longest=PATIENCE)


def test_busy_port_is_one_line_naming_the_option(tmp_path: Path) -> None:
    """A port in use ends the command with code 2 and one line that names the option."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ran = run_program(*command_line("up", *FREE_PORTS, "--ordo-port", str(port)), cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert f"port {port}" in ran.stderr
    assert "--ordo-port" in ran.stderr


def test_same_seed_gives_the_same_catalogue(tmp_path: Path) -> None:
    """Two labs with one seed show the same items."""
    names = []
    for number in range(2):
        path = tmp_path / f"{number}.env"
        with up("--env-file", path, "--items", "4", "--seed", "11") as (process, _):
            env = read_env(path)
            credentials = (env["FLOURISH_USERNAME"], env["FLOURISH_API_KEY"])
            url = f"{env['FLOURISH_URL']}/external/api/v1/items"
            data = requests.get(url, auth=credentials, timeout=LONGEST).json()["data"]
            names.append([item["item_name"] for item in data])
            stop(process, signal.SIGTERM)
    assert names[0] == names[1]
    assert len(names[0]) == 4


@pytest.mark.parametrize("option", ["--env-file", "--save"])
def test_impossible_place_is_said_at_once(tmp_path: Path, option: str) -> None:
    """A file that could not be written is one line and code 2, before anything is up."""
    command = command_line("up", *FREE_PORTS, option, tmp_path / "no" / "file")
    ran = run_program(*command, cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1
    assert option in ran.stderr


def test_kept_state_comes_back(tmp_path: Path) -> None:
    """What --save keeps at the end, --load brings back with the same credentials on other ports."""
    first, second, kept = tmp_path / "1.env", tmp_path / "2.env", tmp_path / "lab.zip"
    with up("--env-file", first, "--items", "6", "--save", kept) as (process, _):
        assert "state kept in" in stop(process, signal.SIGTERM)
    with up("--env-file", second, "--load", kept) as (process, _):
        before, after = read_env(first), read_env(second)
        assert total_items(after) == 6
        stop(process, signal.SIGTERM)
    assert {name for name in before if before[name] != after[name]} <= {
        "FLOURISH_URL",
        "ORDO_URL",
        "ENGINE_URL",
    }


def test_foreign_file_is_not_loaded(tmp_path: Path) -> None:
    """A file that no lab was kept in is one line and code 2."""
    path = tmp_path / "other.zip"
    path.write_text("no zip")
    ran = run_program(*command_line("up", *FREE_PORTS, "--load", path), cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr == f"ordo-flourish: --load {path}: not a lab that was saved with --save\n"
