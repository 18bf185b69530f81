"""The first tables: cases and their history, stock, picking, parcels, tracking, notices, money, after-sales."""

from alembic import op

from fulfillment.store.tables import METADATA

revision = "fulfillment_0001"
down_revision = None
branch_labels = ("fulfillment",)
depends_on = None


def upgrade() -> None:
    """Makes all tables as they stand. Until a first release, this step follows the tables; after it, it is frozen."""
    METADATA.create_all(op.get_bind())


def downgrade() -> None:
    """Drops them."""
    METADATA.drop_all(op.get_bind())
