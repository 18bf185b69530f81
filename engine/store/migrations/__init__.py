"""Steps from each version of the tables to the next; alembic's branch `engine`."""
