"""Webhook endpoints: nothing is in force until it is saved (S6)."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

from foundation.redaction import MASK
from sim_flourish.conventions.envelope import success
from sim_flourish.conventions.errors import get_or_404, invalid
from sim_flourish.conventions.formats import Json, fields_json
from sim_flourish.conventions.json_fields import JsonFields
from sim_flourish.conventions.request_context import work_for
from sim_flourish.model.webhook_endpoints import WebhookEndpoint, WebhookEvent, WebhookHeader
from sim_flourish.model.world import World
from sim_flourish.warehouse.warehouse import Work
from sim_kernel.answers import Answer
from sim_kernel.api_router import ApiRouter, Call
from sim_kernel.webhook_target import target_problem

_EVERY_DELIVERYS = """
auth-signature connection content-encoding content-length content-type expect host te trailer
transfer-encoding upgrade
"""
RESERVED_HEADERS = frozenset(_EVERY_DELIVERYS.split())
"""What a delivery's headers are made of, and what tells a receiver where its body ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEndpointsScreen:
    """The routes. A URL is one that a delivery could go to; `allowed_hosts` may be outside this machine.

    Whether it is asks a name server, which may take its time: nobody else waits for it, so what stores an
    endpoint takes the tenant's lock only afterwards.
    """

    allowed_hosts: Collection[str]

    def register(self, router: ApiRouter[World]) -> None:
        record = "/webhook-endpoints/{webhook_endpoint_id}"
        router.route("GET", "/webhook-endpoints")(self.list_all)
        router.route("POST", "/webhook-endpoints", locked=False)(self.add)
        router.route("GET", record)(self.read)
        router.route("PUT", record, locked=False)(self.replace)
        router.route("DELETE", record)(self.remove)
        router.route("POST", f"{record}/save", locked=False)(self.save)

    def list_all(self, call: Call[World]) -> Answer:
        """Every endpoint, drafts too."""
        return success(
            [webhook_endpoint_json(endpoint) for endpoint in call.world.webhook_endpoints.values()]
        )

    def read(self, call: Call[World], webhook_endpoint_id: str) -> Answer:
        """One endpoint, its signing key masked."""
        return success(webhook_endpoint_json(_find(call, webhook_endpoint_id)))

    def add(self, call: Call[World]) -> Answer:
        """A new endpoint; with `saved` false a draft."""
        fields = JsonFields(call.body)
        self._judge(fields.required_text("url"))
        with call.tenant.lock:
            work = work_for(call)
            return _save(call, _parse(work, fields, f"wh-{work.ids.number('webhook_endpoint')}"))

    def replace(self, call: Call[World], webhook_endpoint_id: str) -> Answer:
        """The whole endpoint anew, signing key too."""
        fields = JsonFields(call.body)
        with call.tenant.lock:
            _find(call, webhook_endpoint_id)
        self._judge(fields.required_text("url"))
        with call.tenant.lock:
            before = _find(call, webhook_endpoint_id)
            work = work_for(call)
            endpoint = _parse(work, fields, before.webhook_endpoint_id)
            return _save(call, replace(endpoint, audit=work.signed.on(before.audit)))

    def remove(self, call: Call[World], webhook_endpoint_id: str) -> Answer:
        """Removes an endpoint and gives up what was still to be sent to it."""
        endpoint = _find(call, webhook_endpoint_id)
        del call.world.webhook_endpoints[endpoint.webhook_endpoint_id]
        call.tenant.outbox.forget_endpoint(endpoint.webhook_endpoint_id)
        return success(webhook_endpoint_json(endpoint))

    def save(self, call: Call[World], webhook_endpoint_id: str) -> Answer:
        """Puts a draft into force; what happened before is not sent."""
        with call.tenant.lock:
            url = _find(call, webhook_endpoint_id).url
        self._judge(url)
        with call.tenant.lock:
            endpoint = _find(call, webhook_endpoint_id)  # its URL was judged too, if it is another by now
            audit = work_for(call).signed.on(endpoint.audit)
            return _save(call, replace(endpoint, saved=True, audit=audit))

    def _judge(self, url: str) -> None:
        """Where a host is may change later: each delivery judges it again."""
        if problem := target_problem(url, self.allowed_hosts):
            raise invalid("url", f"cannot be sent to: {problem}")


def _save(call: Call[World], endpoint: WebhookEndpoint) -> Answer:
    call.world.webhook_endpoints[endpoint.webhook_endpoint_id] = endpoint
    return success(webhook_endpoint_json(endpoint))


def webhook_endpoint_json(endpoint: WebhookEndpoint) -> Json:
    return {
        **fields_json(endpoint, "webhook_endpoint_id url saved"),
        "signing_key": MASK,
        "headers": [asdict(header) for header in endpoint.headers],
        "events": list(endpoint.events),
    }


def _parse(work: Work, fields: JsonFields, webhook_endpoint_id: str) -> WebhookEndpoint:
    headers = tuple(_parse_header(header) for header in fields.list_of("headers") or ())
    try:
        events = tuple(dict.fromkeys(WebhookEvent(event) for event in fields.texts("events")))
    except ValueError as error:
        raise invalid("events", f"must be of {', '.join(WebhookEvent)}") from error
    return WebhookEndpoint(
        webhook_endpoint_id=webhook_endpoint_id,
        url=fields.required_text("url"),
        signing_key=fields.required_text("signing_key"),
        headers=headers,
        events=events,
        saved=fields.flag("saved") is not False,
        audit=work.signed.new(),
    )


def _parse_header(fields: JsonFields) -> WebhookHeader:
    key = fields.required_text("key")
    if key.lower() in RESERVED_HEADERS:
        raise invalid(fields.named("key"), f"must not be {key}, which every delivery has already")
    return WebhookHeader(key=key, value=fields.text("value") or "")


def _find(call: Call[World], webhook_endpoint_id: str) -> WebhookEndpoint:
    return get_or_404(call.world.webhook_endpoints, webhook_endpoint_id, "webhook endpoint")
