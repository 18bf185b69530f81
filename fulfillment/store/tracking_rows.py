"""Records of tracking to rows and back: moments, words of closed sets, JSON objects and lists."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, Table, select

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession
from fulfillment.records import ParcelWatch, TrackingSource
from fulfillment.tracking.sources.words import Power, SourceKind

Record = TypeVar("Record")
_MOMENTS = frozenset({"since", "due"})
_READ: Mapping[type[object], Mapping[str, Callable[[Any], object]]] = {
    TrackingSource: {
        "kind": SourceKind,
        "power": Power,
        "settings": orjson.loads,
        "named": orjson.loads,
        "carriers": lambda text: tuple(orjson.loads(text)),
    },
    ParcelWatch: {},
}


def read_records(
    session: ReadSession, table: Table, kind: type[Record], *where: ColumnElement[bool], limit: int | None = None
) -> tuple[Record, ...]:
    """All records that match, or the first ones, in the order of their keys."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    chosen = select(*(table.c[name] for name in names)).where(*where).order_by(*table.primary_key.columns).limit(limit)
    readers = _READ.get(kind, {})
    return tuple(
        kind(**{name: _read(readers, name, value) for name, value in zip(names, row, strict=True)})
        for row in session.rows(chosen)
    )


def written(record: object) -> dict[str, object]:
    """The columns of a record."""
    return {each.name: _written(getattr(record, each.name)) for each in fields(record)}  # type: ignore[arg-type]


def _read(readers: Mapping[str, Callable[[Any], object]], name: str, value: Any) -> object:  # noqa: ANN401 - a driver's
    if value is None:
        return None
    if name in _MOMENTS or name.endswith("_at"):
        return moment(value)
    return readers[name](value) if name in readers else value


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return microseconds(value)
    if isinstance(value, Mapping | tuple):
        return orjson.dumps(dict(value) if isinstance(value, Mapping) else value).decode()
    return value
