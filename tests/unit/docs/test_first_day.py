"""What a contributor looks for first is there and holds: root files, verbs, hooks, words, workflows."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.cli import LAB_MODULES, commands

CHECKOUT = Path(__file__).parents[3]
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
ACTION = CHECKOUT / "action.yml"
VERBS = ("setup", "lint", "test", "gate", "docs", "clean")
LOCK = (CHECKOUT / "requirements" / "lock.txt").read_text()


def workflow(name: str) -> Mapping[str, Any]:
    """A workflow as GitHub reads it."""
    read: Mapping[str, Any] = yaml.safe_load((CHECKOUT / ".github" / "workflows" / name).read_text())
    return read


def project() -> Mapping[str, Any]:
    """The table `project` of pyproject.toml."""
    read: Mapping[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return read


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path: Path) -> None:
    """A tag can be moved by whoever owns it; beside the commit stands the version it is."""
    for used in re.findall(r"uses: (.*)", path.read_text()):
        assert used == "./" or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_only_read(path: Path) -> None:
    """No job gets more than it needs, and none runs for ever."""
    read = workflow(path.name)
    assert read["permissions"] == {"contents": "read"}
    for job in read["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 30


def test_the_tests_run_on_every_python() -> None:
    """Lint, types, unit, contract and gate, on each version that the package says it is for."""
    [job] = workflow("tests.yml")["jobs"].values()
    matrix = job["strategy"]["matrix"]
    assert matrix["environment"] == ["lint", "types", "unit", "contract", "gate"]
    said = re.findall(r"Python :: (3\.\d+)", "\n".join(project()["classifiers"]))
    assert matrix["python"] == said == ["3.11", "3.12", "3.13", "3.14"]
    tox = (CHECKOUT / "tox.ini").read_text()
    assert all(f"[testenv:{environment}]" in tox for environment in matrix["environment"])


def test_the_release_installs_what_it_built_in_both_ways() -> None:
    """The plain install and the lab, from the wheel, after the tests of the packaging."""
    [job] = workflow("release.yml")["jobs"].values()
    script = "\n".join(step.get("run", "") for step in job["steps"])
    for part in ("tox -e packaging", "python -m build", "engine --help", "[lab]", "ordo-flourish gate"):
        assert part in script


def test_the_command_looks_for_what_the_lab_installs() -> None:
    """The modules that a lab command needs are those of the extra `lab`, but for data that nobody imports."""
    named = {re.split(r"[><=]", line)[0] for line in project()["optional-dependencies"]["lab"]}
    module_of = {"pytest-xdist": "xdist"}
    assert {module_of.get(name, name.replace("-", "_")) for name in named - {"tzdata"}} == set(LAB_MODULES)


def test_the_makefile_has_six_verbs() -> None:
    """Each is explained where it stands and in CONTRIBUTING."""
    makefile = (CHECKOUT / "Makefile").read_text()
    assert tuple(re.findall(r"^(\w+):  ## .+\.$", makefile, flags=re.MULTILINE)) == VERBS
    assert tuple(re.findall(r"^\| `make (\w+)` \|", read("CONTRIBUTING.md"), flags=re.MULTILINE)) == VERBS


def read(page: str) -> str:
    """The text of a page at the root."""
    return (CHECKOUT / page).read_text()


def test_hooks_are_local_and_their_tools_pinned() -> None:
    """A commit fetches nothing, and the hooks judge by the versions that the tests run with."""
    repos = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    hooks = {hook["id"]: hook["entry"] for repo in repos for hook in repo["hooks"]}
    assert set(hooks) == {"ruff-format", "ruff-check", "mypy", "lint-imports"}
    assert all(entry.startswith(".venv/bin/") for entry in hooks.values())
    assert all(f"\n{tool}==" in LOCK for tool in ("ruff", "mypy", "import-linter", "pre_commit"))


def test_the_devcontainer_sets_itself_up() -> None:
    """By the verb that everybody uses."""
    assert json.loads(read(".devcontainer/devcontainer.json"))["postCreateCommand"] == "make setup"


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_root_pages_name_are_there(page: str) -> None:
    """A moved module takes its place in these pages along."""
    made_there = {"sim_kernel/faults/calls/empty_body.py"}  # the example of a new fault
    for named in set(re.findall(r"`(\w+/[\w./-]*)`", read(page))) - made_there:
        assert (CHECKOUT / named).exists(), named


def test_architecture_is_one_page() -> None:
    """Whoever has a minute reads it."""
    assert len(read("ARCHITECTURE.md").splitlines()) <= 70


def test_contributing_names_commands_that_there_are() -> None:
    """Subcommands and options of its commands are parsed as the command itself would."""
    used = re.findall(
        r"\.venv/bin/ordo-flourish (\w+) (.*?)(?:  .*)?$", read("CONTRIBUTING.md"), re.MULTILINE
    )
    assert used
    for name, arguments in used:
        commands.commands[name].make_context(name, arguments.strip("`.").split())


def test_the_glossary_is_found_and_in_order() -> None:
    """Linked from where people start; each of its tables is sorted and says every term once."""
    for page in ("README.md", "docs/README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        assert "explanation/glossary.md" in read(page)
    tables = read("docs/explanation/glossary.md").split("\n## ")[1:]
    for table in tables:
        terms = re.findall(r"^\| \*\*(.+?)\*\* \|", table, flags=re.MULTILINE)
        assert terms
        assert terms == sorted(set(terms), key=str.casefold)
