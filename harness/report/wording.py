"""How a journal's entries read: short on an arrow, in business words in a sentence."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from foundation.journal_entries import Change, DeliveryAttempt, FaultHit, Request, Transition

_BASES = re.compile(r"^(/external/api/v1|/back-office|/api/v1|/integration/v1)")
_LONG_NAME = re.compile(r"(?<=/)[A-Za-z]*_?[0-9a-f]{16,}(?=/|$)")
_PAGING = frozenset({"limit", "offset", "include_all_items"})
_MINUTE, _HOUR = 60, 3600
_FIRST_REFUSAL = 400
_LONGEST_VALUE = 24
TIMES = "\N{MULTIPLICATION SIGN}"

_ACTIONS: Mapping[tuple[str, str], str] = {
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
"""What an action is done to, by the screen it is done in, where that is no order of ours."""


def call_label(request: Request) -> str:
    """Method, path without the API's base, and the filters."""
    path = _LONG_NAME.sub(lambda found: found.group()[:8] + "…", _BASES.sub("", request.path))
    asked = [
        f"{name}={value[:_LONGEST_VALUE]}" for name, value in parse_qsl(request.query) if name not in _PAGING
    ]
    return f"{request.method} {path}" + (f"?{'&'.join(asked)}" if asked else "")


def action_label(request: Request) -> str:
    """What people did, in words where there are some; they press buttons rather than send requests."""
    return _action(request.method, _BASES.sub("", request.path)) or call_label(request)


def call_words(side: str, sender: str, request: Request) -> str:
    """Who did what, and how it was taken."""
    who = "the engine" if sender == "Engine" else f"{side}'s people"
    path = _BASES.sub("", request.path)
    action = _action(request.method, path)
    if action is None:
        what = path.strip("/").split("/")[0].replace("-", " ")
        action = f"asked for {what}" if request.method == "GET" else f"sent {request.method} {path}"
    if sender == "Engine" and (request.method, path.rpartition("/")[0]) == ("PUT", "/orders"):
        action = "reported the order"
    return f"{who} {action} in {side}, {_taken(request.status)}"


def _action(method: str, path: str) -> str | None:
    for (known, part), words in _ACTIONS.items():
        inside = part.endswith("/") and part in path and path.count("/") == part.count("/")
        if known == method and (path.endswith(part) or inside):
            return words.replace("the order", _NOUNS.get(path.split("/")[1], "the order"))
    return None


def _taken(status: int | None) -> str:
    if status is None:
        return "which got no answer"
    return f"which was refused with {status}" if status >= _FIRST_REFUSAL else "which was accepted"


def news_label(side: str, attempt: DeliveryAttempt) -> str:
    """Webhook or event, its topic, and which attempt it is when not the first."""
    message = "webhook" if side == "Flourish" else "event"
    again = f" (attempt {attempt.attempt})" if attempt.attempt > 1 else ""
    return f"{message} {attempt.topic}{again}"


def news_words(side: str, attempt: DeliveryAttempt) -> str:
    """Who was told of what, and how it was taken."""
    about = attempt.topic.replace("_", " ").replace(".", " ")
    if attempt.error or attempt.status is None:
        return f"{side} told the engine of {about}, but got {attempt.error or 'no answer'}"
    return f"{side} told the engine of {about}, {_taken(attempt.status)}"


def transition_note(entry: Transition) -> str:
    """What went from where to where; something new came from nowhere."""
    noun = entry.subject.removeprefix("outbound_").replace("_", " ")
    subject = f"{noun} {entry.name}" if entry.name else f"the {noun}"
    if entry.before is None:
        return f"{subject} became {entry.after}"
    if entry.before != entry.after:
        moved = f"{subject} went from {entry.before} to {entry.after}"
    elif entry.payment_after is None:
        return f"{subject} was {' and '.join(entry.events)}, stays {entry.after}"
    else:
        moved = f"{subject} stayed {entry.after}"
    if entry.payment_before != entry.payment_after:
        moved += f", payment {entry.payment_before} to {entry.payment_after}"
    return moved


def change_note(entry: Change) -> str:
    """What changed, where it says something about the journey."""
    if entry.subject == "outbound_order":
        return f"the order was {entry.action}"
    if entry.action in {"problem shown", "problem cleared"}:
        return f"{entry.action} with the {entry.subject}"
    if entry.action.startswith("connection."):
        return f"integration: {entry.action.removeprefix('connection.')}"
    return ""


def fault_note(hit: FaultHit) -> str:
    """What misfortune does to a delivery."""
    about = f" of {hit.topic}" if hit.topic else ""
    return f"{hit.fault}: the delivery{about}"


def span(seconds: float) -> str:
    if seconds >= _HOUR:
        return f"{seconds / _HOUR:.3g} h"
    return f"{seconds / _MINUTE:.3g} min" if seconds >= _MINUTE else f"{seconds:.3g} s"
