"""One simulator: its tenants, their state as a snapshot, and the vendor whose product it plays."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite
from random import Random
from typing import Any, Generic, TypeVar

import msgspec

from foundation.clock import AdjustableClock
from foundation.journal_entries import Change, ClockMove
from foundation.keyed_scheduler import KeyedScheduler
from foundation.redaction import redact
from foundation.shapes import convert
from sim_kernel.answers import CallerError
from sim_kernel.delivery import Delivery, Outgoing
from sim_kernel.faults.board import FaultBoard
from sim_kernel.faults.standing import StandingAlterations
from sim_kernel.ids import Ids, secret
from sim_kernel.journal import Journal, JournalBudget
from sim_kernel.outbox import Outbox, OutboxPorts, OutboxState
from sim_kernel.sender import Sender
from sim_kernel.tenants import Tenant, Tenants
from sim_kernel.transitions import Derived, Machine

_DIGITS = 21  # before the point: far above every amount that an API takes, far below what arithmetic bears


def wrong_number(value: object) -> str | None:
    """The first number that is no number, infinite or too large, as text; None when all are sound."""
    todo: list[object] = [value]
    while todo:
        match todo.pop():
            case Decimal() as number if not number.is_finite() or (number and number.adjusted() > _DIGITS):
                return str(number)
            case float() as number if not isfinite(number):
                return str(number)
            case inner:
                todo.extend(_inside(inner))
    return None


def _inside(value: object) -> Iterable[object]:
    match value:
        case dict():
            return value.values()
        case list() | tuple() | set() | frozenset():
            return value
        case _ if is_dataclass(value):
            return [getattr(value, field.name) for field in fields(value)]
        case _:
            return ()


W = TypeVar("W")
SNAPSHOT_FORMAT = 1
_LARGEST_SEED = 2**31
_SHARD = re.compile(r"[a-z0-9]{0,16}")
_TENANT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_OPTIONS = ("tenant", "seed", "lenient", "alterations")
_SENDING_THREADS = 8


def _nothing_set(_: object) -> Mapping[str, Any]:
    """The settings of a vendor that has none."""
    return {}


def _nothing_to_set(_: object, wanted: Mapping[str, Any]) -> None:
    """Refuses every setting.

    Raises:
        CallerError: 422, always but for an empty wish.
    """
    if wanted:
        raise CallerError(422, f"there is no setting {next(iter(wanted))!r} here", field="settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor(Generic[W]):
    """What the kernel must know of a vendor.

    `world_type` is a dataclass that msgspec can write and read. `seed_tenant(tenant, options)` fills a new
    tenant's world and returns what its creator is told, secrets included. `credentials(world)` lists the
    digests that choose this tenant. `address(tenant, delivery)` says where a delivery goes and signs it;
    None when nobody listens any more. `publish(tenant, event)` turns what happened into messages in the
    tenant's outbox. `machines` are the state machines that the catalogue tells of,
    `derived` the statuses that follow from other facts.
    `settings_shown(world)` and `change_settings(world, wanted)` are for what a tenant can be set to do.
    """

    name: str
    world_type: type[W]
    empty_world: Callable[[], W]
    seed_tenant: Callable[[Tenant[W], Mapping[str, Any]], dict[str, Any]]
    credentials: Callable[[W], Iterable[str]]
    address: Callable[[Tenant[W], Delivery], Outgoing | None]
    retry_delays: Sequence[timedelta]
    publish: Callable[[Tenant[W], Any], None] = lambda _tenant, _event: None
    options: Collection[str] = ()
    machines: Sequence[Machine] = ()
    derived: Sequence[Derived] = ()
    settings_shown: Callable[[W], Mapping[str, Any]] = _nothing_set
    change_settings: Callable[[W, Mapping[str, Any]], None] = _nothing_to_set


@dataclass(slots=True, kw_only=True)
class _Kept:
    """What of a tenant a snapshot keeps beside its world."""

    format: int
    vendor: str
    tenant: str
    seed: int
    clock_offset_seconds: float
    taken_at: datetime
    ids: Ids
    outbox: OutboxState
    masked: bool = False
    lenient: bool = False
    clock_skew_seconds: float = 0.0


class Simulator(Generic[W]):
    """Makes, keeps, snapshots and drops tenants; `close` ends its threads.

    Tenants are `lenient` or strict as it says, where whoever makes one does not say.
    """

    def __init__(
        self,
        vendor: Vendor[W],
        *,
        allowed_webhook_hosts: Collection[str] = (),
        journal_capacity: int = 5000,
        shard: str = "",
        lenient: bool = False,
    ) -> None:
        if not _SHARD.fullmatch(shard):
            raise ValueError(f"a shard's name is at most 16 small letters and digits, not {shard!r}")
        self._shard = shard
        self._lenient = lenient
        self.vendor = vendor
        self.tenants: Tenants[W] = Tenants()
        self._journal_capacity = journal_capacity
        self._journal_budget = JournalBudget()
        self._sender = Sender(allowed_webhook_hosts)
        self._scheduler = KeyedScheduler(self._work, threads=_SENDING_THREADS, name=f"{vendor.name}-sender")
        self._numbers = Ids(seed=secret())

    def create_tenant(self, options: Mapping[str, Any] | None = None) -> tuple[Tenant[W], dict[str, Any]]:
        """Makes a tenant and tells its credentials; `options` are those in `_OPTIONS` and the vendor's own.

        Raises:
            CallerError: an option is unknown or wrong, or the id is taken.
        """
        wanted = dict(options or {})
        if unknown := sorted(set(wanted) - {*_OPTIONS, *self.vendor.options}):
            known = ", ".join(sorted({*_OPTIONS, *self.vendor.options}))
            raise CallerError(422, f"a tenant takes no {unknown[0]!r}; it takes {known}", field=unknown[0])
        seed = wanted.pop("seed", None)
        if seed is None:
            seed = int(self._numbers.hex("seed", 7), 16)
        if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < _LARGEST_SEED:
            raise CallerError(422, f"seed must be a whole number from 0 to {_LARGEST_SEED - 1}", field="seed")
        lenient = wanted.pop("lenient", self._lenient)
        if not isinstance(lenient, bool):
            raise CallerError(422, "lenient must be true or false", field="lenient")
        alterations = wanted.pop("alterations", ())
        ids = Ids(seed=str(seed), shard=self._shard)
        tenant_id = wanted.pop("tenant", None) or f"{ids.mark}t-{self._numbers.hex('tenant', 12)}"
        _require_tenant_id(tenant_id)
        tenant = self._assemble(tenant_id, seed, self.vendor.empty_world(), AdjustableClock(), ids)
        tenant.lenient = lenient
        tenant.alterations.replace(alterations)
        announced = self.vendor.seed_tenant(tenant, wanted)
        self._take_in(tenant)
        return tenant, {"tenant": tenant_id, "seed": seed, **announced}

    def drop_tenant(self, tenant_id: str) -> None:
        """Forgets a tenant and everything it had queued."""
        tenant = self.tenants.get(tenant_id)
        self.tenants.drop(tenant_id)
        tenant.journal.clear()
        self._scheduler.forget(f"{tenant_id}/")

    def snapshot(self, tenant: Tenant[W], *, secrets: bool) -> dict[str, Any]:
        """A tenant as JSON: world, ids, clock and what is still to be delivered.

        Without its `secrets` it is for reading only, and cannot be brought back.
        """
        with tenant.lock:
            kept = _Kept(
                format=SNAPSHOT_FORMAT,
                vendor=self.vendor.name,
                tenant=tenant.tenant_id,
                seed=tenant.seed,
                clock_offset_seconds=tenant.clock.offset.total_seconds(),
                taken_at=tenant.clock.now(),
                ids=tenant.ids,
                outbox=tenant.outbox.state(),
                masked=not secrets,
                lenient=tenant.lenient,
                clock_skew_seconds=tenant.clock.skew.total_seconds(),
            )
            raw = msgspec.json.encode({"kept": kept, "world": tenant.world})
        shown = msgspec.json.decode(raw)
        return dict(shown if secrets else redact(shown))

    def restore(self, snapshot: Mapping[str, Any]) -> Tenant[W]:
        """Brings a tenant back from its snapshot, in the place of the one with its id if that is still here.

        Raises:
            CallerError: the snapshot is not one of this vendor and format.
        """
        try:
            kept = convert(snapshot["kept"], _Kept)
            world = convert(snapshot["world"], self.vendor.world_type, str_keys=True)
            clock = AdjustableClock(
                timedelta(seconds=kept.clock_offset_seconds), timedelta(seconds=kept.clock_skew_seconds)
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise CallerError(
                422, f"this is not a snapshot of {self.vendor.name}: {error}", field="snapshot"
            ) from error
        if (kept.format, kept.vendor) != (SNAPSHOT_FORMAT, self.vendor.name):
            wanted = f"{self.vendor.name}, format {SNAPSHOT_FORMAT}"
            message = f"this is a snapshot of {kept.vendor}, format {kept.format}; expected {wanted}"
            raise CallerError(422, message, field="snapshot")
        if kept.masked:
            message = "this snapshot has no secrets; take it with secrets=true to bring it back"
            raise CallerError(422, message, field="snapshot")
        if (wrong := wrong_number(world)) is not None:
            raise CallerError(422, f"the snapshot has a number that is none: {wrong}", field="snapshot")
        _require_tenant_id(kept.tenant)
        tenant = self._assemble(kept.tenant, kept.seed, world, clock, kept.ids)
        tenant.lenient = kept.lenient
        with suppress(CallerError):  # where none is in its place, or it is gone meanwhile
            self.drop_tenant(kept.tenant)
        self._take_in(tenant)
        tenant.outbox.restore(kept.outbox)
        return tenant

    def advance(self, tenant: Tenant[W], seconds: float) -> datetime:
        """Moves a tenant's clock forward; what became due by it starts at once.

        What a vendor works on without its caller, as far as it became due, is done when this returns.

        Raises:
            CallerError: it would lead beyond what a clock can show.
        """
        try:
            now = tenant.clock.advance(timedelta(seconds=seconds))
        except ValueError as error:
            raise CallerError(422, str(error), field="advance_seconds") from error
        tenant.journal.write(ClockMove(advanced_seconds=seconds))
        tenant.faults.late_work.finish_due()
        return now

    def set_clock_wrong(self, tenant: Tenant[W], skew_seconds: float) -> datetime:
        """Sets a tenant's clock so far ahead of where it belongs, or behind.

        Raises:
            CallerError: by more than a clock can be wrong.
        """
        try:
            now = tenant.clock.set_wrong(timedelta(seconds=skew_seconds))
        except ValueError as error:
            raise CallerError(422, str(error), field="skew_seconds") from error
        tenant.journal.write(ClockMove(skew_seconds=skew_seconds))
        return now

    def change_settings(self, tenant: Tenant[W], wanted: Mapping[str, Any]) -> None:
        """Sets what a tenant does where its vendor leaves a choice.

        Raises:
            CallerError: 422, a setting is unknown or cannot be so; nothing has changed.
        """
        with tenant.lock:
            self.vendor.change_settings(tenant.world, wanted)
        tenant.journal.write(
            Change(subject="settings", subject_id=tenant.tenant_id, action="changed", settings=dict(wanted))
        )

    def close(self) -> None:
        """Ends the sending threads; what was queued stays unsent."""
        self._scheduler.close()
        self._sender.close()

    def _take_in(self, tenant: Tenant[W]) -> None:
        self.tenants.add(tenant)
        self.tenants.bind(tenant.tenant_id, self.vendor.credentials(tenant.world))

    def _assemble(self, tenant_id: str, seed: int, world: W, clock: AdjustableClock, ids: Ids) -> Tenant[W]:
        journal = Journal(clock.now, capacity=self._journal_capacity, budget=self._journal_budget)
        faults = FaultBoard(clock, seed)
        clock.on_move(self._scheduler.recheck)
        ports = OutboxPorts(
            address=lambda delivery: self.vendor.address(tenant, delivery),
            send=self._sender.send,
            wake=lambda endpoint, at: self._scheduler.wake(f"{tenant_id}/{endpoint}", clock, at),
            retry_delays=self.vendor.retry_delays,
        )
        alterations = StandingAlterations(journal=journal)
        outbox = Outbox(clock, ids, journal, faults, alterations, ports)
        random = Random(seed)  # noqa: S311 - reproducible data, not a secret
        tenant = Tenant(
            tenant_id=tenant_id,
            seed=seed,
            world=world,
            clock=clock,
            ids=ids,
            journal=journal,
            faults=faults,
            alterations=alterations,
            outbox=outbox,
            random=random,
            publish=lambda event: self.vendor.publish(tenant, event),
        )
        return tenant

    def _work(self, key: str) -> None:
        tenant_id, _, endpoint_id = key.partition("/")
        if (tenant := self.tenants.find(tenant_id)) is not None:
            tenant.outbox.work(endpoint_id)


def _require_tenant_id(tenant_id: object) -> None:
    """Lets an id pass that can stand in a path; work is told apart by it, so it must not hold a slash."""
    if not isinstance(tenant_id, str) or _TENANT_ID.fullmatch(tenant_id) is None:
        raise CallerError(422, "tenant must be 1 to 64 letters, digits and hyphens", field="tenant")
