"""Keeps the tables small, and plans what comes round by itself when the engine starts.

Messages that were worked through, and how syncs ended, are kept for a while, to recognise a repeated event
and for people who look into the tables; then they go. An event that is repeated even later is still harmless:
the order's own state knows its confirmation.
"""

from datetime import datetime, timedelta
from typing import Never, assert_never

from foundation.clock import Clocks
from integration_engine.config import EngineConfig
from integration_engine.keys import Key, Kind
from integration_engine.logs import logger
from integration_engine.queue.work_loop import Plan, Work
from integration_engine.store.commands import PRUNE_INBOX
from integration_engine.store.database import Database, Transaction
from integration_engine.work.sweep_work import plan_sweep

_log = logger(__name__)
EVERY = timedelta(days=1)
AT_ONCE = 500
"""Rows a transaction; others wait for it meanwhile."""
_ITSELF = "engine"
KEY = Key(kind=Kind.UPKEEP, organization_id=_ITSELF, name="inbox")


def plan_what_comes_round(database: Database, clocks: Clocks, config: EngineConfig) -> None:
    """Plans upkeep, and the sweeps of orders that were placed before there were sweeps."""
    with database.transaction(_ITSELF) as transaction:
        now = clocks.of(_ITSELF).now()
        transaction.commands.ensure(_ITSELF, str(KEY), PRUNE_INBOX, now, at=now + EVERY)
        placed = transaction.orders.oldest_placed()
    for organization_id, since in placed.items():
        with database.transaction(organization_id) as transaction:
            plan_sweep(transaction, organization_id, since=since, every=config.sweep_every)


class UpkeepWork(Work[Never, Never]):
    """The work of the one key `upkeep:engine:inbox`."""

    def plan(self, transaction: Transaction, due: Plan, now: datetime) -> None:
        """Forgets some old messages and syncs; due again at once while there may be more, else tomorrow."""
        before = now - self._config.keep_messages
        messages = transaction.inbox.prune(before, AT_ONCE)
        syncs = transaction.sync_runs.prune(before, AT_ONCE)
        if messages or syncs:
            _log.info("old messages and syncs forgotten", messages=messages, syncs=syncs)
        if max(messages, syncs) < AT_ONCE:
            due.schedule(transaction, EVERY, now)

    def perform(self, plan: Never) -> Never:
        """Never asked for: all of it is done while planning."""
        assert_never(plan)

    def apply(self, transaction: Transaction, plan: Never, outcome: Never, now: datetime) -> None:
        """Never asked for, as `perform`."""
        del transaction, outcome, now
        assert_never(plan)
