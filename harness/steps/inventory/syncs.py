"""Steps about syncing the inventory."""

from pytest_bdd import given, then, when

from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence


@when(sentence("the {who:Person} syncs the inventory"))
def _sync(context: ScenarioContext, who: str) -> None:
    context.settle()
    setup.sync(context, who)


@when("the admin syncs the inventory again")
def _sync_again(context: ScenarioContext) -> None:
    context.settle()
    setup.sync(context)


@given("the admin has synced the inventory")
def _synced(context: ScenarioContext) -> None:
    setup.sync(context)
    setup.finish_sync(context)


@given("the admin has asked for a sync")
@when("the admin tries to sync the inventory")
def _try_sync(context: ScenarioContext) -> None:
    context.attempt.reply = context.ordo.admin.start_sync()


@then(sentence("the sync ends well and counts {count:Count} items"))
def _ends_well(context: ScenarioContext, count: int) -> None:
    assert context.syncs.last is not None, "nothing was synced"
    context.settle()
    sync = context.ordo.admin.sync(context.syncs.last.sync_id)
    synced = sync.report.synced if sync.report else None
    seen = f"it is {sync.state}, has worked through {sync.processed} and reports {synced}"
    done = sync.state == "succeeded" and sync.processed == synced == count
    context.expect(done, f"the sync to end well with {count} items", seen)


@given("the admin has synced while Flourish was down")
def _synced_while_down(context: ScenarioContext) -> None:
    context.settle()
    context.flourish.control.arm("status", status=503, match={"path": "/external/*"}, count=None)
    setup.sync(context)
    context.settle()
    context.flourish.control.disarm()
