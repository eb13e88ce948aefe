"""A schema of its own for a lab's engine, on a PostgreSQL server that the environment names.

It comes by environment only, because its URL may hold a password.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from harness.engine_program import SERVER
from harness.errors import WrongUsageError
from integration_engine.errors import ConfigurationError
from integration_engine.store.database import parse_url


@contextmanager
def own_schema(server: str) -> Iterator[str]:
    """The URL of an empty schema that is made for the block and dropped after it.

    Raises:
        WrongUsageError: `server` names no PostgreSQL server that can be used.
    """
    name = f"lab_{secrets.token_hex(6)}"
    try:
        url = parse_url(server)
        engine = create_engine(url, pool_pre_ping=True)  # the server may have been away meanwhile
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
    except (ConfigurationError, ImportError, SQLAlchemyError) as problem:
        # The driver's message says what is wrong; the URL, which may hold a password, is not repeated.
        reason = getattr(problem, "orig", None) or problem
        raise WrongUsageError(f"{SERVER} cannot be used: {reason}") from problem
    try:
        options = f"{url.query.get('options', '')} -csearch_path={name}".strip()
        own = url.update_query_dict({"options": options})
        yield own.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()
