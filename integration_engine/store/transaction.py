"""One transaction and the tables it reaches; collects the keys to wake once it is committed."""

from sqlalchemy import Connection

from integration_engine.store.activity import Activity
from integration_engine.store.commands import Commands
from integration_engine.store.connections import Connections
from integration_engine.store.inbox import Inbox
from integration_engine.store.orders import Orders
from integration_engine.store.sweeps import Sweeps
from integration_engine.store.sync_runs import SyncRuns


class Transaction:
    """What is done through one of these is stored together or not at all."""

    def __init__(self, connection: Connection) -> None:
        self.activity = Activity(connection)
        self.inbox = Inbox(connection)
        self.commands = Commands(connection)
        self.orders = Orders(connection)
        self.connections = Connections(connection)
        self.sweeps = Sweeps(connection)
        self.sync_runs = SyncRuns(connection)
        self.woken: list[str] = []

    def wake(self, key: str) -> None:
        """Has the key's work looked at as soon as this transaction is committed."""
        self.woken.append(key)
