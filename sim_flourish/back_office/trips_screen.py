"""What people do to a shipment or a delivery: plan it, print its manifest, let it leave, cancel it (O6, O7).

The orders on it follow. A METRC transfer template binds the External API, not the people in the screens.
"""

from collections.abc import Callable, Mapping

from sim_flourish.envelope import success
from sim_flourish.json_fields import JsonFields
from sim_flourish.parse_trip import parse_trip
from sim_flourish.shapes.trip_json import trip_json
from sim_flourish.trip_news import tell_trip_changed
from sim_flourish.trips_api import by_id
from sim_flourish.warehouse.places import FacilityId
from sim_flourish.warehouse.plan_trip import cancel_trip, change_trip, make_trip
from sim_flourish.warehouse.refusals import not_found
from sim_flourish.warehouse.ship_trip import generate_metrc_template, print_manifest, ship_trip
from sim_flourish.warehouse.trip_orders import TripChange
from sim_flourish.warehouse.trips import Trip, TripId, TripKind
from sim_flourish.warehouse.warehouse import Work
from sim_flourish.warehouse.world import World
from sim_flourish.working import warehouse_for, work_for
from sim_kernel.answers import Answer
from sim_kernel.http_edge import Call, HttpEdge

Deed = Callable[[Work, Trip], TripChange]

DEEDS: Mapping[str, Deed] = {
    "/print-manifest": print_manifest,
    "/metrc-transfer-template": generate_metrc_template,
    "/ship": ship_trip,
    "/cancel": cancel_trip,
}
"""What is done to a trip, by what follows its path."""


class TripsScreen:
    """The screens of one kind of trip."""

    def __init__(self, kind: TripKind) -> None:
        self._kind = kind

    def list_all_trips(self, call: Call[World]) -> Answer:
        """The trips of every facility, in one answer."""
        warehouse = warehouse_for(call)
        return success([trip_json(warehouse, trip) for trip in call.world.trips(self._kind).values()])

    def plan_trip(self, call: Call[World]) -> Answer:
        """A new trip of a facility, the company's first when none is named."""
        fields, work = JsonFields(call.body or {}), work_for(call)
        said = fields.text("facility_id") or next(iter(call.world.facilities))
        facility = call.world.facilities.get(FacilityId(said))
        if facility is None:
            raise not_found("facility", said)
        return self._told(call, make_trip(work, self._kind, facility, parse_trip(fields, self._kind)))

    def read_trip(self, call: Call[World], trip_id: str) -> Answer:
        """One trip."""
        return success(trip_json(warehouse_for(call), self._find(call, trip_id)))

    def edit_trip(self, call: Call[World], trip_id: str) -> Answer:
        """Changes what is said and leaves the rest."""
        asked = parse_trip(JsonFields(call.body), self._kind)
        return self._told(call, change_trip(work_for(call), self._find(call, trip_id), asked))

    def do(self, call: Call[World], deed: Deed, trip_id: str) -> Answer:
        """Does something to a trip."""
        return self._told(call, deed(work_for(call), self._find(call, trip_id)))

    def _told(self, call: Call[World], change: TripChange) -> Answer:
        tell_trip_changed(call.tenant, change)
        return success(trip_json(warehouse_for(call), change.after))

    def _find(self, call: Call[World], trip_id: str) -> Trip:
        trip = call.world.trips(self._kind).get(TripId(trip_id))
        if trip is None:
            raise not_found(self._kind.value, trip_id)
        return trip

    def hang(self, edge: HttpEdge[World], path: str) -> None:
        """Hangs the routes on the edge."""
        one = f"{path}/{{{self._kind.value}_id}}"
        edge.route("GET", path)(self.list_all_trips)
        edge.route("POST", path)(self.plan_trip)
        edge.route("GET", one)(by_id(self.read_trip))
        edge.route("PATCH", one)(by_id(self.edit_trip))
        for below, deed in DEEDS.items():
            edge.route("POST", f"{one}{below}")(by_id(self._doing(deed)))

    def _doing(self, deed: Deed) -> Callable[[Call[World], str], Answer]:
        return lambda call, trip_id: self.do(call, deed, trip_id)


def hang_trips_screen(edge: HttpEdge[World]) -> None:
    """Hangs both kinds on the edge."""
    TripsScreen(TripKind.SHIPMENT).hang(edge, "/shipments")
    TripsScreen(TripKind.DELIVERY).hang(edge, "/deliveries")
