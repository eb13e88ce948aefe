"""The habits of this code base, held by machine: size, docstrings, no sleeping, imports that run one way."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("foundation", "sim_kernel", "sim_flourish", "sim_ordo", "integration_engine", "harness")
LONGEST_MODULE = 350
SHORTEST_MODULE = 40
LONGEST_FUNCTION = 50
FULLEST_FOLDER = 15

SHORT_FOR_A_REASON = {
    "harness/__main__.py": "the command's entry point",
    "harness/clients/webhook_signature.py": "one protocol: how a delivery is signed",
    "harness/engines/orphan_reaper.py": "a program of its own, run by path",
    "harness/errors.py": "one table: the exit codes of the command",
    "harness/gate/suite/test_features.py": "the one test file that pytest collects",
    "integration_engine/queue/procrastinate_app.py": "Procrastinate's own command line names it",
    "integration_engine/queue/start_jobs.py": "one choice: which job engine runs on which database",
    "integration_engine/store/codec.py": "one protocol: how a value is stored as text",
    "sim_flourish/inventory/webhook.py": "one table: what an inventory event is rendered to",
    "sim_flourish/peripheral/retail/webhook.py": "one table: what a retail order's event is rendered to",
    "sim_flourish/peripheral/trips/webhook.py": "one table: what a trip's event brings about",
}
"""Modules under 40 lines that are neither a fault nor a migration, each one protocol or one table."""

OFF_THE_TABLE = re.compile(
    r"^_?(hang|tell|spoil|furnish|keep_(?!blank_values))(_|$)|groundwork|HttpEdge|^_Way$|^_?[sS]tory|^made_?up|MadeUp"
    r"|[uU]nmet|[hH]eeded|[hH]appening|^_?[gG]rounds?(_|$)|^_?[eE]vidences?$|^nearest$|[lL]edger|^[sS]torms?$|^dice$"
    r"|^order_lives|people_lab|^[wW]orlds$|told|Told|engine_(desk|guard)|[lL]ook_?[rR]ound|^_DOORS$|^door$|^deeds?$"
    r"|[sS]poil(ing|t)|[fF]urnish|_shelf|Shelf|^order_book$|^Unsettled|NotSettled"
)
"""What `docs/explanation/glossary.md` replaced; words of other people's libraries are not among it."""


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


def _modules(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.py") if path.name != "__init__.py"]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_is_crowded(package: str) -> None:
    """A folder of more than fifteen modules holds two rooms."""
    folders = [ROOT / package, *(path for path in (ROOT / package).rglob("*") if path.is_dir())]
    counts = {_named(folder): len(_modules(folder)) for folder in folders}
    assert {name: count for name, count in counts.items() if count > FULLEST_FOLDER} == {}


def test_no_module_is_a_scrap() -> None:
    """Ten files of thirty lines usually hide one; a fault, a table or a protocol may be short."""
    one_each = {"faults", "calls", "deliveries", "versions", "migrations"}
    short = {
        _named(path)
        for path in _python_files(*PACKAGES)
        if path.name != "__init__.py"
        and path.parent.name not in one_each
        and path.read_text(encoding="utf-8").count("\n") < SHORTEST_MODULE
    }
    assert short == set(SHORT_FOR_A_REASON)


@pytest.mark.parametrize("path", [*_python_files(*PACKAGES, "tests", "docs", "benchmarks")], ids=_named)
def test_names_are_those_of_the_glossary(path: Path) -> None:
    """Identifiers are the field's standard terms; the words that they replaced do not come back."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    names = {token.string for token in tokens if token.type == tokenize.NAME}
    sentences = {name for name in names if name.startswith("test_")}
    assert {name for name in names - sentences if OFF_THE_TABLE.search(name)} == set()


def test_imports_run_one_way() -> None:
    """The contracts in pyproject.toml hold: a kernel without vendors, a pure core, steps on HTTP."""
    lint = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
