"""A pytest plugin that adds the scenario that pytest-bdd ran to the report of its test.

A report travels from a worker of pytest-xdist to the controlling process, where pytest-bdd's own registry is
empty. This module is loaded by name in every process and imported by nobody else.
"""

from collections.abc import Generator

import pytest
from pytest_bdd.reporting import test_report_context_registry

from harness.gate.features import scenario_of


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the scenario to the report, so that it travels from a worker to the controlling process."""
    report = yield
    report.__dict__["scenario"] = _scenario_of(item, report)
    return report


def _scenario_of(item: pytest.Item, report: pytest.TestReport) -> dict[str, str]:
    context = test_report_context_registry.get(report)
    if context is not None:
        ran = context.scenario
        failed = next((step for step in ran["steps"] if step["failed"]), None)
        return {
            "feature": ran["feature"]["name"],
            "scenario": ran["name"],
            "place": f"{ran['feature']['rel_filename']}:{ran['line_number']}",
            "failed_step": f"{failed['keyword']} {failed['name']}" if failed else "",
            "tags": " ".join(sorted({*ran["tags"], *ran["feature"]["tags"]})),
        }
    # Skipped, or a fixture failed before the first step: the scenario is known from the test function only.
    template = scenario_of(item)
    if template is None:
        return {}
    feature = template.feature
    place = f"{feature.rel_filename}:{template.line_number}"
    return {
        "feature": feature.name,
        "scenario": template.name,
        "place": place,
        "failed_step": "",
        "tags": " ".join(sorted(template.tags | feature.tags)),
    }
