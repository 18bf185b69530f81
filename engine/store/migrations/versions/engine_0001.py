"""The first tables: orders, decisions, desk, work, editions, access."""

from alembic import op

from engine.store.tables import METADATA

revision = "engine_0001"
down_revision = None
branch_labels = ("engine",)
depends_on = None


def upgrade() -> None:
    """Makes all tables as they stand. Until a first release, this step follows the tables; after it, it is frozen."""
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    """Drops them."""
    METADATA.drop_all(op.get_bind())
