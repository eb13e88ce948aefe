"""A Flourish whose answers are not quite those that are described."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask import Flask, Response, request

from harness.serving import serve

Json: TypeAlias = Any
Change = Callable[[str, Json], Json]


@dataclass(slots=True, kw_only=True)
class CorruptedHeader:
    """Where it is, and what it was asked: method, path and query."""

    url: str
    asked: list[tuple[str, str, str]] = field(default_factory=list)


def as_it_is(_path: str, answer: Json) -> Json:
    """The answer unchanged."""
    return answer


@contextmanager
def broken(app: Flask, change: Change = as_it_is) -> Iterator[CorruptedHeader]:
    """The simulator `app` behind a front that lets `change` at every answer; a `Response` replaces it."""
    front, behind = Flask("spoilt"), app.test_client
    made = CorruptedHeader(url="")

    @front.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT"])
    @front.route("/<path:path>", methods=["GET", "POST", "PUT"])
    def pass_on(path: str) -> Response:
        query = request.query_string.decode()
        made.asked.append((request.method, f"/{path}", query))
        headers = [pair for pair in request.headers if pair[0] not in {"Content-Length", "Content-Type"}]
        answer = behind().open(
            f"/{path}", method=request.method, query_string=query, headers=headers, data=request.get_data()
        )
        if not answer.is_json or not answer.data:
            return Response(answer.data, status=answer.status_code)
        changed = change(f"/{path}".removeprefix("/external/api/v1"), answer.get_json())
        if isinstance(changed, Response):
            return changed
        return Response(json.dumps(changed), status=answer.status_code, content_type="application/json")

    serving = serve(front)
    made.url = serving.url
    try:
        yield made
    finally:
        serving.stop()
