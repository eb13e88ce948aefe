"""The whole state of one company in Flourish: plain values, nothing derived, so a snapshot is all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sim_flourish.model.catalogue import CatalogueRecords
from sim_flourish.model.items import Brand, BrandId, Item, ItemId
from sim_flourish.model.orders import OrderId, OrderPaymentTerm, OutboundOrder
from sim_flourish.model.packages import Adjustment, Package, PackageId
from sim_flourish.model.people import ApiKey, SalesRep, SalesRepId, User
from sim_flourish.model.places import Destination, DestinationId, Facility, FacilityId, Vendor, VendorId
from sim_flourish.model.retail import Customer, CustomerId, RetailDiscount, RetailOrder
from sim_flourish.model.trips import Driver, DriverId, Trip, TripId, TripKind, Vehicle, VehicleId
from sim_flourish.model.webhook_endpoints import WebhookEndpoint


class Mmur(StrEnum):
    """Whether the state's register of patients is asked about a customer, and what it says."""

    DISABLED = "disabled"
    NOT_FOUND = "not_found"
    FOUND = "found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set, and which sections of the contract reference show both ways.

    - `bare_post_response`: a posted outbound order is answered without envelope and without id, as its
      example shows (contract section 2 Outbound orders). Clients cannot learn the id then.
    - `documented_put_response`: a changed outbound order is answered in the shape of its example, without
      either status (contract section 2 Outbound orders), not in that of a read.
    - `strict_ids`: an object with `id` takes no other field, as the prose says. When false the id counts and
      the rest is ignored, as one sample and one observed client send it (contract section 4).
    - `unknown_payment_term_kept`: a new order's payment term that the company has not is kept as it is said.
      At first it is refused, as in the screens; nothing public says which (PROVENANCE.md, payment term of
      a new order).
    - `cancel_while_allocated`: an order is cancelled whatever is set aside for it, as the cancel errors
      suggest. When false the rule for all updates holds: not while anything is allocated (contract
      section 4).
    - `discount_per_unit`: the `discount_price` of an outbound line is off each unit; at first it is off the
      whole line. Every example is of one unit, so that both can be read into them (contract
      sections 3 and 6).
    - `facility_required_on_reads`: orders and sales reps are read with FacilityID only, as the requests are
      shown (contract section 1 FacilityID header). At first they are read without, as real clients do.
    - `large_limit_refused`: a `limit` above 50 is refused, as "maximum" reads, and not cut to 50 as the one
      example does (contract section 1 Paging).
    - `retail_order_read_as_listed`: one retail order is read in the shape that lists have, with `id`
      (contract section 4).
    - `basic_refused`: Basic authorization is answered with 401; the key counts in `x-api-key` only, as the
      later documentation has it (contract section 1).
    - `mmur`: which code answers a written customer (contract section 1).
    """

    bare_post_response: bool = False
    documented_put_response: bool = False
    strict_ids: bool = True
    unknown_payment_term_kept: bool = False
    cancel_while_allocated: bool = True
    discount_per_unit: bool = False
    facility_required_on_reads: bool = False
    large_limit_refused: bool = False
    retail_order_read_as_listed: bool = False
    basic_refused: bool = False
    mmur: Mmur = Mmur.DISABLED


LENIENT: Mapping[str, bool] = {"strict_ids": False, "unknown_payment_term_kept": True}
"""The settings of a tenant that is lenient, where whoever makes it does not say."""


class _HoldsDerived:
    """A place for what is derived from the state; a snapshot takes declared fields only, so not this."""

    def __init__(self) -> None:
        self.derived: object = None


@dataclass(kw_only=True)
class World(_HoldsDerived):
    """Everything by its id, in the order it was made, which is the order lists are given in."""

    settings: Settings = field(default_factory=Settings)
    back_office_token: str = ""
    facilities: dict[FacilityId, Facility] = field(default_factory=dict)
    brands: dict[BrandId, Brand] = field(default_factory=dict)
    items: dict[ItemId, Item] = field(default_factory=dict)
    catalogue: CatalogueRecords = field(default_factory=CatalogueRecords)
    packages: dict[PackageId, Package] = field(default_factory=dict)
    adjustments: list[Adjustment] = field(default_factory=list)
    destinations: dict[DestinationId, Destination] = field(default_factory=dict)
    sales_reps: dict[SalesRepId, SalesRep] = field(default_factory=dict)
    payment_terms: dict[int, OrderPaymentTerm] = field(default_factory=dict)
    outbound_orders: dict[OrderId, OutboundOrder] = field(default_factory=dict)
    vehicles: dict[VehicleId, Vehicle] = field(default_factory=dict)
    drivers: dict[DriverId, Driver] = field(default_factory=dict)
    shipments: dict[TripId, Trip] = field(default_factory=dict)
    deliveries: dict[TripId, Trip] = field(default_factory=dict)
    vendors: dict[VendorId, Vendor] = field(default_factory=dict)
    customers: dict[CustomerId, Customer] = field(default_factory=dict)
    retail_orders: dict[OrderId, RetailOrder] = field(default_factory=dict)
    retail_discounts: dict[int, RetailDiscount] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    api_keys: dict[str, ApiKey] = field(default_factory=dict)
    webhook_endpoints: dict[str, WebhookEndpoint] = field(default_factory=dict)

    def trips(self, kind: TripKind) -> dict[TripId, Trip]:
        return self.shipments if kind is TripKind.SHIPMENT else self.deliveries
