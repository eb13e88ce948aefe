"""Counts an organization's transactions; see `store/database.py`."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column("organization_id", sa.String(100), primary_key=True),
        sa.Column("transactions", sa.BigInteger, nullable=False),
    )
