"""Judges what is given for requests to others: URLs on the command line, values of headers."""

from urllib.parse import SplitResult, urlsplit

from harness.errors import WrongUsageError


def read_url(url: str, *, option: str) -> SplitResult:
    """The parts of an http or https URL with a host and no credentials in it.

    Raises:
        WrongUsageError: it is none; the message names `option`.
    """
    try:
        parts = urlsplit(url)
        has_host, _ = bool(parts.hostname), parts.port
    except ValueError as error:
        raise WrongUsageError(f"{option} {url!r} is not an http or https URL: {error}") from error
    if parts.scheme not in {"http", "https"} or not has_host:
        raise WrongUsageError(f"{option} {url!r} is not an http or https URL")
    if parts.username is not None or parts.password is not None:
        raise WrongUsageError(f"{option} takes a URL without credentials; they come from the environment")
    return parts


def check_header_value(value: str, *, name: str) -> None:
    """Sees that a header can carry the value: printable ASCII. The value, which may be secret, is not shown.

    Raises:
        WrongUsageError: it cannot; the message calls it `name`.
    """
    if not (value.isascii() and value.isprintable()):
        raise WrongUsageError(f"the value of {name} has characters that no header can carry")
