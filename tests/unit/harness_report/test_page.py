"""The page holds whatever a run puts into it."""

from dataclasses import replace

import msgspec

from harness.report.coverage import Coverage, coverage_of
from harness.report.render import render_page
from tests.page_reader import Element, read_page
from tests.unit.harness_report.samples import CATALOGUE, FACTS, NASTY, call, record

EMPTY = Coverage(lines=[])


def tiles(root: Element) -> dict[str, str]:
    """The numbers at the top."""
    return {tile.one("span").text: tile.one("b").text for tile in root.all("div", kind="tile")}


def test_nothing_from_a_run_becomes_markup() -> None:
    """Names, steps, messages and labels are shown as they are, wherever they stand."""
    text = render_page(
        FACTS, [record("failed", NASTY), record("skipped", NASTY)], coverage_of([CATALOGUE], [])
    )
    root = read_page(text)
    assert len(list(root.all("script"))) == 1
    assert "<script>alert" not in text
    assert NASTY in root.one("section", id="failures").one("h3").text


def test_the_share_that_is_assumed_counts_what_passed() -> None:
    """Of four that passed one is assumed; one that failed does not count."""
    own = [record(), record(), record(), record(tags=("O14", "assumed")), record("failed", tags=("assumed",))]
    root = read_page(render_page(FACTS, own, EMPTY))
    assert tiles(root)["of the green is assumed"] == "25%"


def test_a_green_run_shows_no_failures() -> None:
    """Sections without content are left out, and so are the links to them."""
    root = read_page(render_page(FACTS, [record()], EMPTY))
    assert root.one("header").one("span", kind="badge").text == "passed"
    assert [link.text for link in root.one("nav").all("a")] == ["Features", "Rules", "Scenarios", "Run"]


def test_a_run_of_nothing_has_a_page_too() -> None:
    """It says that nothing was played."""
    assert "nothing played" in read_page(render_page(FACTS, [], EMPTY)).one("h1").text


def test_the_page_can_be_read_without_its_script() -> None:
    """Only the filter, which needs it, is hidden until it runs."""
    root = read_page(render_page(FACTS, [record()], EMPTY))
    assert "hidden" in root.one("p", kind="filter").attributes
    assert len(list(root.one("section", id="scenarios").one("details", kind="scenario").all("svg"))) == 1
    assert sum("hidden" in element.attributes for element in root.all("section")) == 0


def test_many_scenarios_make_a_page_of_sensible_size() -> None:
    """350 of them, each with 60 rows of traffic, stay below four megabytes."""
    timeline = tuple(call(f"GET /outbound-orders/{number}", at=float(number)) for number in range(60))
    one = record()
    busy = replace(one, scenario_record=msgspec.structs.replace(one.scenario_record, timeline=timeline))
    assert len(render_page(FACTS, [busy] * 350, EMPTY)) < 4_000_000


def test_gaps_of_a_narrowed_run_alarm_nobody() -> None:
    """A run of a part has gaps by nature; of a whole run the groups with gaps are open."""
    gaps = coverage_of([CATALOGUE], [])
    whole, part = (
        read_page(render_page(replace(FACTS, narrowed=narrowed), [record()], gaps)).one(
            "section", id="coverage"
        )
        for narrowed in (False, True)
    )
    assert all("open" in group.attributes for group in whole.all("details"))
    assert not any("open" in group.attributes for group in part.all("details"))
    assert "gaps by nature" in part.text
