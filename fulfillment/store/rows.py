"""Records to rows and back. A column `at` or `…_at` is a moment, the ones in JSON are named here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import Boolean, ColumnElement, Select, Table, bindparam, select

from engine.clock import microseconds, moment
from engine.store.ready import Ready
from engine.store.sessions import ReadSession, WriteSession

Record = TypeVar("Record")
Reader = Callable[[Any], object]
_MADE: dict[tuple[Table, type[object]], "_Shape"] = {}
IN_JSON = frozenset({"contents", "data", "judgement", "lines", "named", "params", "services", "settings"})


def is_moment(name: str) -> bool:
    """Whether a column of this name holds microseconds since 1970."""
    return name == "at" or name.endswith("_at")


def many(
    session: ReadSession,
    table: Table,
    kind: type[Record],
    *where: ColumnElement[bool],
    limit: int | None = None,
    by: Sequence[ColumnElement[Any]] = (),
) -> tuple[Record, ...]:
    """All records that match, or the first ones, in the order of their keys or of the columns `by`."""
    shape = _shape(table, kind)
    chosen = shape.every.where(*where).limit(limit)
    if by:
        chosen = chosen.order_by(None).order_by(*by)
    return tuple(kind(**shape.read(row)) for row in session.rows(chosen))


@dataclass(frozen=True, slots=True)
class Asked(Generic[Record]):
    """A question for records that is made and translated once, since every step of an order asks a dozen times."""

    kind: type[Record]
    shape: "_Shape"
    ready: Ready

    def of(self, session: ReadSession, **values: str | int) -> tuple[Record, ...]:
        """All that match these values, which are given as a driver takes them, in the order of their keys."""
        kind, read = self.kind, self.shape.read
        return tuple(kind(**read(row)) for row in session.tuples(self.ready, values))

    def first(self, session: ReadSession, **values: str | int) -> Record | None:
        """The first that matches, if there is one."""
        found = self.of(session, **values)
        return found[0] if found else None


def asked(table: Table, kind: type[Record], **columns: str) -> Asked[Record]:
    """For records whose columns have values to be named: name of the value -> column."""
    shape = _shape(table, kind)
    where = [table.c[column] == bindparam(name) for name, column in columns.items()]
    return Asked(kind, shape, Ready(shape.every.where(*where)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """The columns of a kind of record, the question for all of them, and which of them are read how: made once."""

    names: Sequence[str]
    every: Select[tuple[object, ...]]
    readers: Sequence[tuple[str, Reader]]

    def read(self, row: Sequence[Any]) -> dict[str, Any]:
        """A row as the fields of a record."""
        found = dict(zip(self.names, row, strict=True))
        for name, reader in self.readers:
            value = found[name]
            if value is not None:
                found[name] = reader(value)
        return found


def _shape(table: Table, kind: type[object]) -> _Shape:
    found = _MADE.get((table, kind))
    if found is None:
        names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
        chosen = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
        readers = [(name, reader) for name in names if (reader := _reader(table, name)) is not None]
        found = _MADE[(table, kind)] = _Shape(names, chosen, readers)
    return found


def _reader(table: Table, name: str) -> Reader | None:
    """How a value of a column is read that a driver hands over as it is kept; None for one that is what it is."""
    if is_moment(name):
        return moment
    if name in IN_JSON:
        return orjson.loads
    return bool if isinstance(table.c[name].type, Boolean) else None


def one(session: ReadSession, table: Table, kind: type[Record], *where: ColumnElement[bool]) -> Record | None:
    """The first record that matches, if there is one."""
    found = many(session, table, kind, *where)
    return found[0] if found else None


def keep(session: WriteSession, table: Table, *records: object) -> None:
    """Adds records. The database refuses one that must be unique and is there already."""
    session.add(table, [row_of(each) for each in records])


def row_of(record: object) -> Mapping[str, object]:
    """The columns of a record."""
    return {each.name: _written(getattr(record, each.name)) for each in fields(record)}  # type: ignore[arg-type]


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return microseconds(value)
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode() if isinstance(value, Mapping) else value


def behind(
    key: ColumnElement[str], after: str, *, is_newest_first: bool
) -> tuple[list[ColumnElement[bool]], list[ColumnElement[Any]]]:
    """Conditions and order of a listing that goes on behind the id `after`, from its beginning where that is blank; ids
    sort as they were made."""
    if is_newest_first:
        return ([key < after] if after else []), [key.desc()]
    return [key > after], [key]
