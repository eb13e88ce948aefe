"""Walks a Flourish, reads everything that can be read, and holds each answer against its schema.

Lists come first, then some of what they list, then something that is not there, then the pages that follow.
Which operations there are and how one leads to another stands in `schemas/flourish/openapi.json`, so that a
new one comes along by itself.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from harness.checks.drift.described import Field, Seen, fields_of, kind_of, look
from harness.checks.drift.flourish_reader import Answer, BudgetSpentError, FlourishReader, Query, Scheme
from harness.checks.drift.readable import Link, Page, Read, Values, page_of, reads, value_at
from harness.checks.drift.tally import Drift, OperationTally, Verdict
from harness.errors import CouldNotCheckError
from harness.schema_places import whole

FLOURISH = "flourish/openapi.json"
FACILITIES = "/facilities"
NEXT = Field(schema="meta.json", path="next")
_LIMIT = "limit"
_PAGE = (_LIMIT, "50")
_SINGLES = 2  # how many of a list's rows are read one by one
_SHARE = 5  # of the requests, one in so many may go to third and later pages
_UNKNOWN_ID = "an-id-that-nobody-has"
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

Json = Any


class Walk:
    def __init__(self, reader: FlourishReader, *, facility_id: str | None) -> None:
        self._reader = reader
        self._reads = reads(whole(FLOURISH))
        self._facility_id = facility_id
        self._rows: dict[str, list[Json]] = {}
        self._pages: deque[Page] = deque()
        self._linked: dict[str, list[Values]] = {}
        self._by_unknown_id = next(read for read in self._reads if _tells_what_is_missing(read))
        schemas = [read.schemas.get(HTTPStatus.OK) for read in self._reads]
        schemas.append(self._by_unknown_id.schemas[HTTPStatus.NOT_FOUND])
        fields = [fields_of(schema) for schema in schemas if schema is not None]
        self._tallies = {read.operation_id: OperationTally(title=read.title) for read in self._reads}
        self._missing = OperationTally(title=f"{self._by_unknown_id.title} of an id that nobody has")
        operations = [*self._tallies.values(), self._missing]
        self.drift = Drift(described=frozenset().union(*fields), operations=operations)

    def run(self) -> Drift:
        """All of it, or as much as the budget allows.

        Raises:
            CouldNotCheckError: nobody answers, or the credentials are refused.
        """
        try:
            self._identify()
            for read in self._reads:
                self._call_some(read)
            self._ask_by_unknown_id()
            if not self._pages:
                self._make_a_short_page()
            self._turn_pages()
        except BudgetSpentError:
            self._give_up("no request was left for it")
        self.drift.requests = self._reader.requests
        return self.drift

    def _identify(self) -> None:
        """Finds a scheme of authentication that is accepted; both are described, so a refusal is drift."""
        facilities = next(read for read in self._reads if read.template == FACILITIES)
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
        active = [row for row in rows if isinstance(row, dict) and row.get("active") is not False]
        self._facility_id = self._facility_id or next((value_at(row, "id") for row in active or rows), None)

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
        found = self._values_for(read)
        if not found:
            tally.found.append((Verdict.NOTHING_THERE, "nothing was listed that leads there"))
        for values in found:
            query: Query = (_PAGE,) if _LIMIT in read.takes else ()
            self._note(read, self._get(read, query, values), values)

    def _get(self, read: Read, query: Query, values: Values = MappingProxyType({})) -> Answer:
        facility = self._facility_id if read.needs_facility else None
        return self._reader.get(_path(read, values), query, facility_id=facility)

    def _values_for(self, read: Read) -> Sequence[Values]:
        """Values for what stands in the path: what links lead to, or else what the list above it lists."""
        if not read.needed_in_path:
            return [{}]
        if linked := self._linked.get(read.operation_id):
            return linked[:_SINGLES]
        name, *more = read.needed_in_path
        above = [] if more else self._rows.get(read.template.partition("/{")[0], [])
        listed = [value_at(row, name) or value_at(row, "id") for row in above]
        return [{name: found} for found in listed if found][:_SINGLES]

    def _note(self, read: Read, answer: Answer, values: Values) -> None:
        """Takes down what an answer shows, and where it leads."""
        tally = self._tallies[read.operation_id]
        tally.found.append(self._judged(read, answer))
        if answer.status != HTTPStatus.OK or not isinstance(answer.value, dict):
            return
        data = answer.value.get("data")
        if isinstance(data, list) and not values:
            self._rows[read.template] = data
        if (page := page_of(read, values, answer.value)) is not None:
            self._pages.append(page)
        for link in read.links:
            self._linked.setdefault(link.operation_id, []).extend(_followed(link, answer.value, values))

    def _judged(
        self, read: Read, answer: Answer, *, expected: int = HTTPStatus.OK, place: str = ""
    ) -> tuple[Verdict, str]:
        status = answer.status
        if status is None:
            return Verdict.NOT_CHECKED, f"no answer ({answer.trouble})"
        if status in _REFUSED or status in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Verdict.NOT_CHECKED, f"answered {status}"
        alike = status in read.schemas and status // 100 == expected // 100
        if status != expected and not alike:
            return Verdict.DRIFTED, f"answered {status} where {expected:d} is described"
        schema = read.schemas[status]
        if schema is None:
            return Verdict.CONFORMS, f"answered {status}"
        if not answer.is_json:
            return Verdict.DRIFTED, "answered with something else than JSON"
        if not isinstance(answer.value, dict):
            return Verdict.DRIFTED, f"answered with {kind_of(answer.value)} where object is described"
        if self.drift.note(look(schema, answer.value), place or read.title):
            return Verdict.DRIFTED, "some fields differ"
        return (
            (Verdict.NOTHING_THERE, "no rows") if answer.value.get("data") == [] else (Verdict.CONFORMS, "")
        )

    def _ask_by_unknown_id(self) -> None:
        """Asks for something that is not there: an error has its described shape, too."""
        read, found = self._by_unknown_id, self._missing.found
        answer = self._get(read, (), dict.fromkeys(read.needed_in_path, _UNKNOWN_ID))
        found.append(self._judged(read, answer, expected=HTTPStatus.NOT_FOUND, place=self._missing.title))

    def _turn_pages(self) -> None:
        """Every list's second page; then, list by list, further ones, as long as their share lasts."""
        further = deque(page for first in self._pages if (page := self._turn(first)) is not None)
        last = self._reader.requests + self._reader.most_requests // _SHARE
        while further and self._reader.requests < last:
            if (page := self._turn(further.popleft())) is not None:
                further.append(page)

    def _turn(self, page: Page) -> Page | None:
        """Follows a link to the next page, which must be of the same list and go on where it ended."""
        read = page.read
        query = page.query_of_next(self._reader.origin, _path(read, page.values))
        if query is None:
            self._differs(read, "leads elsewhere than to the same list")
            return None
        answer = self._get(read, query, page.values)
        self._tallies[read.operation_id].found.append(self._judged(read, answer))
        if answer.status != HTTPStatus.OK:
            return None
        if not page.continues_with(answer.value):
            self._differs(read, "does not go on where the page ended")
            return None
        return page_of(read, page.values, answer.value)

    def _make_a_short_page(self) -> None:
        """Where no list has a second page, asks for one row of a list that has more, so that there is one."""
        for read in self._reads:
            if len(self._rows.get(read.template, ())) > 1 and _LIMIT in read.takes:
                self._note(read, self._get(read, ((_LIMIT, "1"),)), {})
                for page in self._pages:
                    self._turn(page)
                self._pages.clear()
                return

    def _differs(self, read: Read, how: str) -> None:
        self.drift.note([Seen(field=NEXT, kind="text", differs=how)], read.title)
        self._tallies[read.operation_id].found.append((Verdict.DRIFTED, f"the link to the next page {how}"))

    def _give_up(self, why: str) -> None:
        for operation in self.drift.operations:
            if not operation.found:
                operation.found.append((Verdict.NOT_CHECKED, why))


def _tells_what_is_missing(read: Read) -> bool:
    """Whether one id is all that it needs, and an error is described for one that nobody has."""
    alone = len(read.needed_in_path) == 1 and not read.needed_in_query and not read.needs_facility
    return alone and read.schemas.get(HTTPStatus.NOT_FOUND) is not None


def _path(read: Read, values: Values) -> str:
    path = read.path
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


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
