"""Records of channels to rows and back: moments, words of closed sets, JSON objects and lists."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, Select, Table, select

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession
from fulfillment.channels.words import ChannelName, Power, SayingState, Taken, Topic

Record = TypeVar("Record")
_MOMENTS = frozenset({"since", "until", "read_until", "window_until"})


def _list(text: str) -> tuple[str, ...]:
    return tuple(orjson.loads(text))


_READ: Mapping[str, Callable[[Any], object]] = {
    "channel": ChannelName,
    "power": Power,
    "taken": Taken,
    "topic": Topic,
    "state": SayingState,
    "settings": orjson.loads,
    "named": orjson.loads,
    "facts": orjson.loads,
    "faults": _list,
    "missing": _list,
}


def read_many(
    session: ReadSession,
    table: Table,
    kind: type[Record],
    *where: ColumnElement[bool],
    limit: int | None = None,
    lock: bool = False,
) -> tuple[Record, ...]:
    """All records that match, or the first ones, in the order of their keys; `lock`: nobody else writes them until the
    transaction ends."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    chosen: Select[tuple[object, ...]] = (
        select(*(table.c[name] for name in names)).where(*where).order_by(*table.primary_key.columns).limit(limit)
    )
    rows = session.rows(chosen.with_for_update() if lock else chosen)
    return tuple(kind(**{name: _read(name, value) for name, value in zip(names, row, strict=True)}) for row in rows)


def read_one(
    session: ReadSession, table: Table, kind: type[Record], *where: ColumnElement[bool], lock: bool = False
) -> Record | None:
    """The first record that matches, if there is one."""
    found = read_many(session, table, kind, *where, limit=1, lock=lock)
    return found[0] if found else None


def channel_row(record: object) -> dict[str, object]:
    """The columns of a record."""
    return {each.name: _written(getattr(record, each.name)) for each in fields(record)}  # type: ignore[arg-type]


def _read(name: str, value: Any) -> object:  # noqa: ANN401 - whatever the driver gives
    if value is None:
        return None
    if name in _MOMENTS or name.endswith("_at"):
        return moment(value)
    reader = _READ.get(name)
    return value if reader is None else reader(value)


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return microseconds(value)
    if isinstance(value, Mapping | tuple):
        return orjson.dumps(dict(value) if isinstance(value, Mapping) else value).decode()
    return value
