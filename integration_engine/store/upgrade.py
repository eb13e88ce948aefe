"""Makes the tables, and brings tables of earlier versions to what this version needs.

The steps are Alembic's, in `migrations/versions`, and nothing else makes a table. Everything happens in one
transaction, which holds a lock: of several processes that start together one does the work and the others
find it done. A database from before there were steps is one of the first step.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from integration_engine.errors import ConfigurationError
from integration_engine.logs import logger

if TYPE_CHECKING:
    from alembic.config import Config

_log = logger(__name__)
NEWEST = "0005"
_FIRST = "0001"
_LOCK = 4_711_000_001  # any number that nobody else locks
# It tells every plugin and every step at the level INFO.
logging.getLogger("alembic").setLevel(logging.WARNING)
STEPS = Path(__file__).with_name("migrations")


def upgrade(connection: Connection, to: str = NEWEST) -> None:
    """Brings the tables to a step, inside the transaction that `connection` is in.

    Raises:
        ConfigurationError: a newer version of this engine has brought them further already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    found = revision_of(connection)
    if found == to:
        return
    from alembic import command  # takes a while to import, and is rarely needed
    from alembic.util import CommandError

    config = _config()
    config.attributes["connection"] = connection
    if found is None and inspect(connection).has_table("inbox"):
        command.stamp(config, _FIRST)
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise ConfigurationError(
            f"the database's tables are those of a newer version of this engine (step {found})"
        ) from error
    _log.info("tables brought forward", step_before=found, step=to)


def steps() -> list[str]:
    from alembic.script import ScriptDirectory

    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    return config


def revision_of(connection: Connection) -> str | None:
    """The step that the tables are at; None when there are none, or from before there were steps."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if revision is None else str(revision)
