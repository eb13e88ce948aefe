"""The one place where the engine sends HTTP: keep-alive, time-outs on everything, and failures told apart.

Three things can be known after a failed call: it was certainly not sent, nobody knows whether it was worked
on, or there is an answer to judge. The difference decides whether a repeat is harmless (O17).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy

import requests
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from foundation.timed_answers import TimedAdapter
from foundation.worker_pool import waiting
from integration_engine.errors import EngineError

LARGEST_ANSWER = 32 * 1024 * 1024
_CHUNK = 256 * 1024

Query = Sequence[tuple[str, str]]


class NotSentError(EngineError):
    """The request certainly never reached a server: no connection could be made."""


class NoAnswerError(EngineError):
    """The request may have reached the server; what became of it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    body: bytes
    retry_after: float | None
    date: datetime | None = None
    """The time by the server's clock."""


class _Session(requests.Session):
    """Takes a redirect for an answer like any other, whatever it says and however much."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere."""


class OutboundHttp:
    """Sends requests over kept-alive connections; used by many threads at once."""

    def __init__(self, *, timeout: float, connections: int) -> None:
        self._timeout = timeout
        self._session = _Session()
        # The environment is not trusted: proxy variables would route loopback calls away, and a .netrc would
        # replace the Authorization header of a connection by somebody else's credentials.
        self._session.trust_env = False
        # One session serves all organizations; a cookie set for one must never be sent for another.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = TimedAdapter(2 * timeout, pool_connections=4, pool_maxsize=connections, max_retries=0)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        query: Query = (),
        body: bytes | None = None,
    ) -> Answer:
        """Sends one request and reads its answer. Redirects are not followed: they are answers.

        Raises:
            NotSentError: no connection could be made.
            NoAnswerError: there is no complete answer in time.
        """
        try:
            with (
                waiting(),
                self._session.request(
                    method,
                    url,
                    headers=dict(headers),
                    params=list(query),
                    data=body,
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                return Answer(
                    status=response.status_code,
                    body=_read(response),
                    retry_after=_retry_after(response.headers),
                    date=_moment(response.headers.get("Date", "")),
                )
        except requests.RequestException as error:
            if isinstance(error, requests.exceptions.InvalidHeader) and _never_connected(error):
                raise NotSentError(f"a header for {_origin(url)} cannot be written") from error
            if _never_connected(error):
                raise NotSentError(f"no connection to {_origin(url)}") from error
            raise NoAnswerError(f"no answer from {_origin(url)}: {type(error).__name__}") from error
        except HTTPError as error:
            raise NoAnswerError(f"no answer from {_origin(url)}: {type(error).__name__}") from error
        except UnicodeEncodeError as error:
            raise NotSentError(f"a header for {_origin(url)} cannot be written: {error.reason}") from error

    def close(self) -> None:
        self._session.close()


def _read(response: requests.Response) -> bytes:
    """The whole body; a server that never ends it does not fill our memory."""
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise NoAnswerError(f"the answer is larger than {LARGEST_ANSWER} bytes")
    return b"".join(chunks)


def _never_connected(error: requests.RequestException) -> bool:
    cause = error.args[0] if error.args else None
    if isinstance(error, requests.exceptions.InvalidHeader):
        return not isinstance(cause, HTTPError)  # or else it is a header of the answer
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of Retry-After. A date is read by the server's own clock, which its Date header shows."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    until, now = _moment(value), _moment(headers.get("Date", ""))
    return None if until is None or now is None else max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    """A date as HTTP writes it; None for anything else."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # numbers that are too large for a date overflow
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])
