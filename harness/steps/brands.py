"""Steps about brands in Ordo."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, then, when

from harness.clients.ordo import Logo
from harness.steps import stage
from harness.steps.story import Story
from harness.steps.words import one_of, sentence

_NAME = "Juniper Hollow"
_ENORMOUS = 3 * 1024 * 1024

_FORMS: Mapping[str, Callable[[], tuple[str | None, Logo | None]]] = {
    "a picture for a logo": lambda: (_NAME, stage.picture()),
    "no name": lambda: ("", stage.picture()),
    "no logo": lambda: (_NAME, None),
    "a text file for a logo": lambda: (
        _NAME,
        Logo(name="logo.png", media_type="image/png", content=b"a logo"),
    ),
    "an enormous file for a logo": lambda: (
        _NAME,
        Logo(name="logo.png", media_type="image/png", content=stage.picture().content + bytes(_ENORMOUS)),
    ),
}


@when(sentence("the admin adds a brand with {form}"))
def _add_brand(story: Story, form: str) -> None:
    name, logo = one_of(_FORMS, form)()
    story.reply = story.ordo.admin.add_brand(name, logo)


@then("Ordo lists the brand with its logo")
def _brand_listed(story: Story) -> None:
    brands = story.ordo.admin.brands().brands
    names = [brand.name for brand in brands]
    story.expect(names == [_NAME], f"Ordo to list the brand {_NAME!r}", f"it lists {names}")
    shown = story.ordo.admin.logo(brands[0].brand_id)
    story.expect(shown == stage.picture().content, "the logo as it was uploaded", "another picture is shown")


@then(sentence("Ordo refuses the brand because of its {part}"))
def _brand_refused(story: Story, part: str) -> None:
    assert story.reply is not None, "no brand was added"
    story.expect(not story.reply.accepted, "Ordo to refuse the brand", "Ordo took it")
    refusal = story.reply.refusal
    named = part in f"{refusal.field} {refusal.message}".lower()
    story.expect(named, f"a refusal because of the {part}", f"Ordo says {refusal.message!r}")


@then("Ordo lists no brand")
def _no_brand(story: Story) -> None:
    names = [brand.name for brand in story.ordo.admin.brands().brands]
    story.expect(not names, "no brand in Ordo", f"Ordo lists {names}")


@given(sentence("the brand {name:Quoted} in Ordo"))
def _brand_in_ordo(story: Story, name: str) -> None:
    stage.add_brand(story, name)


@given(sentence("the brands {one:Quoted} and {other:Quoted} in Ordo"))
def _brands_in_ordo(story: Story, one: str, other: str) -> None:
    stage.add_brand(story, one)
    stage.add_brand(story, other)


@when("the admin adds that brand to Ordo")
def _add_that_brand(story: Story) -> None:
    stage.add_brand(story, story.other_brand)


@given("the admin has removed the brand from Ordo")
def _brand_removed(story: Story) -> None:
    story.ordo.admin.remove_brand(story.brand_ids.pop(story.brand))
