"""How often an organization's rows were written, which is also what makes its writers follow each other.

A transaction that writes counts itself first. On PostgreSQL that row is then its own until it is committed.
So the transactions of one organization come one after another, whatever process they are in, and those of
different organizations never wait for each other. (SQLite lets one writer in at a time anyway.)

Two looks that find nothing due and the same count prove that nothing happened in between: that is how
somebody outside tells a quiet engine from one between two steps.
"""

from functools import cache

from sqlalchemy import Connection, Insert, func, select

from integration_engine.store.tables import activity, insert_into


def count_in(connection: Connection, organization_id: str) -> None:
    """Counts this transaction, waiting for an unfinished one of the same organization."""
    connection.execute(
        _one_more(connection.dialect.name), {"organization_id": organization_id, "transactions": 1}
    )


@cache
def _one_more(dialect: str) -> Insert:
    again = {"transactions": activity.c.transactions + 1}
    insert = insert_into(dialect, activity)
    statement: Insert = insert.on_conflict_do_update(index_elements=["organization_id"], set_=again)
    return statement


class Activity:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ever(self, organization_id: str | None) -> int:
        """How many transactions there ever were, of one organization or of all."""
        query = select(func.coalesce(func.sum(activity.c.transactions), 0))
        if organization_id is not None:
            query = query.where(activity.c.organization_id == organization_id)
        return int(self._connection.execute(query).scalar_one())
