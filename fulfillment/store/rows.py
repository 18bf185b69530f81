"""Records to rows and back. A column `at` or `…_at` is a moment, the ones in JSON are named here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Select, Table, bindparam, select

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession

Record = TypeVar("Record")
Every = tuple[Sequence[str], Select[tuple[object, ...]]]
_MADE: dict[tuple[Table, type[object]], Every] = {}
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
    names, every = _every(table, kind)
    chosen = every.where(*where).limit(limit)
    if by:
        chosen = chosen.order_by(None).order_by(*by)
    return tuple(kind(**{name: _read(name, value) for name, value in zip(names, row, strict=True)})
                 for row in session.rows(chosen))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked(Generic[Record]):
    """A question for records that is made once, since every step of an order asks a dozen times."""

    kind: type[Record]
    names: Sequence[str]
    chosen: Select[tuple[object, ...]]

    def of(self, session: ReadSession, **values: object) -> tuple[Record, ...]:
        """All that match these values, in the order of their keys."""
        kind, names = self.kind, self.names
        return tuple(kind(**{name: _read(name, value) for name, value in zip(names, row, strict=True)})
                     for row in session.rows(self.chosen, values))  # fmt: skip


def asked(table: Table, kind: type[Record], **columns: str) -> Asked[Record]:
    """For records whose columns have values to be named: name of the value -> column."""
    names, every = _every(table, kind)
    where = [table.c[column] == bindparam(name) for name, column in columns.items()]
    return Asked(kind, names, every.where(*where))


def _every(table: Table, kind: type[object]) -> Every:
    """The columns of a kind of record, and the question for all of them: made once, since every step of an order asks
    a dozen times."""
    found = _MADE.get((table, kind))
    if found is None:
        names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
        chosen = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
        found = _MADE[(table, kind)] = (names, chosen)
    return found


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


def _read(name: str, value: Any) -> object:  # noqa: ANN401 - whatever the driver gives
    if value is not None and is_moment(name):
        return moment(value)
    return orjson.loads(value) if name in IN_JSON else value


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
