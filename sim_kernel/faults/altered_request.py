"""A call as it is after an alteration: what it carries, and the environment that carries it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import Request

from sim_kernel.faults.places import CONTENT_TYPE, Carried

_APART = {"content-type", "content-length"}
"""Headers that have names of their own in an environment."""


def carried_by(sent: Request, path: Mapping[str, str]) -> Carried:
    """What a request carries: body, query, headers, and what its path names."""
    return Carried(
        body=sent.get_data(),
        query=dict(sent.args.lists()),
        headers=dict(sent.headers),
        path=dict(path),
    )


def environ_with(environ: Mapping[str, Any], carried: Carried) -> dict[str, Any]:
    """The environment of the same request carrying something else."""
    kept = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in carried.headers.items()
        if name.lower() not in _APART
    }
    return {
        **kept,
        **headers,
        "CONTENT_TYPE": carried.headers.get(CONTENT_TYPE, ""),
        "CONTENT_LENGTH": str(len(carried.body)),
        "QUERY_STRING": urlencode(carried.query, doseq=True),
        "wsgi.input": BytesIO(carried.body),
    }
