"""Steps about Flourish's API keys."""

from pytest_bdd import given, then, when

from harness.clients.flourish_shapes import ApiKey
from harness.steps.context import setup
from harness.steps.context.scenario_context import ScenarioContext


def accepts(context: ScenarioContext, key: ApiKey) -> bool:
    """Whether Flourish answers the holder of this key."""
    return context.flourish.api(key.username, key.api_key).facilities().accepted


def reset(context: ScenarioContext) -> None:
    """The warehouse resets the key; the old one is kept to try it."""
    context.connection.old_key = context.connection.key
    context.connection.key = context.flourish.office.reset_api_key(context.connection.key.username).value.data


@when("the warehouse generates an API key")
def _generate(context: ScenarioContext) -> None:
    context.connection.old_key = context.connection.key
    context.connection.key = context.flourish.office.create_api_key().value.data


@given("the warehouse has reset the API key")
@when("the warehouse resets the API key")
def _reset(context: ScenarioContext) -> None:
    context.settle()
    reset(context)


@then("Flourish accepts the new key")
def _new_key_accepted(context: ScenarioContext) -> None:
    taken = accepts(context, context.connection.key)
    context.expect(taken, "Flourish to accept the new key", "it refuses it")


@then("Flourish no longer accepts the old key")
def _old_key_refused(context: ScenarioContext) -> None:
    old_key = context.connection.old_key
    assert old_key is not None, "there is no old key"
    context.expect(not accepts(context, old_key), "Flourish to refuse the old key", "it accepts it")


@then("the username of the key is not an e-mail address")
def _no_email(context: ScenarioContext) -> None:
    name = context.connection.key.username
    context.expect(bool(name) and "@" not in name, "a username that is no e-mail address", f"it is {name!r}")


@then("Flourish does not show the key again")
def _not_shown_again(context: ScenarioContext) -> None:
    listed = bytes(context.flourish.office.api_keys().value.data).decode()
    key = context.connection.key
    context.expect(key.username in listed, f"Flourish to list the username {key.username}", "it does not")
    context.expect(key.api_key not in listed, "the key to be hidden", "Flourish shows it again")


@when("the admin saves the new key in Ordo")
def _save_new_key(context: ScenarioContext) -> None:
    context.settle()
    _ = setup.save_integration(context).value
