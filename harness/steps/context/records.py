"""What the steps of one scenario keep, by noun: each record is a pytest fixture of its own.

A record holds what people typed, chose or were shown; what the two sides hold now is asked of them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from harness.clients.flourish_shapes import (
    ApiKey,
    Facility,
    OutboundOrder,
    WebhookEndpoint,
)
from harness.clients.ordo_shapes import Buyer, InventoryItem, License, Order, Sync, Webhook
from harness.clients.tenant import Tenant
from harness.clients.wire import Reply
from harness.steps.context.typed_items import Goods, Place, TypedItem, TypedPack
from harness.steps.context.typed_orders import Change, HeldOrder, TypedOrder

FIRST_PAYMENT_TERMS = (("COD", 0), ("Net 7", 7), ("Net 15", 15), ("Net 30", 30))
"""What every company in Flourish has to begin with: names and days."""


PROGRAM = "other-programs"
"""The API username of the seller's other programs."""


@dataclass(slots=True, kw_only=True)
class Connection:
    """How the seller is connected: keys, facilities, license, and the webhook on both sides.

    `key` is the engine's, `program_key` that of the seller's other programs. `paired` is the index of the
    facility that the seller's license names; `tax_rate` is its excise tax in percent, `facility_change`
    what the warehouse has done to it last. `payment_terms` are those of the company, with their days.
    """

    key: ApiKey
    old_key: ApiKey | None = None
    program_key: ApiKey | None = None
    facilities: list[Facility]
    paired: int = 0
    license: License | None = None
    webhook: Webhook | None = None
    first_webhook: Webhook | None = None
    endpoint: WebhookEndpoint | None = None
    tax_rate: Decimal = Decimal(0)
    asks_for_sales_rep: bool = False
    facility_change: str = ""
    payment_terms: list[tuple[str, int]] = field(default_factory=lambda: [*FIRST_PAYMENT_TERMS])

    @classmethod
    def begin(cls, tenant: Tenant) -> "Connection":
        """A key and a facility in Flourish, and nothing set up."""
        made = tenant.flourish.made
        return cls(key=ApiKey(username=made.username, api_key=made.api_key), facilities=[made.facility])

    @property
    def facility(self) -> Facility:
        """The facility that the seller's license names."""
        return self.facilities[self.paired]


@dataclass(slots=True, kw_only=True)
class Catalogue:
    """The brands in Ordo, and the items in Flourish as the warehouse typed them last.

    `stock` is what came in and went out by hand; what was ordered stands with the orders.
    `refused` are the items, by their ids, that Ordo was told to refuse.
    """

    brand: str = ""
    brand_ids: dict[str, str] = field(default_factory=dict)
    other_brand: str = ""
    items: list[TypedItem] = field(default_factory=list)
    packs: list[TypedPack] = field(default_factory=list)
    stock: dict[Place, Decimal] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    shown_before: dict[str, InventoryItem] = field(default_factory=dict)

    @property
    def pack(self) -> TypedPack:
        """The latest."""
        assert self.packs, "no pack was made"
        return self.packs[-1]

    def move(self, facility_id: str, goods: Goods, quantity: Decimal) -> None:
        """Some of the goods came in, or, below zero, went out."""
        place = (facility_id, goods)
        self.stock[place] = self.stock.get(place, Decimal(0)) + quantity


@dataclass(slots=True, kw_only=True)
class OrderUnderTest:
    """An order of the scenario. The looks `before` are those at the end of the last Given about it.

    `typed` is what the rep typed last, `done` what the warehouse has done with the order since it arrived in
    a facility with this `tax_rate`.
    """

    order_id: str
    typed: TypedOrder | None = None
    tax_rate: Decimal = Decimal(0)
    done: list[Change] = field(default_factory=list)
    flourish_id: str | None = None
    before: Order | None = None
    flourish_before: OutboundOrder | None = None

    @property
    def as_typed(self) -> TypedOrder:
        assert self.typed is not None, "nobody typed this order in a step"
        return self.typed

    @property
    def stages(self) -> list[HeldOrder]:
        """What Flourish must have held of it, one after the other."""
        arrived = HeldOrder.of(self.as_typed, self.tax_rate)
        return [*accumulate(self.done, lambda order, change: change(order), initial=arrived)]

    @property
    def held(self) -> HeldOrder:
        """What Flourish must hold of it now."""
        return self.stages[-1]


@dataclass(slots=True, kw_only=True)
class Orders:
    """The orders of the scenario, the latest last; for whom they are, and how they leave."""

    made: list[OrderUnderTest] = field(default_factory=list)
    buyer: Buyer | None = None
    shipment_id: str = ""


@dataclass(slots=True, kw_only=True)
class Syncs:
    """The syncs that somebody started: the last."""

    last: Sync | None = None


@dataclass(slots=True, kw_only=True)
class Attempt:
    """What somebody tried last: how it was answered."""

    reply: Reply[object] | None = None


@dataclass(slots=True, kw_only=True)
class JournalMarks:
    """Entries of Flourish's journal: the last when a fault was armed, and when time began to pass."""

    arranged_at: int = 0
    passed_at: int = 0
