"""What the built-in engine is said to read of Flourish's answers is what it reads."""

import json
import re
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.checks.drift import engine_reads
from harness.checks.drift.engine_reads import PARSERS, fields_of_webhooks, fields_read

CHECKOUT = Path(__file__).parents[3]
CALL = re.compile(r'(?:get|page|every|fetch)\(\s*f?"(/[^"]*)",\s*(\w+)')


def test_every_call_of_the_engine_is_there_with_its_parser() -> None:
    """The table of parsers is what the engine's source does."""
    called: set[tuple[str, str]] = set()
    for path in (CHECKOUT / "integration_engine").rglob("*.py"):
        for place, parser in CALL.findall(path.read_text()):
            called.add((re.sub(r"\{[^}]*\}", "{}", place), parser))
    listed = {
        (re.sub(r"\{[^}]*\}", "{}", operation.partition(" ")[2]), parser.__name__)
        for operation, parsers in PARSERS.items()
        for parser in parsers
        if operation.startswith("GET ")
    }
    assert {one for one in called if one[1].startswith("parse_")} == listed


def test_what_is_read_is_found_by_watching() -> None:
    """Fields deep inside too; what an answer is not understood without is told apart from the rest."""
    order = fields_read("GET /outbound-orders/{order_id}")
    assert order["order_status"]
    assert order["order_lines[].order_qty"]
    assert not order["order_lines[].discount_price"]
    assert "order_lines" not in order
    assert "created_by" not in order
    read = {"sku": False, "sellable_qty": True, "item_variation_id": False}
    assert fields_read("GET /inventory/summary") == read


def test_a_parser_that_reads_more_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing about the fields is written by hand."""

    def greedy(row: Mapping[str, Any]) -> object:
        return row["destination"].get("name"), row.get("notes")

    monkeypatch.setattr(engine_reads, "PARSERS", {"GET /outbound-orders/{order_id}": (greedy,)})
    assert fields_read("GET /outbound-orders/{order_id}").keys() == {"destination.name", "notes"}


def test_what_webhooks_have_to_hold_is_what_the_engine_demands() -> None:
    """Taken from the schema that judges them."""
    assert fields_of_webhooks()["inventory_summary"] == ("sku",)


def test_a_run_that_asks_otherwise_is_noticed(tmp_path: Path) -> None:
    """What a whole run counted is compared, calls aside; a part of the scenarios says nothing."""
    generate = runpy.run_path(str(CHECKOUT / "docs" / "generate.py"))
    uses = json.loads((CHECKOUT / "docs" / "reference" / "engine-contract.json").read_text())
    counted = [{**one, "calls": 5} for one in uses]
    report = tmp_path / "contract.json"
    report.write_text(json.dumps({"whole": True, "operations": counted}))
    assert json.loads(generate["measured_uses"](report)) == uses
    report.write_text(json.dumps({"whole": False, "operations": counted[1:]}))
    assert generate["measured_uses"](report) is None
