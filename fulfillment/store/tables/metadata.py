"""What all tables of fulfilment belong to."""

from sqlalchemy import MetaData

from engine.store.tables.naming import NAMES

METADATA = MetaData(naming_convention=NAMES)
