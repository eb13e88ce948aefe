"""Keeps what Ordo answered when it refused a report; see `store/commands.py`."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the column; of what waits already nothing is known to be refused."""
    op.add_column("commands", sa.Column("refused", sa.Text))
