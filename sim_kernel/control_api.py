"""`/_sim`: how people and tests control a simulator (shapes in `schemas/control/openapi.json`).

Tenants are created, saved, restored and dropped here; journals read; clocks moved; faults armed; held
deliveries released. It is our own API, so it has our own error shape, `{"error": {"code", "message"}}`, and
its calls do not stand in the journals they show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Blueprint, Response, request

from foundation.clock import utc_text
from foundation.contract import Contract
from foundation.guard import LARGEST_BODY
from sim_kernel.answers import Answer, CallerError, as_response, refused
from sim_kernel.api_router import checked_body, contract_bug, flask_rule
from sim_kernel.delivery import DeliveryState
from sim_kernel.faults.catalogue import DELIVERY_FAULTS, REQUEST_FAULTS
from sim_kernel.simulator import Simulator
from sim_kernel.tenants import Tenant

W = TypeVar("W")
Query = Mapping[str, str]
PREFIX = "/_sim"
CONTRACT_DOCUMENT = "control/openapi.json"
_LONGEST_SETTLE_SECONDS = 60.0
LARGEST_SNAPSHOT = 64 * 1024 * 1024  # bytes: a company of some 35,000 items, and what a lab's server takes
_BODIES = frozenset({"body", "answer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlCall(Generic[W]):
    """One call of the control API: its simulator, the tenant in its path if any, and its body."""

    simulator: Simulator[W]
    body: Any
    path: Mapping[str, str]
    query: Query

    @property
    def tenant(self) -> Tenant[W]:
        """The tenant the path names.

        Raises:
            CallerError: 404, there is none.
        """
        return self.simulator.tenants.get(self.path["tenant_id"])

    def choice(self, name: str, default: bool) -> bool:  # noqa: FBT001 - a default, as for whole_number
        """A query parameter that is `true` or `false`.

        Raises:
            CallerError: 422, it is neither.
        """
        text = self.query.get(name)
        if text not in (None, "true", "false"):
            raise CallerError(422, f"{name} must be true or false, not {text!r}", field=name)
        return default if text is None else text == "true"

    def whole_number(self, name: str, default: int) -> int:
        """A query parameter that is a whole number.

        Raises:
            CallerError: 422, it is not.
        """
        text = self.query.get(name)
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise CallerError(422, f"{name} must be a whole number, not {text!r}", field=name)
        return int(text)


def about(call: ControlCall[Any]) -> Answer:
    """Which vendor is simulated here, and how many tenants there are."""
    return Answer(body={"vendor": call.simulator.vendor.name, "tenants": len(call.simulator.tenants.all())})


def catalogue(call: ControlCall[Any]) -> Answer:
    """What can happen here: state machines, derived statuses, each with its source, and faults."""
    return Answer(
        body={
            "vendor": call.simulator.vendor.name,
            "machines": [machine.shown() for machine in call.simulator.vendor.machines],
            "derived": [derived.shown() for derived in call.simulator.vendor.derived],
            "faults": {"request": sorted(REQUEST_FAULTS), "delivery": sorted(DELIVERY_FAULTS)},
        }
    )


def list_tenants(call: ControlCall[Any]) -> Answer:
    return Answer(body={"tenants": [_shown(tenant) for tenant in call.simulator.tenants.all()]})


def create_tenant(call: ControlCall[Any]) -> Answer:
    """A new tenant with its credentials, or one brought back from a snapshot."""
    if "snapshot" in call.body:
        return Answer(status=201, body=_shown(call.simulator.restore(call.body["snapshot"])))
    return Answer(status=201, body=call.simulator.create_tenant(call.body)[1])


def get_tenant(call: ControlCall[Any]) -> Answer:
    return Answer(body=_shown(call.tenant))


def drop_tenant(call: ControlCall[Any]) -> Answer:
    call.simulator.drop_tenant(call.path["tenant_id"])
    return Answer(body={"dropped": call.path["tenant_id"]})


def snapshot(call: ControlCall[Any]) -> Answer:
    """A tenant as JSON; with its secrets only when asked for them."""
    secrets = call.choice("secrets", default=False)
    return Answer(body=call.simulator.snapshot(call.tenant, secrets=secrets))


def read_clock(call: ControlCall[Any]) -> Answer:
    clock = call.tenant.clock
    return Answer(body={"now": utc_text(clock.now()), "skew_seconds": clock.skew.total_seconds()})


def move_clock(call: ControlCall[Any]) -> Answer:
    """Moves the tenant's clock forward, or sets it wrong, whatever is asked for."""
    if (ahead := call.body.get("advance_seconds")) is not None:  # first, because it may be refused
        call.simulator.advance(call.tenant, ahead)
    if (skew := call.body.get("skew_seconds")) is not None:
        call.simulator.set_clock_wrong(call.tenant, skew)
    return read_clock(call)


def read_settings(call: ControlCall[Any]) -> Answer:
    """What the tenant is set to do where its vendor leaves a choice."""
    with call.tenant.lock:
        return Answer(body={"settings": call.simulator.vendor.settings_shown(call.tenant.world)})


def change_settings(call: ControlCall[Any]) -> Answer:
    """Sets what is said and leaves the rest; in force from the next request on."""
    call.simulator.change_settings(call.tenant, call.body)
    return read_settings(call)


def pending(call: ControlCall[Any]) -> Answer:
    return Answer(body=call.tenant.outbox.pending() | _held(call.tenant))


def settle(call: ControlCall[Any]) -> Answer:
    """Waits until nothing is due or in flight, at most `timeout_seconds`; held ones do not count."""
    seconds = min(float(call.body.get("timeout_seconds", 5.0)), _LONGEST_SETTLE_SECONDS)
    settled, state = call.tenant.outbox.settle(seconds)
    return Answer(body={"settled": settled, **state, **_held(call.tenant)})


def read_journal(call: ControlCall[Any]) -> Answer:
    """The tenant's journal, filtered; `bodies=false` leaves out what was sent and answered."""
    wanted = {name: call.query[name] for name in ("kind", "cause", "method", "path") if name in call.query}

    def matches(entry: Mapping[str, Any]) -> bool:
        return all(str(entry.get(name)) == value for name, value in wanted.items())

    since, limit = call.whole_number("since", 0), call.whole_number("limit", 1000)
    with_bodies = call.choice("bodies", default=True)
    entries, last, dropped = call.tenant.journal.read(since=since, limit=limit, matches=matches)
    if not with_bodies:
        entries = [{k: v for k, v in entry.items() if k not in _BODIES} for entry in entries]
    return Answer(body={"entries": entries, "last_id": last, "dropped": dropped})


def list_faults(call: ControlCall[Any]) -> Answer:
    return Answer(body={"faults": [armed.shown() for armed in call.tenant.faults.armed()]})


def arm_fault(call: ControlCall[Any]) -> Answer:
    return Answer(status=201, body=call.tenant.faults.arm(call.body).shown())


def disarm_faults(call: ControlCall[Any]) -> Answer:
    """Removes one fault, or all where the path names none."""
    call.tenant.faults.disarm(call.path.get("fault_id"))
    return list_faults(call)


def list_alterations(call: ControlCall[Any]) -> Answer:
    """What is altered in all of the tenant's traffic."""
    return Answer(body={"alterations": call.tenant.alterations.shown()})


def replace_alterations(call: ControlCall[Any]) -> Answer:
    call.tenant.alterations.replace(call.body["alterations"])
    return list_alterations(call)


def list_deliveries(call: ControlCall[Any]) -> Answer:
    """Every delivery on record, or those in one state."""
    state = call.query.get("state")
    if state not in (None, *DeliveryState):
        raise CallerError(
            422, f"state must be one of {', '.join(DeliveryState)}, not {state!r}", field="state"
        )
    deliveries = call.tenant.outbox.deliveries()
    wanted = [delivery.shown() for delivery in deliveries if state in {None, delivery.state.value}]
    return Answer(body={"deliveries": wanted})


def repeat_delivery(call: ControlCall[Any]) -> Answer:
    """Sends a past delivery again, byte for byte."""
    return Answer(status=201, body=call.tenant.outbox.repeat(call.body["delivery_id"]).shown())


def release_deliveries(call: ControlCall[Any]) -> Answer:
    return Answer(body={"released": call.tenant.outbox.release(call.body.get("order", "first"))})


_TENANT = "/tenants/{tenant_id}"
ROUTES: Mapping[tuple[str, str], Callable[[ControlCall[Any]], Answer]] = {
    ("GET", "/"): about,
    ("GET", "/catalogue"): catalogue,
    ("GET", "/tenants"): list_tenants,
    ("POST", "/tenants"): create_tenant,
    ("GET", _TENANT): get_tenant,
    ("DELETE", _TENANT): drop_tenant,
    ("GET", f"{_TENANT}/snapshot"): snapshot,
    ("GET", f"{_TENANT}/clock"): read_clock,
    ("POST", f"{_TENANT}/clock"): move_clock,
    ("GET", f"{_TENANT}/settings"): read_settings,
    ("PATCH", f"{_TENANT}/settings"): change_settings,
    ("GET", f"{_TENANT}/pending"): pending,
    ("POST", f"{_TENANT}/settle"): settle,
    ("GET", f"{_TENANT}/journal"): read_journal,
    ("GET", f"{_TENANT}/faults"): list_faults,
    ("POST", f"{_TENANT}/faults"): arm_fault,
    ("DELETE", f"{_TENANT}/faults"): disarm_faults,
    ("DELETE", f"{_TENANT}/faults/{{fault_id}}"): disarm_faults,
    ("GET", f"{_TENANT}/alterations"): list_alterations,
    ("PUT", f"{_TENANT}/alterations"): replace_alterations,
    ("GET", f"{_TENANT}/deliveries"): list_deliveries,
    ("POST", f"{_TENANT}/deliveries"): repeat_delivery,
    ("POST", f"{_TENANT}/deliveries/release"): release_deliveries,
}


def control_blueprint(simulator: Simulator[W]) -> Blueprint:
    blueprint = Blueprint("control", __name__, url_prefix=PREFIX)
    contract = Contract.load(CONTRACT_DOCUMENT)
    for (method, path), handler in ROUTES.items():
        operation = contract.operation(method, path)

        def view(_handler: Any = handler, _operation: Any = operation, **names: str) -> Response:  # noqa: ANN401
            try:
                largest = LARGEST_SNAPSHOT if _handler is create_tenant else LARGEST_BODY
                takes_json = _operation.takes_json
                body = checked_body(_operation, violation_status=422, largest=largest) if takes_json else None
                call = ControlCall(simulator=simulator, body=body, path=names, query=request.args)
                answer = _handler(call)
            except CallerError as error:
                answer = refused(error)
            bug = contract_bug(_operation, answer)
            return as_response(answer if bug is None else refused(bug))

        blueprint.add_url_rule(
            flask_rule(path), f"{method} {path}", view, methods=[method], provide_automatic_options=False
        )
    return blueprint


def _shown(tenant: Tenant[W]) -> dict[str, Any]:
    return {
        "tenant": tenant.tenant_id,
        "seed": tenant.seed,
        "lenient": tenant.lenient,
        "now": utc_text(tenant.clock.now()),
    }


def _held(tenant: Tenant[Any]) -> dict[str, str | None]:
    """When the first caller that a fault holds gives up, and when the first work without one is done."""
    faults = tenant.faults
    gives_up, late_work = min(tuple(faults.give_ups), default=None), faults.late_work.first_due
    return {
        "caller_gives_up_at": None if gives_up is None else utc_text(gives_up),
        "late_work_at": None if late_work is None else utc_text(late_work),
    }
