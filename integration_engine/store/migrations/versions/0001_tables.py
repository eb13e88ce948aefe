"""The tables as they were before there were steps."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("organization_id", sa.String(100), primary_key=True),
        sa.Column("connection_id", sa.String(64), nullable=False, unique=True),
        sa.Column("organization_name", sa.Text, nullable=False),
        sa.Column("license_number", sa.Text, nullable=False),
        sa.Column("facility_id", sa.Text, nullable=False),
        sa.Column("facility_name", sa.Text, nullable=False),
        sa.Column("secrets", sa.Text, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("problem_told", sa.Text),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("removed_at", sa.BigInteger),
    )
    _make_inbox()
    _make_commands_and_orders()
    op.create_table(
        "sweeps",
        sa.Column("organization_id", sa.String(100), primary_key=True),
        sa.Column("newest_change", sa.BigInteger),
        sa.Column("read_one_by_one_at", sa.BigInteger, nullable=False),
        sa.Column("swept_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sync_runs",
        sa.Column("organization_id", sa.String(100), primary_key=True),
        sa.Column("sync_id", sa.String(100), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", _BIG_KEY, primary_key=True, autoincrement=True),
        sa.Column("organization_id", sa.String(100), nullable=False),
        sa.Column("key", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("message_id", sa.String(200)),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("processed_at", sa.BigInteger),
        sa.UniqueConstraint("organization_id", "message_id", name="inbox_message"),
    )
    waiting = sa.text("processed_at IS NULL")
    op.create_index("inbox_waiting", "inbox", ["key", "id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("inbox_of_kind", "inbox", ["organization_id", "kind", "received_at"])
    op.create_index(
        "inbox_waiting_of", "inbox", ["organization_id"], sqlite_where=waiting, postgresql_where=waiting
    )


def _make_commands_and_orders() -> None:
    op.create_table(
        "commands",
        sa.Column("key", sa.String(400), primary_key=True),
        sa.Column("kind", sa.String(50), primary_key=True),
        sa.Column("organization_id", sa.String(100), nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_index("commands_due", "commands", ["organization_id", "due_at"])
    op.create_table(
        "orders",
        sa.Column("organization_id", sa.String(100), primary_key=True),
        sa.Column("order_id", sa.String(100), primary_key=True),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("ordo_status", sa.String(30), nullable=False),
        sa.Column("flourish_order_id", sa.String(100)),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )
    op.create_index("orders_by_flourish_id", "orders", ["organization_id", "flourish_order_id"])
    op.create_index("orders_by_stage", "orders", ["organization_id", "stage"])
