"""Sends one delivery over HTTP. Loopback only unless a host is allowed; redirects are not followed."""

from collections.abc import Collection

import urllib3

from foundation.timed_answers import end_answers_in_time
from sim_kernel.delivery import Outgoing
from sim_kernel.webhook_target import TargetRefusedError, connect_checked, url_problem

ATTEMPT_SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024


class Sender:
    """A pool of keep-alive connections to whoever listens."""

    def __init__(
        self, allowed_hosts: Collection[str] = (), *, attempt_seconds: float = ATTEMPT_SECONDS
    ) -> None:
        timeout = urllib3.Timeout(connect=attempt_seconds, read=attempt_seconds)
        self._pool = urllib3.PoolManager(num_pools=50, maxsize=16, retries=False, timeout=timeout)
        end_answers_in_time(self._pool, attempt_seconds, lambda new: connect_checked(new, allowed_hosts))

    def send(self, outgoing: Outgoing, body: bytes) -> tuple[int | None, str | None]:
        """The receiver's status, or None and what went wrong."""
        if problem := url_problem(outgoing.url):
            return None, problem
        headers = {"Content-Type": "application/json", "User-Agent": "ordo-flourish", **outgoing.headers}
        try:
            response = self._pool.request(
                "POST", outgoing.url, body=body, headers=headers, redirect=False, preload_content=False
            )
            _finish(response)
        except TargetRefusedError as refused:
            return None, str(refused)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return None, f"{type(error).__name__}: {error}"
        return response.status, None

    def close(self) -> None:
        self._pool.clear()


def _finish(response: urllib3.BaseHTTPResponse) -> None:
    """Reads an answer to its end, though only its status counts; a connection with a long one is not kept."""
    response.read(LARGEST_ANSWER, decode_content=False)
    if response.read(1, decode_content=False):
        response.close()
    else:
        response.release_conn()
