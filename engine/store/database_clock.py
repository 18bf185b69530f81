"""The database's own time inside a statement, which saves asking for it first."""

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

CLOCKS = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM statement_timestamp()) * 1000000 AS BIGINT)",
}


class DatabaseClock(FunctionElement[int]):
    """Microseconds since 1970, one moment for the whole statement, so that an index can be asked for what is due."""

    type = BigInteger()
    name = "database_clock"
    inherit_cache = True


@compiles(DatabaseClock, "sqlite")
def _sqlite(_: DatabaseClock, __: SQLCompiler, **___: object) -> str:
    return CLOCKS["sqlite"]


@compiles(DatabaseClock, "postgresql")
def _postgresql(_: DatabaseClock, __: SQLCompiler, **___: object) -> str:
    return CLOCKS["postgresql"]
