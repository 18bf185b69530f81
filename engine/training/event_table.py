"""Event tables in Parquet: the only importer of pyarrow. Columns of any type become numbers, or a clear refusal."""

from pathlib import Path
from typing import ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.parquet as parquet
import pyarrow.types as types
from numpy.typing import NDArray

from engine.rulebook.faults import did_you_mean
from engine.training.errors import TrainingError
from engine.training.event_features import Events
from engine.training.mapping import EventMapping
from engine.training.splits import SECOND
from engine.training.windows import Codes, Column, Flags, Times

_UNITS: Final = {"s": SECOND, "ms": 1000, "us": 1}
_TRUE: Final = frozenset({"1", "1.0", "true", "True"})
_FALSE: Final = frozenset({"0", "0.0", "false", "False"})
NEVER: Final = int(np.iinfo(np.int64).max) // 4


class TableRejected(TrainingError):
    """a table of events cannot be used"""

    code: ClassVar[str] = "table_rejected"

    def __init__(self, where: str, column: str, detail: str) -> None:
        self.where = where
        self.column = column
        super().__init__(f"{where}: column `{column}` {detail}")


def column_names(path: Path) -> tuple[str, ...]:
    """The columns of a table, in their order. Raises TableRejected when it is no Parquet file."""
    try:
        return tuple(parquet.read_schema(path).names)
    except pa.ArrowInvalid as error:
        raise TableRejected(str(path), "*", "cannot be read, as this is no Parquet file; write it as one") from error


def read_events(path: Path, mapping: EventMapping) -> Events:
    """The events of a file as a mapping names them. Raises TableRejected, which says which column is wrong and how."""
    names = column_names(path)
    for each in mapping.columns:
        if each not in names:
            raise TableRejected(str(path), each, f"is not there; {did_you_mean(each, names)}")
    table = parquet.read_table(path, columns=list(mapping.columns))
    return events_of(table, mapping, str(path))


def events_of(table: pa.Table, mapping: EventMapping, where: str = "table") -> Events:
    """The same of a table in memory."""
    if mapping.id is not None:
        table = _each_once(table, mapping.id)
    if not table.num_rows:
        raise TableRejected(where, mapping.time, "has no row; give a table with events")
    reader = _Reader(table, where)
    times = reader.times(mapping.time, mapping.time_unit)
    fraud, labelled = reader.label(mapping.label.column, mapping.label.positive)
    mature_at = times + (mapping.label.delay or 0)
    known_at = mature_at
    if mapping.label.known_at is not None:
        known = reader.times(mapping.label.known_at, mapping.time_unit, missing=NEVER)
        known_at = np.where(known == NEVER, mature_at if mapping.label.delay is not None else NEVER, known)
    return Events(
        times=times,
        amount=None if mapping.amount is None else reader.numbers(mapping.amount),
        entities={name: reader.codes(column) for name, column in mapping.entities},
        fraud=fraud,
        labelled=labelled,
        known_at=np.maximum(known_at, times),
        mature_at=mature_at,
        extras={name: reader.numbers(name) for name in mapping.numeric},
        words={name: reader.codes(name) for name in mapping.categorical},
    )


def words_of(path: Path, column: str, mapping: EventMapping) -> list[str]:
    """A column as words, a row an event as `read_events` has them; blank where unknown. Raises TableRejected."""
    names = column_names(path)
    if column not in names:
        raise TableRejected(str(path), column, f"is not there; {did_you_mean(column, names)}")
    wanted = [column] if mapping.id is None else [column, mapping.id]
    table = parquet.read_table(path, columns=list(dict.fromkeys(wanted)))
    if mapping.id is not None:
        table = _each_once(table, mapping.id)
    return ["" if each is None else str(each) for each in table[column].to_pylist()]


def write_scores(path: Path, columns: dict[str, NDArray[np.generic]]) -> None:
    """A table of columns of the same length; texts, numbers and times in microseconds."""
    parquet.write_table(pa.table(columns), path)


def _each_once(table: pa.Table, id_: str) -> pa.Table:
    codes = _codes(table[id_])
    _, first = np.unique(codes, return_index=True)
    keep = np.union1d(first, np.flatnonzero(codes < 0))
    return table.take(keep) if len(keep) < len(codes) else table


def _codes(column: pa.ChunkedArray) -> Codes:
    """A number from 0 for each different value, -1 for null and blank text."""
    if types.is_floating(column.type):
        column = compute.if_else(compute.is_nan(column), None, column)
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_string(column.type) or types.is_large_string(column.type):
        column = compute.if_else(compute.equal(compute.utf8_trim_whitespace(column), ""), None, column)
    encoded = column.combine_chunks().dictionary_encode()
    return np.asarray(compute.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False), dtype=np.int64)


class _Reader:
    def __init__(self, table: pa.Table, where: str) -> None:
        self._table = table
        self._where = where

    def codes(self, name: str) -> Codes:
        return _codes(self._table[name])

    def numbers(self, name: str) -> Column:
        column = self._table[name]
        if types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        try:
            found = compute.cast(column, pa.float64()).to_numpy()
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            detail = f"holds {column.type}, not numbers; list it under `categorical`, or leave it out"
            raise TableRejected(self._where, name, detail) from error
        numbers = np.array(found, dtype=np.float64)
        numbers[~np.isfinite(numbers)] = np.nan
        return numbers

    def times(self, name: str, unit: str, missing: int | None = None) -> Times:
        column = self._table[name]
        if types.is_string(column.type) or types.is_large_string(column.type):
            column = self._parsed(column, name)
        if types.is_date(column.type):
            column = column.cast(pa.timestamp("s"))
        if missing is None and column.null_count:
            detail = f"has {column.null_count} rows without time; give every event one"
            raise TableRejected(self._where, name, detail)
        if types.is_timestamp(column.type):
            found = compute.cast(column, pa.timestamp("us", column.type.tz), safe=False).cast(pa.int64())
            scale = 1
        elif types.is_integer(column.type):
            found, scale = column.cast(pa.int64()), _UNITS[unit]
        else:
            detail = f"holds {column.type}, which is no time; give timestamps, or whole numbers and `time_unit`"
            raise TableRejected(self._where, name, detail)
        absent = column.is_null().to_numpy()
        moments = np.asarray(compute.fill_null(found, 0).to_numpy(), dtype=np.int64) * scale
        return moments if missing is None else np.where(absent, missing, moments)

    def _parsed(self, column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
        try:
            return column.cast(pa.timestamp("us", "UTC" if self._zoned(column) else None))
        except pa.ArrowInvalid as error:
            detail = "holds text that is no ISO 8601 time; write it like 2018-07-25T12:00:00"
            raise TableRejected(self._where, name, detail) from error

    def _zoned(self, column: pa.ChunkedArray) -> bool:
        first = next((each for each in column[:100].to_pylist() if each), "")
        return first.endswith("Z") or "+" in first

    def label(self, name: str, positive: tuple[str, ...]) -> tuple[Flags, Flags]:
        """Which rows are fraud, and which are labelled at all."""
        codes = _codes(self._table[name])
        present = codes >= 0
        first = {int(code): row for code, row in zip(*np.unique(codes, return_index=True), strict=True)}
        values = {code: str(self._table[name][int(row)].as_py()) for code, row in first.items() if code >= 0}
        wanted = frozenset(positive) or _TRUE
        strange = [each for each in values.values() if not positive and each not in _TRUE | _FALSE]
        if strange:
            detail = f"holds `{strange[0]}`, which is neither 0 nor 1; name the values of fraud under `positive`"
            raise TableRejected(self._where, name, detail)
        bad = np.array([code for code, value in values.items() if value in wanted], dtype=np.int64)
        return np.isin(codes, bad), present
