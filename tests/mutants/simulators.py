"""Wrong simulators: an Ordo or a Flourish that does not do what the articles say it does."""

from dataclasses import replace
from typing import Any

import orjson

from sim_flourish.events import InventoryChanged, ItemChanged
from sim_flourish.model.payment_status import PaymentStatus
from sim_flourish.model.webhook_endpoints import EVENT_OF_RESOURCE
from sim_ordo.model.order_status import LABELS, OrderEvent, OrderStatus
from tests.mutants.mutant import Change, Mutant, instead

_WANTS = "sim_flourish.model.webhook_endpoints:WebhookEndpoint.wants"
_NEWEST = "sim_ordo.orders.rules:require_newest"
_LOCK = "sim_ordo.orders.edit_lock:lock_reason"


def _locks_only(*statuses: OrderStatus) -> Change:
    """An order is locked in these statuses and in no other, whether it is being sent or not."""
    return instead(
        _LOCK,
        lambda original: lambda order: original(order) if order.status in statuses else None,
    )


def _never_below_zero(original: Any) -> Any:
    def store(inventory: Any, rows: Any, now: str) -> Any:
        return original(
            inventory, [{**row, "sellable_qty": max(row["sellable_qty"], 0)} for row in rows], now
        )

    return store


def _saved_anyway(original: Any) -> Any:
    def address(tenant: Any, delivery: Any) -> Any:
        endpoints = tenant.world.webhook_endpoints
        draft = endpoints.get(delivery.endpoint_id)
        if draft is not None:
            endpoints[delivery.endpoint_id] = replace(draft, saved=True)
        return original(tenant, delivery)

    return address


def _never_again(original: Any) -> Any:
    def settle(self: Any, delivery: Any, attempt: Any) -> None:
        self._ports = replace(self._ports, retry_delays=())
        original(self, delivery, attempt)

    return settle


def _unannounced(topic: str) -> Change:
    def make(original: Any) -> Any:
        def announce(self: Any, endpoint_id: str, sent: str, body: bytes, **more: Any) -> None:
            if sent != topic:
                original(self, endpoint_id, sent, body, **more)

        return announce

    return instead("sim_kernel.outbox:Outbox.announce", make)


def _paid_by_a_part(original: Any) -> Any:
    def status(order: Any) -> PaymentStatus:
        found: PaymentStatus = original(order)
        return PaymentStatus.PAID if found is PaymentStatus.PARTIALLY_PAID else found

    return status


def _published_as_inventory(original: Any) -> Any:
    def publish(self: Any, tenant: Any, event: Any) -> None:
        if isinstance(event, ItemChanged):
            facility_id = next(iter(tenant.world.facilities))
            event = InventoryChanged(facility_id=facility_id, item_ids=(event.item.item_id,))
        original(self, tenant, event)

    return publish


def _any_key(original: Any) -> Any:
    return lambda tenant, key: original(tenant, key) or next(iter(tenant.world.api_keys.values()), None)


MUTANTS = (
    Mutant(
        name="Ordo lets a sales rep set the integration up",
        breaks=("S4",),
        consequence="Anybody with a login can point Ordo at another warehouse.",
        changes=(
            instead("sim_ordo.model.organization:require_admin", lambda _original: lambda _user, _deed: None),
        ),
    ),
    Mutant(
        name="Ordo shows no quantity below zero",
        breaks=("I14",),
        consequence="An oversold item looks like one that is sold out.",
        changes=(instead("sim_ordo.inventory.integration_api:store_items", _never_below_zero),),
        first="on order shows below zero",
    ),
    Mutant(
        name="Ordo takes orders of inactive items",
        breaks=("I15",),
        consequence="An order is confirmed that the warehouse cannot fill.",
        changes=(instead("sim_ordo.orders.rules:_require_active", lambda _original: lambda *_facts: None),),
        first="An inactive item cannot be ordered",
    ),
    Mutant(
        name="Ordo takes a new order for one that Flourish has",
        breaks=("O1",),
        consequence="A new order awaits delivery before anybody has confirmed it.",
        changes=(
            instead(
                "sim_ordo.orders.rules:write_order",
                lambda original: (
                    lambda *facts, **more: replace(
                        original(*facts, **more), status=OrderStatus.AWAITING_DELIVERY
                    )
                ),
            ),
        ),
        first="is pending and not in Flourish",
    ),
    Mutant(
        name="Ordo forgets the edit of a pending order",
        breaks=("O1",),
        consequence="The rep saves a change, and the order stays as it was.",
        changes=(
            instead(
                "sim_ordo.orders.rules:edit_order",
                lambda _original: lambda order, _draft, **_more: order,
            ),
        ),
        first="A pending order can be edited",
    ),
    Mutant(
        name="Ordo keeps a confirmation to itself",
        breaks=("O2",),
        consequence="The rep clicks Confirm and nobody hears of it.",
        changes=(_unannounced("order.confirmed"),),
    ),
    Mutant(
        name="Ordo unlocks edits after Awaiting Delivery",
        breaks=("O4",),
        consequence="Ordo and Flourish show two different orders.",
        changes=(
            _locks_only(OrderStatus.PENDING),
            instead(
                "sim_ordo.model.order_status:TRANSITIONS",
                lambda table: {**table, **{(one, OrderEvent.EDITED): one for one in OrderStatus}},
            ),
        ),
    ),
    Mutant(
        name="Ordo unlocks edits while an order is being sent",
        breaks=("O17",),
        consequence="What the rep sees is not what Flourish gets.",
        changes=(_locks_only(*(one for one in OrderStatus if one is not OrderStatus.PENDING)),),
        first="shown as sending and locked",
    ),
    Mutant(
        name="Ordo keeps the save that comes last",
        breaks=("O23",),
        consequence="Of two people who edit an order the one who saves last undoes what the other changed.",
        changes=(instead(_NEWEST, lambda _original: lambda _order, _version: None),),
        first="Whoever saves last",
    ),
    Mutant(
        name="Ordo does not ask to collect the payment",
        breaks=("O6",),
        consequence="The driver leaves without the money.",
        changes=(
            instead(
                "sim_ordo.model.order_status:LABELS",
                lambda _original: {**LABELS, OrderStatus.DELIVERED: LABELS[OrderStatus.PAID]},
            ),
        ),
    ),
    Mutant(
        name="Ordo keeps a refused order locked",
        breaks=("O16",),
        consequence="A refused order can never be put right.",
        changes=(
            instead(
                "sim_ordo.orders.report:take_refusal",
                lambda original: lambda *facts, **more: replace(original(*facts, **more), sending=True),
            ),
        ),
        first="stays pending and shows why",
    ),
    Mutant(
        name="Flourish accepts a key that was reset",
        breaks=("S3",),
        consequence="Whoever has an old key keeps the door open.",
        changes=(
            instead("sim_kernel.tenants:Tenants.unbind", lambda _original: lambda _self, _keys: None),
            instead("sim_flourish.people.credentials:_find_key", _any_key),
        ),
    ),
    Mutant(
        name="Flourish sends to an endpoint that is not saved",
        breaks=("S6",),
        consequence="A half-filled form is in force.",
        changes=(
            instead(
                _WANTS,
                lambda _original: lambda self, resource: EVENT_OF_RESOURCE[resource] in self.events,
            ),
            instead("sim_flourish.webhooks.delivery:address", _saved_anyway),
        ),
    ),
    Mutant(
        name="Flourish sends events that were not chosen",
        breaks=("S6",),
        consequence="An endpoint for orders gets inventory too.",
        changes=(instead(_WANTS, lambda _original: lambda self, _resource: self.saved),),
    ),
    Mutant(
        name="Flourish sends nothing again",
        breaks=("S7",),
        consequence="An engine would be tested against a Flourish whose every lost message is lost for good.",
        changes=(instead("sim_kernel.outbox:Outbox._settle_attempt", _never_again),),
        first="flawed at first comes again",
    ),
    Mutant(
        name="Flourish signs only the data",
        breaks=("S7",),
        consequence="A receiver that goes by the documents rejects everything.",
        changes=(
            instead(
                "sim_flourish.webhooks.delivery:signature",
                lambda original: lambda key, body: original(key, orjson.dumps(orjson.loads(body)["data"])),
            ),
        ),
        first="A shipment",
    ),
    Mutant(
        name="Flourish takes an edit of an item for a change of its inventory",
        breaks=("I5",),
        consequence="An edit reaches Ordo before anybody has synced.",
        changes=(instead("sim_flourish.webhooks.delivery:Publisher.__call__", _published_as_inventory),),
    ),
    Mutant(
        name="Flourish's shipments leave their orders behind",
        breaks=("O6", "O7"),
        consequence="The shipment is Shipped, and the orders on it are still Allocated.",
        changes=(
            instead(
                "sim_flourish.peripheral.trips.rules:send_out_orders",
                lambda _original: lambda _work, _trip: (),
            ),
        ),
        first="leaves with a shipment",
    ),
    Mutant(
        name="Flourish takes a partial payment for full",
        breaks=("O9",),
        consequence="An order is Paid with a balance open.",
        changes=(instead("sim_flourish.model.payment_status:payment_status", _paid_by_a_part),),
    ),
)
