"""Reads from a Flourish, real or simulated: GET only, and no more often than is allowed."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

import orjson
import urllib3

from harness.errors import CouldNotCheckError

PATIENCE_SECONDS = 30.0
_AGENT = "ordo-flourish-check-drift"
_TOO_MANY = 429

Query = Sequence[tuple[str, str]]


class Scheme(StrEnum):
    """How a caller says who it is."""

    BASIC = "Basic"
    API_KEY = "x-api-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An External API key; without a username it serves only the header `x-api-key`."""

    username: str = field(default="", repr=False)
    api_key: str = field(repr=False)

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        return (Scheme.BASIC, Scheme.API_KEY) if self.username else (Scheme.API_KEY,)

    def headers(self, scheme: Scheme) -> Mapping[str, str]:
        if scheme is Scheme.API_KEY:
            return {"x-api-key": self.api_key}
        pair = base64.b64encode(f"{self.username}:{self.api_key}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. `status` is None when nothing did; `is_json` is false for what cannot be read."""

    status: int | None
    value: object = None
    is_json: bool = False
    trouble: str = ""


class BudgetSpentError(Exception):
    """No further request is allowed."""


class FlourishReader:
    """Makes the requests, one after the other. `on_request` hears how many there were, and of the next."""

    def __init__(
        self,
        origin: str,
        credentials: Credentials,
        *,
        most_requests: int,
        on_request: Callable[[int, str], None],
    ) -> None:
        self.origin = origin
        self.requests = 0
        self.scheme = credentials.schemes[0]
        self.credentials = credentials
        self.most_requests = most_requests
        self._on_request = on_request
        self._asked_to_stop = False
        self._session = urllib3.PoolManager(timeout=PATIENCE_SECONDS, retries=False, maxsize=1)

    def close(self) -> None:
        self._session.clear()

    def get(
        self, path: str, query: Query = (), *, facility_id: str | None = None, scheme: Scheme | None = None
    ) -> Answer:
        """One request. Redirects are not followed: they are answers.

        Raises:
            BudgetSpentError: it would be one too many, or Flourish has asked to slow down.
        """
        if self.requests >= self.most_requests or self._asked_to_stop:
            raise BudgetSpentError
        self._on_request(self.requests, path)
        self.requests += 1
        headers = {"Accept": "application/json", "User-Agent": _AGENT}
        headers |= self.credentials.headers(scheme or self.scheme)
        headers |= {"FacilityID": facility_id} if facility_id else {}
        url = f"{self.origin}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            got = self._session.request("GET", url, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            if self.requests == 1:
                raise CouldNotCheckError(f"nothing answers at {self.origin}: {error}") from error
            return Answer(status=None, trouble=type(error).__name__)
        self._asked_to_stop = got.status == _TOO_MANY
        try:
            return Answer(status=got.status, value=orjson.loads(got.data), is_json=True)
        except orjson.JSONDecodeError:
            return Answer(status=got.status)
