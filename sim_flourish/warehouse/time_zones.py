"""The time zone of a place, from its state. Real Flourish seems to go by zip code; we know no such table."""

from functools import cache
from zoneinfo import available_timezones

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
    """Whether there is an IANA time zone of that name."""
    return name in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
