"""The tables stay small: messages that were worked through long ago are forgotten, others never."""

from datetime import timedelta

from foundation.clock import AdjustableClocks
from integration_engine.store.inbox import MessageKind
from integration_engine.work.upkeep_work import AT_ONCE
from tests.unit.engine.running_engine import Bench
from tests.waiting import wait_until

A_MONTH_LATER = timedelta(days=31)


def kept(bench: Bench) -> list[str]:
    """The keys of every message in the inbox."""
    with bench.engine.parts.database.reading() as transaction:
        rows = transaction.inbox._connection.exec_driver_sql("SELECT key FROM inbox ORDER BY id")
        return [str(row[0]) for row in rows]


def test_old_messages_are_forgotten_and_waiting_ones_are_not(bench: Bench) -> None:
    """After a month what was worked through goes, in several steps; what was not stays."""
    database, clocks = bench.engine.parts.database, bench.engine.parts.clocks
    assert isinstance(clocks, AdjustableClocks)
    now = clocks.of("engine").now()
    with database.transaction("org_9") as transaction:
        for number in range(AT_ONCE + 1):
            key = f"item:org_9:SKU-{number}"
            transaction.inbox.add("org_9", key, MessageKind.ITEM_HINT, body="", received_at=now)
            message = transaction.inbox.next_of(key)
            assert message is not None
            transaction.inbox.mark_processed(message, now)
    clocks.of("engine").advance(timedelta(days=2))
    wait_until("upkeep has run", lambda: bench.engine.jobs.running("engine") == 0)
    assert len(kept(bench)) == AT_ONCE + 1
    with database.transaction("org_9") as transaction:
        key = "item:org_9:SKU-WAITING"
        transaction.inbox.add("org_9", key, MessageKind.ITEM_HINT, body="", received_at=now)
    clocks.of("engine").advance(A_MONTH_LATER)
    wait_until("the old ones are gone", lambda: kept(bench) == ["item:org_9:SKU-WAITING"])


def test_old_syncs_are_forgotten_and_running_ones_are_not(bench: Bench) -> None:
    """How a sync ended is kept for a month; one that has not ended stays."""
    database, clocks = bench.engine.parts.database, bench.engine.parts.clocks
    assert isinstance(clocks, AdjustableClocks)
    now = clocks.of("engine").now()
    with database.transaction("org_9") as transaction:
        for name in ("ended", "running"):
            transaction.sync_runs.begin("org_9", name, now)
        transaction.sync_runs.end("org_9", "ended", state="succeeded", outcome=b"{}", now=now)

    def kept_syncs() -> list[str]:
        with database.reading() as transaction:
            rows = transaction.sync_runs._connection.exec_driver_sql("SELECT sync_id FROM sync_runs")
            return sorted(str(row[0]) for row in rows)

    clocks.of("engine").advance(timedelta(days=2))
    wait_until("upkeep has run", lambda: bench.engine.jobs.running("engine") == 0)
    assert kept_syncs() == ["ended", "running"]
    clocks.of("engine").advance(A_MONTH_LATER)
    wait_until("the old one is gone", lambda: kept_syncs() == ["running"])
