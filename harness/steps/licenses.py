"""Steps about licenses in Ordo and the facilities they name."""

from collections.abc import Mapping

from pytest_bdd import given, then, when

from harness.steps import ordering, stage
from harness.steps.story import Story
from harness.steps.words import one_of, sentence

_FIELDS: Mapping[str, str] = {
    "street address line 2": "street_address_line_2",
    "license number": "license_number",
}


def add_facility(story: Story) -> None:
    """One more facility is in Flourish."""
    body = {
        "facility_name": story.made_up.company(),
        "facility_type": "Distributor",
        "license_number": story.made_up.license_number(),
        "active": True,
    }
    story.facilities.append(story.flourish.office.add_facility(body).value.data)


@when("the admin adds a license")
def _add_license(story: Story) -> None:
    form = stage.license_form(story, story.made_up.license_number())
    story.license = story.ordo.admin.add_license(form).value


@when(sentence("the admin adds a license without a {detail}"))
def _add_license_without(story: Story, detail: str) -> None:
    form = stage.license_form(story, story.made_up.license_number())
    form[one_of(_FIELDS, detail)] = ""
    story.reply = story.ordo.admin.add_license(form)


@then("Ordo lists the license")
def _license_listed(story: Story) -> None:
    assert story.license is not None, "no license was added"
    numbers = [one.license_number for one in story.ordo.admin.licenses().licenses]
    wanted = story.license.license_number
    story.expect(wanted in numbers, f"Ordo to list the license {wanted}", f"it lists {numbers}")


@then(sentence("Ordo refuses the license because of its {detail}"))
def _license_refused(story: Story, detail: str) -> None:
    assert story.reply is not None, "no license was added"
    story.expect(not story.reply.accepted, "Ordo to refuse the license", "Ordo took it")
    refusal = story.reply.refusal
    named = one_of(_FIELDS, detail) in f"{refusal.field} {refusal.message}"
    story.expect(named, f"a refusal because of the {detail}", f"Ordo says {refusal.message!r}")


@then("Ordo lists no license")
def _no_license(story: Story) -> None:
    numbers = [one.license_number for one in story.ordo.admin.licenses().licenses]
    story.expect(not numbers, "no license in Ordo", f"Ordo lists {numbers}")


@given("a seller with a second facility in Flourish")
@given("a second facility in Flourish")
def _second_facility(story: Story) -> None:
    add_facility(story)


@given(sentence("a seller with {count:Count} more facilities in Flourish"))
def _more_facilities(story: Story, count: int) -> None:
    for _ in range(count):
        add_facility(story)


@given(sentence("the license of the {which:Which} facility is in Ordo"))
def _license_of_facility(story: Story, which: int) -> None:
    story.paired = which % len(story.facilities)
    stage.add_license(story)


@given("the seller trades through the second facility")
def _trades(story: Story) -> None:
    stage.trade(story)


@then(sentence("Ordo shows the {which:Which} facility as connected"))
def _facility_shown(story: Story, which: int) -> None:
    wanted = story.facilities[which].facility_name
    facility = story.ordo.admin.integration().facility
    seen = "none" if facility is None else facility.facility_name
    story.expect(seen == wanted, f"Ordo to show the facility {wanted!r} as connected", f"it shows {seen!r}")


@then("Flourish has the order at the second facility")
def _order_at_facility(story: Story) -> None:
    order = story.in_flourish()
    seen = None if order.origin_facility is None else order.origin_facility.id
    story.expect(seen == story.facilities[1].id, "the order at the second facility", f"it is at {seen}")


@given("a seller whose facility asks for a sales rep")
def _facility_asks_for_rep(story: Story) -> None:
    body = {"sales_rep_required_for_outbound": True}
    _ = story.flourish.office.change_facility(story.facility.id, body).value
    stage.trade(story)


@given("the rep is known in Flourish")
def _rep_known(story: Story) -> None:
    me = story.ordo.rep.me()
    first, _, last = me.name.partition(" ")
    _ = story.flourish.office.add_sales_rep(first, last or first, me.email).value


@then("the order in Flourish names the rep")
def _order_names_rep(story: Story) -> None:
    order, wanted = story.in_flourish(), story.ordo.rep.me().email
    seen = None if order.sales_rep is None else order.sales_rep.email
    story.expect(seen == wanted, f"the order in Flourish to name the rep {wanted}", f"it names {seen}")


@when("the rep confirms a new order")
def _confirm_new(story: Story) -> None:
    ordering.make_and_confirm(story)


@when(sentence("the rep confirms a new {terms:Terms} order"))
def _confirm_new_of_terms(story: Story, terms: str) -> None:
    ordering.make_and_confirm(story, terms)
