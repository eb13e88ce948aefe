"""The report of a run with one planted failure, part by part: partial payments are taken for full ones."""

import json
import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from tests.page_reader import Element, read_page
from tests.programs import command_line, run_program

CHECKOUT = Path(__file__).parents[2]
CHOSEN = "payment_after_the_shipment_changes_nothing or key_is_shown_only_once or shipment_while_ordo_is_down"
PLUGIN = ("--", "-p", "tests.journey.planted_failure")
NAME = "A partial payment after the shipment changes nothing in Ordo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run of the gate: what it said and what it left in `report`."""

    said: str
    report: Path
    secrets: frozenset[str]
    step_summary: Path
    environment: Mapping[str, str]

    def text(self, name: str) -> str:
        """A file of the report."""
        return (self.report / name).read_text(encoding="utf-8")

    @property
    def page(self) -> Element:
        """The page, read."""
        return read_page(self.text("index.html"))

    @property
    def failure(self) -> Path:
        """The folder of the first of the failures."""
        return min((self.report / "failures").iterdir())


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A run of five scenarios: three fail, one passes, two are skipped."""
    folder = tmp_path_factory.mktemp("planted")
    secrets, step_summary = folder / "secrets", folder / "step_summary.md"
    step_summary.write_text("# What was there before\n")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "PLANTED_SECRETS": str(secrets),
        "GITHUB_STEP_SUMMARY": str(step_summary),
    }
    old = folder / "report" / "failures" / "of-an-earlier-run"
    old.mkdir(parents=True)
    (old / "again.txt").write_text("old\n")
    command = command_line("gate", "--seed", "5", "-n", "2", "-k", CHOSEN, "--without", "controllable_clock")
    run = run_program(*command, *PLUGIN, cwd=folder, env=environment)
    assert run.returncode == 1, run.stdout + run.stderr
    return Ran(
        said=run.stdout,
        report=folder / "report",
        secrets=frozenset(secrets.read_text().split()),
        step_summary=step_summary,
        environment=environment,
    )


def test_the_page_counts_every_outcome(ran: Ran) -> None:
    """Passed, failed and skipped are told apart, and how much of the green is assumed is said."""
    tiles = {tile.one("span").text: tile.one("b").text for tile in ran.page.all("div", kind="tile")}
    assert (tiles["scenarios"], tiles["passed"], tiles["failed"], tiles["skipped"]) == (
        "6",
        "1",
        "3",
        "2",
    )
    assert tiles["of the green is assumed"] == "0%"
    assert ran.page.one("header").one("span", kind="badge").text == "failed"


def test_the_page_shows_results_by_feature_and_by_rule(ran: Ran) -> None:
    """One line each, with the verdict; a rule that no scenario of this run cites is there too."""
    lines = {
        row.one("a").text: row
        for row in ran.page.one("section", id="features").all("tr")
        if list(row.all("a"))
    }
    assert set(lines) == {"API keys", "Partial payment ignored", "Updates over an unreliable network"}
    assert next(lines["Partial payment ignored"].all("span")).text == "failed"
    rule = ran.page.one("tr", id="O9")
    assert [next(rule.all("span")).text, *(cell.text for cell in rule.all("td", kind="r"))][:4] == [
        "failed",
        "3",
        "·",
        "3",
    ]
    assert next(ran.page.one("tr", id="I3").all("span")).text == "none"


def test_the_page_says_what_was_skipped_and_why(ran: Ran) -> None:
    """The reason and the scenarios."""
    section = ran.page.one("section", id="skipped")
    assert "the engine is without controllable_clock" in section.one("summary").text
    assert section.text.count("A shipment while Ordo is down shows when Ordo is back") == 2


def test_the_page_shows_every_scenario_with_its_steps_and_its_traffic(ran: Ran) -> None:
    """Also those that passed; only what was not played has no drawing."""
    scenarios = list(ran.page.one("section", id="scenarios").all("details", kind="scenario"))
    assert len(scenarios) == 6
    for scenario in scenarios:
        assert list(scenario.one("ol", kind="steps").all("li"))
        outcome = next(scenario.all("span", kind="mark")).text
        assert len(list(scenario.all("svg"))) == (0 if outcome == "skipped" else 1)
    failed = next(one for one in scenarios if NAME in one.text)
    outcomes = [step.attributes["class"] for step in failed.one("ol", kind="steps").all("li")]
    assert outcomes == ["passed", "passed", "passed", "failed"]


def test_the_drawing_tells_the_story(ran: Ran) -> None:
    """Requests, events, webhooks and transitions, between the five who have a part in it, under the steps."""
    article = next(ran.page.all("article"))
    said = [text.text for text in article.one("svg").all("text")]
    for part in ("Seller", "Ordo", "Engine", "Flourish", "Warehouse"):
        assert part in said
    for what in (
        "confirmed the order → 202",
        "event order.confirmed → 202",
        "POST /outbound-orders → 200",
        "order O-10001 went from Pending to Awaiting Delivery",
        "the order went from Allocated to Shipped",
        "webhook order → 200",
        "recorded a payment → 200",
        "the order stayed Shipped, payment Awaiting Payment to Partially Paid",
        "order O-10001 went from Delivered to Paid",
    ):
        assert what in said
    order = [
        said.index(what) for what in ("recorded a payment → 200", "order O-10001 went from Delivered to Paid")
    ]
    assert order == sorted(order)
    step = next(index for index, text in enumerate(said) if text.startswith("When the warehouse records"))
    assert step < order[0]


def test_the_failure_says_what_was_expected_and_what_each_side_shows(ran: Ran) -> None:
    """In business words, with the nearest thing that happened and what the rules make of it."""
    article = next(ran.page.all("article"))
    assert article.one("dd", kind="minus").text == "the order to be Delivered in Ordo"
    assert article.one("dd", kind="plus").text.startswith("it is Paid")
    assert "order O-10001 went from Delivered to Paid" in article.one("dl").text
    differing = article.one("tr", kind="gap")
    assert [cell.text for cell in differing.all("td")][1:] == [
        "Paid",
        "Shipped, Partially Paid",
        "Delivered (O6, O8, O9)",
    ]


def test_the_page_says_seed_versions_and_engine(ran: Ran) -> None:
    """What is needed to have the same run again."""
    facts = ran.page.one("section", id="run").text
    for what in ("seed 5", "the built-in engine", "Python", "pytest-bdd", "capabilities of the engine"):
        assert what in facts


def test_the_page_needs_nothing_but_itself(ran: Ran) -> None:
    """No element fetches anything, and every link leads into the page or the report."""
    sources = [
        element
        for name in ("script", "link", "img", "iframe", "use", "image", "object")
        for element in ran.page.all(name)
        if {"src", "href", "data"} & set(element.attributes)
    ]
    assert sources == []
    assert "@import" not in ran.text("index.html")
    assert all(link.attributes["href"].startswith(("#", "failures/")) for link in ran.page.all("a")), (
        "a link leads out"
    )


def test_the_failures_folder_has_everything(ran: Ran) -> None:
    """Seed, journals, states, the difference, the drawing and the command; nothing of earlier runs."""
    assert len(list((ran.report / "failures").iterdir())) == 3
    assert (ran.failure / "seed.txt").read_text() == "5\n"
    for side in ("ordo", "flourish"):
        assert json.loads((ran.failure / f"journal-{side}.json").read_text())["entries"]
        assert json.loads((ran.failure / f"state-{side}.json").read_text())
    difference = (ran.failure / "difference.txt").read_text()
    assert "- the order to be Delivered in Ordo\n+ it is Paid" in difference
    assert "Delivered (O6, O8, O9), as Flourish has Shipped, Partially Paid" in difference
    drawing = ET.fromstring((ran.failure / "diagram.svg").read_text())  # noqa: S314 - our own drawing
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"


def test_the_command_plays_the_failure_again(ran: Ran) -> None:
    """Pasted into a shell, it fails in the same scenario and in no other, and keeps this report."""
    command = (ran.failure / "again.txt").read_text().strip()
    again = run_program("sh", "-c", command, cwd=ran.report.parent, env={**ran.environment})
    assert again.returncode == 1, again.stdout + again.stderr
    assert "failed: 1 of 1 scenarios" in again.stdout
    assert "the order to be Delivered in Ordo, but it is Paid" in again.stdout
    assert shlex.split(command)[:2] == ["ordo-flourish", "gate"]
    assert (ran.report / "again" / "index.html").exists()
    assert command in ran.said


def test_junit_names_the_failures(ran: Ran) -> None:
    """The form that CI systems read, with the business words as the message."""
    suite = ET.fromstring(ran.text("junit.xml"))  # noqa: S314 - pytest's own file
    failures = list(suite.iter("failure"))
    assert len(failures) == 3
    assert len(list(suite.iter("skipped"))) == 2
    assert "expected the order to be Delivered in Ordo, but it is Paid" in failures[0].attrib["message"]


def test_cucumber_json_has_the_standard_form(ran: Ran) -> None:
    """Judged by a schema of what its readers rely on; what was not played is skipped."""
    schema = json.loads((Path(__file__).parent / "cucumber.schema.json").read_text())
    features = json.loads(ran.text("cucumber.json"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(features)] == []
    elements = [element for feature in features for element in feature["elements"]]
    statuses = [{step["result"]["status"] for step in element["steps"]} for element in elements]
    assert sum(status == {"skipped"} for status in statuses) == 2
    assert sum("failed" in status for status in statuses) == 3


def test_the_summary_is_appended_for_github(ran: Ran) -> None:
    """A table and a Mermaid drawing of each failure, after what was in the file already."""
    text = ran.text("summary.md")
    assert ran.step_summary.read_text().startswith("# What was there before\n" + text)
    assert "| ❌ | Partial payment ignored | 3 | 0 | 3 | 0 |" in text
    assert text.count("```mermaid\nsequenceDiagram") == 3
    assert "    Engine->>Flourish: POST /outbound-orders → 200" in text
    assert "Skipped: 2 scenarios, the engine is without controllable\\_clock." in text


def test_no_secret_reaches_the_report(ran: Ran) -> None:
    """A failing step blurted out all of its world; no file, and nothing on the screen, has any of it."""
    assert len(ran.secrets) > 15
    files = [path for path in ran.report.rglob("*") if path.is_file()]
    texts = {str(path): path.read_text(encoding="utf-8") for path in files}
    texts |= {"screen": ran.said, "step summary": ran.step_summary.read_text()}
    assert [name for name, text in texts.items() if any(secret in text for secret in ran.secrets)] == []


def test_coverage_is_counted_from_the_journals(ran: Ran) -> None:
    """What was exercised is in the table; what was not is a gap that is named."""
    section = ran.page.one("section", id="coverage")
    lines = {next(row.all("td")).text: row for row in section.all("tr") if list(row.all("td"))}
    assert "gap" in lines["Allocated, cancelled → Cancelled"].text
    assert "gap" not in lines["Allocated, shipped → Shipped"].text
    assert "only a wrong engine does this" in lines["Paid, reported delivered → Delivered"].text


def test_what_was_exercised_names_its_source(ran: Ran) -> None:
    """How much is documented, observed, assumed stands on the page and in the summary."""
    first, *folded = ran.page.one("section", id="provenance").all("tbody")
    counts = {
        cells[0]: cells[1:] for row in first.all("tr") for cells in [[one.text for one in row.all("td")]]
    }
    documented, observed, assumed, share = counts["transitions"]
    assert int(documented) > 0
    assert int(assumed) > 0
    assert (observed, share.endswith("%")) == ("·", True)
    assert counts["messages that the engine took"][1] != "·"
    names = {next(row.all("td")).text for table in folded for row in table.all("tr")}
    assert {"Ordo: order.confirmed", "Ordo: PUT /orders/{order_id}"} <= names
    assert f"| transitions | {documented} | 0 | {assumed} |" in ran.text("summary.md")
    lines = [row.text for row in ran.page.one("section", id="coverage").all("tr")]
    assert any(
        "Allocated, shipped → Shipped" in line and "documented" in line and "O6" in line for line in lines
    )


def test_a_gap_fails_when_coverage_is_required(tmp_path: Path) -> None:
    """All green, and still 1: the gaps are named."""
    run = run_program(
        *command_line("gate", "-k", "key_is_shown_only_once", "--require-coverage", "--coverage"),
        cwd=tmp_path,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert "passed: all 1 scenarios" in run.stdout
    assert "  Flourish: outbound order: Allocated, shipped → Shipped\n" in run.stdout
    assert "  Faults of a delivery: reorder\n" in run.stdout
    assert "      0  Created, cancelled → Cancelled (gap, documented)\n" in run.stdout


def test_every_file_of_a_report_is_documented(ran: Ran) -> None:
    """The reference page names what a report and a failure's folder hold."""
    documented = (CHECKOUT / "docs" / "reference" / "report.md").read_text()
    files = [path for path in (*ran.report.iterdir(), *ran.failure.iterdir()) if path.is_file()]
    assert [path.name for path in files if f"`{path.name}`" not in documented] == []
