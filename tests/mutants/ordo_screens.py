"""Wrong Ordos that judge engines wrongly: screens, events, and what an engine's reports come to.

No engine takes part in judging them: the scenarios tagged `simulator` do.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sim_ordo.events import ENGINE
from sim_ordo.model.order_status import TRANSITIONS, OrderEvent, OrderStatus
from sim_ordo.model.syncs import SyncEvent, SyncState
from tests.mutants.flourish_screens import with_result
from tests.mutants.mutant import Change, Mutant, instead

_ORDERS = "sim_ordo.orders"


def _wrong(name: str, breaks: str, consequence: str, *changes: Change, first: str = "") -> Mutant:
    return Mutant(
        name=f"Ordo {name}",
        breaks=tuple(breaks.split()),
        consequence=consequence,
        changes=changes,
        first=first,
        simulator=True,
    )


def _gross(original: Any) -> Any:
    return lambda line, item, index: original(replace(line, discount=Decimal(0)), item, index)


def _forgets(**kept: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A change of an order after which these fields are what they were."""

    def make(original: Any) -> Any:
        def change(order: Any, *facts: Any, **more: Any) -> Any:
            return replace(
                original(order, *facts, **more), **{name: read(order) for name, read in kept.items()}
            )

        return change

    return make


def _any_revision(original: Any) -> Any:
    return lambda order, report, **more: original(order, replace(report, revision=None), **more)


def _without(**fields: Any) -> Callable[[Any], Any]:
    """A report of which some fields are overlooked."""
    return lambda original: lambda order, report, **more: original(order, replace(report, **fields), **more)


def _sent_again(original: Any) -> Any:
    def confirm(order: Any, **more: Any) -> Any:
        return original(replace(order, sending=False), **more)

    return confirm


def _without_discounts(original: Any) -> Any:
    def event(organization_id: str, order: Any) -> bytes:
        lines = tuple(replace(line, discount=Decimal(0)) for line in order.lines)
        made: bytes = original(organization_id, replace(order, lines=lines))
        return made

    return event


def _headers(change: Callable[[Any, Any, dict[str, str]], dict[str, str]]) -> Change:
    """The headers of one attempt are others: of a tenant, a delivery and the right ones."""

    def make(original: Any) -> Any:
        def address_events(url: str, signer: Any) -> Any:
            right = original(url, signer)

            def address(tenant: Any, delivery: Any) -> Any:
                outgoing = right(tenant, delivery)
                if outgoing is None:
                    return None
                return replace(outgoing, headers=change(signer, delivery, dict(outgoing.headers)))

            return address

        return address_events

    return instead("sim_ordo.events:address_events", make)


def _stale(signer: Any, delivery: Any, headers: dict[str, str]) -> dict[str, str]:
    del headers
    made: dict[str, str] = signer.headers(delivery.message_id, delivery.created_at, delivery.body)
    return made


def _new_id(signer: Any, delivery: Any, headers: dict[str, str]) -> dict[str, str]:
    at = delivery.created_at if not delivery.attempts else delivery.due_at
    del headers
    made: dict[str, str] = signer.headers(f"{delivery.message_id}{len(delivery.attempts)}", at, delivery.body)
    return made


def _unsigned_again(signer: Any, delivery: Any, headers: dict[str, str]) -> dict[str, str]:
    del signer
    return {**headers, "webhook-signature": ""} if delivery.attempts else headers


def _retries(*seconds: int) -> Change:
    delays = tuple(timedelta(seconds=wait) for wait in seconds)
    return instead("sim_ordo.events:RETRY_DELAYS", lambda _original: delays)


def _first_comers_stay(original: Any) -> Any:
    def store(inventory: Any, rows: Any, now: str) -> Any:
        known = dict(inventory)
        stored = original(inventory, rows, now)
        inventory.update(known)
        return stored

    return store


def _same_fold(original: Any) -> Any:
    return lambda self, item: (
        original(replace(self, brand=None if self.brand is None else item.brand), item)
        and (self.brand or "").casefold() in ("", (item.brand or "").casefold())
    )


def _open_to_users(original: Any) -> Any:
    from sim_kernel.api_router import Identity

    def identify(tenants: Any, request: Any) -> Any:
        token = request.headers.get("Authorization", "").partition(" ")[2]
        tenant = tenants.by_credential(token)
        return original(tenants, request) if tenant is None else Identity(tenant=tenant, name=ENGINE)

    return identify


def _only_the_integration(original: Any) -> Any:
    return lambda user, action: original(user, action) if "integration" in action else None


MUTANTS = (
    _wrong(
        "ignores the discount on a line",
        "O1",
        "The rep sees more than the buyer pays.",
        instead(
            f"{_ORDERS}.rules:_line_total",
            lambda original: lambda line, item, index: original(line, item, index) + line.discount,
        ),
    ),
    _wrong(
        "takes a discount above its line",
        "O1",
        "An order comes to less than nothing.",
        instead(f"{_ORDERS}.rules:_line_total", _gross),
        first="What cannot be ordered",
    ),
    _wrong(
        "rounds an item's price before it counts",
        "O1 I6",
        "Two packs cost a cent more than they should.",
        instead(f"{_ORDERS}.rules:_unit_price", with_result(lambda price: round(price, 2))),
    ),
    _wrong(
        "gives fifteen days of credit",
        "O20 O1",
        "The buyer has half the time.",
        instead(f"{_ORDERS}.screens:DEFAULT_NET_DAYS", lambda _original: 15),
    ),
    _wrong(
        "keeps the old notes in an edit",
        "O1",
        "The driver goes to the old gate.",
        instead(f"{_ORDERS}.rules:edit_order", _forgets(notes=lambda order: order.notes)),
    ),
    _wrong(
        "keeps the old terms in an edit",
        "O1",
        "A credit order is collected in cash.",
        instead(
            f"{_ORDERS}.rules:edit_order",
            _forgets(terms=lambda order: order.terms, net_days=lambda order: order.net_days),
        ),
    ),
    _wrong(
        "does not count edits",
        "O23 O1",
        "Nobody is told that somebody else has saved.",
        instead(f"{_ORDERS}.rules:edit_order", _forgets(version=lambda order: order.version)),
    ),
    _wrong(
        "unlocks a cancelled order",
        "O4",
        "The rep edits what is over.",
        instead(
            f"{_ORDERS}.edit_lock:lock_reason",
            lambda original: lambda order: None if order.status is OrderStatus.CANCELLED else original(order),
        ),
        instead(
            "sim_ordo.model.order_status:TRANSITIONS",
            lambda table: {**table, (OrderStatus.CANCELLED, OrderEvent.EDITED): OrderStatus.CANCELLED},
        ),
    ),
    _wrong(
        "sends an order with every click on Confirm",
        "O17 O2",
        "An impatient rep makes two orders.",
        instead(f"{_ORDERS}.rules:confirm_order", _sent_again),
    ),
    _wrong(
        "does not count confirmations",
        "O16 O14",
        "An old refusal is taken for one of the new confirmation.",
        instead(f"{_ORDERS}.rules:confirm_order", with_result(lambda order: replace(order, revision=1))),
    ),
    _wrong(
        "shows the old refusal after a new confirmation",
        "O16",
        "The rep believes that it failed again.",
        instead(f"{_ORDERS}.rules:confirm_order", _forgets(refusal=lambda order: order.refusal)),
    ),
    _wrong(
        "takes a refusal of an older confirmation",
        "O14 O16",
        "An order that is on its way is unlocked.",
        instead(f"{_ORDERS}.report:take_refusal", _any_revision),
    ),
    _wrong(
        "takes a refusal of a delivered order",
        "O14 O16",
        "A delivered order is pending again.",
        instead(
            "sim_ordo.model.order_status:TRANSITIONS",
            lambda _table: {
                **TRANSITIONS,
                (OrderStatus.DELIVERED, OrderEvent.REFUSED): OrderStatus.PENDING,
            },
        ),
    ),
    _wrong(
        "adds the reported lines up itself",
        "O5",
        "Charges and taxes are missing in the total.",
        instead(f"{_ORDERS}.report:take_report", _without(totals=None)),
    ),
    _wrong(
        "overlooks the reported notes",
        "O5",
        "What the warehouse wrote never shows.",
        instead(f"{_ORDERS}.report:take_report", _without(notes=None)),
    ),
    _wrong(
        "overlooks the reported lines",
        "O5",
        "The rep sees what was ordered, not what comes.",
        instead(f"{_ORDERS}.report:take_report", _without(lines=None)),
    ),
    _wrong(
        "shows an order as being sent for ever",
        "O3",
        "Nobody knows that it has arrived.",
        instead(f"{_ORDERS}.report:take_report", _forgets(sending=lambda order: order.sending)),
    ),
    _wrong(
        "lets everybody administer beside the integration",
        "S4",
        "A sales rep makes users.",
        instead("sim_ordo.model.organization:require_admin", _only_the_integration),
    ),
    _wrong(
        "takes reports under a user's token",
        "S9",
        "Whoever has a login can set an order Paid.",
        instead("sim_ordo.identification:identify_engine", _open_to_users),
    ),
    _wrong(
        "leaves discounts out of its event",
        "O2",
        "Flourish charges the full price.",
        instead(f"{_ORDERS}.shapes:order_confirmed_event", _without_discounts),
    ),
    _wrong(
        "signs every attempt at the time of the first",
        "O17 O2",
        "A receiver that judges the age rejects every retry.",
        _headers(_stale),
    ),
    _wrong(
        "gives each attempt an id of its own",
        "O17 O2",
        "A receiver cannot tell a retry from a new event.",
        _headers(_new_id),
    ),
    _wrong(
        "signs the first attempt of an event only",
        "O17 O2",
        "What is not taken at once is never taken.",
        _headers(_unsigned_again),
    ),
    _wrong(
        "sends an event again at once",
        "O17 O2",
        "An engine that is down is flooded.",
        _retries(*[0] * 10),
    ),
    _wrong(
        "waits twice as long each time without end",
        "O17 O2",
        "After an outage of a day the next attempt is a day away.",
        _retries(*[2**power for power in range(1, 20)]),
    ),
    _wrong(
        "gives an event up after five attempts",
        "O17 O2",
        "After five minutes the order is lost.",
        _retries(2, 4, 8, 16),
    ),
    _wrong(
        "announces other credentials as the first ones",
        "S9 S5",
        "An engine cannot tell a change from a second setup.",
        instead("sim_ordo.integration.screens:CHANGED", lambda _original: "connection.set"),
    ),
    _wrong(
        "starts a second sync beside the first",
        "I1",
        "Two syncs write over each other.",
        instead(
            "sim_ordo.model.syncs:request_sync",
            lambda original: lambda _known, **more: original((), **more),
        ),
    ),
    _wrong(
        "lets a sync end twice",
        "I1 I7",
        "A failed sync is shown as succeeded.",
        instead(
            "sim_ordo.model.syncs:TRANSITIONS",
            lambda table: {
                **table,
                (SyncState.SUCCEEDED, SyncEvent.REPORTED_FAILED): SyncState.FAILED,
                (SyncState.FAILED, SyncEvent.REPORTED_SUCCEEDED): SyncState.SUCCEEDED,
            },
        ),
    ),
    _wrong(
        "loses the report of a sync",
        "I7 I1",
        "Nobody knows what was left out.",
        instead("sim_ordo.model.syncs:take_progress", with_result(lambda sync: replace(sync, report=None))),
    ),
    _wrong(
        "leaves a sync under way when the integration goes",
        "S9 I1",
        "No sync can be started any more.",
        instead("sim_ordo.model.syncs:end_by_disconnection", lambda _original: lambda sync, **_more: sync),
    ),
    _wrong(
        "keeps an item as it came first",
        "I6 I3",
        "A new price never shows.",
        instead("sim_ordo.model.inventory:store_items", _first_comers_stay),
    ),
    _wrong(
        "finds brands in any case",
        "I6 I1",
        "Two brands are taken for one.",
        instead("sim_ordo.model.inventory:InventorySearch.wants", _same_fold),
    ),
)
