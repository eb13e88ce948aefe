"""`cucumber.json`: the run in the form that Cucumber's reporters and their plugins for CI systems read."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from harness.report.records import Record, in_order
from harness.report.scenario_record import Scenario, Step

_NANOSECONDS = 1_000_000_000
_UNSAFE = re.compile(r"[^a-z0-9]+")
Json = dict[str, object]


def cucumber(records: Sequence[Record]) -> list[Json]:
    """A list of features, each with its scenarios as elements."""
    ordered = in_order(records)
    return [
        _feature(list(own))
        for _, own in groupby(ordered, key=lambda one: one.scenario_record.scenario.feature)
    ]


def _feature(own: Sequence[Record]) -> Json:
    first = own[0].scenario_record.scenario
    return {
        "uri": first.feature_file,
        "id": _id(first.feature),
        "keyword": "Feature",
        "name": first.feature,
        "description": first.feature_description,
        "line": first.feature_line,
        "tags": _tags(first.feature_tags, first.feature_line),
        "elements": [_element(record) for record in own],
    }


def _element(record: Record) -> Json:
    scenario = record.scenario_record.scenario
    steps = [_step(step, scenario, record) for step in record.scenario_record.steps]
    message = record.failure.message if record.failure else ""
    if record.failure and all(step.outcome != "failed" for step in record.scenario_record.steps):
        # it failed before its first step or after its last
        steps.append(_hidden("failed", message))
    return {
        "id": f"{_id(scenario.feature)};{_id(scenario.test)}",
        "keyword": scenario.keyword,
        "type": "scenario",
        "name": scenario.name,
        "description": scenario.description,
        "line": scenario.line,
        "tags": _tags(scenario.tags, scenario.line),
        "steps": steps,
    }


def _step(step: Step, scenario: Scenario, record: Record) -> Json:
    result: Json = {"status": step.outcome, "duration": int(step.seconds * _NANOSECONDS)}
    if step.outcome == "failed" and record.failure is not None:
        result["error_message"] = record.failure.message
    return {
        "keyword": f"{step.keyword} ",
        "name": step.name,
        "line": step.line,
        "match": {"location": f"{scenario.feature_file}:{step.line}"},
        "result": result,
    }


def _hidden(status: str, message: str) -> Json:
    return {
        "keyword": "After",
        "name": "",
        "line": 0,
        "hidden": True,
        "match": {"location": ""},
        "result": {"status": status, "duration": 0, "error_message": message},
    }


def _tags(names: Sequence[str], line: int) -> list[Mapping[str, object]]:
    return [{"name": f"@{name}", "line": max(1, line - 1)} for name in names]


def _id(text: str) -> str:
    return _UNSAFE.sub("-", text.lower()).strip("-")
