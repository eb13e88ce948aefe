"""Reads a URL that was given on the command line."""

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
