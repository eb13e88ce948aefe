"""The Flourish integration's screen, which only an admin may change (S4, S5, S8)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import orjson

from foundation.contract import payload
from foundation.journal_entries import Change, DeliveryAttempt, FaultHit
from foundation.shapes import convert
from sim_kernel.answers import Answer
from sim_kernel.faults.deliveries.duplicate import DuplicateFault
from sim_kernel.faults.places import Carried
from sim_kernel.ids import unique
from sim_kernel.tenants import Tenant
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.events import EventSigner, event_body
from sim_ordo.integration.settings import (
    ConnectionAnswer,
    ConnectionEndpoint,
    EngineReply,
    integration_json,
    raise_refusal,
    saved_json,
    unusable,
)
from sim_ordo.model.integration import FlourishIntegration
from sim_ordo.model.licenses import License, license_to_pair
from sim_ordo.model.syncs import end_by_disconnection
from sim_ordo.model.world import OrdoWorld
from sim_ordo.routing import OrdoCall, Route

SET = "connection.set"
CHANGED = "connection.changed"
REMOVED = "connection.removed"


def _connection_set(call: OrdoCall, event_type: str, license_number: str) -> bytes:
    """`SET` or `CHANGED` (schemas/ordo/events/connection_set.json).

    It carries secrets, which are shown nowhere and kept by the engine only (S3).
    """
    world = call.world
    data = {
        "organization_id": world.organization.organization_id,
        "organization_name": world.organization.name,
        "integration_token": world.integration_token,
        "license_number": license_number,
        "flourish": {"api_username": call.body["api_username"], "api_key": call.body["api_key"]},
    }
    return event_body(event_type, "connection_set", call.tenant.clock.now(), data)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """An event as it went out; it stays in memory only, for it carries secrets."""

    event_type: str
    message_id: str
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(repr=False)


@dataclass(slots=True, kw_only=True)
class IntegrationSettingsApi:
    """The three routes. The tenant's lock is not held while the engine is asked."""

    endpoint: ConnectionEndpoint
    signer: EventSigner
    _late: dict[str, list[_Sent]] = field(default_factory=dict)
    _changing: set[str] = field(default_factory=set)
    _changing_lock: threading.Lock = field(default_factory=threading.Lock)

    def routes(self) -> tuple[Route, ...]:
        path = "/integrations/flourish"
        action = "set up the Flourish integration"
        return (
            Route(method="GET", path=path, handler=self.show),
            Route(method="PUT", path=path, handler=self.save, admin_action=action, locked=False),
            Route(method="DELETE", path=path, handler=self.remove, admin_action=action, locked=False),
        )

    def show(self, call: OrdoCall) -> Answer:
        """The settings without any secret."""
        return Answer(body=integration_json(call.world.integration))

    def save(self, call: OrdoCall) -> Answer:
        """Has the engine check the credentials and pair the license; what it generates is shown this once."""
        tenant, world = call.tenant, call.world
        with self._one_at_a_time(tenant):
            with tenant.lock:
                paired = license_to_pair(world.licenses.values(), call.body.get("license_id"))
                event_type = SET if world.integration is None else CHANGED
                body = _connection_set(call, event_type, paired.number)
            answer = _read_answer(self._ask(tenant, event_type, body))
            with tenant.lock:
                world.integration = _connected(call, paired, answer)
                tenant.journal.write(Change(subject="integration", name=paired.number, action=event_type))
                return Answer(body=saved_json(world.integration, answer.webhook))

    def remove(self, call: OrdoCall) -> Answer:
        """Disconnects; a sync that is under way fails."""
        tenant, world = call.tenant, call.world
        with self._one_at_a_time(tenant):
            with tenant.lock:
                _require_nothing_sent(world)
                data = {
                    "organization_id": world.organization.organization_id,
                    "integration_token": world.integration_token,
                }
                body = event_body(REMOVED, "connection_removed", tenant.clock.now(), data)
            reply = self._ask(tenant, REMOVED, body)
            if reply.status != 404:  # An engine that does not know the connection has removed it already.
                raise_refusal(reply)
            with tenant.lock:
                world.integration = None
                for sync in tuple(world.syncs.values()):
                    world.syncs[sync.sync_id] = end_by_disconnection(sync, now=tenant.clock.now())
                tenant.journal.write(Change(subject="integration", action=REMOVED))
                return Answer(status=204)

    def _ask(self, tenant: Tenant[OrdoWorld], event_type: str, body: bytes) -> EngineReply:
        """Sends the event.

        Under the fault `duplicate` its copies, signature and all, arrive when the next event has been
        answered. What the engine says to them reaches nobody.
        """
        message_id = f"msg_{unique()}"
        carried = Carried(body=body)
        if (alter := tenant.alterations.of(event_type, "delivery")) is not None:
            alter(carried)
        body = carried.body
        sent = _Sent(
            event_type=event_type,
            message_id=message_id,
            body=body,
            headers=self.signer.headers(message_id, tenant.clock.now(), body),
        )
        reply = _altered_reply(tenant, event_type, self._send(tenant, sent))
        for late in self._late.pop(tenant.tenant_id, ()):
            with suppress(OrdoError):
                self._send(tenant, late)
        armed = tenant.faults.for_delivery(event_type, lambda: body)
        if armed is not None and isinstance(armed.fault, DuplicateFault):
            tenant.journal.write(
                FaultHit(fault=armed.request.kind, fault_id=armed.fault_id, topic=event_type)
            )
            self._late[tenant.tenant_id] = [sent] * armed.fault.copies
        return reply

    def _send(self, tenant: Tenant[OrdoWorld], sent: _Sent) -> EngineReply:
        """The engine's reply; the journal gets who was asked and the outcome, never the body with its key."""
        attempt = DeliveryAttempt(topic=sent.event_type, url=self.endpoint.url, message_id=sent.message_id)
        entry = tenant.journal.write(attempt)
        try:
            reply = self.endpoint.ask(sent.body, sent.headers)
        except OrdoError as error:
            tenant.journal.amend(entry, status=None, error=error.message)
            raise
        tenant.journal.amend(entry, status=reply.status)
        return reply

    @contextmanager
    def _one_at_a_time(self, tenant: Tenant[OrdoWorld]) -> Iterator[None]:
        """Two changes at once would let the engine and Ordo end up with different ones."""
        with self._changing_lock:
            if tenant.tenant_id in self._changing:
                message = "the integration settings are being saved just now; wait until that is done"
                raise OrdoError(ErrorCode.CONNECTION_CHANGE_UNDER_WAY, message)
            self._changing.add(tenant.tenant_id)
        try:
            yield
        finally:
            with self._changing_lock:
                self._changing.discard(tenant.tenant_id)


def _altered_reply(tenant: Tenant[OrdoWorld], event_type: str, reply: EngineReply) -> EngineReply:
    """The engine's reply under the tenant's alterations."""
    if (alter := tenant.alterations.of(event_type, "reply")) is None:
        return reply
    carried = Carried(body=orjson.dumps(reply.value), status=reply.status)
    alter(carried)
    return EngineReply(status=carried.status or reply.status, value=orjson.loads(carried.body))


def _require_nothing_sent(world: OrdoWorld) -> None:
    world.connected()
    if sending := [order.order_number for order in world.orders.values() if order.sending]:
        message = (
            f"{len(sending)} order(s) are still being sent to Flourish, {sending[0]} first; wait for them"
        )
        raise OrdoError(ErrorCode.ORDERS_BEING_SENT, message)


def _read_answer(reply: EngineReply) -> ConnectionAnswer:
    raise_refusal(reply)
    if problem := payload("ordo/connection_answer.json").first_problem(reply.value):
        raise unusable(str(problem))
    return convert(reply.value, ConnectionAnswer)


def _connected(call: OrdoCall, paired: License, answer: ConnectionAnswer) -> FlourishIntegration:
    """A new set of credentials ends the problem of the old ones."""
    return FlourishIntegration(
        connection_id=answer.connection_id,
        api_username=call.body["api_username"],
        license_id=paired.license_id,
        license_number=paired.number,
        facility=answer.facility,
        endpoint_url=answer.webhook.endpoint_url,
        header_keys=tuple(header.key for header in answer.webhook.headers),
        connected_at=call.tenant.clock.now(),
        username_checked=answer.username_checked,
    )
