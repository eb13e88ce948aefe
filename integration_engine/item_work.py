"""Keeps single items fresh: hints that an item's inventory changed lead to one refresh, however many came."""

import logging
from datetime import datetime

from integration_engine.connection_work import delay, delay_after
from integration_engine.core.retry import Patience
from integration_engine.errors import (
    EngineError,
    FlourishCredentialsError,
    FlourishUnavailableError,
    NotConnectedError,
    OrdoUnavailableError,
)
from integration_engine.keys import Key
from integration_engine.refresh_item import refresh_item
from integration_engine.store.commands import PendingCommand
from integration_engine.store.inbox import Message
from integration_engine.store.transaction import Transaction
from integration_engine.vendor_access import VendorAccess
from integration_engine.work_loop import Call, Settle

_log = logging.getLogger(__name__)
REFRESH = "refresh_item"


class ItemWork:
    """The work of the keys `item:<organization>:<sku>`. It has no state: what counts is read every time."""

    def __init__(self, access: VendorAccess) -> None:
        self._access = access

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
                return _failed(key, command, error)
            return _done(key, command)

        return call


def _done(key: Key, command: PendingCommand) -> Settle:
    def settle(transaction: Transaction, now: datetime) -> None:
        del now
        transaction.commands.drop(str(key), command.kind)

    return settle


def _failed(key: Key, command: PendingCommand, error: EngineError) -> Settle:
    """Tries again later unless repeating is pointless; the next hint or sync brings the item anyway."""

    def settle(transaction: Transaction, now: datetime) -> None:
        _log.warning("%s: %s failed: %s", key, command.kind, error)
        attempts = command.attempts + 1
        match error:
            case OrdoUnavailableError():
                wait = delay_after(error, attempts)
            case FlourishUnavailableError():
                wait = delay(attempts, retry_after=error.retry_after)
            case FlourishCredentialsError():
                wait = delay(attempts, patience=Patience.SLOW)
            case _:
                transaction.commands.drop(str(key), command.kind)
                return
        transaction.commands.schedule(
            key.organization_id, str(key), command.kind, at=now + wait, now=now, attempts=attempts
        )

    return settle
