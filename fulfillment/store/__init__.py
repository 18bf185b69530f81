"""The tables of fulfilment, on the transaction of the engine's store; the only importer of SQLAlchemy here."""

from pathlib import Path

FULFILLMENT_STEPS = Path(__file__).parent / "migrations" / "versions"
"""The folder of alembic's branch `fulfillment`, for `engine.store.migrating.upgrade`."""

__all__ = ["FULFILLMENT_STEPS"]
