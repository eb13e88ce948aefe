"""A webhook receiver that does everything right, or has one chosen flaw."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from flask import Flask, Response, request

from harness.clients.webhook_signature import SIGNATURE, sign
from harness.serving import serve

KEY = "the signing key"
HEADERS = {"X-First": "one", "X-Second": "two"}
TYPES = frozenset({"order", "inventory_summary", "item", "retail_order"})
NEEDED = {"order": ("original_order_id", "order_status"), "inventory_summary": ("sku", "sellable_qty")}
LARGEST = 1024 * 1024


@contextmanager
def receiver(*flaws: str) -> Iterator[str]:
    """The URL of a running receiver with these flaws."""
    app = Flask("receiver")
    seen: set[bytes] = set()
    newest = {"at": ""}

    @app.post("/hook")
    def hook() -> Response:
        return Response(status=_answer(frozenset(flaws), seen, newest))

    serving = serve(app)
    try:
        yield f"{serving.url}/hook"
    finally:
        serving.stop()


def _answer(flaws: Collection[str], seen: set[bytes], newest: dict[str, str]) -> int:
    if "always redirects" in flaws:
        return 307
    if "takes any size" not in flaws and (request.content_length or 0) > LARGEST:
        return 413
    raw = request.get_data()
    if not _genuine(flaws, raw):
        return 403
    try:
        body = json.loads(raw)
    except ValueError:
        return 500 if "breaks down on what is no JSON" in flaws else 400
    status = _content(flaws, body)
    if status == 200 and "takes nothing twice" in flaws and raw in seen:
        return 409
    seen.add(raw)
    stamp = body.get("data", {}).get("last_updated_timestamp", "")
    if "refuses what is older" in flaws and stamp < newest["at"]:
        return 409
    newest["at"] = max(newest["at"], stamp)
    return status


def _genuine(flaws: Collection[str], raw: bytes) -> bool:
    right, given = sign(raw, KEY), request.headers.get(SIGNATURE)
    if "signs what it has parsed" in flaws:
        right = sign(json.dumps(json.loads(raw), separators=(",", ":")).encode(), KEY)
    if "demands no signature" in flaws and given is None:
        given = right
    text = given or ""
    if "takes capital letters" in flaws:
        text = text.lower()
    if "takes a prefix" in flaws:
        text = text.removeprefix("sha256=")
    if "compares the beginning" in flaws and text:
        right, text = right[: min(len(text), 16)], text[:16]
    if "checks no signature" in flaws:
        text = right
    headers = all(request.headers.get(name) == value for name, value in HEADERS.items())
    if "looks whether headers are there" in flaws:
        headers = all(name in request.headers for name in HEADERS)
    if "looks at one header" in flaws:
        headers = request.headers.get("X-First") == "one"
    return text == right and headers


def _content(flaws: Collection[str], body: dict[str, object]) -> int:
    kind, data = body.get("resource_type"), body.get("data")
    if kind not in TYPES and "takes any type" not in flaws:
        return 422
    if kind == "item" and "does not know items" in flaws:
        return 422
    if "needs no data" in flaws:
        return 200
    if not isinstance(data, dict):
        return 422
    return 200 if all(name in data for name in NEEDED.get(str(kind), ())) else 422
