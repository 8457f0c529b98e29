"""How Alembic reaches the database: always through the connection that `bot.storage.schema` hands over."""

from alembic import context

from bot.storage.sign_in_tables import identities

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=identities.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
