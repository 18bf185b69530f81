"""Opens the database at an address, and makes the folder of a SQLite file that is not there yet."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from engine.errors import StoreUnreachable
from engine.store.database import Database

OWNER_ONLY = 0o700  # orders are personal data


def open_database(url: str) -> Database:
    """The database at a SQLAlchemy address. Raises StoreUnreachable when it does not answer."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUnreachable("the address of the database cannot be read; set `CLEARWAY_DATABASE_URL`") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    database = Database(url)
    with database.read() as session:
        session.now()
    return database
