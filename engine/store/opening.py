"""Opens the database at an address, and makes the folder of a SQLite file that is not there yet."""

from pathlib import Path

from engine.store.database import Database, parsed_url

OWNER_ONLY = 0o700  # orders are personal data


def open_database(url: str) -> Database:
    """The database at a SQLAlchemy address. Raises StoreUnreachable when it does not answer."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    database = Database(url)
    with database.read() as session:
        session.now()
    return database
