"""Shipments, deliveries, vehicles and drivers as JSON."""

from collections.abc import Mapping
from datetime import datetime

from sim_flourish.conventions.formats import Json, audit_json, fields_json, number, stamp, stamp_millis
from sim_flourish.model.order_status import OrderStatus
from sim_flourish.model.orders import OutboundOrder
from sim_flourish.model.retail_status import RetailStatus
from sim_flourish.model.trips import Driver, Trip, Vehicle
from sim_flourish.model.values import ZERO
from sim_flourish.peripheral.trips.rules import TripOrder, orders_for
from sim_flourish.warehouse.warehouse import Warehouse

VEHICLE_TEXTS = """
vehicle_make vehicle_model vehicle_year vehicle_license_plate vehicle_license_state vehicle_license_country
vehicle_permit_number vehicle_color
"""
DRIVER_TEXTS = """
driver_middle_name driver_license_state driver_license_country driver_license_number driver_permit_number
driver_phone_number driver_email driver_employee_id
"""


def listed_vehicle_json(vehicle: Vehicle) -> Json:
    return {name: value for name, value in vehicle_json(vehicle).items() if name != "active"}


def vehicle_json(vehicle: Vehicle) -> Json:
    """A vehicle in whole, as a shipment and the screens show it."""
    return {
        **fields_json(vehicle, f"vehicle_id vehicle_nickname {VEHICLE_TEXTS}"),
        "active": int(vehicle.active),
        **audit_json(vehicle.audit),
    }


def listed_driver_json(driver: Driver) -> Json:
    return {name: value for name, value in driver_json(driver).items() if name not in _NOT_LISTED}


_NOT_LISTED = frozenset({"driver_middle_name", "driver_license_country", "driver_email", "active"})


def driver_json(driver: Driver) -> Json:
    """A driver in whole, as a shipment and the screens show it."""
    return {
        **fields_json(driver, f"driver_id driver_first_name driver_last_name {DRIVER_TEXTS}"),
        "driver_license_expiration": driver.driver_license_expiration,
        "active": int(driver.active),
        **audit_json(driver.audit),
    }


_ORDER_STATUS_IDS: Mapping[str, int] = {
    OrderStatus.CREATED.value: 10,
    OrderStatus.PARTIALLY_ALLOCATED.value: 20,
    OrderStatus.ALLOCATED.value: 30,
    OrderStatus.SHIPPED.value: 40,
    OrderStatus.COMPLETED.value: 50,
    OrderStatus.CANCELLED.value: 99,
    RetailStatus.SUBMITTED.value: 20,
    RetailStatus.PACKED.value: 30,
    RetailStatus.OUT_FOR_DELIVERY.value: 40,
    RetailStatus.UNDELIVERABLE.value: 60,
}
"""Documented for Created and Allocated; the others are ours."""


def trip_json(warehouse: Warehouse, trip: Trip) -> Json:
    """The whole trip; without a vehicle the field is called `vehicles`, as the documented answer has it."""
    word, audit, world = trip.kind.value, trip.audit, warehouse.world
    vehicle = None if trip.vehicle_id is None else world.vehicles[trip.vehicle_id]
    drivers = [
        {**driver_json(world.drivers[driver_id]), f"{word}_id": trip.trip_id, "position": position}
        for position, driver_id in enumerate(trip.driver_ids, start=1)
    ]
    orders = [
        _order_json(warehouse, trip, stop_seq, orders_for(world, trip.kind)[order_id])
        for stop_seq, stop in enumerate(trip.stops)
        for order_id in stop
    ]
    notes = [
        {f"{word}_note_id": note.note_id, "subject": note.subject, "note": note.note} for note in trip.notes
    ]
    return {
        f"{word}_id": trip.trip_id,
        f"{word}_day_seq": trip.day_seq,
        "num_orders": len(orders),
        "num_stops": None,
        "vehicle_id": trip.vehicle_id or "",
        f"{word}_status": trip.status.value,
        f"{word}_timestamp": _stamp_or_empty(trip.planned_at),
        f"actual_{word}_timestamp": _stamp_or_empty(trip.left_at),
        "planned_route": trip.planned_route,
        "last_updated_by": audit.last_updated_by,
        "last_updated_timestamp": stamp_millis(audit.last_updated_at),
        "created_by": audit.created_by,
        "created_timestamp": stamp_millis(audit.created_at),
        **({"vehicles": None} if vehicle is None else {"vehicle": vehicle_json(vehicle)}),
        "drivers": drivers or None,
        "orders": orders or None,
        "notes": notes or None,
    }


def _order_json(warehouse: Warehouse, trip: Trip, stop_seq: int, order: TripOrder) -> Json:
    details = [detail for line in order.order_lines for detail in line.details]
    return {
        f"{trip.kind.value}_id": trip.trip_id,
        "stop_seq": stop_seq,
        "original_order_id": order.original_order_id or None,
        "order_id": order.order_id,
        "delivery_timestamp": None,
        "order_timestamp": stamp(order.order_timestamp),
        **_destination_json(warehouse, order),
        "num_packages": len({detail.package_id for detail in details}),
        "total_qty": number(sum((detail.qty for detail in details), ZERO)),
        "order_status_id": _ORDER_STATUS_IDS[order.order_status.value],
        "order_status_description": order.order_status.value,
    }


def _destination_json(warehouse: Warehouse, order: TripOrder) -> Json:
    """Where an outbound order goes; a customer is no facility, so that a retail order has nothing here."""
    values: Json = {"id": "", "name": "", **dict.fromkeys(_OF_A_DESTINATION.split())}
    if isinstance(order, OutboundOrder):
        place = warehouse.world.destinations[order.destination_id]
        values = {
            **fields_json(place, "name alias"),
            "id": place.destination_id,
            "license": place.license_number,
            "address_line1": place.address.address_line_1,
            "address_line2": place.address.address_line_2,
            **fields_json(place.address, "city state zip_code"),
            "phone": place.company_phone_number,
        }
    return {f"destination_facility_{name}": value for name, value in values.items()}


_OF_A_DESTINATION = "alias license address_line1 address_line2 city state zip_code phone"


def _stamp_or_empty(moment: datetime | None) -> str:
    return "" if moment is None else stamp_millis(moment)
