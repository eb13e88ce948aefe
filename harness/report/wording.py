"""How a journal's entries read: short on an arrow, in business words in a sentence."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from harness.clients.control import Entry

_BASES = re.compile(r"^(/external/api/v1|/back-office|/api/v1|/integration/v1)")
_LONG_NAME = re.compile(r"(?<=/)[A-Za-z]*_?[0-9a-f]{16,}(?=/|$)")
_PAGING = frozenset({"limit", "offset", "include_all_items"})
_MINUTE, _HOUR = 60, 3600
_LONGEST_VALUE = 24
TIMES = "\N{MULTIPLICATION SIGN}"

_DEEDS: Mapping[tuple[str, str], str] = {
    ("POST", "/confirm"): "confirmed the order",
    ("POST", "/orders"): "entered an order",
    ("PUT", "/orders/"): "changed the order",
    ("POST", "/inventory/syncs"): "started an inventory sync",
    ("PUT", "/integrations/flourish"): "saved the integration",
    ("DELETE", "/integrations/flourish"): "removed the integration",
    ("POST", "/allocate"): "allocated the order",
    ("POST", "/deallocate"): "took the allocation back",
    ("POST", "/shipments"): "planned a shipment",
    ("PATCH", "/shipments/"): "changed the shipment",
    ("POST", "/print-manifest"): "printed the manifest",
    ("POST", "/metrc-transfer-template"): "generated the METRC transfer template",
    ("POST", "/ship"): "shipped the order",
    ("POST", "/complete"): "completed the order",
    ("POST", "/payments"): "recorded a payment",
    ("POST", "/refunds"): "recorded a refund",
    ("POST", "/mark-as-fully-paid"): "marked the order as fully paid",
    ("POST", "/cancel"): "cancelled the order",
    ("PATCH", "/outbound-orders/"): "changed the order",
    ("PATCH", "/items/"): "changed the item",
    ("POST", "/items"): "added an item",
    ("POST", "/inventory-adjustments"): "adjusted the inventory",
    ("POST", "/outbound-orders"): "placed the order",
    ("PUT", "/items"): "stored items of the inventory",
    ("PUT", "/syncs/"): "told how far the sync is",
    ("PUT", "/refusal"): "told that the order was refused",
    ("PUT", "/problem"): "told of a problem",
    ("DELETE", "/problem"): "took a problem back",
    ("POST", "/webhook-endpoints"): "added the webhook endpoint",
    ("POST", "/brands"): "added a brand",
    ("POST", "/licenses"): "added a license",
    ("POST", "/destinations"): "added a buyer",
    ("POST", "/sales-reps"): "added a sales rep",
    ("POST", "/facilities"): "added a facility",
    ("PATCH", "/facilities/"): "changed the facility",
    ("POST", "/api-keys"): "made an API key",
    ("POST", "/api-keys/reset"): "reset the API key",
    ("DELETE", "/brands/"): "removed a brand",
    ("DELETE", "/licenses/"): "removed a license",
    ("PUT", "/webhook-endpoints/"): "changed the webhook endpoint",
    ("POST", "/save"): "saved the webhook endpoint",
}

_NOUNS: Mapping[str, str] = {
    "shipments": "the shipment",
    "deliveries": "the delivery",
    "retail-orders": "the retail order",
}
"""What a deed is done to, by the screen it is done in, where that is no order of ours."""


def call_label(entry: Entry) -> str:
    """Method, path without the API's base, and the filters."""
    path = _LONG_NAME.sub(lambda found: found.group()[:8] + "…", _BASES.sub("", entry.path))
    asked = [
        f"{name}={value[:_LONGEST_VALUE]}" for name, value in parse_qsl(entry.query) if name not in _PAGING
    ]
    return f"{entry.method} {path}" + (f"?{'&'.join(asked)}" if asked else "")


def deed_label(entry: Entry) -> str:
    """What people did, in words where there are some; they press buttons rather than send requests."""
    return _deed(entry.method, _BASES.sub("", entry.path)) or call_label(entry)


def call_words(side: str, sender: str, entry: Entry) -> str:
    """Who did what, and how it was taken."""
    who = "the engine" if sender == "Engine" else f"{side}'s people"
    path = _BASES.sub("", entry.path)
    deed = _deed(entry.method, path)
    if deed is None:
        what = path.strip("/").split("/")[0].replace("-", " ")
        deed = f"asked for {what}" if entry.method == "GET" else f"sent {entry.method} {path}"
    if sender == "Engine" and (entry.method, path.rpartition("/")[0]) == ("PUT", "/orders"):
        deed = "reported the order"
    return f"{who} {deed} in {side}, {_taken(entry)}"


def _deed(method: str, path: str) -> str | None:
    for (known, part), words in _DEEDS.items():
        inside = part.endswith("/") and part in path and path.count("/") == part.count("/")
        if known == method and (path.endswith(part) or inside):
            return words.replace("the order", _NOUNS.get(path.split("/")[1], "the order"))
    return None


def _taken(entry: Entry) -> str:
    if entry.dropped:
        return "which got no answer"
    refused = isinstance(entry.status, int) and entry.status >= 400
    return f"which was refused with {entry.status}" if refused else "which was accepted"


def news_label(side: str, entry: Entry) -> str:
    """Webhook or event, its topic, and which attempt it is when not the first."""
    kind = "webhook" if side == "Flourish" else "event"
    again = f" (attempt {entry.attempt})" if entry.attempt > 1 else ""
    return f"{kind} {entry.topic}{again}"


def news_words(side: str, entry: Entry) -> str:
    """Who was told of what, and how it was taken."""
    about = entry.topic.replace("_", " ").replace(".", " ")
    if entry.error or entry.status is None:
        return f"{side} told the engine of {about}, but got {entry.error or 'no answer'}"
    return f"{side} told the engine of {about}, {_taken(entry)}"


def transition_note(entry: Entry) -> str:
    """What went from where to where."""
    if entry.to_status:
        noun = f"the {entry.subject.removeprefix('outbound_').replace('_', ' ') or 'order'}"
        moved = f"{noun} became {entry.to_status}"
        if entry.from_status:
            moved = f"{noun} went from {entry.from_status} to {entry.to_status}"
        if entry.from_status == entry.to_status:
            moved = f"{noun} stayed {entry.to_status}"
        if entry.from_payment_status and entry.from_payment_status != entry.to_payment_status:
            moved += f", payment {entry.from_payment_status} to {entry.to_payment_status}"
        return moved
    name = f"order {entry.order_number}" if entry.order_number else f"the {entry.subject}"
    if entry.from_ == entry.to:
        return f"{name} was {entry.event}, stays {entry.to}"
    return f"{name} went from {entry.from_} to {entry.to}"


def change_note(entry: Entry) -> str:
    """What changed, where it says something about the journey."""
    if entry.subject == "outbound_order":
        return f"the order was {' and '.join(entry.events) or 'changed'}"
    if entry.deed in {"problem shown", "problem cleared"}:
        return f"{entry.deed} with the {entry.subject}"
    if entry.deed and entry.deed.startswith("connection."):
        return f"integration: {entry.deed.removeprefix('connection.')}"
    return ""


def fault_note(entry: Entry) -> str:
    """What misfortune does to a delivery."""
    about = f" of {entry.topic}" if entry.topic else ""
    return f"{entry.fault}: the delivery{about}"


def span(seconds: float) -> str:
    """A span of time as people say it."""
    if seconds >= _HOUR:
        return f"{seconds / _HOUR:.3g} h"
    return f"{seconds / _MINUTE:.3g} min" if seconds >= _MINUTE else f"{seconds:.3g} s"
