"""Steps about the Flourish integration in Ordo's settings."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, then, when

from harness.clients.flourish_shapes import ApiKey
from harness.steps import api_keys, ordering, stage
from harness.steps.refusals import expect_refusal
from harness.steps.story import Story
from harness.steps.words import one_of, sentence

Neighbour = Callable[[], Story]


def _wrong_username(story: Story, _: Neighbour) -> None:
    story.key = ApiKey(username=f"{story.key.username}x", api_key=story.key.api_key)


def _wrong_key(story: Story, _: Neighbour) -> None:
    story.key = ApiKey(username=story.key.username, api_key=f"{story.key.api_key}x")


def _old_key(story: Story, _: Neighbour) -> None:
    api_keys.reset(story)
    assert story.old_key is not None
    story.key = story.old_key


def _neighbours_key(story: Story, neighbour: Neighbour) -> None:
    story.key = ApiKey(username=story.key.username, api_key=neighbour().key.api_key)


def _other_license(change: Callable[[str], str]) -> Callable[[Story, Neighbour], None]:
    def apply(story: Story, _: Neighbour) -> None:
        number = change(story.facility.license_number or "")
        story.license = story.ordo.admin.add_license(stage.license_form(story, number)).value

    return apply


def _neighbours_license(story: Story, neighbour: Neighbour) -> None:
    number = neighbour().facility.license_number or ""
    story.license = story.ordo.admin.add_license(stage.license_form(story, number)).value


_WRONG: Mapping[str, Callable[[Story, Neighbour], None]] = {
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
def _save(story: Story, who: str) -> None:
    story.reply = stage.save_integration(story, who)


@given("the admin has saved the Flourish integration")
def _saved(story: Story) -> None:
    _ = stage.save_integration(story).value


@when(sentence("the admin saves the Flourish integration with {something_wrong}"))
def _save_wrong(story: Story, something_wrong: str, neighbour: Neighbour) -> None:
    wrong = one_of(_WRONG, something_wrong)
    if "license" in something_wrong and story.license is not None:
        _ = story.ordo.admin.remove_license(story.license.license_id)
    wrong(story, neighbour)
    story.reply = stage.save_integration(story)


@given("the admin has tried to save a wrong key")
def _tried_wrong_key(story: Story) -> None:
    right = story.key
    _wrong_key(story, lambda: story)
    story.reply = stage.save_integration(story)
    story.key = right
    expect_refusal(story, "Flourish rejects the credentials")


@when("the sales rep saves other Flourish credentials")
def _rep_saves_others(story: Story) -> None:
    key = story.flourish.office.create_api_key().value.data
    story.reply = story.ordo.rep.save_integration(key.username, key.api_key)


@when("the sales rep removes the Flourish integration")
def _rep_removes(story: Story) -> None:
    story.reply = story.ordo.rep.remove_integration()


@given("the admin has removed the Flourish integration")
def _removed(story: Story) -> None:
    ordering.make(story)
    _ = story.ordo.admin.remove_integration().value


@when("another seller connects to Flourish")
def _another_connects(neighbour: Neighbour) -> None:
    stage.connect(neighbour())


@then("Ordo shows the seller as connected")
def _connected(story: Story) -> None:
    shown = story.ordo.admin.integration().connected
    story.expect(shown, "Ordo to show the seller as connected", "it does not")


@then("Ordo shows the seller as not connected")
def _not_connected(story: Story) -> None:
    shown = story.ordo.admin.integration().connected
    story.expect(not shown, "Ordo to show the seller as not connected", "it shows it as connected")


@then("Ordo shows a webhook signing key and a webhook endpoint")
def _key_and_endpoint(story: Story) -> None:
    webhook = story.webhook
    there = webhook is not None and bool(webhook.signing_key) and bool(webhook.endpoint_url)
    story.expect(there, "a webhook signing key and a webhook endpoint", f"Ordo shows {webhook}")


@then("Ordo shows two webhook headers with a key and a value each")
def _two_headers(story: Story) -> None:
    headers = story.webhook.headers if story.webhook else []
    keys = {header.key.lower() for header in headers if header.key and header.value}
    count = 2
    story.expect(
        len(headers) == len(keys) == count, "two different headers with values", f"Ordo shows {headers}"
    )


@then("the two sellers share no webhook detail")
def _nothing_shared(story: Story) -> None:
    assert story.webhook is not None
    assert story.neighbour is not None
    other = story.neighbour.webhook
    assert other is not None
    mine = {story.webhook.signing_key, story.webhook.endpoint_url, *(h.value for h in story.webhook.headers)}
    shared = mine & {other.signing_key, other.endpoint_url, *(header.value for header in other.headers)}
    story.expect(not shared, "webhook details of each seller's own", f"{len(shared)} are the same")


@then("the webhook's details are the same as before")
def _details_kept(story: Story) -> None:
    same = story.webhook == story.first_webhook
    story.expect(same, "the webhook's details to stay as they were", "they have changed")


@then("Ordo shows the API username but not the key")
def _key_hidden(story: Story) -> None:
    page = story.ordo.admin.raw_integration()
    story.expect(story.key.username in page, "the API username on the settings page", "it is not there")
    story.expect(story.key.api_key not in page, "the API key to be hidden", "the settings page shows it")


@then("Ordo shows a problem with the Flourish credentials")
def _credentials_problem(story: Story) -> None:
    story.settle()
    problem = story.ordo.admin.integration().problem
    story.expect(problem is not None, "a problem on the settings page", "none is shown")


@then("Ordo shows no problem with the Flourish integration")
def _no_problem(story: Story) -> None:
    story.settle()
    problem = story.ordo.admin.integration().problem
    story.expect(problem is None, "no problem on the settings page", f"it shows {problem}")
