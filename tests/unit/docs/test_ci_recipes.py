"""The recipes for CI systems hold: they are readable, and use commands and options that there are."""

import os
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from harness.cli import commands
from tests.programs import run_program

CHECKOUT = Path(__file__).parents[3]
ACTION = CHECKOUT / "action.yml"
WORKFLOW = CHECKOUT / ".github" / "workflows" / "gate.yml"
PAGE = CHECKOUT / "docs" / "how-to" / "run-the-gate-in-ci.md"
INSTALLS = {
    'python -m pip install -c "$HERE/requirements/lock.txt" "$HERE[lab]"',
    "python -m pip install 'ordo-flourish[lab]'",
}


def action() -> Mapping[str, Any]:
    """The action as GitHub reads it."""
    read: Mapping[str, Any] = yaml.safe_load(ACTION.read_text())
    return read


def snippet(name: str) -> Mapping[Any, Any]:
    """The page's YAML block that begins with this file name."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    [text] = [block for block in blocks if block.startswith(f"# {name}\n")]
    read: Mapping[Any, Any] = yaml.safe_load(text)
    return read


def scripts() -> list[str]:
    """Every shell script of every recipe."""
    shell = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    steps = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    return [*steps, *snippet(".gitlab-ci.yml")["gate"]["script"], *(block.strip() for block in shell)]


def lines() -> list[str]:
    """Every line of them."""
    return [line for script in scripts() for line in script.strip().splitlines()]


@pytest.mark.parametrize("line", [line for line in lines() if line.startswith("ordo-flourish")])
def test_every_command_is_one_that_the_command_line_takes(line: str) -> None:
    """Subcommand and options are parsed as the command itself would."""
    _, name, *arguments = shlex.split(line.replace('"${options[@]}"', ""))
    commands.commands[name].make_context(name, arguments)


def test_every_option_that_is_put_together_exists() -> None:
    """What the action's script adds to the command is an option of the gate."""
    known = {
        option
        for parameter in commands.commands["gate"].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    used = {
        found for line in lines() if "options" in line for found in re.findall(r"[ (](--?[a-z-]+) ?", line)
    }
    tests = {"-z", "-n"}  # of the shell's own; -n is also ours
    assert {"--engine-cmd", "--strict", "--report"} <= used
    assert used - tests <= known


def test_every_other_line_is_known() -> None:
    """Beside the gate itself, recipes only install it and put its options together."""
    others = {line for line in lines() if not line.startswith(("ordo-flourish", "[ ", "options="))}
    assert others == INSTALLS


def test_the_action_runs(tmp_path: Path) -> None:
    """Its script, with inputs as GitHub hands them over, runs the gate and passes its verdict on."""
    [step] = [step for step in action()["runs"]["steps"] if "ordo-flourish" in step.get("run", "")]
    inputs = {name: str(about.get("default", "")) for name, about in action()["inputs"].items()}
    inputs |= {"keyword": "a_license", "tags": "S2 and not assumed", "strict": "true", "workers": "1"}
    given = {
        name: inputs[re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", r"\1", value)]
        for name, value in step["env"].items()
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
    ran = run_program(*script, cwd=tmp_path, env={**os.environ, **given, "PATH": path})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "passed: all" in ran.stdout
    assert (tmp_path / "report" / "junit.xml").exists()


@pytest.mark.parametrize("jobs", [WORKFLOW, ".github/workflows/gate.yml"])
def test_workflows_give_the_action_inputs_that_it_has(jobs: Path | str) -> None:
    """Our own workflow and the documented one."""
    read = yaml.safe_load(jobs.read_text()) if isinstance(jobs, Path) else snippet(jobs)
    steps = [step for job in read["jobs"].values() for step in job["steps"]]
    ours = [step for step in steps if step["uses"] == "./" or "ordo-flourish" in step["uses"]]
    assert ours
    for step in ours:
        assert set(step.get("with", {})) <= set(action()["inputs"])


def test_our_own_workflow_judges_engines_that_are_there() -> None:
    """The files that its commands name exist."""
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    given = [step.get("with", {}).get("engine-cmd") for job in jobs.values() for step in job["steps"]]
    named = [shlex.split(command)[1] for command in given if command]
    assert named == ["examples/node-engine/engine.js"]
    assert (CHECKOUT / named[0]).exists()
