"""A pytest plugin of the gate that keeps, of every scenario, what the report needs, in every process.

pytest loads it by name, so nothing else may import it. It also leaves out the tests that were not chosen
(`gate --rerun-failed`).

It reads the scenario's tenants just before they are dropped, and adds what it found to the report of the last
phase, which travels from a worker of pytest-xdist to the controlling process. A scenario that passed costs
one call to each simulator; of one that failed, or in which a simulator found a bug of its own, both states
are read too.
"""

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest_bdd.parser import Feature, Scenario, ScenarioTemplate, Step
from pytest_bdd.reporting import test_report_context_registry

from foundation.clock import SystemClock
from foundation.journal_entries import JournalEntry, SimulatorBug
from harness.clients.control import SimControl, read_journal
from harness.clients.tenant import Tenant
from harness.clients.wire import UnexpectedAnswerError
from harness.gate.features import name_of_test, scenario_of
from harness.gate.masking import mask_report, masked, secrets_of
from harness.report import scenario_record as kept
from harness.report.exercised import exercised
from harness.report.states import compare, read_states
from harness.report.timeline import near_miss, timeline_of
from harness.steps.context.failure_context import ExpectationFailedError
from harness.steps.context.records import Connection
from harness.steps.context.scenario_context import Neighbour

TENANT = pytest.StashKey[Tenant]()
CONNECTION = pytest.StashKey[Connection]()
NEIGHBOUR = pytest.StashKey[Neighbour]()
STARTS = pytest.StashKey[list[float]]()
ERROR = pytest.StashKey[BaseException]()
PLAYED = pytest.StashKey[list[dict[str, Any]]]()
OBSERVED = pytest.StashKey["_Observed"]()


class _Observed(msgspec.Struct, kw_only=True):
    """What was read of the tenants just before they were dropped; `bug`: a simulator was wrong in itself."""

    timeline: tuple[kept.TimelineEntry, ...] = ()
    exercised: dict[str, int] = {}
    journals: dict[str, msgspec.Raw] = {}
    states: dict[str, msgspec.Raw] = {}
    rows: tuple[kept.ComparedRow, ...] = ()
    trouble: list[str] = []
    bug: bool = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that the gate passes on to every worker."""
    parser.getgroup("ordo-flourish").addoption(
        "--gate-only", metavar="FILE", help="names of the tests to run, one a line"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what `--gate-only` does not name."""
    if not (file := config.getoption("--gate-only")):
        return
    chosen = set(Path(file).read_text(encoding="utf-8").splitlines())
    others = [item for item in items if name_of_test(item.nodeid) not in chosen]
    items[:] = [item for item in items if name_of_test(item.nodeid) in chosen]
    if others:
        config.hook.pytest_deselected(items=others)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Remembers the scenario's tenants, connection and neighbour when they are made."""
    made = yield
    if fixturedef.argname == "tenant" and isinstance(made, Tenant):
        request.node.stash[TENANT] = made
    if fixturedef.argname == "connection" and isinstance(made, Connection):
        request.node.stash[CONNECTION] = made
    if fixturedef.argname == "neighbour" and isinstance(made, Neighbour):
        request.node.stash[NEIGHBOUR] = made
    return made


def pytest_bdd_before_step(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario, step: Step
) -> None:
    """Records when a step begins, so that the timeline can be put under it."""
    del feature, scenario, step
    request.node.stash.setdefault(STARTS, []).append(SystemClock().now().timestamp())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Reads the tenants before the fixtures drop them."""
    if (tenant := item.stash.get(TENANT, None)) is not None:
        failed = item.stash.get(ERROR, None) is not None
        observed = _observe(tenant, closely=failed)
        item.stash[OBSERVED] = _observe(tenant, closely=True) if observed.bug and not failed else observed


def _observe(tenant: Tenant, *, closely: bool) -> _Observed:
    observed = _Observed()
    journals: dict[str, list[JournalEntry]] = {"ordo": [], "flourish": []}
    for name, control in (("ordo", tenant.ordo.control), ("flourish", tenant.flourish.control)):
        raw = _journal(control, observed, bodies=closely)
        if raw is not None:
            journals[name] = read_journal(raw).entries
            observed.journals[name] = msgspec.Raw(raw)
            observed.exercised |= exercised(name, journals[name])
            observed.bug = observed.bug or any(isinstance(entry, SimulatorBug) for entry in journals[name])
    observed.timeline = tuple(timeline_of(journals["ordo"], journals["flourish"]))
    if closely:
        ordo, flourish = read_states(tenant)
        observed.states = {"ordo": _raw(ordo), "flourish": _raw(flourish)}
        observed.rows = tuple(compare(ordo, flourish))
    return observed


def _journal(control: SimControl, observed: _Observed, *, bodies: bool) -> bytes | None:
    try:
        return control.whole_journal(bodies=bodies)
    except UnexpectedAnswerError as error:
        observed.trouble.append(f"a journal cannot be read: {error}")
        return None


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keeps a failure's cause, masks secrets, and adds the scenario's record to the last phase."""
    report = yield
    if report.failed and call.excinfo is not None:
        item.stash.setdefault(ERROR, call.excinfo.value)
    secrets = _secrets(item)
    mask_report(report, secrets)
    context = test_report_context_registry.get(report)
    if context is not None and report.when == "call" and not report.skipped:
        item.stash[PLAYED] = [dict(step) for step in context.scenario["steps"]]
    template = scenario_of(item)
    if report.when == "teardown" and template is not None:
        found = kept.packed(_scenario_record(item, template)).decode()
        report.__dict__["scenario_record"] = masked(found, secrets).encode()
    return report


def _secrets(item: pytest.Item) -> frozenset[str]:
    tenants = [item.stash[TENANT]] if TENANT in item.stash else []
    connections = [item.stash[CONNECTION]] if CONNECTION in item.stash else []
    if NEIGHBOUR in item.stash and (other := item.stash[NEIGHBOUR].made) is not None:
        tenants.append(other.tenant)
        connections.append(other.connection)
    return secrets_of(tenants, connections)


def _scenario_record(item: pytest.Item, template: ScenarioTemplate) -> kept.ScenarioRecord:
    example = getattr(getattr(item, "callspec", None), "params", {}).get("_pytest_bdd_example", {})
    scenario = template.render(example)
    observed = item.stash.get(OBSERVED, None) or _Observed()
    steps = _steps(scenario.steps, item.stash.get(PLAYED, []), item.stash.get(STARTS, []))
    return kept.ScenarioRecord(
        scenario=_scenario(item, scenario),
        steps=steps,
        timeline=observed.timeline,
        exercised=observed.exercised,
        failure=_failure(item.stash.get(ERROR, None), steps, observed),
    )


def _scenario(item: pytest.Item, scenario: Scenario) -> kept.Scenario:
    feature = scenario.feature
    return kept.Scenario(
        feature=feature.name,
        feature_file=Path(feature.rel_filename).as_posix(),
        feature_line=feature.line_number,
        feature_description=feature.description,
        feature_tags=tuple(sorted(feature.tags)),
        keyword=scenario.keyword,
        name=scenario.name,
        line=scenario.line_number,
        description=scenario.description,
        tags=tuple(sorted({*scenario.tags, *feature.tags})),
        test=item.name,
    )


def _steps(written: Sequence[Step], played: list[Any], starts: list[float]) -> tuple[kept.StepResult, ...]:
    """The steps as pytest-bdd played them; those after the first failure, which it calls failed, are skipped.

    None counts as passed of a scenario that was not played.
    """
    steps: list[kept.StepResult] = []
    broken = False
    for index, step in enumerate(written):
        broken = broken or index >= len(played)
        outcome = "skipped" if broken else "failed" if played[index]["failed"] else "passed"
        broken = broken or outcome == "failed"
        steps.append(
            kept.StepResult(
                keyword=step.keyword,
                name=step.name,
                line=step.line_number,
                outcome=outcome,
                seconds=round(played[index]["duration"], 4) if outcome != "skipped" else 0.0,
                at=starts[index] if index < len(starts) else 0.0,
            )
        )
    return tuple(steps)


def _failure(
    error: BaseException | None, steps: tuple[kept.StepResult, ...], observed: _Observed
) -> kept.Failure | None:
    if error is None:
        return None
    step, expected = _failed_step(steps)
    seen = str(error)
    if isinstance(error, ExpectationFailedError):
        expected, seen = error.expected, error.seen
    near = near_miss(f"{step} {expected}", observed.timeline)
    return kept.Failure(
        step=step,
        expected=expected,
        seen=seen,
        near_miss=near.words if near else "nothing happened at all",
        message="\n".join([str(error), *getattr(error, "__notes__", ())]),
        rows=observed.rows,
        states=observed.states,
        journals=observed.journals,
        trouble=tuple(observed.trouble),
    )


def _failed_step(steps: tuple[kept.StepResult, ...]) -> tuple[str, str]:
    """Where a scenario failed, also before the first step or after the last, and what was to come then."""
    failed = next((step for step in steps if step.outcome == "failed"), None)
    if failed is not None:
        step = f"{failed.keyword} {failed.name}"
        return step, f"to go on after “{step}”"
    if any(step.outcome == "passed" for step in steps):
        return "after the last step", "to end"
    return "before the first step", "to begin"
