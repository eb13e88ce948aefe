"""A pytest plugin that keeps, of every scenario, what the report needs; loaded by name in every process.

It looks at the scenario's world just before that is dropped, and hangs what it found onto the report of the
last phase, which travels from a worker of pytest-xdist to the controlling process. A scenario that passed
costs one call to each simulator; one that failed, or in which a simulator found a bug of its own, is looked
at closely.
"""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest_bdd.parser import Feature, ScenarioTemplate, Step
from pytest_bdd.parser import Scenario as Template
from pytest_bdd.reporting import test_report_context_registry

from foundation.clock import SystemClock
from foundation.journal_entries import JournalEntry, SimulatorBug
from harness.clients.control import SimControl, read_journal
from harness.clients.tenant import Tenant
from harness.clients.wire import UnexpectedAnswerError
from harness.gate.features import scenario_of
from harness.gate.masking import mask_report, masked, secrets_of
from harness.report import scenario_record as kept
from harness.report.exercised import exercised
from harness.report.near_miss import near_miss
from harness.report.states import compare, read_states
from harness.report.timeline import timeline_of
from harness.steps.context.failure_context import ExpectationFailedError
from harness.steps.context.scenario_context import ScenarioContext

WORLD = pytest.StashKey[Tenant]()
STORY = pytest.StashKey[ScenarioContext]()
STARTS = pytest.StashKey[list[float]]()
ERROR = pytest.StashKey[BaseException]()
SCENARIO = pytest.StashKey[dict[str, Any]]()
LOOK = pytest.StashKey["_Look"]()


class _Look(msgspec.Struct, kw_only=True):
    """What was seen of a world just before it was dropped; `bug`: a simulator was wrong in itself."""

    timeline: tuple[kept.TimelineEntry, ...] = ()
    exercised: dict[str, int] = {}
    journals: dict[str, msgspec.Raw] = {}
    states: dict[str, msgspec.Raw] = {}
    rows: tuple[kept.Row, ...] = ()
    trouble: list[str] = []
    bug: bool = False


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Notices the scenario's world when it is made."""
    made = yield
    if fixturedef.argname == "tenant" and isinstance(made, Tenant):
        request.node.stash[WORLD] = made
    if fixturedef.argname == "context" and isinstance(made, ScenarioContext):
        request.node.stash[STORY] = made
    return made


def pytest_bdd_before_step(
    request: pytest.FixtureRequest, feature: Feature, scenario: Template, step: Step
) -> None:
    """Notes when a step begins, so that the traffic can be put under it."""
    del feature, scenario, step
    request.node.stash.setdefault(STARTS, []).append(SystemClock().now().timestamp())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Looks at the world before the fixtures drop it."""
    if (tenant := item.stash.get(WORLD, None)) is not None:
        failed = item.stash.get(ERROR, None) is not None
        look = _look(tenant, closely=failed)
        item.stash[LOOK] = _look(tenant, closely=True) if look.bug and not failed else look


def _look(tenant: Tenant, *, closely: bool) -> _Look:
    look = _Look()
    journals: dict[str, list[JournalEntry]] = {"ordo": [], "flourish": []}
    for name, control in (("ordo", tenant.ordo.control), ("flourish", tenant.flourish.control)):
        raw = _journal(control, look, bodies=closely)
        if raw is not None:
            journals[name] = read_journal(raw).entries
            look.journals[name] = msgspec.Raw(raw)
            look.exercised |= exercised(name, journals[name])
            look.bug = look.bug or any(isinstance(entry, SimulatorBug) for entry in journals[name])
    look.timeline = tuple(timeline_of(journals["ordo"], journals["flourish"]))
    if closely:
        ordo, flourish = read_states(tenant)
        look.states = {"ordo": _raw(ordo), "flourish": _raw(flourish)}
        look.rows = tuple(compare(ordo, flourish))
    return look


def _journal(control: SimControl, look: _Look, *, bodies: bool) -> bytes | None:
    try:
        return control.whole_journal(bodies=bodies)
    except UnexpectedAnswerError as error:
        look.trouble.append(f"a journal cannot be read: {error}")
        return None


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keeps a failure's cause; masks what is said; hangs the evidence onto the last phase."""
    report = yield
    if report.failed and call.excinfo is not None:
        item.stash.setdefault(ERROR, call.excinfo.value)
    secrets = secrets_of(item.stash.get(WORLD, None), item.stash.get(STORY, None))
    mask_report(report, secrets)
    context = test_report_context_registry.get(report)
    if context is not None and report.when == "call" and not report.skipped:
        item.stash[SCENARIO] = dict(context.scenario)
    template = scenario_of(item)
    if report.when == "teardown" and template is not None:
        found = kept.packed(_scenario_record(item, template)).decode()
        report.__dict__["scenario_record"] = masked(found, secrets).encode()
    return report


def _scenario_record(item: pytest.Item, template: ScenarioTemplate) -> kept.ScenarioRecord:
    ran = item.stash.get(SCENARIO, None) or _as_written(item, template)
    look = item.stash.get(LOOK, None) or _Look()
    steps = _steps(ran["steps"], item.stash.get(STARTS, []))
    return kept.ScenarioRecord(
        scenario=_scenario(item, ran),
        steps=steps,
        timeline=look.timeline,
        exercised=look.exercised,
        failure=_failure(item.stash.get(ERROR, None), steps, look),
    )


def _scenario(item: pytest.Item, ran: dict[str, Any]) -> kept.Scenario:
    feature = ran["feature"]
    return kept.Scenario(
        feature=feature["name"],
        feature_file=Path(feature["rel_filename"]).as_posix(),
        feature_line=feature["line_number"],
        feature_description=feature["description"],
        feature_tags=tuple(sorted(feature["tags"])),
        keyword=ran["keyword"],
        name=ran["name"],
        line=ran["line_number"],
        description=ran["description"],
        tags=tuple(sorted({*ran["tags"], *feature["tags"]})),
        test=item.name,
    )


def _as_written(item: pytest.Item, template: ScenarioTemplate) -> dict[str, Any]:
    """A scenario that was not played, with the values of its example: none of its steps counts as passed."""
    example = getattr(getattr(item, "callspec", None), "params", {}).get("_pytest_bdd_example", {})
    written = template.render(example)
    feature = written.feature
    return {
        "feature": {
            "name": feature.name,
            "rel_filename": feature.rel_filename,
            "line_number": feature.line_number,
            "description": feature.description,
            "tags": feature.tags,
        },
        "keyword": written.keyword,
        "name": written.name,
        "line_number": written.line_number,
        "description": written.description,
        "tags": written.tags,
        "steps": [
            {"keyword": one.keyword, "name": one.name, "line_number": one.line_number, "skipped": True}
            for one in written.steps
        ],
    }


def _steps(ran: list[dict[str, Any]], starts: list[float]) -> tuple[kept.Step, ...]:
    """The steps; pytest-bdd calls those after the first failure failed too, here they are skipped."""
    steps: list[kept.Step] = []
    broken = False
    for index, one in enumerate(ran):
        outcome = "skipped" if broken or one.get("skipped") else "failed" if one["failed"] else "passed"
        broken = broken or outcome == "failed"
        steps.append(
            kept.Step(
                keyword=one["keyword"],
                name=one["name"],
                line=one["line_number"],
                outcome=outcome,
                seconds=round(one.get("duration", 0.0), 4) if outcome != "skipped" else 0.0,
                at=starts[index] if index < len(starts) else 0.0,
            )
        )
    return tuple(steps)


def _failure(error: BaseException | None, steps: tuple[kept.Step, ...], look: _Look) -> kept.Failure | None:
    if error is None:
        return None
    step, expected = _place(steps)
    seen = str(error)
    if isinstance(error, ExpectationFailedError):
        expected, seen = error.expected, error.seen
    near = near_miss(f"{step} {expected}", look.timeline)
    return kept.Failure(
        step=step,
        expected=expected,
        seen=seen,
        near_miss=near.words if near else "nothing happened at all",
        message="\n".join([str(error), *getattr(error, "__notes__", ())]),
        rows=look.rows,
        states=look.states,
        journals=look.journals,
        trouble=tuple(look.trouble),
    )


def _place(steps: tuple[kept.Step, ...]) -> tuple[str, str]:
    """Where a scenario failed, also before the first step or after the last, and what was to come then."""
    failed = next((one for one in steps if one.outcome == "failed"), None)
    if failed is not None:
        step = f"{failed.keyword} {failed.name}"
        return step, f"to go on after “{step}”"
    if any(one.outcome == "passed" for one in steps):
        return "after the last step", "to end"
    return "before the first step", "to begin"
