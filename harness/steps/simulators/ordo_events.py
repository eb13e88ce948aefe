"""Steps about Ordo's events: what is in them, what proves them, when they come again (O2, S5, S9)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from pytest_bdd import given, parsers, then, when

from harness.clients.recorded import Recorded
from harness.steps.context import setup
from harness.steps.simulators.ordo_records import BUYER, OF_PACKS, REP, SimulatedOrdo
from harness.steps.simulators.records import read

_WAITS = (
    2,
    4,
    8,
    16,
    32,
    64,
    128,
    256,
    300,
    300,
)  # schemas/PROVENANCE.md: twice as long each time, to 5 minutes


def _judge_proof(ordo: SimulatedOrdo, message: Recorded) -> None:
    """The signature of Standard Webhooks, worked out by hand."""
    key = base64.b64decode(ordo.receiver.events_secret.removeprefix("whsec_"))
    headers = message.headers
    signed = f"{headers.get('webhook-id')}.{headers.get('webhook-timestamp')}.".encode() + message.body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    must = {"webhook-signature": f"v1,{signature}", "content-type": "application/json"}
    ordo.expect_fields("an event's headers", headers, must)
    parts = set(message.content)
    ordo.context.expect(parts == {"type", "timestamp", "data"}, "type, timestamp and data", f"it has {parts}")


def _only(ordo: SimulatedOrdo, event_type: str) -> Recorded:
    sent = ordo.messages(event_type)
    ordo.context.expect(len(sent) == 1, f"one event {event_type}", f"there are {len(sent)}")
    _judge_proof(ordo, sent[0])
    return sent[0]


@given("a pending order of both items, with everything that the form takes, in Ordo")
def _full_order(simulated_ordo: SimulatedOrdo) -> None:
    simulated_ordo.write_order(
        terms="Net Terms",
        net_days=45,
        lines=[
            {"sku": "0BD-35", "quantity": 3, "unit_price": "4.10", "discount": "0.30"},
            {"sku": "0SD-P5", "quantity": Decimal("2.5")},
        ],
        notes="Gate B & dock 4",
        requested_delivery_date="2031-05-17",
    )
    _ = simulated_ordo.answer.value


@then("one event about it goes out, signed, with everything that the rep typed")
def _confirmed(simulated_ordo: SimulatedOrdo) -> None:
    ordo = simulated_ordo
    content = read(_only(ordo, "order.confirmed").body)
    data, order = content["data"], content["data"]["order"]
    ordo.expect_fields("the event", data, {"organization_id": ordo.context.engine.organization_id})
    must = {
        "order_id": ordo.order_id,
        "revision": 1,
        "terms": "Net Terms",
        "net_days": 45,
        "buyer": BUYER,
        "sales_rep": REP,
        "notes": "Gate B & dock 4",
        "requested_delivery_date": "2031-05-17",
    }
    ordo.expect_fields("the order in the event", order, must)
    now = ordo.context.ordo.control.now()
    for what, text in (("the event", content["timestamp"]), ("the confirmation", order["confirmed_at"])):
        holds = ordo.acted_at[-1] <= datetime.fromisoformat(text) <= now
        ordo.context.expect(holds, f"{what} between {ordo.acted_at[-1]} and {now}", f"it is of {text}")
    first, second = order["lines"]
    of_item = {
        "sku": "0BD-35",
        "item_name": "Blue Dream, 3.5 g",
        "flourish_item_id": "101",
        "flourish_variation_id": None,
        "quantity": 3,
        "unit_price": "4.10",
        "discount": "0.30",
    }
    ordo.expect_fields("the first line", first, of_item)
    ordo.expect_fields("the second line", second, OF_PACKS)


@then("the last of two events about the order is of revision 2")
def _second_revision(simulated_ordo: SimulatedOrdo) -> None:
    revisions = [
        one.content["data"]["order"]["revision"] for one in simulated_ordo.messages("order.confirmed")
    ]
    simulated_ordo.context.expect(revisions == [1, 2], "revisions 1 and 2", f"they are {revisions}")


@given("a day that has passed in Ordo")
def _day(simulated_ordo: SimulatedOrdo) -> None:
    """So that the time of a machine is not Ordo's."""
    simulated_ordo.context.ordo.control.advance_clock(86_400)


@given("a receiver of events that answers an error for a while")
def _refusing(simulated_ordo: SimulatedOrdo) -> None:
    about = simulated_ordo.context.engine.organization_id
    simulated_ordo.receiver.refuse(about, *[500] * len(_WAITS))


@when("the rep clicks Confirm, and Ordo keeps trying")
def _keeps_trying(simulated_ordo: SimulatedOrdo) -> None:
    """The clock goes to just short of each retry, then to it; how many have come is noted each time."""
    ordo = simulated_ordo
    ordo.act("rep", "POST", f"/orders/{ordo.order_id}/confirm")
    control = ordo.context.ordo.control
    ordo.kept = [len(ordo.messages("order.confirmed"))]
    for wait in _WAITS:
        for step in (wait - 1, 1):
            control.advance_clock(step)
            ordo.kept.append(len(ordo.messages("order.confirmed")))
    control.advance_clock(86_400)
    ordo.kept.append(len(ordo.messages("order.confirmed")))


@then("the event comes at each retry and not before, at most five minutes apart, until it is taken")
def _came(simulated_ordo: SimulatedOrdo) -> None:
    seen = simulated_ordo.kept
    must = [1]
    for number in range(1, len(_WAITS) + 1):
        must += [number, number + 1]
    must.append(len(_WAITS) + 1)
    simulated_ordo.context.expect(
        seen == must, f"{must} attempts in the course of time", f"there were {seen}"
    )


@then("each attempt has the same id and body, and is signed at its own time")
def _attempts(simulated_ordo: SimulatedOrdo) -> None:
    ordo, attempts = simulated_ordo, simulated_ordo.messages("order.confirmed")
    for attempt in attempts:
        _judge_proof(ordo, attempt)
    same = {(one.body, one.headers["webhook-id"]) for one in attempts}
    ordo.context.expect(len(same) == 1, "the same event each time", f"there are {len(same)} different ones")
    _judge_times(ordo, [int(one.headers["webhook-timestamp"]) for one in attempts])


def _judge_times(ordo: SimulatedOrdo, seen: Sequence[int]) -> None:
    """From the click on, by Ordo's clock; a second or two more or less: it runs while the steps do."""
    must = [int(ordo.acted_at[-1].timestamp())]
    for wait in _WAITS:
        must.append(must[-1] + wait)
    holds = all(abs(one - other) <= 2 for one, other in zip(seen, must, strict=True))
    ordo.context.expect(holds, f"attempts signed at {must}", f"they are signed at {seen}")


@given("an organization in Ordo with a license")
def _license(simulated_ordo: SimulatedOrdo) -> None:
    setup.add_license(simulated_ordo.context)


@given("credentials that the admin has saved")
@when("the admin saves the credentials")
@when("the admin saves the credentials again")
def _save(simulated_ordo: SimulatedOrdo) -> None:
    _ = setup.save_integration(simulated_ordo.context).value


@when("the admin takes the integration away")
def _take_away(simulated_ordo: SimulatedOrdo) -> None:
    _ = simulated_ordo.context.ordo.admin.remove_integration().value


@then(
    parsers.re(
        r"the last event says that the connection is (?P<what>set|changed), with license and credentials"
    )
)
def _connection(simulated_ordo: SimulatedOrdo, what: str) -> None:
    ordo = simulated_ordo
    event = ordo.messages()[-1]
    _judge_proof(ordo, event)
    ordo.expect_fields("the event", event.content, {"type": f"connection.{what}"})
    assert ordo.context.connection.license is not None, "no license was added"
    key = ordo.context.connection.key
    must = {
        "organization_id": ordo.context.engine.organization_id,
        "organization_name": "Green Door Wholesale",
        "license_number": ordo.context.connection.license.license_number,
        "flourish": {"api_username": key.username, "api_key": key.api_key},
    }
    ordo.expect_fields("the connection", event.content["data"], must)


@then("Ordo shows the connection, and of its secrets nothing")
def _connected(simulated_ordo: SimulatedOrdo) -> None:
    ordo, connection = simulated_ordo, simulated_ordo.context.connection
    shown = ordo.show("/integrations/flourish")
    must = {"connected": True, "api_username": connection.key.username, "problem": None}
    ordo.expect_fields("the integration", shown, must)
    assert connection.webhook is not None, "the integration was not saved"
    secrets = [connection.key.api_key, connection.webhook.signing_key]
    secrets += [header.value for header in connection.webhook.headers]
    shown_too = [secret for secret in secrets if secret in ordo.context.ordo.admin.raw_integration()]
    ordo.context.expect(not shown_too, "no secret on the screen", f"it shows {len(shown_too)} of them")


@then("the last event says that the connection is removed, and Ordo shows none")
def _removed(simulated_ordo: SimulatedOrdo) -> None:
    ordo = simulated_ordo
    set_by, *_, event = ordo.messages()
    _judge_proof(ordo, event)
    ordo.expect_fields("the event", event.content, {"type": "connection.removed"})
    must = {name: set_by.content["data"][name] for name in ("organization_id", "integration_token")}
    ordo.expect_fields("the connection", event.content["data"], must)
    ordo.expect_fields("the integration", ordo.show("/integrations/flourish"), {"connected": False})
