"""Steps about Flourish's API keys."""

from pytest_bdd import given, then, when

from harness.clients.flourish_shapes import ApiKey
from harness.steps import stage
from harness.steps.story import Story


def accepts(story: Story, key: ApiKey) -> bool:
    """Whether Flourish answers the holder of this key."""
    return story.flourish.api(key.username, key.api_key).facilities().accepted


def reset(story: Story) -> None:
    """The warehouse resets the key; the old one is kept to try it."""
    story.old_key = story.key
    story.key = story.flourish.office.reset_api_key(story.key.username).value.data


@when("the warehouse generates an API key")
def _generate(story: Story) -> None:
    story.old_key = story.key
    story.key = story.flourish.office.create_api_key().value.data


@given("the warehouse has reset the API key")
@when("the warehouse resets the API key")
def _reset(story: Story) -> None:
    story.settle()
    reset(story)


@then("Flourish accepts the new key")
def _new_key_accepted(story: Story) -> None:
    story.expect(accepts(story, story.key), "Flourish to accept the new key", "it refuses it")


@then("Flourish no longer accepts the old key")
def _old_key_refused(story: Story) -> None:
    assert story.old_key is not None, "there is no old key"
    story.expect(not accepts(story, story.old_key), "Flourish to refuse the old key", "it accepts it")


@then("the username of the key is not an e-mail address")
def _no_email(story: Story) -> None:
    name = story.key.username
    story.expect(bool(name) and "@" not in name, "a username that is no e-mail address", f"it is {name!r}")


@then("Flourish does not show the key again")
def _not_shown_again(story: Story) -> None:
    listed = bytes(story.flourish.office.api_keys().value.data).decode()
    named = story.key.username in listed
    story.expect(named, f"Flourish to list the username {story.key.username}", "it does not")
    story.expect(story.key.api_key not in listed, "the key to be hidden", "Flourish shows it again")


@when("the admin saves the new key in Ordo")
def _save_new_key(story: Story) -> None:
    story.settle()
    _ = stage.save_integration(story).value
