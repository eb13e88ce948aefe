"""Steps about licenses in Ordo and the facilities they name."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from harness.clients.wire import Reply
from harness.steps.context import ordering, setup
from harness.steps.context.refusals import expect_refused_for
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, one_of, sentence

_FIELDS: Mapping[str, str] = {
    "street address line 2": "street_address_line_2",
    "license number": "license_number",
}


def add_facility(context: ScenarioContext) -> None:
    """One more facility is in Flourish."""
    body = {
        "facility_name": context.fake_data.company(),
        "facility_type": "Distributor",
        "license_number": context.fake_data.license_number(),
        "active": True,
    }
    context.connection.facilities.append(context.flourish.office.add_facility(body).value.data)


@when("the admin adds a license")
def _add_license(context: ScenarioContext) -> None:
    form = setup.license_form(context, context.fake_data.license_number())
    context.connection.license = context.ordo.admin.add_license(form).value


@when(sentence("the admin adds a license without a {detail}"))
def _add_license_without(context: ScenarioContext, detail: str) -> None:
    form = setup.license_form(context, context.fake_data.license_number())
    form[one_of(_FIELDS, detail)] = ""
    context.attempt.reply = context.ordo.admin.add_license(form)


def _license_numbers(context: ScenarioContext) -> list[str]:
    return [added.license_number for added in context.ordo.admin.licenses().licenses]


@then("Ordo lists the license")
def _license_listed(context: ScenarioContext) -> None:
    assert context.connection.license is not None, "no license was added"
    numbers = _license_numbers(context)
    wanted = context.connection.license.license_number
    context.expect(wanted in numbers, f"Ordo to list the license {wanted}", f"it lists {numbers}")


@then(sentence("Ordo refuses the license because of its {detail}"))
def _license_refused(context: ScenarioContext, detail: str) -> None:
    expect_refused_for(context, "the license", detail, one_of(_FIELDS, detail))


@then("Ordo lists no license")
def _no_license(context: ScenarioContext) -> None:
    numbers = _license_numbers(context)
    context.expect(not numbers, "no license in Ordo", f"Ordo lists {numbers}")


@given("a seller with a second facility in Flourish")
@given("a second facility in Flourish")
def _second_facility(context: ScenarioContext) -> None:
    add_facility(context)


@given(sentence("a seller with {count:Count} more facilities in Flourish"))
def _more_facilities(context: ScenarioContext, count: int) -> None:
    for _ in range(count):
        add_facility(context)


@given(sentence("the license of the {which:Which} facility is in Ordo"))
def _license_of_facility(context: ScenarioContext, which: int) -> None:
    context.connection.paired = which % len(context.connection.facilities)
    setup.add_license(context)


@given("the seller trades through the second facility")
def _trades(context: ScenarioContext) -> None:
    setup.trade(context)


@then(sentence("Ordo shows the {which:Which} facility as connected"))
def _facility_shown(context: ScenarioContext, which: int) -> None:
    wanted = context.connection.facilities[which].facility_name
    facility = context.ordo.admin.integration().facility
    seen = "none" if facility is None else facility.facility_name
    context.expect(seen == wanted, f"Ordo to show the facility {wanted!r} as connected", f"it shows {seen!r}")


@then("Flourish has the order at the second facility")
def _order_at_facility(context: ScenarioContext) -> None:
    order = context.in_flourish()
    seen = None if order.origin_facility is None else order.origin_facility.id
    wanted = context.connection.facilities[1].id
    context.expect(seen == wanted, "the order at the second facility", f"it is at {seen}")


@given("a pending order that needs a sales rep")
def _order_needs_rep(context: ScenarioContext) -> None:
    _facility_asks_for_rep(context)
    ordering.make(context)


_OTHERS: Mapping[str, Callable[[ScenarioContext, int], Reply[object]]] = {
    "destinations": lambda context, _: context.flourish.office.add_destination(
        context.fake_data.company(), context.fake_data.license_number()
    ),
    "payment terms": lambda context, number: context.api.add_payment_term(
        context.facility.id, f"Term {number}", 100 + number
    ),
    "sales reps": lambda context, number: context.flourish.office.add_sales_rep(
        "Kim", f"Other {number}", f"other.{number}@example.com"
    ),
}


@given(parsers.re(rf"Flourish has (?P<count>\d+) other (?P<things>{any_of(_OTHERS)})"))
def _others(context: ScenarioContext, count: str, things: str) -> None:
    for number in range(int(count)):
        _ = one_of(_OTHERS, things)(context, number).value


@given("a seller whose facility asks for a sales rep")
def _facility_asks_for_rep(context: ScenarioContext) -> None:
    body = {"sales_rep_required_for_outbound": True}
    _ = context.flourish.office.change_facility(context.facility.id, body).value
    context.connection.asks_for_sales_rep = True
    setup.trade(context)


@given("the rep is known in Flourish")
def _rep_known(context: ScenarioContext) -> None:
    me = context.ordo.rep.me()
    first, _, last = me.name.partition(" ")
    _ = context.flourish.office.add_sales_rep(first, last or first, me.email).value


@then("the order in Flourish names the rep")
def _order_names_rep(context: ScenarioContext) -> None:
    order, wanted = context.in_flourish(), context.ordo.rep.me().email
    seen = None if order.sales_rep is None else order.sales_rep.email
    context.expect(seen == wanted, f"the order in Flourish to name the rep {wanted}", f"it names {seen}")
