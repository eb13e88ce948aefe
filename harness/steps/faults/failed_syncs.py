"""Steps about syncs that cannot go on: why they failed, and that they can be started again (I1)."""

from collections.abc import Callable, Collection, Mapping

from pytest_bdd import given, parsers, then, when

from harness.clients.ordo_shapes import Problem
from harness.steps.context import setup
from harness.steps.context.scenario_context import AN_HOUR, ScenarioContext
from harness.steps.context.step_types import any_of
from harness.steps.context.traffic import TO_FLOURISH, TO_ORDO, take_down


def _go_down_midway(context: ScenarioContext) -> None:
    context.flourish.control.arm("reset", match={"path": TO_FLOURISH}, nth=3, count=None)


def _take_no_items(context: ScenarioContext) -> None:
    match = {"method": "PUT", "path": f"{TO_ORDO}/items"}
    context.ordo.control.arm("status", match=match, status=503, count=None)


def _reset_key(context: ScenarioContext) -> None:
    context.connection.old_key = context.connection.key
    context.connection.key = context.flourish.office.reset_api_key(context.connection.key.username).value.data


_CAUSES: Mapping[str, Collection[str]] = {
    "Flourish cannot be reached": {"flourish_unreachable"},
    "Flourish rejects the credentials": {"flourish_credentials_rejected"},
    "Ordo does not take the items": {"ordo_failed", "ordo_unreachable"},
}
"""The codes of each cause (`schemas/ordo/sync_progress.json`)."""

_TROUBLES: Mapping[str, tuple[Callable[[ScenarioContext], None], str]] = {
    "Flourish was down": (
        lambda context: take_down(context.flourish.control, TO_FLOURISH),
        "Flourish cannot be reached",
    ),
    "Flourish went down in the middle": (_go_down_midway, "Flourish cannot be reached"),
    "the API key had been reset": (_reset_key, "Flourish rejects the credentials"),
    "Ordo took no items": (_take_no_items, "Ordo does not take the items"),
}


@given("Flourish goes down in the middle of the next sync")
def _midway(context: ScenarioContext) -> None:
    context.settle()
    _go_down_midway(context)


@given("Ordo takes no items from the engine")
def _no_items(context: ScenarioContext) -> None:
    context.settle()
    _take_no_items(context)


@given(parsers.re(f"a sync of an hour ago failed because (?P<trouble>{any_of(_TROUBLES)}), which is over"))
def _failed_before(context: ScenarioContext, trouble: str) -> None:
    begin, cause = _TROUBLES[trouble]
    context.settle()
    begin(context)
    setup.sync(context)
    _give_an_hour(context)
    _expect_failed(context, cause)
    for control in (context.flourish.control, context.ordo.control):
        control.disarm()
    if context.connection.old_key is not None:
        _ = setup.save_integration(context).value


@when("the sync is given an hour")
def _give_an_hour(context: ScenarioContext) -> None:
    """In steps that are short enough for every attempt an engine makes."""
    for _ in range(4):
        context.pass_time(AN_HOUR / 4)


@then(parsers.re(f"the sync has failed because (?P<cause>{any_of(_CAUSES)})"))
def _has_failed(context: ScenarioContext, cause: str) -> None:
    _expect_failed(context, cause)


def _expect_failed(context: ScenarioContext, cause: str) -> None:
    """The sync is shown as failed with the cause, in words too, and reports nothing that it brought."""
    sync = setup.finish_sync(context)
    error = sync.error or Problem(code="", message="")
    says_why = error.code in _CAUSES[cause] and bool(error.message.strip())
    failed = sync.state == "failed" and sync.report is None and says_why
    seen = f"it is {sync.state} with {error.code!r}: {error.message!r}, and reports {sync.report}"
    context.expect(failed, f"the sync to have failed because {cause}", seen)
