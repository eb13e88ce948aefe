"""`/vehicles` and `/drivers`: what a facility's goods are driven in, and by whom.

The documented rows do not say whether one is active, so that only those that can be sent are listed.
"""

from sim_flourish.envelope import page
from sim_flourish.shapes.fleet_json import listed_driver_json, listed_vehicle_json
from sim_flourish.warehouse.world import World
from sim_flourish.working import facility_of
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge


def list_vehicles(call: Call[World]) -> Answer:
    """The facility's active vehicles."""
    here = facility_of(call).facility_id
    rows = [one for one in call.world.vehicles.values() if one.active and one.facility_id == here]
    return page(call, rows, listed_vehicle_json)


def list_drivers(call: Call[World]) -> Answer:
    """The facility's active drivers."""
    here = facility_of(call).facility_id
    rows = [one for one in call.world.drivers.values() if one.active and one.facility_id == here]
    return page(call, rows, listed_driver_json)


def hang_fleet(edge: HttpEdge[World]) -> None:
    """Hangs the routes on the edge."""
    edge.route("GET", "/vehicles")(list_vehicles)
    edge.route("GET", "/drivers")(list_drivers)
