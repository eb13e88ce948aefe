"""Steps about the webhook endpoint in Flourish."""

from pytest_bdd import given, then, when

from foundation.journal_entries import DeliveryAttempt
from harness.steps.context import setup
from harness.steps.context.refusals import expect_refused_for
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import sentence


@given("a seller whose webhook endpoint is filled in but not saved")
def _unsaved(context: ScenarioContext) -> None:
    setup.connect(context, saved=False)


@given("the warehouse has saved the webhook endpoint")
def _save(context: ScenarioContext) -> None:
    assert context.connection.endpoint is not None, "there is no webhook endpoint"
    _ = context.flourish.office.save_webhook_endpoint(context.connection.endpoint).value


@given(sentence("a seller whose webhook endpoint sends only the {event} event"))
def _one_event(context: ScenarioContext, event: str) -> None:
    setup.connect(context, events=(event,))


@when("the warehouse adds the webhook endpoint without the signing key")
def _without_key(context: ScenarioContext) -> None:
    form = setup.webhook_form(context)
    del form["signing_key"]
    context.attempt.reply = context.flourish.office.add_webhook_endpoint(form)


@then("Flourish refuses the webhook endpoint because of its signing key")
def _refused(context: ScenarioContext) -> None:
    words = ("signing_key", "signing key")
    expect_refused_for(context, "the webhook endpoint", "signing key", *words, by="Flourish")


@then("Flourish sends nothing to the engine")
def _nothing_sent(context: ScenarioContext) -> None:
    context.settle()
    sent = context.flourish.control.entries(DeliveryAttempt)
    context.expect(not sent, "Flourish to send nothing", f"it sent {len(sent)} messages")


@given("a seller who mistyped the signing key in Flourish")
def _mistyped(context: ScenarioContext) -> None:
    setup.connect(context, saved=False)
    assert context.connection.endpoint is not None
    form = {**setup.webhook_form(context), "signing_key": "mistyped"}
    _ = context.flourish.office.change_webhook_endpoint(context.connection.endpoint, form).value


@when("the warehouse corrects the signing key")
def _corrected(context: ScenarioContext) -> None:
    endpoint = context.connection.endpoint
    assert endpoint is not None, "there is no webhook endpoint"
    context.settle()
    _ = context.flourish.office.change_webhook_endpoint(endpoint, setup.webhook_form(context)).value
