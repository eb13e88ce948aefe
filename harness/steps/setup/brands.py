"""Steps about brands in Ordo."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pytest_bdd import given, then, when

from harness.clients.ordo import Logo
from harness.steps.context import setup
from harness.steps.context.refusals import expect_refused_for
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import one_of, sentence

_NAME = "Juniper Hollow"
_ENORMOUS = 3 * 1024 * 1024

_FORMS: Mapping[str, Callable[[], tuple[str | None, Logo | None]]] = {
    "a picture for a logo": lambda: (_NAME, setup.picture()),
    "no name": lambda: ("", setup.picture()),
    "no logo": lambda: (_NAME, None),
    "a text file for a logo": lambda: (_NAME, replace(setup.picture(), content=b"a logo")),
    "an enormous file for a logo": lambda: (
        _NAME,
        replace(setup.picture(), content=setup.picture().content + bytes(_ENORMOUS)),
    ),
}


@when(sentence("the admin adds a brand with {form}"))
def _add_brand(context: ScenarioContext, form: str) -> None:
    name, logo = one_of(_FORMS, form)()
    context.attempt.reply = context.ordo.admin.add_brand(name, logo)


@then("Ordo lists the brand with its logo")
def _brand_listed(context: ScenarioContext) -> None:
    brands = context.ordo.admin.brands().brands
    names = [brand.name for brand in brands]
    context.expect(names == [_NAME], f"Ordo to list the brand {_NAME!r}", f"it lists {names}")
    shown = context.ordo.admin.logo(brands[0].brand_id)
    context.expect(
        shown == setup.picture().content, "the logo as it was uploaded", "another picture is shown"
    )


@then(sentence("Ordo refuses the brand because of its {part}"))
def _brand_refused(context: ScenarioContext, part: str) -> None:
    expect_refused_for(context, "the brand", part)


@then("Ordo lists no brand")
def _no_brand(context: ScenarioContext) -> None:
    names = [brand.name for brand in context.ordo.admin.brands().brands]
    context.expect(not names, "no brand in Ordo", f"Ordo lists {names}")


@given(sentence("the brand {name:Quoted} in Ordo"))
def _brand_in_ordo(context: ScenarioContext, name: str) -> None:
    setup.add_brand(context, name)


@given(sentence("the brands {one:Quoted} and {other:Quoted} in Ordo"))
def _brands_in_ordo(context: ScenarioContext, one: str, other: str) -> None:
    setup.add_brand(context, one)
    setup.add_brand(context, other)


@when("the admin adds that brand to Ordo")
def _add_that_brand(context: ScenarioContext) -> None:
    setup.add_brand(context, context.catalogue.other_brand)


@given("the admin has removed the brand from Ordo")
def _brand_removed(context: ScenarioContext) -> None:
    context.ordo.admin.remove_brand(context.catalogue.brand_ids.pop(context.catalogue.brand))
