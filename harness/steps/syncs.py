"""Steps about syncing the inventory."""

from pytest_bdd import given, then, when

from harness.steps import stage
from harness.steps.story import Story
from harness.steps.words import sentence


@when(sentence("the {who:Person} syncs the inventory"))
def _sync(story: Story, who: str) -> None:
    story.settle()
    stage.sync(story, who)


@when("the admin syncs the inventory again")
def _sync_again(story: Story) -> None:
    story.settle()
    stage.sync(story)


@given("the admin has synced the inventory")
def _synced(story: Story) -> None:
    stage.sync(story)
    stage.finish_sync(story)


@given("the admin has asked for a sync")
@when("the admin tries to sync the inventory")
def _try_sync(story: Story) -> None:
    story.reply = story.ordo.admin.start_sync()


@then(sentence("the sync ends well and counts {count:Count} items"))
def _ends_well(story: Story, count: int) -> None:
    assert story.sync is not None, "nothing was synced"
    story.settle()
    sync = story.ordo.admin.sync(story.sync.sync_id)
    synced = sync.report.synced if sync.report else None
    seen = f"it is {sync.state}, has worked through {sync.processed} and reports {synced}"
    done = sync.state == "succeeded" and sync.processed == synced == count
    story.expect(done, f"the sync to end well with {count} items", seen)


@given("the admin has synced while Flourish was down")
def _synced_while_down(story: Story) -> None:
    story.settle()
    story.flourish.control.arm("status", status=503, match={"path": "/external/*"}, count=None)
    stage.sync(story)
    story.settle()
    story.flourish.control.disarm()
