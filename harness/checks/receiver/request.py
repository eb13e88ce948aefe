"""What `check-receiver` was asked for: secrets from the environment, data from files; parsed once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from harness.checks.receiver.deliveries import Sender, data_problem, examples
from harness.errors import WrongUsageError
from harness.lab.env_file import check_header_value, read_url
from sim_flourish.webhooks.back_office import RESERVED_HEADERS

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverRequest:
    url: str
    sender: Sender
    data: Mapping[str, dict[str, Any]]


def read_request(
    url: str,
    signing_key_env: str,
    headers: Iterable[str],
    data: Iterable[str],
    environment: Mapping[str, str],
) -> ReceiverRequest:
    """Reads the options.

    Raises:
        WrongUsageError: an option cannot be read, or a variable that it names is not set.
    """
    read_url(url, option="--url")
    pairs = [_pair(header, "--header", "NAME=VARIABLE") for header in headers]
    _check_header_names([name for name, _ in pairs])
    sender = Sender(
        signing_key=_secret(environment, signing_key_env, "--signing-key-env"),
        headers={name: _header_value(environment, variable) for name, variable in pairs},
    )
    given = [_pair(option, "--data", "TYPE=FILE") for option in data]
    return ReceiverRequest(url=url, sender=sender, data={name: _data(name, file) for name, file in given})


def _pair(given: str, option: str, form: str) -> tuple[str, str]:
    name, _, value = given.partition("=")
    if not name or not value:
        raise WrongUsageError(f"{option} takes {form}, not {given!r}")
    return name, value


def _check_header_names(names: Sequence[str]) -> None:
    """Lets names pass that are an endpoint's own: with another the deliveries would not be what they say."""
    said = [name.lower() for name in names]
    for name in said:
        if not _HEADER_NAME.fullmatch(name):
            raise WrongUsageError(f"--header: {name!r} is no name that a header can have")
        if name in RESERVED_HEADERS:
            raise WrongUsageError(f"--header must not name {name!r}, which every delivery has already")
        if said.count(name) > 1:
            raise WrongUsageError(f"--header names {name!r} more than once")


def _secret(environment: Mapping[str, str], variable: str, option: str) -> str:
    value = environment.get(variable, "")
    if not value:
        raise WrongUsageError(f"{option} names the variable {variable}, which is not set in the environment")
    return value


def _header_value(environment: Mapping[str, str], variable: str) -> str:
    value = _secret(environment, variable, "--header")
    check_header_value(value, name=variable)
    return value


def _data(resource_type: str, file: str) -> dict[str, Any]:
    if resource_type not in examples():
        known = ", ".join(examples())
        raise WrongUsageError(f"--data: {resource_type!r} is none of {known}")
    try:
        value = orjson.loads(Path(file).read_bytes())
    except (OSError, orjson.JSONDecodeError) as problem:
        raise WrongUsageError(f"--data {file}: {problem}") from problem
    if differs := data_problem(resource_type, value):
        raise WrongUsageError(f"--data {file}: not as Flourish sends it: {differs}")
    return dict(value)
