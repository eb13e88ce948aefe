"""Steps about the webhook endpoint in Flourish."""

from pytest_bdd import given, then, when

from harness.steps import stage
from harness.steps.story import Story
from harness.steps.words import sentence


@given("a seller whose webhook endpoint is filled in but not saved")
def _unsaved(story: Story) -> None:
    stage.connect(story, saved=False)


@given("the warehouse has saved the webhook endpoint")
def _save(story: Story) -> None:
    assert story.endpoint is not None, "there is no webhook endpoint"
    _ = story.flourish.office.save_webhook_endpoint(story.endpoint).value


@given(sentence("a seller whose webhook endpoint sends only the {event} event"))
def _one_event(story: Story, event: str) -> None:
    stage.connect(story, events=(event,))


@when("the warehouse adds the webhook endpoint without the signing key")
def _without_key(story: Story) -> None:
    form = stage.webhook_form(story)
    del form["signing_key"]
    story.reply = story.flourish.office.add_webhook_endpoint(form)


@then("Flourish refuses the webhook endpoint because of its signing key")
def _refused(story: Story) -> None:
    assert story.reply is not None, "no webhook endpoint was added"
    story.expect(not story.reply.accepted, "Flourish to refuse the webhook endpoint", "Flourish took it")
    message = story.reply.refusal.message
    named = "signing_key" in message or "signing key" in message.lower()
    story.expect(named, "a refusal because of the signing key", f"Flourish says {message!r}")


@then("Flourish sends nothing to the engine")
def _nothing_sent(story: Story) -> None:
    story.settle()
    sent = story.flourish.control.journal(kind="delivery").entries
    story.expect(not sent, "Flourish to send nothing", f"it sent {len(sent)} messages")


@given("a seller who mistyped the signing key in Flourish")
def _mistyped(story: Story) -> None:
    stage.connect(story, saved=False)
    assert story.endpoint is not None
    form = {**stage.webhook_form(story), "signing_key": "mistyped"}
    _ = story.flourish.office.change_webhook_endpoint(story.endpoint, form).value


@when("the warehouse corrects the signing key")
def _corrected(story: Story) -> None:
    assert story.endpoint is not None, "there is no webhook endpoint"
    story.settle()
    _ = story.flourish.office.change_webhook_endpoint(story.endpoint, stage.webhook_form(story)).value
