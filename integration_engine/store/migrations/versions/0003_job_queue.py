"""Procrastinate's own tables, on PostgreSQL only; see `integration_engine/queue/queued_jobs.py`.

They are those of Procrastinate 3.10. A version that changes them brings its own SQL, which then
becomes a step of its own here, together with the wider range in pyproject.toml.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes them as Procrastinate would."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        from procrastinate.schema import SchemaManager

        # The driver itself: SQLAlchemy would take the percent signs in the functions for parameters.
        connection.connection.cursor().execute(SchemaManager.get_schema())
