"""What is altered: every field that a clean run carried, and the alterations that tell most about each.

An alteration that breaks the contract is seen by the contract, and not played; a field to which nothing can
be done that the contract allows is fixed by it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

import orjson

from harness.sensitivity import contracts
from harness.sensitivity.fields import Carried, Direction, Exchange, Field, Json
from harness.sensitivity.traffic import CALLERS
from sim_kernel.faults.alterations import Alteration, altered
from sim_kernel.faults.places import STATUS, TAKES_AWAY, AlteredPlace, of_the_class_of
from sim_kernel.faults.places import Carried as OnTheWire

MOST_TELLING = 2
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FEW_SAMPLES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAlteration:
    """One alteration of one field. `value` goes with it, as in the control API."""

    field: Field
    alteration: Alteration
    value: Any = None

    @property
    def takes_away(self) -> bool:
        """Whether the value is no longer there, instead of another."""
        return self.alteration in TAKES_AWAY

    def changes(self, values: Iterable[Json]) -> bool:
        """Whether any of these values of the field would be another one."""
        if self.alteration is Alteration.STALE:
            return len(list(values)) > 1
        if self.field.place == STATUS:
            return any(of_the_class_of(value, self.value) not in ([], [value]) for value in values)
        return any(altered(self.alteration, value, self.value) != value for value in values)

    def asked(self) -> Mapping[str, object]:
        """As the control API takes it."""
        flow = self.field.flow
        about_a_call = flow.direction in {Direction.REQUEST, Direction.RESPONSE}
        return {
            "operation": flow.operation,
            "direction": flow.direction.value,
            "place": self.field.place,
            "alteration": self.alteration.value,
            "value": self.value,
            "caller": CALLERS[flow.side] if about_a_call else "*",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedField:
    """A field and what to do to it, the most telling first; `refused` breaks the contract."""

    field: Field
    alterations: Sequence[PlannedAlteration]
    refused: Sequence[Alteration] = ()


def plan(carried: Carried, *, everything: bool, operation: str | None = None) -> list[PlannedField]:
    """Every field in the order of its name; `operation` is a glob on what a field's name has."""
    samples: dict[Field, list[Exchange]] = {}
    for flow, exchanges in carried.samples.items():
        for exchange in exchanges:
            for place in {place for place, _ in exchange.values()}:
                samples.setdefault(Field(flow, place), []).append(exchange)
    return [
        _planned(field, values, samples.get(field, ()), everything=everything)
        for field, values in sorted(carried.values.items(), key=lambda pair: pair[0])
        if _is_wanted(field, operation)
    ]


def _is_wanted(field: Field, operation: str | None) -> bool:
    return operation is None or fnmatchcase(str(field), f"*{operation}*")


def _planned(
    field: Field, values: Sequence[Json], samples: Sequence[Exchange], *, everything: bool
) -> PlannedField:
    allowed: list[PlannedAlteration] = []
    refused: list[Alteration] = []
    for planned in _candidates(field, values):
        if not planned.changes(values):
            continue
        if _keeps_contract(planned, samples):
            allowed.append(planned)
        else:
            refused.append(planned.alteration)
    chosen = allowed if everything else _most_telling(allowed)
    return PlannedField(field=field, alterations=chosen, refused=refused)


def _most_telling(allowed: Sequence[PlannedAlteration]) -> Sequence[PlannedAlteration]:
    """One that gives another value and one that takes it away, where both are to be had."""
    other = [one for one in allowed if not one.takes_away]
    absent = [one for one in allowed if one.takes_away]
    return [*other[:1], *absent[:1]] if other and absent else [*other, *absent][:MOST_TELLING]


def _candidates(field: Field, values: Sequence[Json]) -> list[PlannedAlteration]:
    def made(*alterations: Alteration, value: Any = None) -> list[PlannedAlteration]:  # noqa: ANN401 - any JSON
        return [PlannedAlteration(field=field, alteration=one, value=value) for one in alterations]

    away = [] if field.place.startswith("path ") else made(*TAKES_AWAY)
    if field.place == STATUS:
        return made(Alteration.OTHER, value=contracts.statuses(field.flow))
    if field.place.startswith("header "):
        return made(Alteration.OTHER, Alteration.DROPPED)
    if listed := contracts.choices(field):
        return [*made(Alteration.OTHER, value=listed), *away, *made(Alteration.STALE, Alteration.UPPER_CASE)]
    kinds = [value for value in values if value is not None]
    match kinds[0] if kinds else None:
        case None:
            return [*made(Alteration.SET, value=_something(field)), *away]
        case list():
            lists = (Alteration.LAST_MISSING, Alteration.TWICE, Alteration.EXCHANGED, Alteration.FIRST_ONLY)
            return [*made(*lists), *away]
        case bool():
            return [*made(Alteration.OTHER), *away, *made(Alteration.STALE, Alteration.OTHER_TYPE)]
        case int() | float():
            numbers = (Alteration.ONE_DECIMAL, Alteration.CENT_OFF, Alteration.OTHER, Alteration.STALE)
            return [*made(*numbers), *away, *made(Alteration.OTHER_TYPE)]
        case str() as text if _DATE.match(text):
            return [*made(Alteration.DAY_LATER, Alteration.STALE), *away]
        case _:
            amounts = made(Alteration.ONE_DECIMAL, Alteration.CENT_OFF)
            texts = made(Alteration.ASCII_ONLY, Alteration.OTHER, Alteration.UPPER_CASE)
            more = made(Alteration.CUT_SHORT, Alteration.SPECIAL_CHARACTER, Alteration.STALE)
            others = made(Alteration.OTHER_TENANT, value=kinds[-1]) if len(kinds) > 1 else []
            return [*amounts, *texts, *away, *more, *others, *made(Alteration.OTHER_TYPE)]


def _something(field: Field) -> Json:
    """A value for a field that never had one."""
    types = contracts.type_names(field)
    choice = {"string": "something", "integer": 1, "number": 1.5, "boolean": True, "array": [], "object": {}}
    return next((value for name, value in choice.items() if name in types), "something")


def _keeps_contract(planned: PlannedAlteration, samples: Sequence[Exchange]) -> bool:
    """Whether the contract allows what comes of the samples in which anything is altered.

    Of what an engine sends, any will do: a simulator refuses the others, and that counts for nothing.
    """
    if contracts.is_credential(planned.field):
        return False
    changed = [after for one in samples if (after := _altered(planned, one)) is not None]
    enough = any if planned.field.flow.direction is Direction.REQUEST else all
    return not changed or enough(map(contracts.keeps_contract, changed[:_FEW_SAMPLES]))


def _altered(planned: PlannedAlteration, exchange: Exchange) -> Exchange | None:
    """The exchange after the alteration; None where it changes nothing."""
    if planned.alteration is Alteration.STALE:
        return exchange
    wire = OnTheWire(
        body=b"" if exchange.body is None else orjson.dumps(exchange.body),
        query={name: list(values) for name, values in exchange.query.items()},
        headers=dict.fromkeys(exchange.headers, "0"),
        path=dict(exchange.path),
        status=exchange.status,
    )
    place = AlteredPlace(place=planned.field.place, alteration=planned.alteration, value=planned.value)
    if not place.alter(wire):
        return None
    return replace(
        exchange,
        body=orjson.loads(wire.body) if wire.body else None,
        query=wire.query,
        headers=list(wire.headers),
        path=wire.path,
        status=wire.status,
    )
