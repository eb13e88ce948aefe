"""How much of what a run exercised is documented, observed or assumed."""

from collections.abc import Mapping
from dataclasses import replace

import msgspec
import pytest

from foundation.provenance import Source
from harness import schema_places
from harness.report.coverage import Coverage, coverage_of
from harness.report.exercised import exercised
from harness.report.provenance_summary import Exercised, ProvenanceCount, provenance_summary_of
from harness.report.render import render_page, render_summary
from harness.report.scenario_record import ScenarioRecord
from tests.page_reader import read_page
from tests.sourced_parts import all_parts
from tests.unit.harness_report.samples import CATALOGUE, FACTS, entry, record

EMPTY = Coverage(lines=[])
PENDING = "ordo|transition|order|Pending"


def scenario_record(**counts: int) -> ScenarioRecord:
    """A scenario that exercised this."""
    return msgspec.structs.replace(record().scenario_record, exercised=dict(counts))


def called(side: str, operation: str, *body: str) -> dict[str, int]:
    """The counts of one call of the engine."""
    facts: Mapping[str, object] = {"operation": operation, "body_use": [f"body {one}" for one in body]}
    return exercised(side, [entry(1, "request", **facts)])


def names(counts: dict[str, int], kind: Exercised) -> dict[str, str]:
    """The sources of what is of a kind, by name."""
    found = provenance_summary_of(EMPTY, [scenario_record(**counts)])
    return {count.name: count.source.value for count in found.counts if count.kind is kind}


def test_only_transitions_that_happened_count() -> None:
    """Each once, with its source and the place that says so."""
    twice = scenario_record(**{f"{PENDING}|confirmed": 2, f"{PENDING}|reported paid": 1})
    provenance_summary = provenance_summary_of(coverage_of([CATALOGUE], [twice]), [twice])
    assert provenance_summary.kinds == [Exercised.TRANSITIONS]
    assert [provenance_summary.count(Exercised.TRANSITIONS, source) for source in Source] == [1, 0, 1]
    assert provenance_summary.assumed(Exercised.TRANSITIONS) == [
        ProvenanceCount(
            kind=Exercised.TRANSITIONS,
            name="Ordo: order: Pending, reported paid → Paid",
            source=Source.ASSUMED,
            reference="O14",
        )
    ]


def test_operations_of_either_side_have_a_source() -> None:
    """Flourish documents its API; Ordo has none that is public."""
    counts = called("flourish", "GET /items") | called("ordo", "GET /items")
    assert names(counts, Exercised.OPERATIONS) == {
        "Flourish: GET /items": "documented",
        "Ordo: GET /items": "assumed",
    }


def test_a_field_counts_by_its_own_source() -> None:
    """Of one documented body a field can be documented, another only observed; unknown ones do not count."""
    fields = ("original_order_id", "order_lines[].sku", "elephants")
    found = names(called("flourish", "POST /outbound-orders", *fields), Exercised.FIELDS)
    assert found == {
        "Flourish: POST /outbound-orders: original_order_id": "documented",
        "Flourish: POST /outbound-orders: order_lines[].sku": "observed",
    }


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("whose", ["destinations/{destination_id}", "vendors/{vendor_id}"])
def test_a_field_of_a_body_that_is_a_list_counts_too(method: str, whose: str) -> None:
    """The contacts of destinations and vendors come as a list without anything around it."""
    title = f"{method} /{whose}/contacts"
    found = names(called("flourish", title, "[].first_name", "[].elephants"), Exercised.FIELDS)
    assert found == {f"Flourish: {title}: [].first_name": "documented"}


def test_the_shapes_of_a_call_are_found_through_references() -> None:
    """Those that are sent and those that are answered, and the shapes inside them."""
    found = names(called("flourish", "POST /outbound-orders"), Exercised.SHAPES)
    assert {
        "flourish/outbound_order_request.json",
        "flourish/outbound_order_request.json line",
        "flourish/outbound_order.json",
        "flourish/order_line.json",
    } <= found.keys()
    assert "flourish/error.json" not in found


def test_messages_count_when_they_were_taken() -> None:
    """A webhook or an event that was refused or lost proves nothing."""
    taken, refused = (
        entry(1, "delivery", delivery="d1", topic=topic, status=status)
        for topic, status in (("order", 200), ("item", 500))
    )
    event = entry(1, "delivery", delivery="d2", topic="order.confirmed", status=202)
    counts = exercised("flourish", [taken, refused]) | exercised("ordo", [event])
    assert names(counts, Exercised.MESSAGES) == {
        "Flourish: order": "observed",
        "Ordo: order.confirmed": "assumed",
    }


def test_the_page_shows_how_much_is_assumed_and_folds_the_list() -> None:
    """A table of counts, a folded list of what is assumed, and a column beside each transition."""
    one = replace(record(), scenario_record=scenario_record(**{f"{PENDING}|reported paid": 1}))
    root = read_page(render_page(FACTS, [one], coverage_of([CATALOGUE], [one.scenario_record])))
    section = root.one("section", id="provenance")
    first, *_ = section.all("tbody")
    assert [cell.text for cell in first.all("td")] == ["transitions", "·", "·", "1", "100%"]
    assert "open" not in section.one("details").attributes
    assert [cell.text for cell in section.one("details").all("td")] == [
        "Ordo: order: Pending, reported paid → Paid",
        "O14",
    ]
    assert "1 of 1 transitions" in root.one("header").text
    rows = [row.text for row in root.one("section", id="coverage").all("tr")]
    assert any("reported paid" in row and "assumed" in row and "O14" in row for row in rows)


def test_the_summary_shows_it_too() -> None:
    """The counts in a table, the list folded away and not endless."""
    one = replace(record(), scenario_record=scenario_record(**{f"{PENDING}|confirmed": 1}))
    text = render_summary(FACTS, [one], coverage_of([CATALOGUE], [one.scenario_record]))
    assert "| transitions | 1 | 0 | 0 |" in text
    fields = [f"lines[].{name}" for name in ("sku", "quantity", "discount")]
    other = replace(
        record(), scenario_record=scenario_record(**called("ordo", "PUT /orders/{order_id}", *fields))
    )
    text = render_summary(FACTS, [other], EMPTY)
    assert "| fields that the engine sent | 0 | 0 | 3 |" in text
    assert "- operations that the engine called: Ordo: PUT /orders/{order\\_id}" in text


@pytest.mark.parametrize("side", ["flourish", "ordo"])
def test_every_message_that_is_described_is_found(side: str) -> None:
    """By the topic that the journal tells, which is the name of the payload's file."""
    folder, mark = {"flourish": ("flourish/webhooks/", "_"), "ordo": ("ordo/events/", ".")}[side]
    files = {one.file for one in all_parts() if one.file.startswith(folder)}
    assert files
    for file in files:
        topic = file.removeprefix(folder).removesuffix(".json").replace("_", mark, 1)
        assert schema_places.message(side, topic) is not None, topic


def test_the_report_and_the_schemas_agree_on_sources() -> None:
    """Every operation and field has the source in a report that it has in its file."""
    looked_at = 0
    for part in all_parts():
        steps = [one.replace("~1", "/").replace("~0", "~") for one in part.pointer.split("/")[1:]]
        if part.kind in {"operation", "field"}:
            *above, last = steps
            around = schema_places.whole(part.file).inner(*above) if above else None
            found = around.inner(last) if around else None
            assert found is not None, part
            assert (found.provenance.source, found.provenance.reference) == (part.source, part.reference)
            looked_at += 1
    assert looked_at > 3000
