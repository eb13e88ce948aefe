"""Where a webhook may go: to this machine, or to a host that was allowed by name.

A name is resolved once, its addresses are judged, and the connection is made to an address that was judged,
so that a name which changes its mind in between (DNS rebinding) leads nowhere else.
"""

import ipaddress
import re
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from foundation.worker_pool import waiting

_URL = re.compile(r"[!-\[\]-~]+")  # Without the backslash: not every parser takes it for a part of the host.


class TargetRefusedError(ValueError):
    """Nothing may be sent there; the message says why."""


def url_problem(url: str) -> str | None:
    """Why `url` is none that a webhook can be sent to, whoever stands behind it; None when it is one."""
    if not _URL.fullmatch(url):
        return f"{url!r} is not a URL: a character in it has to be percent-encoded"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"{url!r} is not a URL: {error}"
    if parts.scheme not in {"http", "https"} or not host:
        return f"{url!r} is not an http or https URL"
    return None


def target_problem(url: str, allowed_hosts: Collection[str] = ()) -> str | None:
    """Why nothing may be sent to `url`, as its host stands just now; None when something may."""
    if problem := url_problem(url):
        return problem
    parts = urlsplit(url)
    try:
        checked_addresses(parts.hostname or "", parts.port or 0, allowed_hosts)
    except TargetRefusedError as refused:
        return str(refused)
    return None


def checked_addresses(host: str, port: int, allowed_hosts: Collection[str] = ()) -> list[str]:
    """The addresses of `host`, every one of which may be sent to.

    Without leave that is loopback alone. A host that was allowed by name may be anywhere, in a private
    network too, but not where no receiver is: link-local addresses (clouds keep their secrets there),
    multicast and unspecified ones.

    Raises:
        TargetRefusedError: one of them may not be sent to, or there is none.
    """
    try:
        with waiting():
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise TargetRefusedError(f"the host {host!r} cannot be resolved: {error}") from error
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    for address in addresses:
        if host in allowed_hosts and _is_nobody(address):
            raise TargetRefusedError(f"the host {host!r} is at {address}, where no receiver can be")
        if host not in allowed_hosts and not _plain(address).is_loopback:
            where = f"the host {host!r} is not on this machine ({address})"
            raise TargetRefusedError(f"{where}; allow it by name with --allow-webhook-host")
    return addresses


def connect_checked(connection: HTTPConnection, allowed_hosts: Collection[str]) -> socket.socket:
    """The socket of a new connection, to the first checked address that answers.

    Raises:
        TargetRefusedError: nothing may be sent there.
        NewConnectionError, ConnectTimeoutError: nobody answers at any of the addresses.
    """
    host, port = connection.host.strip("[]"), connection.port or connection.default_port
    failed: OSError | None = None
    for address in checked_addresses(host, port, allowed_hosts):
        try:
            return create_connection(
                (address, port), connection.timeout, socket_options=connection.socket_options
            )
        except TimeoutError as error:
            message = f"{host} at {address} did not answer in time"
            raise ConnectTimeoutError(connection, message) from error
        except OSError as error:
            failed = error
    raise NewConnectionError(connection, f"{host} cannot be reached: {failed}") from failed


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address that counts: an IPv4 one in an IPv6 disguise is what it stands for."""
    parsed = ipaddress.ip_address(address)
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_nobody(address: str) -> bool:
    plain = _plain(address)
    return plain.is_link_local or plain.is_multicast or plain.is_unspecified
