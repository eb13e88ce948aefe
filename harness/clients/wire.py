"""Plain HTTP to one server: one kept-alive session, a time-out on every call, answers that can be a refusal.

A client's method returns a `Reply`. Whoever expects success asks for `.value`, whoever expects a refusal for
`.refusal`; the wrong one of the two raises, in words that name the call and the answer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Generic, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
from urllib3 import encode_multipart_formdata
from urllib3.util.wait import wait_for_read

from foundation.shapes import decoder

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Parameter = str | float | bool
ANSWER_SECONDS = 30.0
AGENT = "ordo-flourish-features"  # so that journals tell the features' calls of an API from the engine's
_MOST_QUOTED = 300
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class UnexpectedAnswerError(Exception):
    """A server answered otherwise than the caller can go on with."""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why a call was refused, in either vendor's words."""

    code: str = ""
    message: str = ""
    field: str = ""


class _OrdoError(msgspec.Struct, frozen=True, kw_only=True):
    error: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[T_co]):
    """A server's answer to one call."""

    call: str
    status: int
    content: bytes
    decode: Callable[[bytes], T_co]

    @property
    def accepted(self) -> bool:
        """Whether the call was accepted: any 2xx."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def value(self) -> T_co:
        """What was answered.

        Raises:
            UnexpectedAnswerError: the call was refused, or its answer cannot be read.
        """
        if not self.accepted:
            raise UnexpectedAnswerError(f"{self.call} was refused: {self.quoted}")
        try:
            return self.decode(self.content)
        except msgspec.MsgspecError as error:
            raise UnexpectedAnswerError(f"{self.call} was answered with {self.quoted}: {error}") from error

    @property
    def refusal(self) -> Refusal:
        """Why the call was refused.

        Raises:
            UnexpectedAnswerError: it was accepted, or its error cannot be read.
        """
        if self.accepted:
            raise UnexpectedAnswerError(f"{self.call} was accepted: {self.quoted}")
        try:
            return decoder(_OrdoError)(self.content).error
        except msgspec.MsgspecError:
            pass
        try:
            return decoder(Refusal)(self.content)
        except msgspec.MsgspecError as error:
            raise UnexpectedAnswerError(f"{self.call} was refused in no known form: {self.quoted}") from error

    @property
    def quoted(self) -> str:
        """Status and the beginning of the body, for messages."""
        return f"{self.status} {self.content[:_MOST_QUOTED].decode(errors='replace')}"


class Session:
    """Kept-alive connections without proxies, for several threads; the lab is on this machine.

    The standard library's own client rather than requests or urllib3: the features make tens of calls a
    scenario, and these take twice to four times as long for each.
    """

    def __init__(self, answer_seconds: float) -> None:
        self._answer_seconds = answer_seconds
        self._free: defaultdict[str, list[HTTPConnection]] = defaultdict(list)

    def request(
        self, method: str, url: str, *, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Makes one call; the status and the whole body of the answer.

        Raises:
            OSError: nobody listens there, or no answer comes in time.
            HTTPException: what comes is no answer.
        """
        parts = urlsplit(url)
        target = url.partition(parts.netloc)[2] or "/"
        with self._connection(f"{parts.scheme}://{parts.netloc}") as connection:
            connection.request(method, target, body=body, headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read()

    @contextmanager
    def _connection(self, origin: str) -> Iterator[HTTPConnection]:
        """A connection to the server; kept for the next call if this one went well."""
        connection = self._kept(origin) or self._new_connection(origin)
        with ExitStack() as unless_it_went_well:
            unless_it_went_well.callback(connection.close)
            yield connection
            unless_it_went_well.pop_all()
        self._free[origin].append(connection)  # after an answer that ends it, it connects again by itself

    def _kept(self, origin: str) -> HTTPConnection | None:
        """A connection that is still open: one on which something waits to be read has been hung up."""
        free = self._free[origin]
        while free:
            connection = free.pop()
            if connection.sock is None or not wait_for_read(connection.sock, timeout=0):
                return connection
            connection.close()
        return None

    def _new_connection(self, origin: str) -> HTTPConnection:
        kind = HTTPSConnection if origin.startswith("https://") else HTTPConnection
        return kind(origin.partition("://")[2], timeout=self._answer_seconds)

    def close(self) -> None:
        """Ends every connection."""
        for free in self._free.values():
            while free:
                free.pop().close()


@dataclass(slots=True)
class Activity:
    """How many calls that can change something were made; tells whether there is anything to wait for.

    `settled_at` is how many there were when nothing was in flight last.
    """

    changes: int = 0
    settled_at: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One server, one set of credentials."""

    origin: str
    session: Session
    headers: Mapping[str, str] = field(default_factory=dict)
    activity: Activity = field(default_factory=Activity)

    def with_headers(self, headers: Mapping[str, str]) -> "Wire":
        """The same server under other credentials."""
        return Wire(origin=self.origin, session=self.session, headers=headers, activity=self.activity)

    def get(self, path: str, shape: type[T], params: Mapping[str, Parameter] | None = None) -> Reply[T]:
        """Asks."""
        return self.send("GET", path, decoder(shape), params=params)

    def post(self, path: str, shape: type[T], body: Mapping[str, object] | None = None) -> Reply[T]:
        """Acts or creates; without a body an empty object is sent."""
        return self.send("POST", path, decoder(shape), content=encode(body or {}))

    def put(self, path: str, shape: type[T], body: Mapping[str, object]) -> Reply[T]:
        """Replaces."""
        return self.send("PUT", path, decoder(shape), content=encode(body))

    def patch(self, path: str, shape: type[T], body: Mapping[str, object]) -> Reply[T]:
        """Changes in part."""
        return self.send("PATCH", path, decoder(shape), content=encode(body))

    def delete(self, path: str) -> Reply[None]:
        """Removes."""
        return self.send("DELETE", path, lambda _: None)

    def send(
        self,
        method: str,
        path: str,
        decode: Callable[[bytes], T],
        *,
        params: Mapping[str, Parameter] | None = None,
        content: bytes | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply[T]:
        """Makes one call: `content` is sent as JSON, byte for byte; `form` and `files` as multipart.

        `path` may be a whole URL, for an address that was given rather than known.
        """
        if method != "GET":
            self.activity.changes += 1
        call, url = f"{method} {path}", path if path.startswith("http") else f"{self.origin}{path}"
        if params:
            url += "?" + urlencode({name: _parameter(value) for name, value in params.items()})
        sent = {"User-Agent": AGENT, **self.headers, **(headers or {})}
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        if form or files:
            content, sent["Content-Type"] = encode_multipart_formdata({**(form or {}), **(files or {})})
        try:
            status, answer = self.session.request(method, url, body=content, headers=sent)
        except (OSError, HTTPException) as error:
            why = str(error) or type(error).__name__
            raise UnexpectedAnswerError(f"{call} got no answer from {self.origin}: {why}") from error
        return Reply(call=call, status=status, content=answer, decode=decode)


@contextmanager
def open_session(answer_seconds: float = ANSWER_SECONDS) -> Iterator[Session]:
    """Connections for a while; every call waits so long for its answer."""
    session = Session(answer_seconds)
    try:
        yield session
    finally:
        session.close()


def encode(value: object) -> bytes:
    """A body as JSON; a `Decimal` becomes a number."""
    return _ENCODER.encode(value)


def _parameter(value: Parameter) -> str | float:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
