"""Steps about the Flourish integration in Ordo's settings."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from foundation.journal_entries import Request
from harness.clients.flourish_shapes import ApiKey
from harness.clients.ordo_shapes import Webhook
from harness.steps.context import ordering, refusals, setup
from harness.steps.context.refusals import expect_refusal
from harness.steps.context.scenario_context import Neighbour, ScenarioContext
from harness.steps.context.step_types import one_of, sentence
from harness.steps.setup import api_keys


def _wrong_username(context: ScenarioContext, _: Neighbour) -> None:
    right = context.connection.key
    context.connection.key = ApiKey(username=f"{right.username}x", api_key=right.api_key)


def _wrong_key(context: ScenarioContext, _: Neighbour) -> None:
    right = context.connection.key
    context.connection.key = ApiKey(username=right.username, api_key=f"{right.api_key}x")


def _old_key(context: ScenarioContext, _: Neighbour) -> None:
    api_keys.reset(context)
    assert context.connection.old_key is not None
    context.connection.key = context.connection.old_key


def _neighbours_key(context: ScenarioContext, neighbour: Neighbour) -> None:
    other = neighbour().connection.key
    context.connection.key = ApiKey(username=context.connection.key.username, api_key=other.api_key)


def _other_license(change: Callable[[str], str]) -> Callable[[ScenarioContext, Neighbour], None]:
    return lambda context, _: setup.add_license(context, change(context.facility.license_number or ""))


def _neighbours_license(context: ScenarioContext, neighbour: Neighbour) -> None:
    setup.add_license(context, neighbour().facility.license_number)


_WRONG: Mapping[str, Callable[[ScenarioContext, Neighbour], None]] = {
    "a wrong username": _wrong_username,
    "a wrong key": _wrong_key,
    "a key that was reset": _old_key,
    "another seller's key": _neighbours_key,
    "a license that no facility has": _other_license(lambda number: f"9{number[::-1]}"),
    "only the beginning of a license number": _other_license(lambda number: number[:-1]),
    "the license number in small letters": _other_license(str.lower),
    "another seller's license": _neighbours_license,
}


@when(sentence("the {who:Person} saves the Flourish integration"))
def _save(context: ScenarioContext, who: str) -> None:
    context.attempt.reply = setup.save_integration(context, who)


@given("the admin has saved the Flourish integration")
def _saved(context: ScenarioContext) -> None:
    _ = setup.save_integration(context).value


@when(sentence("the admin saves the Flourish integration with {something_wrong}"))
def _save_wrong(context: ScenarioContext, something_wrong: str, neighbour: Neighbour) -> None:
    wrong = one_of(_WRONG, something_wrong)
    if "license" in something_wrong and context.connection.license is not None:
        _ = context.ordo.admin.remove_license(context.connection.license.license_id)
        context.connection.license = None
    wrong(context, neighbour)
    context.attempt.reply = setup.save_integration(context)


@given("the admin has tried to save a wrong key")
def _tried_wrong_key(context: ScenarioContext, neighbour: Neighbour) -> None:
    right = context.connection.key
    _wrong_key(context, neighbour)
    context.attempt.reply = setup.save_integration(context)
    context.connection.key = right
    expect_refusal(context, "Flourish rejects the credentials")


@when("the sales rep saves other Flourish credentials")
def _rep_saves_others(context: ScenarioContext) -> None:
    key = context.flourish.office.create_api_key().value.data
    context.attempt.reply = context.ordo.rep.save_integration(key.username, key.api_key)


@when("the sales rep removes the Flourish integration")
def _rep_removes(context: ScenarioContext) -> None:
    context.attempt.reply = context.ordo.rep.remove_integration()


@given("the admin has removed the Flourish integration")
def _removed(context: ScenarioContext) -> None:
    ordering.make(context)
    _ = context.ordo.admin.remove_integration().value


@given("the connection to Flourish has ended")
def _ended(context: ScenarioContext) -> None:
    _ = context.ordo.admin.remove_integration().value
    context.mark_arrangement()


@then("the engine has asked Flourish for nothing since")
def _asked_nothing(context: ScenarioContext) -> None:
    context.settle()
    entries = context.flourish.control.entries(Request, since=context.marks.arranged_at)
    calls = [f"{entry.method} {entry.path}" for entry in entries if entry.api == "external_api"]
    context.expect(not calls, "no call of the engine", f"it made {calls}")


@when("another seller connects to Flourish")
def _another_connects(neighbour: Neighbour) -> None:
    setup.connect(neighbour())


@when("another organization of the same id saves a Flourish integration of its own")
def _same_id(context: ScenarioContext, neighbour: Neighbour) -> None:
    other = neighbour(organization_id=context.ordo.made.organization_id)
    setup.add_license(other)
    context.attempt.reply = setup.save_integration(other)


@given("another organization of the same id has tried to save a Flourish integration of its own")
def _same_id_tried(context: ScenarioContext, neighbour: Neighbour) -> None:
    _same_id(context, neighbour)
    expect_refusal(context, "the organization is connected under another token")


@then("Ordo shows that other organization as not connected")
def _other_not_connected(context: ScenarioContext, neighbour: Neighbour) -> None:
    connected = neighbour().ordo.admin.integration().connected
    context.expect(not connected, "the other organization not to be connected", "it is")


_CONNECTED = {True: "connected", False: "not connected"}


@then(parsers.re("Ordo shows the seller as (?P<connected>connected|not connected)"))
def _connected(context: ScenarioContext, connected: str) -> None:
    seen = _CONNECTED[context.ordo.admin.integration().connected]
    context.expect(seen == connected, f"Ordo to show the seller as {connected}", f"it shows it as {seen}")


@then("Ordo shows a webhook signing key and a webhook endpoint")
def _key_and_endpoint(context: ScenarioContext) -> None:
    webhook = context.connection.webhook
    there = webhook is not None and bool(webhook.signing_key) and bool(webhook.endpoint_url)
    context.expect(there, "a webhook signing key and a webhook endpoint", f"Ordo shows {webhook}")


@then("Ordo shows two webhook headers with a key and a value each")
def _two_headers(context: ScenarioContext) -> None:
    headers = context.connection.webhook.headers if context.connection.webhook else []
    keys = {header.key.lower() for header in headers if header.key and header.value}
    count = 2
    context.expect(
        len(headers) == len(keys) == count, "two different headers with values", f"Ordo shows {headers}"
    )


@then("the two sellers share no webhook detail")
def _nothing_shared(context: ScenarioContext, neighbour: Neighbour) -> None:
    mine, other = context.connection.webhook, neighbour().connection.webhook
    assert mine is not None
    assert other is not None
    shared = _secrets(mine) & _secrets(other)
    context.expect(not shared, "webhook details of each seller's own", f"{len(shared)} are the same")


def _secrets(webhook: Webhook) -> set[str]:
    return {webhook.signing_key, webhook.endpoint_url, *(header.value for header in webhook.headers)}


@then("the webhook's details are the same as before")
def _details_kept(context: ScenarioContext) -> None:
    same = context.connection.webhook == context.connection.first_webhook
    context.expect(same, "the webhook's details to stay as they were", "they have changed")


@then("Ordo shows the API username but not the key")
def _key_hidden(context: ScenarioContext) -> None:
    page, key = context.ordo.admin.raw_integration(), context.connection.key
    context.expect(key.username in page, "the API username on the settings page", "it is not there")
    context.expect(key.api_key not in page, "the API key to be hidden", "the settings page shows it")


@then("Ordo shows a problem with the Flourish credentials")
def _credentials_problem(context: ScenarioContext) -> None:
    context.settle()
    cause = refusals.Cause(code=refusals.Code.CREDENTIALS_REJECTED, names=["Flourish", "key"])
    refusals.expect_cause(context, context.ordo.admin.integration().problem, cause, "a problem")


@then("Ordo shows no problem with the Flourish integration")
def _no_problem(context: ScenarioContext) -> None:
    context.settle()
    problem = context.ordo.admin.integration().problem
    context.expect(problem is None, "no problem on the settings page", f"it shows {problem}")


@given("Flourish takes the API key only as x-api-key")
def _basic_refused(context: ScenarioContext) -> None:
    context.flourish.control.change_settings({"basic_refused": True})


@then(parsers.re("Ordo shows that the username was (?P<checked>checked|not checked)"))
def _username_checked(context: ScenarioContext, checked: str) -> None:
    shown = context.ordo.admin.integration().username_checked
    context.expect(
        shown == (checked == "checked"), f"the username to be shown as {checked}", f"it is {shown}"
    )
