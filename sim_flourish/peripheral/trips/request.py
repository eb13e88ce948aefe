"""Reads a shipment or a delivery out of a request body; everything in it can be left out."""

from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.model.trips import TripKind, TripNote, TripRequest
from sim_flourish.orders.request import parse_note_text


def parse_trip(fields: JsonFields, kind: TripKind) -> TripRequest:
    """What is said; null says nothing.

    Raises:
        RefusedError: a note has no text, or the timestamp is none.
    """
    notes = fields.list_of("notes")
    return TripRequest(
        vehicle_id=fields.text("vehicle_id"),
        driver_ids=_texts(fields, "drivers"),
        planned_at=fields.moment(f"{kind.value}_timestamp"),
        planned_route=fields.text("planned_route"),
        stops=_parse_stops(fields),
        notes=None if notes is None else tuple(_parse_note(note) for note in notes),
    )


def _parse_stops(fields: JsonFields) -> tuple[tuple[str, ...], ...] | None:
    """The orders by stop; those at the top that no stop names are a stop of their own, the last one."""
    stops, loose = fields.list_of("stops"), _texts(fields, "orders")
    if stops is None:
        return None if loose is None else (loose,)
    for stop in stops:
        stop.moment("estimated_arrival_time")
    by_stop = tuple(_texts(stop, "orders") or () for stop in stops)
    named = {order_id for stop in by_stop for order_id in stop}
    return (*by_stop, tuple(order_id for order_id in loose or () if order_id not in named))


def _texts(fields: JsonFields, name: str) -> tuple[str, ...] | None:
    return fields.texts(name) if name in fields.names() else None


def _parse_note(note: JsonFields) -> TripNote:
    return TripNote(note_id=0, note=parse_note_text(note), subject=note.text("subject") or "")
