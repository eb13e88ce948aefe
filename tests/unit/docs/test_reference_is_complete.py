"""What exists is documented: generated pages are current, links lead somewhere, README holds."""

import re
import runpy
import sys
from pathlib import Path

import click
import pytest

from harness.cli import commands
from harness.rules import tag_texts
from sim_flourish.model.world import Settings
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from tests.programs import run_program

CHECKOUT = Path(__file__).parents[3]
DOCS = CHECKOUT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *CHECKOUT.glob("*.md")])


def reference(page: str) -> str:
    """The text of a reference page."""
    return (DOCS / "reference" / f"{page}.md").read_text()


def test_generated_pages_are_current() -> None:
    """The reference pages say what the code says."""
    ran = run_program(sys.executable, "docs/generate.py", "--check", cwd=CHECKOUT)
    assert ran.stdout == ""
    assert ran.returncode == 0


NAMED_COMMANDS = dict(runpy.run_path(str(DOCS / "generate.py"))["named_commands"](commands))


@pytest.mark.parametrize("name", NAMED_COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    """Each option of each subcommand stands under its heading."""
    section = reference("command-line").partition(f"## `ordo-flourish {name}")[2].partition("\n## ")[0]
    for parameter in NAMED_COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert all(f"`{option}`" in section for option in parameter.opts)


def test_every_fault_is_documented() -> None:
    """Each kind of the catalogue is in the table."""
    page = reference("faults")
    for kind in (*REQUEST_FAULTS, *DELIVERY_FAULTS):
        assert f"| `{kind}` |" in page


def test_every_setting_of_a_tenant_is_documented() -> None:
    """Each setting of the simulated Flourish has a row that says which contradiction it is for."""
    text = (CHECKOUT / "schemas" / "PROVENANCE.md").read_text()
    for name in Settings.__dataclass_fields__:
        assert f"| `{name}` |" in text


def test_every_tag_is_documented() -> None:
    """Each rule and each other tag is in the table."""
    page = reference("rules")
    for tag in tag_texts():
        assert f"| {tag} |" in page or f"| `@{tag}` |" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link or picture names a file that is there."""
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def quick_start() -> list[str]:
    """The command blocks of the README's Quick start."""
    section = (CHECKOUT / "README.md").read_text().partition("## Quick start")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL)


def test_quick_start_is_two_commands() -> None:
    """The first ends by running the gate, the second by running tox; each is one line."""
    first, second = quick_start()
    assert first.count("\n") == second.count("\n") == 1
    assert first.rstrip().endswith("ordo-flourish gate")
    assert second.rstrip().endswith("tox")


def test_ci_runs_the_second_command() -> None:
    """The CI script installs and runs what the README's second command does."""
    script = (CHECKOUT / ".ci" / "run").read_text()
    install, run = quick_start()[1].strip().split(" && ")
    assert install.removeprefix(".venv/bin/pip ") in script
    assert run in script


def test_generator_names_every_reference_page_it_makes() -> None:
    """Only the pages of the env-file and the report are written by hand."""
    made = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]
    by_hand = {path.name for path in (DOCS / "reference").glob("*.md")} - {Path(page).name for page in made}
    assert by_hand == {"env-file.md", "report.md"}
