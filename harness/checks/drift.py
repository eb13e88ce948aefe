"""Walks a Flourish, reads everything that can be read, and holds each answer against its schema.

Lists come first, then some of what they list, then the page that follows. Which operations there are and how
one leads to another stands in `schemas/flourish/openapi.json`, so that a new one comes along by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from groundwork.service_description import description
from harness.checks.described import Described, Field, Seen, kind_of
from harness.checks.flourish_reader import Answer, BudgetSpentError, FlourishReader, Query, Scheme
from harness.checks.readable import Link, Read, reads, value_at
from harness.checks.tally import Drift, OperationTally, Verdict
from harness.errors import CouldNotCheckError

FLOURISH = "flourish/openapi.json"
FACILITIES = "/facilities"
NEXT = Field(schema="meta.json", path="next")
_LIMIT = "limit"
_PAGE = (_LIMIT, "50")
_SINGLES = 2  # how many of a list's rows are read one by one
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

Json = Any
Values = Mapping[str, str]


@cache
def _measure() -> Described:
    return Described(description(FLOURISH))


class Walk:
    """One walk through a Flourish."""

    def __init__(self, reader: FlourishReader, *, facility_id: str | None) -> None:
        self._reader = reader
        self._described = _measure()
        self._reads = reads(description(FLOURISH))
        self._facility_id = facility_id
        self._rows: dict[str, list[Json]] = {}
        self._next: dict[str, Mapping[str, Json]] = {}
        self._ways: dict[str, list[Values]] = {}
        schemas = [one.schemas.get(HTTPStatus.OK) for one in self._reads]
        fields = [self._described.fields(one) for one in schemas if one is not None]
        self._tallies = {one.operation_id: OperationTally(title=one.title) for one in self._reads}
        self.drift = Drift(described=frozenset().union(*fields), operations=list(self._tallies.values()))

    def run(self) -> Drift:
        """All of it, or as much as the budget allows.

        Raises:
            CouldNotCheckError: nobody answers, or the credentials are refused.
        """
        try:
            self._greet()
            for read in self._reads:
                self._call_some(read)
            for read in self._reads:
                self._turn_the_page(read)
            if not any(meta.get("next") for meta in self._next.values()):
                self._make_a_short_page()
        except BudgetSpentError:
            self._give_up("no request was left for it")
        self.drift.requests = self._reader.requests
        return self.drift

    def _greet(self) -> None:
        """Finds a way of identification that is taken; both are described, so a refused one has drifted."""
        facilities = next(one for one in self._reads if one.template == FACILITIES)
        taken: list[Scheme] = []
        for scheme in self._reader.credentials.schemes:
            answer = self._reader.get(facilities.path, (_PAGE,), scheme=scheme)
            tally = OperationTally(title=f"identification by {scheme}")
            self.drift.operations.append(tally)
            if answer.status in _REFUSED:
                tally.found.append((Verdict.DRIFTED, f"refused ({answer.status}), described as taken"))
                continue
            if answer.status != HTTPStatus.OK:
                what = answer.status or answer.trouble
                raise CouldNotCheckError(f"{self._reader.origin} answers the first request with {what}")
            tally.found.append((Verdict.CONFORMS, ""))
            if not taken:
                self._reader.scheme = scheme
                self._note(facilities, answer, {})
            taken.append(scheme)
        if not taken:
            raise CouldNotCheckError(f"the credentials are refused at {self._reader.origin}")
        rows = self._rows.get(FACILITIES, [])
        active = [one for one in rows if isinstance(one, dict) and one.get("active") is not False]
        self._facility_id = self._facility_id or next((value_at(one, "id") for one in active or rows), None)

    def _call_some(self, read: Read) -> None:
        """A list once, what is listed once or twice; what nothing leads to is said to be not there."""
        if read.template == FACILITIES:
            return
        tally = self._tallies[read.operation_id]
        if read.needed_in_query:
            tally.found.append((Verdict.NOT_CHECKED, f"needs {', '.join(read.needed_in_query)}"))
            return
        if read.needs_facility and self._facility_id is None:
            tally.found.append((Verdict.NOTHING_THERE, "there is no facility to ask for"))
            return
        ways = self._ways_to(read)
        if not ways:
            tally.found.append((Verdict.NOTHING_THERE, "nothing was listed that leads there"))
        for values in ways:
            query: Query = (_PAGE,) if _LIMIT in read.takes else ()
            self._note(read, self._get(read, query, values), values)

    def _get(self, read: Read, query: Query, values: Values = MappingProxyType({})) -> Answer:
        path = read.path
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", quote(value, safe=""))
        facility = self._facility_id if read.needs_facility else None
        return self._reader.get(path, query, facility_id=facility)

    def _ways_to(self, read: Read) -> Sequence[Values]:
        """Values for what stands in the path: what links lead to, or else what the list above it lists."""
        if not read.needed_in_path:
            return [{}]
        if ways := self._ways.get(read.operation_id):
            return ways[:_SINGLES]
        name, *more = read.needed_in_path
        above = [] if more else self._rows.get(read.template.partition("/{")[0], [])
        listed = [value_at(row, name) or value_at(row, "id") for row in above]
        return [{name: one} for one in listed if one][:_SINGLES]

    def _note(self, read: Read, answer: Answer, values: Values) -> None:
        """Takes down what an answer shows, and where it leads."""
        tally = self._tallies[read.operation_id]
        tally.found.append(self._judged(read, answer))
        if answer.status != HTTPStatus.OK or not isinstance(answer.value, dict):
            return
        data, meta = answer.value.get("data"), answer.value.get("meta")
        if isinstance(data, list) and not values:
            self._rows[read.template] = data
            self._next[read.operation_id] = meta if isinstance(meta, dict) else {}
        for link in read.links:
            self._ways.setdefault(link.operation_id, []).extend(_followed(link, answer.value, values))

    def _judged(self, read: Read, answer: Answer) -> tuple[Verdict, str]:
        status = answer.status
        if status is None:
            return Verdict.NOT_CHECKED, f"no answer ({answer.trouble})"
        if status in _REFUSED or status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Verdict.NOT_CHECKED, f"answered {status}"
        if status != HTTPStatus.OK and not (status in read.schemas and status < HTTPStatus.MULTIPLE_CHOICES):
            return Verdict.DRIFTED, f"answered {status} where {HTTPStatus.OK:d} is described"
        schema = read.schemas[status]
        if schema is None:
            return Verdict.CONFORMS, f"answered {status}"
        if not answer.is_json:
            return Verdict.DRIFTED, "answered with something else than JSON"
        if not isinstance(answer.value, dict):
            return Verdict.DRIFTED, f"answered with {kind_of(answer.value)} where object is described"
        if self.drift.note(self._described.look(schema, answer.value), read.title):
            return Verdict.DRIFTED, "some fields differ"
        return (
            (Verdict.NOTHING_THERE, "no rows") if answer.value.get("data") == [] else (Verdict.CONFORMS, "")
        )

    def _turn_the_page(self, read: Read) -> None:
        """Follows a list's link to the next page, which must be of the same list and go on where it ended."""
        meta = self._next.get(read.operation_id, {})
        following = meta.get("next")
        if not isinstance(following, str) or not following:
            return
        place, own = urlsplit(following), urlsplit(self._reader.origin)
        if (place.hostname, place.path) != (own.hostname, own.path + read.path):
            self._differs(read, "leads elsewhere than to the same list")
            return
        answer = self._get(read, parse_qsl(place.query, keep_blank_values=True))
        self._tallies[read.operation_id].found.append(self._judged(read, answer))
        if answer.status != HTTPStatus.OK:
            return
        ended = _number(meta, "offset") + _number(meta, "count")
        if not isinstance(answer.value, dict) or _number(answer.value.get("meta"), "offset") != ended:
            self._differs(read, "does not go on where the page ended")

    def _make_a_short_page(self) -> None:
        """Where no list has a second page, asks for one row of a list that has more, so that there is one."""
        for read in self._reads:
            if len(self._rows.get(read.template, ())) > 1 and _LIMIT in read.takes:
                self._note(read, self._get(read, ((_LIMIT, "1"),)), {})
                self._turn_the_page(read)
                return

    def _differs(self, read: Read, how: str) -> None:
        self.drift.note([Seen(field=NEXT, kind="text", differs=how)], read.title)
        self._tallies[read.operation_id].found.append((Verdict.DRIFTED, f"the link to the next page {how}"))

    def _give_up(self, why: str) -> None:
        for one in self.drift.operations:
            if not one.found:
                one.found.append((Verdict.NOT_CHECKED, why))


def _number(meta: Json, name: str) -> int:
    value = meta.get(name) if isinstance(meta, dict) else None
    return value if isinstance(value, int) else -1


def _followed(link: Link, value: Mapping[str, Json], own: Values) -> Iterator[Values]:
    """The values that a link takes from an answer: from each of its rows, where it speaks of rows."""
    data = value.get("data")
    places: list[Json] = [value]
    if link.of_rows:
        places = data if isinstance(data, list) else []
    for place in places:
        found = {
            name: value_at(place, pointer) if pointer else own.get(name)
            for name, pointer in link.pointers.items()
        }
        if all(found.values()):
            yield {name: one for name, one in found.items() if one}
