"""Manage Organization: the organization and its users; what a new one begins with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from foundation.contract import payload
from sim_kernel.answers import Answer, CallerError
from sim_kernel.ids import unique
from sim_kernel.tenants import Tenant, digest
from sim_ordo.formats import moment_text
from sim_ordo.model.organization import Organization, Role, User, UserDraft, UserId, require_new_email
from sim_ordo.model.world import OrdoWorld
from sim_ordo.paging import listed, read_page
from sim_ordo.routing import OrdoCall, Route, parse_body, record, user_of

BindToken = Callable[[Tenant[OrdoWorld], str], None]


def add_user(tenant: Tenant[OrdoWorld], draft: UserDraft) -> tuple[User, str]:
    """A new user and the token, which nobody sees again; the token is not yet bound to the tenant."""
    world = tenant.world
    require_new_email(world.users.values(), draft.email)
    user = User(
        user_id=UserId(f"user_{tenant.ids.hex('user')}"),
        name=draft.name,
        email=draft.email,
        role=draft.role,
        created_at=tenant.clock.now(),
    )
    token = tenant.ids.secret("ordo_user_")
    world.users[user.user_id] = user
    world.users_by_token[digest(token)] = user.user_id
    return user, token


def _user_json(user: User) -> dict[str, Any]:
    return {
        "user_id": user.user_id,
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "created_at": moment_text(user.created_at),
    }


def get_me(call: OrdoCall) -> Answer:
    """Who the token belongs to."""
    organization = asdict(call.world.organization)
    return Answer(body={**_user_json(user_of(call)), "organization": organization})


def get_organization(call: OrdoCall) -> Answer:
    return Answer(body=asdict(call.world.organization))


def save_organization(call: OrdoCall) -> Answer:
    world = call.world
    world.organization = replace(world.organization, name=call.body["name"])
    record(call, "organization", "", name=world.organization.name, action="renamed")
    return Answer(body=asdict(world.organization))


def list_users(call: OrdoCall) -> Answer:
    """The people with access, without their tokens."""
    return listed("users", list(call.world.users.values()), read_page(call.query), _user_json)


def routes(bind: BindToken) -> tuple[Route, ...]:
    """The routes; `bind(tenant, token)` makes a new token choose its tenant."""

    def create_user(call: OrdoCall) -> Answer:
        user, token = add_user(call.tenant, parse_body(call.body, UserDraft))
        bind(call.tenant, token)
        record(call, "user", user.user_id, action="added")
        return Answer(status=201, body={**_user_json(user), "token": token})

    return (
        Route(method="GET", path="/me", handler=get_me),
        Route(method="GET", path="/organization", handler=get_organization),
        Route(
            method="PUT",
            path="/organization",
            handler=save_organization,
            admin_action="rename the organization",
        ),
        Route(method="GET", path="/users", handler=list_users),
        Route(method="POST", path="/users", handler=create_user, admin_action="add users"),
    )


NAME = "Green Door Wholesale"
ADMIN = UserDraft(name="Alex Morgan", email="alex.morgan@green-door.example", role=Role.ADMIN)
REP = UserDraft(name="Robin Reyes", email="robin.reyes@green-door.example", role=Role.SALES_REP)


OPTIONS = frozenset({"organization_id"})


def seed_tenant(tenant: Tenant[OrdoWorld], options: Mapping[str, Any]) -> dict[str, Any]:
    """Fills a new tenant's world; tells the two tokens, which are not kept.

    An organization's id is unique; only `organization_id` makes one that claims to be another (S9).

    Raises:
        CallerError: `organization_id` cannot be one.
    """
    organization_id = options.get("organization_id", f"org_{unique()}")
    if problem := payload("ordo/id.json").first_problem(organization_id):
        raise CallerError(422, f"organization_id: {problem}", field="organization_id")
    world = tenant.world
    world.organization = Organization(organization_id=organization_id, name=NAME)
    world.integration_token = tenant.ids.secret("ordo_integration_")
    _, admin_token = add_user(tenant, ADMIN)
    _, rep_token = add_user(tenant, REP)
    return {
        "organization_id": world.organization.organization_id,
        "admin_token": admin_token,
        "rep_token": rep_token,
    }


def credentials(world: OrdoWorld) -> Iterable[str]:
    """The digests of every token that chooses this tenant."""
    return [*world.users_by_token, digest(world.integration_token)]
