"""`cucumber.json`: the run in the form that Cucumber's reporters and their plugins for CI systems read."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from harness.report.results import ScenarioResult, in_order
from harness.report.scenario_record import StepResult

_NANOSECONDS = 1_000_000_000
_UNSAFE = re.compile(r"[^a-z0-9]+")
Json = dict[str, object]


def cucumber(results: Sequence[ScenarioResult]) -> list[Json]:
    """A list of features, each with its scenarios as elements."""
    features = groupby(in_order(results), key=lambda result: result.scenario.feature)
    return [_feature(list(own)) for _, own in features]


def _feature(results: Sequence[ScenarioResult]) -> Json:
    first = results[0].scenario
    return {
        "uri": first.feature_file,
        "id": _id(first.feature),
        "keyword": "Feature",
        "name": first.feature,
        "description": first.feature_description,
        "line": first.feature_line,
        "tags": _tags(first.feature_tags, first.feature_line),
        "elements": [_element(result) for result in results],
    }


def _element(result: ScenarioResult) -> Json:
    scenario = result.scenario
    message = result.failure.message if result.failure else ""
    steps = [_step(step, scenario.feature_file, message) for step in result.scenario_record.steps]
    if result.failure and not result.failed_step:  # it failed before its first step or after its last
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


def _step(step: StepResult, file: str, message: str) -> Json:
    result: Json = {"status": step.outcome, "duration": int(step.seconds * _NANOSECONDS)}
    if step.outcome == "failed" and message:
        result["error_message"] = message
    return {
        "keyword": f"{step.keyword} ",
        "name": step.name,
        "line": step.line,
        "match": {"location": f"{file}:{step.line}"},
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
