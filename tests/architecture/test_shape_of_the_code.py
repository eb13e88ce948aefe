"""The habits of this code base, held by machine: size, docstrings, no sleeping, imports that run one way."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("foundation", "sim_kernel", "sim_flourish", "sim_ordo", "integration_engine", "harness")
LONGEST_MODULE = 350
LONGEST_FUNCTION = 50


def _python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*_python_files(*PACKAGES, "tests", "docs")], ids=_named)
def test_modules_and_functions_stay_small(path: Path) -> None:
    """A module of more than 350 lines, or a function of more than 50, hides two ideas."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("path", [*_python_files(*PACKAGES)], ids=_named)
def test_every_module_says_what_it_owns(path: Path) -> None:
    """Each module opens with a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [*_python_files("tests")], ids=_named)
def test_every_test_is_a_sentence_and_none_sleeps(path: Path) -> None:
    """Each test has a docstring, and waiting is never for a time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [node.name for node in tests if not ast.get_docstring(node)] == []
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [call for call in calls if getattr(call, "attr", getattr(call, "id", "")) == "sleep"]


@pytest.mark.parametrize("path", [*_python_files(*PACKAGES)], ids=_named)
def test_only_one_module_has_msgspec_learn_classes(path: Path) -> None:
    """Elsewhere two threads may be the first at once, and the process ends; see `foundation/shapes.py`."""
    direct = re.compile(r"msgspec\.convert\(|json\.Decoder\(|json\.decode\([^)]*type=")
    assert path.name == "shapes.py" or not direct.search(path.read_text(encoding="utf-8"))


def test_imports_run_one_way() -> None:
    """The contracts in pyproject.toml hold: a kernel without vendors, a pure core, steps on HTTP."""
    lint = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
