"""Licenses: their number must match a facility's in Flourish; street address line 2 is mandatory (S2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from sim_ordo.errors import ErrorCode, OrdoError

LicenseId = NewType("LicenseId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseDraft:
    """A license as it is filled in on the screen."""

    license_number: str
    license_type: str
    street_address_line_1: str
    street_address_line_2: str
    city: str
    state: str
    zip_code: str
    legal_name: str | None = None
    expiration_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    license_id: LicenseId
    details: LicenseDraft
    created_at: datetime
    updated_at: datetime

    @property
    def number(self) -> str:
        """What pairs the license with a facility in Flourish."""
        return self.details.license_number


def require_new_license_number(others: Collection[License], number: str) -> None:
    """Lets a number pass that no other license has.

    Raises:
        OrdoError: `conflict`.
    """
    if any(other.number == number for other in others):
        message = f"a license with the number {number!r} exists"
        raise OrdoError(ErrorCode.CONFLICT, message, field="license_number")


def license_to_pair(licenses: Collection[License], license_id: str | None) -> License:
    """The license that the integration pairs with a facility: the one named, or the only one there is.

    Raises:
        OrdoError: `no_license`, `license_choice_needed`, or `invalid` for an id that is none.
    """
    if not licenses:
        message = "the organization has no license; add the one whose number the Flourish facility has"
        raise OrdoError(ErrorCode.NO_LICENSE, message)
    if license_id is not None:
        named = next((known for known in licenses if known.license_id == license_id), None)
        if named is None:
            message = f"the organization has no license {license_id!r}"
            raise OrdoError(ErrorCode.INVALID, message, field="license_id")
        return named
    if len(licenses) > 1:
        numbers = ", ".join(known.number for known in licenses)
        message = f"the organization has several licenses ({numbers}); name one by license_id"
        raise OrdoError(ErrorCode.LICENSE_CHOICE_NEEDED, message, field="license_id")
    return next(iter(licenses))
