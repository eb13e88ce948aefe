"""The one place where the engine sends HTTP: keep-alive, time-outs on everything, and failures told apart.

Three things can be known after a failed call: it was certainly not sent, nobody knows whether it was worked
on, or there is an answer to judge. The difference decides whether a repeat is harmless (O17).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import certifi
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationValueError, NewConnectionError

from foundation.timed_answers import end_answers_in_time
from foundation.worker_pool import waiting
from integration_engine.errors import EngineError

LARGEST_ANSWER = 32 * 1024 * 1024
_CHUNK = 256 * 1024
_HEADERS = {"User-Agent": "ordo-flourish-engine", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
_WRITABLE = re.compile(r"(\S[^\r\n]*)?")

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


class OutboundHttp:
    """Sends requests over kept-alive connections; used by many threads at once.

    urllib3 itself rather than requests, which takes as long again for each call, and would have to be talked
    out of cookies, redirects, proxies and a .netrc: one of these serves all organizations.
    """

    def __init__(self, *, timeout: float, connections: int) -> None:
        self._pools = urllib3.PoolManager(
            num_pools=4,
            maxsize=connections,
            retries=False,
            timeout=urllib3.Timeout(connect=timeout, read=timeout),
            ca_certs=certifi.where(),
        )
        end_answers_in_time(self._pools, 2 * timeout)

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
        for name, value in headers.items():
            _check_writable(url, name, value)
        if query:
            url = f"{url}?{urlencode(query)}"
        try:
            with waiting():
                response = self._pools.request(
                    method,
                    url,
                    body=body,
                    headers={**_HEADERS, **headers},
                    redirect=False,
                    preload_content=False,
                )
                content = _read(response)
                response.release_conn()
        except (NewConnectionError, ConnectTimeoutError, LocationValueError) as error:
            raise NotSentError(f"no connection to {_origin(url)}") from error
        except (HTTPError, OSError) as error:
            raise NoAnswerError(f"no answer from {_origin(url)}: {type(error).__name__}") from error
        return Answer(status=response.status, body=content, retry_after=_retry_after(response.headers))

    def close(self) -> None:
        self._pools.clear()


def _check_writable(url: str, name: str, value: str) -> None:
    """Make sure that HTTP can carry a header.

    Raises:
        NotSentError: it cannot.
    """
    try:
        value.encode("latin-1")
    except UnicodeEncodeError as error:
        raise NotSentError(f"a header for {_origin(url)} cannot be written: {error.reason}") from error
    if _WRITABLE.fullmatch(value) is None:
        raise NotSentError(f"a header for {_origin(url)} cannot be written: {name}")


def _read(response: urllib3.BaseHTTPResponse) -> bytes:
    """The whole body; a server that never ends it does not fill our memory."""
    chunks: list[bytes] = []
    size = 0
    for chunk in response.stream(_CHUNK, decode_content=True):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_ANSWER:
            response.close()
            raise NoAnswerError(f"the answer is larger than {LARGEST_ANSWER} bytes")
    return b"".join(chunks)


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
