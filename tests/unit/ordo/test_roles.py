"""Users and roles: an Admin does everything, a Sales Rep sets nothing up (S4)."""

import pytest

from tests.unit.ordo.ordo_lab import CREDENTIALS, LICENSE, OrdoLab, order_body

KEPT_FOR_ADMINS = [
    ("PUT", "/organization", {"json": {"name": "New"}}),
    ("POST", "/users", {"json": {"name": "A B", "email": "a@b.example", "role": "Admin"}}),
    ("POST", "/brands", {"data": {"name": "x"}, "content_type": "multipart/form-data"}),
    ("PUT", "/brands/brand_1", {"data": {"name": "x"}, "content_type": "multipart/form-data"}),
    ("DELETE", "/brands/brand_1", {}),
    ("POST", "/licenses", {"json": LICENSE}),
    ("PUT", "/licenses/lic_1", {"json": LICENSE}),
    ("DELETE", "/licenses/lic_1", {}),
    ("PUT", "/integrations/flourish", {"json": CREDENTIALS}),
    ("DELETE", "/integrations/flourish", {}),
]


@pytest.mark.parametrize(("method", "path", "sent"), KEPT_FOR_ADMINS)
def test_a_sales_rep_sets_nothing_up(ordo: OrdoLab, method: str, path: str, sent: dict[str, object]) -> None:
    """The error names what is kept for Admins and the caller's role (S4)."""
    answer = ordo.rep(method, path, **sent)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "forbidden")
    assert "only an Ordo Admin can" in answer.get_json()["error"]["message"]
    assert "Sales Rep" in answer.get_json()["error"]["message"]


@pytest.mark.parametrize(("method", "path", "sent"), KEPT_FOR_ADMINS)
def test_an_admin_is_not_kept_out(ordo: OrdoLab, method: str, path: str, sent: dict[str, object]) -> None:
    """The Admin's request is judged by what it asks for, never by the role."""
    assert ordo.admin(method, path, **sent).status_code != 403


def test_a_sales_rep_sells_and_syncs(connected: OrdoLab) -> None:
    """Writing, editing, confirming and syncing are for both roles."""
    order = connected.rep("POST", "/orders", json=order_body()).get_json()
    assert connected.rep("PUT", f"/orders/{order['order_id']}", json=order_body()).status_code == 200
    assert connected.rep("POST", f"/orders/{order['order_id']}/confirm").status_code == 202
    assert connected.rep("POST", "/inventory/syncs").status_code == 202


def test_a_new_user_works_with_the_token_shown_once(ordo: OrdoLab) -> None:
    """The token opens the organization, and no later answer has it."""
    body = {"name": "Sam Sol Smith", "email": "sam@green-door.example", "role": "Sales Rep"}
    added = ordo.admin("POST", "/users", json=body)
    token = added.get_json()["token"]
    me = ordo.ask("GET", "/api/v1/me", token).get_json()
    assert (added.status_code, me["name"], me["role"]) == (201, "Sam Sol Smith", "Sales Rep")
    assert me["organization"]["organization_id"] == ordo.tenant.world.organization.organization_id
    assert token not in ordo.admin("GET", "/users").text
    assert token not in str(ordo.tenant.journal.read())


def test_an_email_address_is_one_persons(ordo: OrdoLab) -> None:
    """The same address in another case is the same address."""
    body = {"name": "Robin Two", "email": "ROBIN.REYES@green-door.example", "role": "Admin"}
    answer = ordo.admin("POST", "/users", json=body)
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (409, "email")


@pytest.mark.parametrize("change", [{"role": "Owner"}, {"email": "nobody"}, {"name": " "}, {"extra": 1}])
def test_a_wrong_user_is_refused(ordo: OrdoLab, change: dict[str, object]) -> None:
    """Role, e-mail address and name are checked."""
    body = {"name": "A B", "email": "a@b.example", "role": "Admin", **change}
    assert ordo.admin("POST", "/users", json=body).status_code == 422
    assert ordo.admin("GET", "/users").get_json()["total"] == 2


def test_the_organization_is_renamed(ordo: OrdoLab) -> None:
    """The name is the Admin's to change; the id stays."""
    before = ordo.rep("GET", "/organization").get_json()
    ordo.admin("PUT", "/organization", json={"name": "Blue Door"})
    assert ordo.engine("GET", "/organization").get_json()["name"] == "Blue Door"
    assert ordo.rep("GET", "/organization").get_json() == {**before, "name": "Blue Door"}
