"""Reads a request's JSON object field by field into typed values, and blames the field that is wrong.

The contract has judged the body's shape before (`api_router`); this adds what a schema cannot say: numbers
of a sane size and precision, real dates. It stays beside msgspec because its refusals name the field in the
vendor's words, and because an edit tells a field that is missing from one that is null.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeVar

from sim_flourish.conventions.errors import invalid

E = TypeVar("E", bound=StrEnum)
_LARGEST = Decimal(10) ** 9
_LONGEST_TEXT = 10_000
_YEARS = range(1000, 3000)


class JsonFields:
    """An object's fields. A field that is missing and one that is null both read as None.

    What is read with it is refused (`RefusedError`) where a field is missing or is nothing that it can be.
    """

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, Mapping):
            raise invalid(path or "the body", "must be an object")
        self._fields: Mapping[str, object] = value
        self._path = path

    def named(self, name: str) -> str:
        """The field's full name, for messages."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Whether the field is there, null included."""
        return name in self._fields

    def names(self) -> frozenset[str]:
        """Every field that is there and not null."""
        return frozenset(name for name, value in self._fields.items() if value is not None)

    def text(self, name: str) -> str | None:
        value = self._fields.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise invalid(self.named(name), "must be a text")
        if len(value) > _LONGEST_TEXT:
            raise invalid(self.named(name), f"must not be longer than {_LONGEST_TEXT} characters")
        return value

    def required_text(self, name: str) -> str:
        """A text that is there and not empty."""
        value = self.text(name)
        if not value:
            raise invalid(self.named(name), "is required")
        return value

    def texts_of(self, *names: str) -> dict[str, Any]:
        """Several texts by their names, None where one is missing."""
        return {name: self.text(name) for name in names}

    def texts_said(self, *names: str, null: str | None = None) -> dict[str, Any]:
        """Those of several texts that are there; one that is null reads as `null`."""
        values = {name: self.text(name) for name in names if self.has(name)}
        return {name: null if value is None else value for name, value in values.items()}

    def texts_given(self, *names: str) -> dict[str, Any]:
        """Those of several texts that are neither missing nor null nor empty."""
        return {name: value for name in names if (value := self.text(name))}

    def flags_given(self, *names: str) -> dict[str, Any]:
        """Those of several flags that are neither missing nor null."""
        return {name: flag for name in names if (flag := self.flag(name)) is not None}

    def identity(self, name: str) -> str | None:
        """An id, which clients send as a text or as a number."""
        value = self.text_or_number(name)
        return None if value is None else str(value)

    def text_or_number(self, name: str) -> str | int | None:
        """A value that is kept as it was sent."""
        value = self._fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.text(name)

    def flag(self, name: str) -> bool | None:
        value = self._fields.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise invalid(self.named(name), "must be true or false")

    def flag_or_number(self, name: str) -> bool | None:
        """True or false, which some resources write as 1 and 0 (contract section 4)."""
        value = self._fields.get(name)
        return bool(value) if value in (0, 1) else self.flag(name)

    def number(self, name: str, *, least: Decimal | None = None, decimals: int = 2) -> Decimal | None:
        """A number rounded half up to `decimals` places (contract section 6), not below `least`.

        Real clients compute prices in binary floating point and send 17.990000000000002.
        """
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise invalid(self.named(name), "must be a number")
        if abs(value) >= _LARGEST:
            raise invalid(self.named(name), f"must be below {_LARGEST}")
        number = Decimal(str(value))
        if least is not None and number < least:
            raise invalid(self.named(name), f"must not be below {least}")
        return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

    def positive(self, name: str, *, decimals: int = 2) -> Decimal:
        """A number above zero that is there."""
        number = self.number(name, decimals=decimals)
        if number is None:
            raise invalid(self.named(name), "is required")
        if number <= 0:
            raise invalid(self.named(name), "must be more than 0")
        return number

    def whole_number(self, name: str) -> int | None:
        number = self.number(name, decimals=4)
        if number is not None and number % 1:
            raise invalid(self.named(name), "must be a whole number")
        return None if number is None else int(number)

    def choice(self, name: str, choices: type[E]) -> E | None:
        value = self.text(name)
        if value is None:
            return None
        try:
            return choices(value)
        except ValueError as error:
            raise invalid(
                self.named(name), f"must be one of {', '.join(choice.value for choice in choices)}"
            ) from error

    def day(self, name: str) -> str | None:
        """A date as text; the empty text where it is null, because that takes it away."""
        if not self.has(name):
            return None
        value = self.text(name) or ""
        if value:
            check_day(self.named(name), value)
        return value

    def moment(self, name: str) -> datetime | None:
        """A point in time, in UTC."""
        value = self.text(name)
        return None if value is None else parse_moment(self.named(name), value)

    def inner(self, name: str) -> "JsonFields | None":
        """An object inside this one."""
        value = self._fields.get(name)
        return None if value is None else JsonFields(value, self.named(name))

    def list_of(self, name: str) -> "tuple[JsonFields, ...] | None":
        """A list of objects inside this one."""
        value = self._fields.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise invalid(self.named(name), "must be a list")
        return tuple(JsonFields(row, f"{self.named(name)}[{index}]") for index, row in enumerate(value))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._fields.get(name)
        if not isinstance(value, list):
            raise invalid(self.named(name), "must be a list")
        return tuple(str(text) for text in value)


def check_day(field: str, text: str) -> None:
    """Lets a date such as `2026-03-02` pass.

    Raises:
        RefusedError: it is none.
    """
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise invalid(field, "must be a date such as 2026-03-02") from error


def parse_moment(field: str, text: str) -> datetime:
    """A timestamp such as `2026-03-02T09:30:05.000Z`, in UTC.

    Raises:
        RefusedError: it is none, or has no offset.
    """
    problem = "must be a timestamp such as 2026-03-02T09:30:05.000Z"
    if "T" not in text or not text.isascii():
        raise invalid(field, problem)
    try:
        moment = datetime.fromisoformat(text)
        in_utc = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise invalid(field, problem) from error
    if moment.tzinfo is None:
        raise invalid(field, problem)
    if in_utc.year not in _YEARS:  # an offset can lead out of what answers can show
        raise invalid(field, f"must be in the years {_YEARS[0]} to {_YEARS[-1]}")
    return in_utc
