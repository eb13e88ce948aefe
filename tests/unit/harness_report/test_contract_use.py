"""What a report says of the contract: operations of either side, and what the engine sends with them."""

import json
from collections.abc import Mapping
from dataclasses import replace

import msgspec
import pytest

from harness.clients.wire import AGENT
from harness.report.coverage import Coverage
from harness.report.exercised import (
    USE,
    OperationUse,
    contract_json,
    contract_line,
    contract_use,
    counted,
    exercised,
    key,
)
from harness.report.render import render_page, render_summary
from harness.report.scenario_record import ScenarioRecord
from tests.page_reader import read_page
from tests.unit.harness_report.samples import FACTS, NASTY, entry, record

POSTED = {
    "operation": "POST /outbound-orders",
    "use": ["header FacilityID", f"undescribed {NASTY}"],
    "body_use": ["body order_lines[].sku"],
}


def scenario_record(*requests: Mapping[str, object], side: str = "flourish") -> ScenarioRecord:
    """A scenario in which these requests were made."""
    entries = [entry(number, "request", **facts) for number, facts in enumerate(requests, start=1)]
    return msgspec.structs.replace(record().scenario_record, exercised=exercised(side, entries))


@pytest.mark.parametrize("name", ["", "plain", "a|b", "100%", "%7C|%25", NASTY, f"|{USE}|"])
def test_a_key_can_be_taken_apart_whatever_is_in_its_names(name: str) -> None:
    """An engine makes up names of parameters, and they come back as they were."""
    others = {key("ordo", "other", name, "x"): 1, key("ordo", "fault", USE): 1}
    counts = {key("ordo", USE, name, "x"): 2, **others}
    assert counted(USE, [counts, counts]) == {("ordo", name, "x"): 4}


def test_what_the_engine_sends_is_added_up() -> None:
    """Over all its calls in all scenarios, Flourish before Ordo."""
    read = {"operation": "GET /items", "use": ["query limit"]}
    other = {"operation": "GET /items", "use": ["query sku"]}
    uses = contract_use(
        [scenario_record(read, other, POSTED), scenario_record(read), scenario_record(read, side="ordo")]
    )
    assert uses == [
        OperationUse(side="Flourish", operation="GET /items", calls=3, query=("limit", "sku")),
        OperationUse(
            side="Flourish",
            operation="POST /outbound-orders",
            calls=1,
            headers=("FacilityID",),
            body=("order_lines[].sku",),
            undescribed=(NASTY,),
        ),
        OperationUse(side="Ordo", operation="GET /items", calls=1, query=("limit",)),
    ]
    assert contract_line(uses) == "2 operations of Flourish, 1 operations of Ordo, 1 undescribed parameters"


def test_what_people_and_features_do_does_not_count() -> None:
    """Only what the engine asks for is relied upon by it."""
    assert contract_use([scenario_record({**POSTED, "api": "back_office"}, {**POSTED, "agent": AGENT})]) == []


def test_the_report_shows_it() -> None:
    """On the page as a table, in the summary as a line, for programs as JSON."""
    one = replace(record(), scenario_record=scenario_record(POSTED))
    root = read_page(render_page(FACTS, [one], Coverage(lines=[])))
    shown = root.one("section", id="contract")
    assert "POST /outbound-orders" in shown.text
    assert NASTY in shown.text
    assert "Contract: 1 operations of Flourish" in render_summary(FACTS, [one], Coverage(lines=[]))
    kept = json.loads(contract_json(contract_use([one.scenario_record]), FACTS))
    assert kept["whole"] is True
    assert kept["operations"][0]["body"] == ["order_lines[].sku"]
    narrowed = json.loads(contract_json([], replace(FACTS, narrowed=True)))
    assert narrowed["whole"] is False
