"""How Flourish writes numbers and times (contract section 1 Datetimes)."""

from datetime import UTC, datetime
from decimal import Decimal

import orjson

from sim_flourish.model.places import ADDRESS_FIELDS, Address
from sim_flourish.model.values import Audit

Json = dict[str, object]


def number(value: Decimal) -> int | float:
    """A JSON number: whole where it is whole."""
    whole = int(value)
    return whole if whole == value else float(value)


def number_or_null(value: Decimal | None) -> int | float | None:
    return None if value is None else number(value)


def stamp(moment: datetime) -> str:
    """A time to the second, as most records carry it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp_or_null(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def stamp_millis(moment: datetime) -> str:
    """A time to the millisecond, as `order_timestamp` carries it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def compact_json(value: Json) -> bytes:
    """The bytes of a value that are to be kept; orjson's own carry up to 16 KiB of slack (measured)."""
    return bytes(memoryview(orjson.dumps(value)))


def fields_json(record: object, names: str) -> Json:
    """The fields of these names, called the same in JSON; what is a `Decimal` is a number there."""
    fields = ((name, getattr(record, name)) for name in names.split())
    return {name: number(value) if isinstance(value, Decimal) else value for name, value in fields}


def audit_json(audit: Audit) -> Json:
    return {
        "last_updated_by": audit.last_updated_by,
        "last_updated_timestamp": stamp(audit.last_updated_at),
        "created_by": audit.created_by,
        "created_timestamp": stamp(audit.created_at),
    }


def address_json(address: Address) -> Json:
    """A place's own address; of its fields only the second line can be null."""
    written = {name: value or "" for name, value in billing_json(address).items()}
    return {**written, "address_line_2": address.address_line_2}


def billing_json(address: Address) -> Json:
    """A billing address, whose fields are null where nothing is known."""
    return {name: getattr(address, name) for name in ADDRESS_FIELDS}
