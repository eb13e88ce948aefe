"""How Ordo's routes are written down: each API module lists its own, and the app registers them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from foundation.journal_entries import Change
from foundation.shapes import convert
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.organization import User, require_admin
from sim_ordo.model.world import OrdoWorld

OrdoCall = Call[OrdoWorld]
Handler = Callable[..., Answer]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route. `admin_action` says in words what only an Admin can do there; None when both roles can (S4).

    A handler runs with the tenant's lock held unless `locked` is False.
    """

    method: str
    path: str
    handler: Handler
    admin_action: str | None = None
    locked: bool = True


def register(router: ApiRouter[OrdoWorld], routes: Iterable[Route]) -> None:
    """Registers the routes; one for Admins refuses everybody else."""
    for route in routes:
        router.route(route.method, route.path, locked=route.locked)(_for_its_roles(route))


def _for_its_roles(route: Route) -> Handler:
    action = route.admin_action
    if action is None:
        return route.handler

    def for_admins(call: OrdoCall, **path: str) -> Answer:
        require_admin(user_of(call), action)
        return route.handler(call, **path)

    return for_admins


def record(call: OrdoCall, subject: str, subject_id: str, *, action: str, name: str = "") -> None:
    """Writes into the journal what was done to something that has no state machine."""
    call.tenant.journal.write(Change(subject=subject, subject_id=subject_id, name=name, action=action))


def user_of(call: OrdoCall) -> User:
    caller: User = call.caller
    return caller


def parse_body(body: Any, into: type[T]) -> T:  # noqa: ANN401 - JSON that has passed its schema
    """The body as a domain value.

    Raises:
        OrdoError: `invalid`, for the little that a schema cannot say, such as the 30th of February.
    """
    try:
        return convert(body, into)
    except msgspec.ValidationError as error:
        raise OrdoError(ErrorCode.INVALID, str(error)) from error
