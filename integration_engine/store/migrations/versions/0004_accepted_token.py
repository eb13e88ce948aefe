"""Until when an organization may be connected under another integration token (S9)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the column; no organization may, until an operator allows it."""
    op.add_column("connections", sa.Column("token_open_until", sa.BigInteger))
