"""A place in what a call, an answer or a message carries, and what it carries there after an alteration.

A place is a JSON pointer into the body, in which `[]` names every element of a list, or one of the words
`query NAME`, `header NAME`, `path NAME` and `status`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from foundation.redaction import MASK, is_secret_name, redact
from sim_kernel.answers import Answer
from sim_kernel.faults.alterations import MISSING, Alteration, altered

Json = Any
EVERY = "[]"
TAKES_AWAY = (Alteration.DROPPED, Alteration.NULL, Alteration.EMPTY)
STATUS = "status"
_PLACE = re.compile(r"/.*|status|(?:query|header|path) \S+", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Carried:
    """What a call, an answer or a message carries. Whatever does not belong to it is empty."""

    body: bytes = b""
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)
    status: int | None = None


Alter = Callable[[Carried], object]
"""What changes what is carried, in place."""
CONTENT_TYPE = "Content-Type"


def altered_answer(answer: Answer, alter: Alter) -> Answer:
    """The answer as it reaches its caller; one that is dropped reaches nobody."""
    if answer.dropped:
        return answer
    headers = {**answer.headers, CONTENT_TYPE: answer.content_type}
    carried = Carried(body=answer.content(), headers=headers, status=answer.status)
    alter(carried)
    content_type = carried.headers.pop(CONTENT_TYPE, "")
    return replace(
        answer,
        body=None,
        raw=carried.body,
        status=carried.status or answer.status,
        headers=carried.headers,
        content_type=content_type,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One value that is no longer what it was; MISSING where it is not, or was not, there."""

    place: str
    before: Json
    after: Json

    def shown(self) -> Mapping[str, Json]:
        """For a journal, without secrets; header values are credentials (S5)."""
        steps = re.split(r"[/ ]", self.place)
        secret = any(step in {"header", "headers"} or is_secret_name(step) for step in steps)
        pair = {"before": self.before, "after": self.after}
        kept = {name: value for name, value in pair.items() if value is not MISSING}
        return {"place": self.place, **(dict.fromkeys(kept, MASK) if secret else redact(kept))}


@dataclass(slots=True, kw_only=True)
class AlteredPlace:
    """An alteration of one place. `value` is what it becomes, or a list of what it may become.

    It remembers what stood there first, which `stale` brings back.

    Raises:
        ValueError: `place` is no place.
    """

    place: str
    alteration: Alteration = Alteration.SET
    value: Json = None
    _first: dict[tuple[str, str], Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _PLACE.fullmatch(self.place):
            choice = "a JSON pointer, query NAME, header NAME, path NAME or status"
            raise ValueError(f"{self.place!r} is no place; a place is {choice}")
        if self.place.startswith("path ") and self.alteration in TAKES_AWAY:
            raise ValueError(f"{self.place!r} cannot be {self.alteration}: there is no such path without it")

    def alter(self, carried: Carried, subject: str = "") -> list[Changed]:
        """Alters what is carried, where the place exists; `subject` is what is asked or spoken of."""
        kind, _, name = self.place.partition(" ")
        match kind:
            case "query":
                return self._alter_query(carried, name, subject)
            case "header":
                return self._alter_header(carried, name, subject)
            case "path":
                return self._alter_path(carried, name, subject)
            case "status":
                return self._alter_status(carried)
            case _:
                return self._alter_body(carried, subject)

    def _changed(self, place: str, before: Json, subject: str) -> Changed | None:
        after = altered(self.alteration, before, self.value)
        if self.alteration is Alteration.STALE:
            after = self._first.setdefault((subject, place), before)
        same = after is before or (type(after) is type(before) and after == before)
        return None if same else Changed(place=place, before=before, after=after)

    def _alter_query(self, carried: Carried, name: str, subject: str) -> list[Changed]:
        if not (values := carried.query.get(name)):
            return []
        made = [self._changed(self.place, value, subject) for value in values]
        after = [values[index] if one is None else one.after for index, one in enumerate(made)]
        if left := [_text(value) for value in after if value is not MISSING]:
            carried.query[name] = left
        else:
            del carried.query[name]
        return [one for one in made if one is not None]

    def _alter_header(self, carried: Carried, name: str, subject: str) -> list[Changed]:
        key = next((key for key in carried.headers if key.lower() == name.lower()), None)
        return [] if key is None else self._alter_named(carried.headers, key, subject)

    def _alter_path(self, carried: Carried, name: str, subject: str) -> list[Changed]:
        return self._alter_named(carried.path, name, subject) if name in carried.path else []

    def _alter_named(self, values: dict[str, str], key: str, subject: str) -> list[Changed]:
        if (made := self._changed(self.place, values[key], subject)) is None:
            return []
        if made.after is MISSING:
            del values[key]
        else:
            values[key] = _text(made.after)
        return [made]

    def _alter_status(self, carried: Carried) -> list[Changed]:
        before = carried.status
        given = of_the_class_of(before, self.value) if isinstance(self.value, list) else self.value
        after = altered(self.alteration, before, given)
        if before == after or not isinstance(after, int):
            return []
        carried.status = after
        return [Changed(place=self.place, before=before, after=after)]

    def _alter_body(self, carried: Carried, subject: str) -> list[Changed]:
        try:
            whole = orjson.loads(carried.body)
        except orjson.JSONDecodeError:  # nothing, or a picture: no place in it can be pointed to
            return []
        found = list(self._alter_below(whole, steps_of(self.place), "", subject))
        try:
            carried.body = orjson.dumps(whole) if found else carried.body
        except TypeError:  # an integer of more than 64 bits: it stays as it was
            return []
        return found

    def _alter_below(self, node: Json, steps: list[str], at: str, subject: str) -> Iterator[Changed]:
        step, *further = steps
        for key in reversed(_keys(node, step)):  # from behind, so that dropping one moves no other
            place = f"{at}/{key}"
            if further:
                yield from self._alter_below(node[key], further, place, subject)
            elif (made := self._changed(place, node[key], subject)) is not None:
                if made.after is MISSING:
                    del node[key]
                else:
                    node[key] = made.after
                yield made


def of_the_class_of(status: int | None, statuses: list[int]) -> list[int]:
    """Those of the statuses that mean success, or refusal, or failure, as this one does."""
    return [] if status is None else [one for one in statuses if one // 100 == status // 100]


def steps_of(pointer: str) -> list[str]:
    """The steps of a JSON pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _keys(node: Json, step: str) -> list[Any]:
    """What of a node a step names: one key, one index, every index, or nothing."""
    match node:
        case dict():
            return [step] if step in node else []
        case list() if step == EVERY:
            return list(range(len(node)))
        case list():
            return [index for index in range(len(node)) if str(index) == step]
        case _:
            return []


def _text(value: Json) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
