"""Engines that show that they are wrong only when their process ends and begins again (O17, S5)."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from integration_engine.core.order import Stage
from integration_engine.core.order_stages import EventKind
from integration_engine.store.tables import metadata
from tests.mutants.engine_orders import SENDS_WITHOUT_LOOKING, follows, handles
from tests.mutants.mutant import Mutant, instead


def _empties(original: Any) -> Any:
    def open_tables(self: Any) -> None:
        original(self)
        with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())

    return open_tables


def _stored_later(owner: Callable[..., str]) -> Callable[[Any], Any]:
    """A message is stored half a second after it was answered with success."""

    def make(original: Any) -> Any:
        def store(_transaction: Any, parts: Any, *facts: Any) -> bool:
            def now() -> None:
                with parts.database.transaction(owner(*facts)) as own:
                    original(own, parts, *facts)

            later = threading.Timer(0.5, now)
            later.daemon = True
            later.start()
            return True

        return store

    return make


MUTANTS = (
    Mutant(
        name="answers Ordo before its message is durable",
        breaks=("O17",),
        consequence="A confirmation is lost for good when the engine dies at the wrong moment.",
        changes=(
            instead(
                "integration_engine.receive.receive_ordo_event:_store",
                _stored_later(lambda event, *_facts: str(event.organization_id)),
            ),
        ),
        restarts=True,
        first="A confirmation outlives an engine that dies when it has accepted it",
    ),
    Mutant(
        name="answers Flourish before its message is durable",
        breaks=("O6", "O8"),
        consequence="A shipment is lost for good when the engine dies at the wrong moment.",
        changes=(
            instead(
                "integration_engine.receive.receive_flourish_webhook:_keep",
                _stored_later(lambda key, *_facts: str(key.organization_id)),
            ),
        ),
        restarts=True,
        first="News from Flourish outlives an engine that dies when it has accepted it",
    ),
    Mutant(
        name="does not take up again what waited",
        breaks=("O17",),
        consequence="An order that waited for Flourish when the engine was restarted waits for ever.",
        changes=(
            instead(
                "integration_engine.queue.work_loop:WorkLoop.start", lambda _original: lambda _self: None
            ),
            instead("integration_engine.queue.work_loop:WorkLoop.poll", lambda _original: lambda _self: None),
        ),
        restarts=True,
        first="outlives the engine",
    ),
    Mutant(
        name="begins with empty books",
        breaks=("S5", "O17"),
        consequence="After a restart the engine knows nobody, and what stands in Flourish is refused.",
        changes=(instead("integration_engine.store.database:Database.upgrade", _empties),),
        restarts=True,
        first="goes on working after a restart",
    ),
    Mutant(
        name="does not write down that it is about to send",
        breaks=("O17",),
        consequence="An engine that dies while it sends sends the order again.",
        changes=(
            follows((Stage.POSTING, EventKind.ATTEMPT_STARTED, Stage.POSTING)),
            handles(
                EventKind.ATTEMPT_STARTED,
                lambda state, event: (
                    replace(state, attempts=state.attempts + 1, first_attempt_at=event.at),
                    (),
                ),
            ),
            SENDS_WITHOUT_LOOKING,
        ),
        restarts=True,
        first="dies while it sends",
    ),
)
