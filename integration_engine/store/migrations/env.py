"""Runs Alembic's steps on the connection that `upgrade` is given."""

from alembic import context

from integration_engine.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
