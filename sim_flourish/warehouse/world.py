"""The whole state of one company in Flourish: plain values, nothing derived, so a snapshot is all of it."""

from dataclasses import dataclass, field

from sim_flourish.warehouse.catalogue_records import CatalogueRecords
from sim_flourish.warehouse.customers import Customer, CustomerId
from sim_flourish.warehouse.fleet import Driver, DriverId, Vehicle, VehicleId
from sim_flourish.warehouse.items import Brand, BrandId, Item, ItemId
from sim_flourish.warehouse.outbound_orders import OrderId, OutboundOrder
from sim_flourish.warehouse.packages import Adjustment, Package, PackageId
from sim_flourish.warehouse.payment_terms import OrderPaymentTerm
from sim_flourish.warehouse.people import ApiKey, SalesRep, SalesRepId, User
from sim_flourish.warehouse.places import Destination, DestinationId, Facility, FacilityId
from sim_flourish.warehouse.retail_discounts import RetailDiscount
from sim_flourish.warehouse.retail_orders import RetailOrder
from sim_flourish.warehouse.settings import Settings
from sim_flourish.warehouse.trips import Trip, TripId, TripKind
from sim_flourish.warehouse.vendors import Vendor, VendorId
from sim_flourish.warehouse.webhook_endpoints import WebhookEndpoint


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
        """The shipments or the deliveries."""
        return self.shipments if kind is TripKind.SHIPMENT else self.deliveries
