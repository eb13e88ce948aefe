"""Keeps single items fresh: hints that an item's inventory changed lead to one refresh, however many came."""

from datetime import datetime, timedelta

from integration_engine.core.retry import Patience
from integration_engine.errors import (
    EngineError,
    FlourishCredentialsError,
    FlourishUnavailableError,
    NotConnectedError,
    OrdoUnavailableError,
)
from integration_engine.keys import Key
from integration_engine.operate.metrics import Failures
from integration_engine.queue.work_loop import Call, Settle
from integration_engine.store.commands import PendingCommand
from integration_engine.store.database import Transaction
from integration_engine.store.inbox import Message
from integration_engine.vendor_access import VendorAccess
from integration_engine.work.connection_work import delay, delay_after
from integration_engine.work.refresh_item import refresh_item

REFRESH = "refresh_item"


class ItemWork:
    """The work of the keys `item:<organization>:<sku>`. It has no state: what counts is read every time."""

    def __init__(self, access: VendorAccess, failures: Failures) -> None:
        self._access = access
        self._failures = failures

    def receive(self, transaction: Transaction, key: Key, message: Message, now: datetime) -> None:
        """The item's inventory changed."""
        del message
        transaction.commands.schedule(key.organization_id, str(key), REFRESH, at=now, now=now)

    def begin(
        self, transaction: Transaction, key: Key, command: PendingCommand, now: datetime
    ) -> Call | None:
        """Brings the item to Ordo."""
        del now
        try:
            connection = self._access.connection(transaction, key.organization_id)
        except NotConnectedError:
            transaction.commands.drop(str(key), command.kind)
            return None

        def call() -> Settle:
            try:
                refresh_item(connection, key.name)
            except EngineError as error:
                return self._failed(key, command, error)
            return _done(command)

        return call

    def _failed(self, key: Key, command: PendingCommand, error: EngineError) -> Settle:
        """Tries again later unless repeating is pointless; the next hint or sync brings the item anyway."""
        attempts = command.attempts + 1
        wait = _wait_after(error, attempts)
        self._failures.note(key, command.kind, error, again=wait is not None)

        def settle(transaction: Transaction, now: datetime) -> None:
            if wait is None:
                transaction.commands.drop_as_begun(command)
                return
            transaction.commands.schedule(
                key.organization_id, str(key), command.kind, at=now + wait, now=now, attempts=attempts
            )

        return settle


def _wait_after(error: EngineError, attempts: int) -> timedelta | None:
    """How long until trying again may help; None when it will not."""
    match error:
        case OrdoUnavailableError():
            return delay_after(error, attempts)
        case FlourishUnavailableError():
            return delay(attempts, retry_after=error.retry_after)
        case FlourishCredentialsError():
            return delay(attempts, patience=Patience.SLOW)
        case _:
            return None


def _done(command: PendingCommand) -> Settle:
    def settle(transaction: Transaction, now: datetime) -> None:
        del now
        transaction.commands.drop_as_begun(command)

    return settle
