"""How a sync is shown to people and to the engine (schemas/ordo/sync.json)."""

from typing import Any

import msgspec

from sim_ordo.amounts import moment_text, optional_moment_text
from sim_ordo.syncs import Sync


def sync_json(sync: Sync) -> dict[str, Any]:
    """One sync with progress, report and error."""
    return {
        "sync_id": sync.sync_id,
        "state": sync.state,
        "processed": sync.processed,
        "total": sync.total,
        "report": msgspec.to_builtins(sync.report),
        "error": msgspec.to_builtins(sync.error),
        "requested_at": moment_text(sync.requested_at),
        "finished_at": optional_moment_text(sync.finished_at),
    }
