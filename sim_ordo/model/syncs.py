"""The inventory sync: asked for in Ordo / Inventory, done by the engine, followed here (I1, I7 to I13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from foundation.provenance import assumed
from sim_kernel.ids import Ids
from sim_kernel.transitions import IllegalTransitionError, Row, Use, follow, statuses
from sim_ordo.errors import ErrorCode, OrdoError
from sim_ordo.model.integration import ProblemReport

SyncId = NewType("SyncId", str)


class SyncState(StrEnum):
    REQUESTED = "requested"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class SyncEvent(StrEnum):
    REPORTED_RUNNING = "reported running"
    REPORTED_SUCCEEDED = "reported succeeded"
    REPORTED_FAILED = "reported failed"
    DISCONNECTED = "disconnected"


REPORTED: Mapping[SyncState, SyncEvent] = {
    SyncState.RUNNING: SyncEvent.REPORTED_RUNNING,
    SyncState.SUCCEEDED: SyncEvent.REPORTED_SUCCEEDED,
    SyncState.FAILED: SyncEvent.REPORTED_FAILED,
}

_OURS = assumed("I1; PROVENANCE.md, how far a sync is")

# A finished sync takes its last report again, because an engine may repeat what it is not sure has arrived.
SYNC_TRANSITIONS: Mapping[tuple[SyncState, SyncEvent], Row[SyncState]] = {
    (SyncState.REQUESTED, SyncEvent.REPORTED_RUNNING): Row(SyncState.RUNNING, _OURS),
    (SyncState.REQUESTED, SyncEvent.REPORTED_SUCCEEDED): Row(SyncState.SUCCEEDED, _OURS),
    (SyncState.REQUESTED, SyncEvent.REPORTED_FAILED): Row(SyncState.FAILED, _OURS),
    (SyncState.REQUESTED, SyncEvent.DISCONNECTED): Row(SyncState.FAILED, _OURS),
    (SyncState.RUNNING, SyncEvent.REPORTED_RUNNING): Row(SyncState.RUNNING, _OURS),
    (SyncState.RUNNING, SyncEvent.REPORTED_SUCCEEDED): Row(SyncState.SUCCEEDED, _OURS),
    (SyncState.RUNNING, SyncEvent.REPORTED_FAILED): Row(SyncState.FAILED, _OURS),
    (SyncState.RUNNING, SyncEvent.DISCONNECTED): Row(SyncState.FAILED, _OURS),
    (SyncState.SUCCEEDED, SyncEvent.REPORTED_SUCCEEDED): Row(SyncState.SUCCEEDED, _OURS),
    (SyncState.FAILED, SyncEvent.REPORTED_FAILED): Row(SyncState.FAILED, _OURS),
}
TRANSITIONS: Mapping[tuple[SyncState, SyncEvent], SyncState] = statuses(SYNC_TRANSITIONS)

USES: Mapping[tuple[SyncState, SyncEvent], Use] = {
    row: Use.POSSIBLE for row in TRANSITIONS if row != (SyncState.RUNNING, SyncEvent.REPORTED_SUCCEEDED)
}
"""How often an engine reports on its way, and whether a sync can fail at all, is its own business."""

UNDER_WAY = frozenset({SyncState.REQUESTED, SyncState.RUNNING})


class NearMissDifference(StrEnum):
    """In what a brand differs from one in Ordo that it almost matches (I7)."""

    CASE = "case"
    SPACES = "spaces"
    CASE_AND_SPACES = "case_and_spaces"


class LeftOutReason(StrEnum):
    """Why a sync left an item out (I4, I7 to I9, I12)."""

    NO_BRAND = "no_brand"
    BRAND_MISMATCH = "brand_mismatch"
    NO_SKU = "no_sku"
    VARIATION_WITHOUT_SKU = "variation_without_sku"
    DUPLICATE_SKU = "duplicate_sku"
    NO_LONGER_MATCHES = "no_longer_matches"
    REFUSED_BY_ORDO = "refused_by_ordo"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """The brand in Ordo that an item's brand almost matches."""

    brand: str
    difference: NearMissDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An item that a sync left out; `detail` is what the engine adds to the reason (I12)."""

    reason: LeftOutReason
    sku: str | None
    item_name: str
    flourish_item_id: str
    brand: str | None
    near_miss: NearMiss | None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutCounts:
    """How many items a sync left out, by reason."""

    no_brand: int
    brand_mismatch: int
    no_sku: int
    duplicate_sku: int
    no_longer_matches: int
    variation_without_sku: int = 0
    refused_by_ordo: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandChange:
    """So many items of a brand in Ordo carry another one in Flourish; `message` says it in words (I13)."""

    brand: str
    brand_now: str
    items: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a sync brought and what it left out; `truncated` when `left_out` is not all of it."""

    synced: int
    counts: LeftOutCounts
    left_out: tuple[LeftOut, ...]
    truncated: bool
    brand_changes: tuple[BrandChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """How far the engine says it is; counts are items."""

    state: SyncState
    processed: int = 0
    total: int | None = None
    report: SyncReport | None = None
    error: ProblemReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync(SyncProgress):
    sync_id: SyncId
    requested_at: datetime
    finished_at: datetime | None = None


def request_sync(known: Iterable[Sync], *, ids: Ids, now: datetime) -> Sync:
    """A new sync that the engine is yet to hear of (I1).

    Raises:
        OrdoError: `sync_under_way`, because one is not finished.
    """
    if unfinished := next((sync for sync in known if sync.state in UNDER_WAY), None):
        message = f"the sync {unfinished.sync_id} is {unfinished.state}; wait until it has finished"
        raise OrdoError(ErrorCode.SYNC_UNDER_WAY, message)
    return Sync(sync_id=SyncId(f"sync_{ids.hex('sync')}"), state=SyncState.REQUESTED, requested_at=now)


def take_progress(sync: Sync, progress: SyncProgress, *, now: datetime) -> Sync:
    """The sync as the engine reports it.

    Raises:
        OrdoError: `sync_finished`, because the sync ended otherwise before.
    """
    try:
        state = follow(TRANSITIONS, sync.state, REPORTED[progress.state])
    except IllegalTransitionError as error:
        message = f"the sync {sync.sync_id} has {sync.state} already; it cannot be {progress.state} now"
        raise OrdoError(ErrorCode.SYNC_FINISHED, message, field="state") from error
    finished_at = sync.finished_at or (None if state in UNDER_WAY else now)
    said = {name: getattr(progress, name) for name in SyncProgress.__dataclass_fields__}
    return replace(sync, finished_at=finished_at, **said)


def end_by_disconnection(sync: Sync, *, now: datetime) -> Sync:
    """An unfinished sync fails when the integration is removed; a finished one stays as it is."""
    if sync.state not in UNDER_WAY:
        return sync
    state = follow(TRANSITIONS, sync.state, SyncEvent.DISCONNECTED)
    error = ProblemReport(code="disconnected", message="the Flourish integration was removed meanwhile")
    return replace(sync, state=state, error=error, finished_at=now)
