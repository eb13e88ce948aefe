"""Whether the facility that the license was paired with can still be worked with (S11).

It is looked up by its id and never paired anew: which facility the seller works with is decided when the
integration is saved (S2).
"""

from http import HTTPStatus
from urllib.parse import quote

from integration_engine.core.order import Problem
from integration_engine.errors import (
    FacilityUnusableError,
    FlourishCredentialsError,
    FlourishError,
    FlourishRefusedError,
)
from integration_engine.flourish.answers import Facility, parse_facility
from integration_engine.flourish.client import FlourishClient


def read_paired_facility(client: FlourishClient, facility_id: str, license_number: str) -> Facility:
    """The facility, active and with the license.

    Raises:
        FacilityUnusableError: it is neither, or gone.
        FlourishError: as `FlourishClient.get`.
    """
    try:
        facility = client.get(f"/facilities/{quote(facility_id, safe='')}", parse_facility)
    except FlourishRefusedError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        raise FacilityUnusableError(
            "facility_not_found",
            f"Flourish no longer has the facility of the license number {license_number!r}.",
        ) from error
    if (problem := facility_problem(facility, license_number)) is not None:
        raise FacilityUnusableError(problem.code, problem.message)
    return facility


def facility_problem(facility: Facility, license_number: str) -> Problem | None:
    """What is wrong with a facility that was paired by this license number."""
    if facility.license_number != license_number:
        number = facility.license_number
        now = f"its license number is {number!r}" if number else "it has none"
        return Problem(
            code="facility_license_gone",
            message=f"The facility {facility.facility_name!r} in Flourish no longer has the license number "
            f"{license_number!r}: {now} now. Put it right there, or save the license that holds in Ordo.",
        )
    if not facility.active:
        return Problem(
            code="facility_inactive",
            message=f"The facility {facility.facility_name!r} in Flourish with the license number "
            f"{license_number!r} is inactive. Activate it there.",
        )
    return None


def find_facility_problem(
    client: FlourishClient, facility_id: str, license_number: str, known: Problem | None
) -> Problem | None:
    """What is wrong with the paired facility just now; where Flourish does not say, what was `known` before.

    Raises:
        FlourishCredentialsError: Flourish does not take the credentials.
    """
    try:
        read_paired_facility(client, facility_id, license_number)
    except FacilityUnusableError as error:
        return Problem(code=error.code, message=error.reason)
    except FlourishCredentialsError:
        raise
    except FlourishError:
        return known
    return None
