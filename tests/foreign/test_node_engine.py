"""The example engine in Node.js under the whole gate, in both of its modes; it shares no line with ours.

Run by `tox -e foreign`. On a machine without Node.js the engine is not checked, and pytest counts it so.
"""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.programs import command_line

CHECKOUT = Path(__file__).parents[2]
ENGINE = CHECKOUT / "examples" / "node-engine" / "engine.js"
OLDEST_NODE = 18
LONGEST_SECONDS = 900


@pytest.fixture(scope="module")
def node() -> str:
    """The interpreter, if this machine has a recent one."""
    path = shutil.which("node")
    if path is None:
        pytest.skip("not checked: the engine in Node.js, for there is no `node` on this machine")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(re.findall(r"\d+", version)[0]) < OLDEST_NODE:
        pytest.skip(f"not checked: the engine in Node.js needs {OLDEST_NODE}, this machine has {version}")
    return path


@pytest.mark.parametrize(
    ("mode", "lacking"),
    [
        ({}, {"controllable_clock", "durable_store", "reconciliation", "restart"}),
        ({"ENGINE_LAB_CLOCK": "1"}, {"durable_store", "reconciliation", "restart"}),
    ],
    ids=["as it is", "with a controllable clock"],
)
def test_it_passes_what_its_capabilities_allow(
    node: str, mode: dict[str, str], lacking: set[str], tmp_path: Path
) -> None:
    """Everything passes except what needs a capability that it lacks, and only that is not checked."""
    command = shlex.join([node, str(ENGINE)])
    ran = subprocess.run(
        [*command_line("gate", "-n", "2", "--engine-cmd", command)],
        cwd=tmp_path,
        env={**os.environ, **mode},
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert ran.returncode == 0
    [suite] = ET.parse(tmp_path / "report" / "junit.xml").getroot().iter("testsuite")  # noqa: S314 - ours
    reasons = [str(skipped.get("message")) for skipped in suite.iter("skipped")]
    named = {word for reason in reasons for word in reason.partition("without ")[2].split(" and ")}
    assert named == lacking
    assert len(reasons) < int(suite.get("tests", 0)) / 4
