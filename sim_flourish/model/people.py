"""Sales reps, and the users whose names stand in the audit fields."""

from dataclasses import dataclass
from typing import NewType

from sim_flourish.model.values import Audit

SalesRepId = NewType("SalesRepId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesRep:
    """Who sells; a facility can insist on one for each outbound order (contract section 2)."""

    sales_rep_id: SalesRepId
    first_name: str
    middle_name: str
    last_name: str
    phone_number: str
    email: str | None
    active: bool
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who works in Flourish's own screens."""

    user_id: str
    name: str
    email: str
    audit: Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """External API access: a username, which is not an e-mail address, and its only valid key (S3)."""

    username: str
    key: str
    owner_email: str
    audit: Audit
