"""The gate on engines that are not ours: started, looked for, ended; what they lack; what if they die."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from foundation.clock import Deadline
from harness.engines.running_engine import is_up
from harness.serving import port_outside_automatic_range
from tests.programs import LONGEST, command_line, run_program
from tests.waiting import wait_until

STAND_IN = shlex.join([sys.executable, str(Path(__file__).with_name("stand_in_engine.py"))])
PROGRAM = shlex.join([sys.executable, "-m", "harness.lab.lab_engine"])
SECRET = "whsec_c2VjcmV0LWZvci10ZXN0cy10aGF0LWlzLWxvbmctZW5vdWdo"  # a made-up one


def gate(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the gate in a folder."""
    return run_program(*command_line("gate", *arguments), cwd=folder, env={**os.environ, **environment})


def is_gone(pid: int) -> bool:
    """Whether there is no such process, or only its remains that nobody has looked at yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_an_engine_is_started_told_everything_and_ended_with_its_children(tmp_path: Path) -> None:
    """Everything it must know is in its environment, nothing of it outlives the run, its output is kept."""
    pids = tmp_path / "pids"
    ran = gate(tmp_path, "-k", "license", "-n", "2", "--engine-cmd", f"{STAND_IN} --stubborn --pids {pids}")
    assert "capabilities: none" in ran.stdout
    said = json.loads((tmp_path / "report" / "engine.log").read_text().splitlines()[0])
    assert all(said.values())
    assert said["ENGINE_PUBLIC_URL"] == f"http://127.0.0.1:{said['ENGINE_PORT']}"
    assert all(is_gone(int(pid)) for pid in pids.read_text().split())
    assert not Path(said["ENGINE_DATA_DIR"]).exists()


def test_what_an_engine_lacks_is_skipped(tmp_path: Path) -> None:
    """Table and junit.xml count it apart, and the verdict rests on what was checked."""
    ran = gate(tmp_path, "-k", "a_license or an_hour or for_flourish_outlives", "--engine-cmd", STAND_IN)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "skipped" in ran.stdout
    assert "the engine is without controllable_clock" in ran.stdout
    suite = ET.parse(tmp_path / "report" / "junit.xml").getroot().find("testsuite")  # noqa: S314 - ours
    assert suite is not None
    reasons = [str(skipped.get("message")) for skipped in suite.iter("skipped")]
    assert len(reasons) == int(suite.get("skipped", 0)) > 0
    assert all(reason.startswith("not checked: the engine is without ") for reason in reasons)


def test_capabilities_can_be_left_out_by_hand(tmp_path: Path) -> None:
    """--without skips scenarios although the engine could; a run of nothing else is no verdict."""
    ran = gate(tmp_path, "-k", "for_flourish_outlives", "--without", "restart", "--without", "durable_store")
    assert ran.returncode == 3
    assert "skipped: 1 scenarios, the engine is without durable_store and restart" in ran.stdout
    assert ran.stderr == "ordo-flourish: every selected scenario needs what this engine is without\n"


@pytest.mark.parametrize(
    ("command", "complaint", "last_words"),
    [
        ("nonesuch-engine", "cannot be started: nonesuch-engine: No such file", ""),
        ("sh -c 'echo no licence; exit 4'", "the engine ended with exit code 4", "no licence"),
        ("sh -c 'kill -9 $$'", "the engine was killed by SIGKILL", ""),
        (f"{STAND_IN} --silent", "the engine is not up after 2 seconds", "FLOURISH_URL"),
    ],
)
def test_an_engine_that_does_not_come_up(
    tmp_path: Path, command: str, complaint: str, last_words: str
) -> None:
    """Exit code 3, one line that says what happened, and the end of what it printed."""
    patience = "2" if "silent" in command else "60"
    ran = gate(tmp_path, "-k", "license", "--engine-cmd", command, "--engine-patience", patience)
    assert ran.returncode == 3
    first, _, rest = ran.stderr.partition("\n")
    assert complaint in first
    assert last_words in rest


def test_an_engine_that_dies_ends_the_run(tmp_path: Path) -> None:
    """What fails after its death says nothing about behaviour: exit code 3 and its last words."""
    ran = gate(tmp_path, "-k", "license or order", "--engine-cmd", f"{STAND_IN} --dies-after 6")
    assert ran.returncode == 3
    assert "the engine ended with exit code 9" in ran.stderr
    assert "out of memory" in ran.stderr


def test_a_gate_that_is_killed_leaves_no_engine_behind(tmp_path: Path) -> None:
    """Even when the gate cannot do anything any more, its engine ends."""
    pids = tmp_path / "pids"
    command = command_line("gate", "--engine-cmd", f"{STAND_IN} --silent --stubborn --pids {pids}")
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        limit = Deadline(LONGEST)
        while not (pids.exists() and len(pids.read_text().split()) == 2):
            assert not limit.passed()
        run.kill()
    both = [int(pid) for pid in pids.read_text().split()]
    wait_until("the engine and its child to be gone", lambda: all(is_gone(pid) for pid in both))


def test_a_cancelled_gate_ends_in_order(tmp_path: Path) -> None:
    """SIGTERM, as CI sends it, ends the engine and the run: nothing was checked."""
    pids = tmp_path / "pids"
    command = command_line("gate", "--engine-cmd", f"{STAND_IN} --pids {pids}", "-n", "1")
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert any(line.startswith(b"engine http") for line in run.stdout)
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=LONGEST)
    assert run.returncode in {3, 130}
    assert all(is_gone(int(pid)) for pid in pids.read_text().split())


def test_an_engine_that_forgets_is_caught(tmp_path: Path) -> None:
    """The engine is really restarted: one that loses its store in between fails, one that keeps it passes."""
    chosen = ("-k", "while_the_engine_is_away_arrives or goes_on_working_after_a_restart")
    forgetful = f"sh -c 'rm -f \"$ENGINE_DATA_DIR\"/engine.sqlite3*; exec {PROGRAM}'"
    ran = gate(tmp_path, *chosen, "--engine-cmd", forgetful)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "failed: 2 of 2 scenarios" in ran.stdout
    ran = gate(tmp_path, *chosen, "--engine-cmd", PROGRAM)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_an_engine_that_runs_already(tmp_path: Path) -> None:
    """It is judged where it is and left running; nobody can restart it, so that is skipped."""
    flourish, ordo, port = (port_outside_automatic_range() for _ in range(3))
    url = f"http://127.0.0.1:{port}"
    said = {
        "FLOURISH_URL": f"http://127.0.0.1:{flourish}",
        "ORDO_URL": f"http://127.0.0.1:{ordo}",
        "ENGINE_PORT": str(port),
        "ENGINE_PUBLIC_URL": url,
        "ENGINE_DATA_DIR": str(tmp_path),
        "ENGINE_ENCRYPTION_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "ENGINE_HTTP_TIMEOUT": "1",
        "ORDO_EVENTS_SECRET": SECRET,
    }
    with subprocess.Popen(shlex.split(PROGRAM), env={**os.environ, **said}) as engine:
        try:
            where = ("--flourish-port", str(flourish), "--ordo-port", str(ordo), "--engine-url", url)
            ran = gate(
                tmp_path,
                *where,
                "-k",
                "shipping_does_not_take_an_early or for_flourish_outlives",
                "-n",
                "2",
                ORDO_EVENTS_SECRET=SECRET,
            )
            assert ran.returncode == 0, ran.stdout + ran.stderr
            assert "passed: 1 of 2 scenarios" in ran.stdout
            assert "the engine is without restart" in ran.stdout
            assert is_up(url)
        finally:
            engine.terminate()
        assert engine.wait(timeout=LONGEST) == 0


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ((), "--flourish-port, --ordo-port, ORDO_EVENTS_SECRET in the environment"),
        (("--flourish-port", "20001", "--ordo-port", "20002"), "needs ORDO_EVENTS_SECRET in the environment"),
        (("--engine-cmd", "x"), "exclude each other"),
        (("--engine", "builtin"), "--engine builtin excludes"),
    ],
)
def test_what_an_engine_that_runs_already_needs(
    tmp_path: Path, arguments: tuple[str, ...], missing: str
) -> None:
    """What has to be known beforehand and was not given is named: wrong usage."""
    ran = gate(tmp_path, "--engine-url", "http://127.0.0.1:9", *arguments, ORDO_EVENTS_SECRET="")
    assert ran.returncode == 2
    assert missing in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_nothing_runs_where_an_engine_should(tmp_path: Path) -> None:
    """Exit code 3 says where it was looked for and what an engine must expose."""
    ports = ("--flourish-port", str(port_outside_automatic_range()), "--ordo-port")
    where = (*ports, str(port_outside_automatic_range()), "--engine-url", "http://127.0.0.1:9")
    ran = gate(tmp_path, *where, "--engine-patience", "0.5", ORDO_EVENTS_SECRET=SECRET)
    assert ran.returncode == 3
    assert "GET /healthz got no answer from http://127.0.0.1:9" in ran.stderr
    assert "test-your-own-engine.md" in ran.stderr
