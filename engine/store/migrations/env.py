"""What alembic runs: the steps of all branches on the connection that `engine.store.migrating` hands it."""

from alembic import context
from sqlalchemy import Connection

from engine.store.tables import METADATA

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    raise TypeError("migrations run by `clearway db upgrade`, which hands alembic its connection")
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata", METADATA),
    # SQLite cannot alter most of a table in place; alembic makes it anew and copies.
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
