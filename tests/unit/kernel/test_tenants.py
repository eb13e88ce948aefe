"""A tenant is a world of its own."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.waiting import PATIENCE, wait_until

from .conftest import Listener, Toy


def test_credentials_choose_the_tenant(make_toy: Callable[..., Toy]) -> None:
    """What one tenant does, another does not see."""
    one, other = make_toy(), make_toy()
    one.raise_by(5)
    assert one.read() == (200, {"number": 5})
    assert other.read() == (200, {"number": 0})


def test_wrong_credentials_are_refused(client: FlaskClient) -> None:
    """A token nobody has gives the vendor's own refusal."""
    answer = client.get("/toy/number", headers={"X-Token": "guess"})
    assert (answer.status_code, answer.json) == (401, {"message": "who are you?"})


def test_a_tenant_takes_the_vendors_options_and_no_others(
    client: FlaskClient, make_toy: Callable[..., Toy]
) -> None:
    """A known option counts, an unknown one is refused by name."""
    assert make_toy(number=7).read() == (200, {"number": 7})
    answer = client.post("/_sim/tenants", json={"colour": "red"})
    assert answer.status_code == 422
    assert "colour" in answer.get_json()["error"]["message"]


def test_an_id_can_be_chosen_once(client: FlaskClient, make_toy: Callable[..., Toy]) -> None:
    """The same id a second time is a conflict, and the first tenant stays."""
    first = make_toy(tenant="mine", number=3)
    assert client.post("/_sim/tenants", json={"tenant": "mine"}).status_code == 409
    assert first.read() == (200, {"number": 3})


def test_the_same_seed_gives_the_same_ids(make_toy: Callable[..., Toy]) -> None:
    """Ids follow from the seed and the calls."""
    one, same, other = make_toy(seed=5), make_toy(seed=5), make_toy(seed=6)
    ids = [toy.tenant.ids.hex("thing") for toy in (one, same, other)]
    assert ids[0] == ids[1] != ids[2]
    assert [one.tenant.ids.number("order") for _ in range(3)] == [1, 2, 3]


def test_a_dropped_tenant_is_gone(client: FlaskClient, toy: Toy) -> None:
    """Neither its token nor its id is known afterwards."""
    assert toy.control("DELETE", "")[0] == 200
    assert toy.read()[0] == 401
    assert client.get(f"/_sim/tenants/{toy.tenant.tenant_id}").status_code == 404


def test_a_snapshot_brings_everything_back(client: FlaskClient, toy: Toy, listener: Listener) -> None:
    """World, time, ids and what was still to be delivered survive; later changes are undone."""
    listener.answers = [500]
    toy.raise_by(1)
    toy.settle()
    toy.control("POST", "/clock", {"advance_seconds": 3})
    snapshot = toy.control("GET", "/snapshot?secrets=true")[1]
    next_id = toy.tenant.ids.hex("thing")
    toy.raise_by(1)
    toy.settle()
    assert client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201
    assert toy.read() == (200, {"number": 1})
    back = client.application.extensions["simulator"].tenants.get(toy.tenant.tenant_id)
    assert back.clock.offset.total_seconds() == 3
    assert back.ids.hex("thing") == next_id
    back_toy = Toy(client=client, tenant=back, token=toy.token)
    back_toy.control("POST", "/clock", {"advance_seconds": 60})
    back_toy.settle()
    assert listener.numbers() == [1, 2, 1]


def test_a_large_snapshot_comes_back_too(client: FlaskClient, toy: Toy) -> None:
    """What a tenant has grown to is taken again, though no other body may be so large."""
    toy.tenant.world.names = {str(number): "x" * 1000 for number in range(5000)}
    snapshot = toy.control("GET", "/snapshot?secrets=true")[1]
    assert client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201


def test_a_snapshot_keeps_a_delivery_that_is_in_flight(
    client: FlaskClient, toy: Toy, listener: Listener
) -> None:
    """What the receiver has not answered yet may still fail, so it is sent again after a restore."""
    listener.may_answer.clear()
    toy.raise_by(1)
    wait_until("the delivery is in flight", lambda: listener.received)
    snapshot = toy.control("GET", "/snapshot?secrets=true")[1]
    assert [one["state"] for one in toy.control("GET", "/deliveries")[1]["deliveries"]] == ["queued"]
    assert client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201
    listener.may_answer.set()
    wait_until("it was sent again", lambda: listener.numbers() == [1, 1])


def test_what_is_no_snapshot_is_refused(client: FlaskClient, toy: Toy) -> None:
    """Another vendor's snapshot, or a broken one, is refused and changes nothing."""
    snapshot = toy.control("GET", "/snapshot?secrets=true")[1]
    kept = snapshot["kept"]
    foreign = {**snapshot, "kept": {**kept, "vendor": "other"}}
    broken = {**snapshot, "world": {"number": "many"}}
    beyond_time = [{**snapshot, "kept": {**kept, "clock_offset_seconds": far}} for far in (-1, 1e12, 1e300)]
    for wrong in (foreign, broken, *beyond_time):
        answer = client.post("/_sim/tenants", json={"snapshot": wrong})
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "snapshot")
    for tenant in ("", "a/b", "x" * 65):
        nameless = {**snapshot, "kept": {**kept, "tenant": tenant}}
        answer = client.post("/_sim/tenants", json={"snapshot": nameless})
        assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "tenant")
    assert toy.read() == (200, {"number": 0})


def test_a_snapshot_shows_secrets_only_when_asked(client: FlaskClient, toy: Toy) -> None:
    """Without asking every secret is masked, and such a snapshot is refused when it is to be brought back."""
    toy.tenant.world.names = {"signing_key": "a secret word"}
    asked, unasked = (toy.control("GET", f"/snapshot{query}")[1] for query in ("?secrets=true", ""))
    assert "a secret word" in str(asked)
    assert "a secret word" not in str(unasked)
    assert toy.control("GET", "/snapshot?secrets=perhaps")[0] == 422
    answer = client.post("/_sim/tenants", json={"snapshot": unasked})
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "snapshot")
    assert "secrets=true" in answer.get_json()["error"]["message"]


def test_a_clock_can_be_wrong_each_way_and_be_put_right(toy: Toy) -> None:
    """It is ahead or behind by what was said last, goes on with time, and other clocks stay as they are."""
    before = toy.tenant.clock.now()
    for seconds in (86_400, -259_200, 0):
        shown = toy.control("POST", "/clock", {"skew_seconds": seconds})[1]
        assert shown["skew_seconds"] == seconds
        assert abs((toy.tenant.clock.now() - before).total_seconds() - seconds) < PATIENCE
    assert toy.journal("clock")[0]["skew_seconds"] == 86_400


def test_a_wrong_clock_shows_in_the_date_of_answers(toy: Toy) -> None:
    """The Date header is the tenant's own time, whatever the machine's is."""
    toy.control("POST", "/clock", {"skew_seconds": -86_400})
    date = toy.client.get("/toy/number", headers={"X-Token": toy.token}).date
    assert date is not None
    assert abs((toy.tenant.clock.now() - date).total_seconds()) < PATIENCE


def test_a_wrong_clock_comes_back_with_its_tenant(client: FlaskClient, toy: Toy) -> None:
    """A snapshot keeps by how much the clock is wrong."""
    toy.control("POST", "/clock", {"advance_seconds": 60, "skew_seconds": -3600})
    snapshot = toy.control("GET", "/snapshot?secrets=true")[1]
    assert client.post("/_sim/tenants", json={"snapshot": snapshot}).status_code == 201
    assert toy.control("GET", "/clock")[1]["skew_seconds"] == -3600


@pytest.mark.parametrize("body", [{}, {"skew_seconds": 1e9}, {"skew_seconds": "much"}])
def test_a_clock_that_cannot_be_so_wrong_stays_as_it_is(toy: Toy, body: dict[str, object]) -> None:
    """Nothing to do, too much, and no number are refused."""
    assert toy.control("POST", "/clock", body)[0] == 422
    assert toy.control("GET", "/clock")[1]["skew_seconds"] == 0


def test_time_ends_before_the_calendar_does(toy: Toy, make_toy: Callable[..., Toy]) -> None:
    """An advance that leads too far is refused, and neither this tenant nor another one is harmed."""
    decade = {"advance_seconds": 315_360_000}
    statuses = [toy.control("POST", "/clock", decade)[0] for _ in range(700)]
    assert (statuses[0], statuses[-1]) == (200, 422)
    assert toy.read()[0] == make_toy().read()[0] == 200
