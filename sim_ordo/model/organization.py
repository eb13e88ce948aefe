"""The company that uses Ordo, and the people who do so for it, in two roles (S4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.orders import SalesRep

UserId = NewType("UserId", str)


class Role(StrEnum):
    """What a user may do: an Admin everything; a Sales Rep sells, syncs and looks, and sets nothing up."""

    ADMIN = "Admin"
    SALES_REP = "Sales Rep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    organization_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDraft:
    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class User(UserDraft):
    """A person with access. The access token itself is not kept."""

    user_id: UserId
    created_at: datetime

    @property
    def with_role(self) -> str:
        """The user as a refusal names them to others."""
        return f"{self.name} ({self.role})"

    def as_sales_rep(self) -> SalesRep:
        """The user as an order names them: what stands before the first space is the first name."""
        first, _, last = self.name.partition(" ")
        return SalesRep(first_name=first, last_name=last, email=self.email)


def require_new_email(users: Iterable[User], email: str) -> None:
    """Lets an e-mail address pass that nobody has; upper and lower case are the same.

    Raises:
        OrdoError: `conflict`.
    """
    if any(user.email.casefold() == email.casefold() for user in users):
        raise OrdoError(ErrorCode.CONFLICT, f"a user with the e-mail address {email} exists", field="email")


def require_admin(user: User, action: str) -> None:
    """Lets an Admin pass (S4).

    Raises:
        OrdoError: `forbidden`.
    """
    if user.role is not Role.ADMIN:
        message = f"only an Ordo Admin can {action}; {user.name} is {user.role}"
        raise OrdoError(ErrorCode.FORBIDDEN, message)
