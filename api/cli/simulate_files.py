"""Files that `simulate` writes: orders as JSON lines, labels as CSV, events as Parquet. One order at a time."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

import orjson
import pyarrow as pa
from pyarrow import parquet

from engine.order.reading import to_document
from engine.simulation import Scenario, Simulated
from engine.simulation.events import Event, event_of
from engine.simulation.labels import known_or_not
from engine.simulation.mapping import mapping_text

LABEL_COLUMNS = ("order_id", "kind", "scheme", "source", "reason_code", "known_at")
ROWS_AT_ONCE = 20_000
_TIME = pa.timestamp("us", tz="UTC")
_TYPES = {"at": _TIME, "known_at": _TIME, "amount_eur": pa.float64(), "declined_attempts": pa.int16()}
_TYPES |= {"gateway_risk": pa.float64(), "account_age_days": pa.float64(), "label": pa.int8(), "planted": pa.int8()}


class Written(Protocol):
    """A file that takes one order after the other."""

    def add(self, simulated: Simulated) -> None: ...


class OrderLines:
    """Orders in the canonical document, one a line."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, simulated: Simulated) -> None:
        """Writes one order."""
        self._file.write(orjson.dumps(to_document(simulated.order), option=orjson.OPT_APPEND_NEWLINE))


class LabelRows:
    """Labels, and planted orders of which nobody ever learns: their `known_at` is empty."""

    def __init__(self, file: IO[str]) -> None:
        self._rows = csv.writer(file, lineterminator="\n")
        self._rows.writerow(LABEL_COLUMNS)

    def add(self, simulated: Simulated) -> None:
        """Writes a row, if there is anything to say of the order."""
        row = known_or_not(simulated.order, simulated.label, simulated.scheme)
        if row is not None:
            self._rows.writerow([_text(value) for value in astuple(row)])


class EventTable:
    """Events in Parquet, in groups of rows, so that a long stream fits into memory."""

    def __init__(self, path: Path) -> None:
        self._names = [field.name for field in fields(Event)]
        self._schema = pa.schema([(name, _TYPES.get(name, pa.string())) for name in self._names])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Event] = []

    def add(self, simulated: Simulated) -> None:
        """Takes a row."""
        self._rows.append(event_of(simulated))
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        columns = {name: [getattr(row, name) for row in self._rows] for name in self._names}
        self._writer.write_table(pa.table(columns, schema=self._schema))
        self._rows = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is None:
            self._flush()
        self._writer.close()


@contextmanager
def order_lines(path: Path) -> Iterator[Written]:
    """Writes orders into a file."""
    with path.open("wb") as file:
        yield OrderLines(file)


@contextmanager
def label_rows(path: Path) -> Iterator[Written]:
    """Writes labels into a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield LabelRows(file)


def write_mapping(events: Path, scenario: Scenario) -> Path:
    """Beside an event table, the file that tells `clearway model benchmark` what its columns are."""
    path = events.with_suffix(".mapping.yaml")
    path.write_text(mapping_text(scenario), encoding="utf-8")
    return path


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return "" if value is None else str(value)
