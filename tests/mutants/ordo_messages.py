"""Wrong Ordos: events and their retries, syncs, the inventory.

No engine takes part in judging them: the scenarios tagged `simulator` do.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from foundation.clock import SystemClock
from sim_ordo.model.syncs import SyncEvent, SyncState
from tests.mutants.flourish_screens import with_result
from tests.mutants.mutant import Change, instead
from tests.mutants.ordo_screens import wrong_ordo


def _without_discounts(original: Any) -> Any:
    def event(organization_id: str, order: Any) -> bytes:
        lines = tuple(replace(line, discount=Decimal(0)) for line in order.lines)
        made: bytes = original(organization_id, replace(order, lines=lines))
        return made

    return event


def _by_the_machine(original: Any) -> Any:
    def event(organization_id: str, order: Any) -> bytes:
        made: bytes = original(organization_id, replace(order, confirmed_at=SystemClock().now()))
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


MUTANTS = (
    wrong_ordo(
        "leaves discounts out of its event",
        "O2",
        "Flourish charges the full price.",
        instead("sim_ordo.orders.shapes:order_confirmed_event", _without_discounts),
    ),
    wrong_ordo(
        "dates its events by the machine's clock",
        "O2",
        "An event that waited for an hour looks as if it were of now.",
        instead("sim_ordo.orders.shapes:order_confirmed_event", _by_the_machine),
    ),
    wrong_ordo(
        "signs every attempt at the time of the first",
        "O17 O2",
        "A receiver that judges the age rejects every retry.",
        _headers(_stale),
    ),
    wrong_ordo(
        "gives each attempt an id of its own",
        "O17 O2",
        "A receiver cannot tell a retry from a new event.",
        _headers(_new_id),
    ),
    wrong_ordo(
        "signs the first attempt of an event only",
        "O17 O2",
        "What is not taken at once is never taken.",
        _headers(_unsigned_again),
    ),
    wrong_ordo(
        "sends an event again at once",
        "O17 O2",
        "An engine that is down is flooded.",
        _retries(*[0] * 10),
    ),
    wrong_ordo(
        "waits twice as long each time without end",
        "O17 O2",
        "After an outage of a day the next attempt is a day away.",
        _retries(*[2**power for power in range(1, 20)]),
    ),
    wrong_ordo(
        "gives an event up after five attempts",
        "O17 O2",
        "After five minutes the order is lost.",
        _retries(2, 4, 8, 16),
    ),
    wrong_ordo(
        "announces other credentials as the first ones",
        "S9 S5",
        "An engine cannot tell a change from a second setup.",
        instead("sim_ordo.integration.screens:CHANGED", lambda _original: "connection.set"),
    ),
    wrong_ordo(
        "starts a second sync beside the first",
        "I1",
        "Two syncs write over each other.",
        instead(
            "sim_ordo.model.syncs:request_sync",
            lambda original: lambda _known, **more: original((), **more),
        ),
    ),
    wrong_ordo(
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
    wrong_ordo(
        "loses the report of a sync",
        "I7 I1",
        "Nobody knows what was left out.",
        instead("sim_ordo.model.syncs:take_progress", with_result(lambda sync: replace(sync, report=None))),
    ),
    wrong_ordo(
        "leaves a sync under way when the integration goes",
        "S9 I1",
        "No sync can be started any more.",
        instead("sim_ordo.model.syncs:end_by_disconnection", lambda _original: lambda sync, **_more: sync),
    ),
    wrong_ordo(
        "keeps an item as it came first",
        "I6 I3",
        "A new price never shows.",
        instead("sim_ordo.model.inventory:store_items", _first_comers_stay),
    ),
    wrong_ordo(
        "finds brands in any case",
        "I6 I1",
        "Two brands are taken for one.",
        instead("sim_ordo.model.inventory:InventorySearch.wants", _same_fold),
    ),
)
