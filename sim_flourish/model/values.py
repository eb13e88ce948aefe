"""Values that records are made of: amounts, who touched a record and when, inventory types, time zones."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from zoneinfo import available_timezones

_MONEY_STEP = Decimal("0.01")
_QUANTITY_STEP = Decimal("0.0001")
ZERO = Decimal(0)


def money(value: Decimal) -> Decimal:
    """An amount of dollars, rounded half up to two decimals."""
    return value.quantize(_MONEY_STEP, ROUND_HALF_UP)


def whole_cents(value: Decimal) -> Decimal:
    """An amount of dollars, without the part of a cent that it has."""
    return value.quantize(_MONEY_STEP, ROUND_DOWN)


def quantity(value: Decimal) -> Decimal:
    """A quantity, rounded half up to four decimals."""
    return value.quantize(_QUANTITY_STEP, ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """A number as people write it, without trailing zeros or exponent."""
    return f"{value.normalize():f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The four fields that almost every record carries; both times in whole seconds, UTC."""

    created_by: str
    created_at: datetime
    last_updated_by: str
    last_updated_at: datetime

    def touched(self, by: str, at: datetime) -> "Audit":
        """The same record's audit after `by` changed it at `at`."""
        return Audit(
            created_by=self.created_by, created_at=self.created_at, last_updated_by=by, last_updated_at=at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who does something now, and when; stamps new and changed records."""

    by: str
    at: datetime

    def new(self) -> Audit:
        """The audit of a record made by this signature."""
        return _new_audit(self.by, self.at)

    def on(self, audit: Audit) -> Audit:
        """The audit of a record changed by this signature."""
        return audit.touched(self.by, self.at)


@lru_cache(maxsize=256)
def _new_audit(by: str, at: datetime) -> Audit:
    """One value for everything that is made at once: a catalogue has a hundred thousand of them."""
    return Audit(created_by=by, created_at=at, last_updated_by=by, last_updated_at=at)


INVENTORY_TYPES = ("Cannabis", "Raw Materials", "Supplies", "Hemp", "Non-Inventory")


def inventory_type_id(name: str) -> int:
    """The number of a kind, from 1 as shown for cannabis; 0 for one of nobody's kinds."""
    return INVENTORY_TYPES.index(name) + 1 if name in INVENTORY_TYPES else 0


_EASTERN = "CT DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV DC"
_CENTRAL = "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI"
_MOUNTAIN = "CO ID MT NM UT WY"
_ZONES = {
    **dict.fromkeys(_EASTERN.split(), "America/New_York"),
    **dict.fromkeys(_CENTRAL.split(), "America/Chicago"),
    **dict.fromkeys(_MOUNTAIN.split(), "America/Denver"),
    "AZ": "America/Phoenix",
    "AK": "America/Anchorage",
    "HI": "Pacific/Honolulu",
    "PR": "America/Puerto_Rico",
}


def time_zone_of(state: str | None) -> str:
    """An IANA name; Pacific time where nothing better is known."""
    return _ZONES.get((state or "").upper(), "America/Los_Angeles")


def is_time_zone(name: str) -> bool:
    return name in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
