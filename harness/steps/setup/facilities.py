"""Steps about the seller's facility in Flourish: put out of service, put right, and what Ordo says of it."""

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then

from harness.steps.context import ordering, setup
from harness.steps.context.refusals import Cause, Code, expect_cause
from harness.steps.context.scenario_context import ScenarioContext
from harness.steps.context.step_types import any_of, one_of

Change = Callable[[ScenarioContext], None]


def _edit(context: ScenarioContext, facility_id: str, **changes: object) -> None:
    _ = context.flourish.office.change_facility(facility_id, changes).value


def _edited(**changes: object) -> Change:
    return lambda context: _edit(context, context.facility.id, **changes)


def _license_moved(context: ScenarioContext) -> None:
    """Another facility of the company has it now; the seller's has another."""
    other = {"facility_type": "Distributor", "facility_name": context.fake_data.company(), "active": True}
    number = context.facility.license_number
    _edit(context, context.facility.id, license_number=context.fake_data.license_number())
    _ = context.flourish.office.add_facility({**other, "license_number": number}).value


def _license_back(context: ScenarioContext) -> None:
    _edit(context, context.facility.id, license_number=context.facility.license_number)


_CHANGES: Mapping[str, Change] = {
    "is inactive": _edited(active=False),
    "has lost its license": _edited(license_number=None),
    "has another license": lambda context: _edit(
        context, context.facility.id, license_number=context.fake_data.license_number()
    ),
    "has given its license to another": _license_moved,
    "is active again": _edited(active=True),
    "has its license again": _license_back,
}
_CHANGED = any_of(_CHANGES)


@given(parsers.re(f"the facility (?P<change>{_CHANGED})"))
def _changed(context: ScenarioContext, change: str) -> None:
    setup.trade(context)
    context.settle()
    one_of(_CHANGES, change)(context)
    context.connection.facility_change = change


@given(parsers.re(f"an order that came back because the facility (?P<change>{_CHANGED})"))
@given(parsers.re(f"another order that came back because the facility (?P<change>{_CHANGED})"))
def _came_back(context: ScenarioContext, change: str) -> None:
    _changed(context, change)
    ordering.make_and_confirm(context)
    seen = context.in_ordo()
    context.expect(seen.refusal is not None, "a refused order to begin with", f"it is {seen.status}")


def _cause(context: ScenarioContext) -> Cause:
    """What the warehouse has done to the facility, which was paired by the license."""
    inactive = context.connection.facility_change == "is inactive"
    code = Code.FACILITY_INACTIVE if inactive else Code.FACILITY_LICENSE_GONE
    return Cause(code=code, names=[context.facility.facility_name, context.facility.license_number or ""])


@then("Ordo shows that the order came back because of the facility and its license")
def _refusal(context: ScenarioContext) -> None:
    expect_cause(context, context.in_ordo().refusal, _cause(context), "a refusal")


@then("Ordo shows a problem with the facility and its license")
def _problem(context: ScenarioContext) -> None:
    context.settle()
    expect_cause(context, context.ordo.admin.integration().problem, _cause(context), "a problem")
