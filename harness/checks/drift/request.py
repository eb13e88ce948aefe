"""What `check-drift` was asked for: where, with which credentials, and how much it may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foundation.contract import Contract
from foundation.guard import is_own_host
from harness.checks.drift.drift import FLOURISH
from harness.checks.drift.flourish_reader import Credentials
from harness.errors import WrongUsageError
from harness.lab.env_file import check_header_value, check_place, read_url

USERNAME, API_KEY = "FLOURISH_USERNAME", "FLOURISH_API_KEY"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRequest:
    """The options, parsed. `origin` is the URL without the API's own path."""

    origin: str
    credentials: Credentials
    facility_id: str | None
    most_requests: int
    save: Path | None


def read_request(
    url: str,
    *,
    facility_id: str | None,
    most_requests: int,
    save: Path | None,
    environment: Mapping[str, str],
) -> DriftRequest:
    """Reads the options and the environment.

    Raises:
        WrongUsageError: the URL is unusable or not encrypted, the key is missing, or nothing can be saved.
    """
    parts = read_url(url, option="--url")
    if parts.scheme != "https" and not is_own_host(parts.netloc):
        raise WrongUsageError("--url has to begin with https, or the credentials could be read on the way")
    key, username = environment.get(API_KEY, ""), environment.get(USERNAME, "")
    if not key:
        raise WrongUsageError(
            f"{API_KEY} is not set in the environment; {USERNAME} goes with it, if there is one"
        )
    for name, value in ((API_KEY, key), (USERNAME, username), ("--facility-id", facility_id or "")):
        check_header_value(value, name=name)
    if save is not None:
        check_place(save, option="--save")
    base = Contract.load(FLOURISH).base_path
    origin = url.partition("?")[0].partition("#")[0].rstrip("/")
    for path in (base, base.rpartition("/")[0]):
        origin = origin.removesuffix(path)
    return DriftRequest(
        origin=origin,
        credentials=Credentials(username=username, api_key=key),
        facility_id=facility_id,
        most_requests=most_requests,
        save=save,
    )
