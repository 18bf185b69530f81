"""Steps from each version of fulfilment's tables to the next; alembic's branch `fulfillment`."""
