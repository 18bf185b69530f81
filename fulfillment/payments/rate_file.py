"""Exchange rates from a CSV file: base, quote, rate, source, at."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

from fulfillment.errors import RateRefused
from fulfillment.payments.rates import RateGiven, given_rate

COLUMNS = ("base", "quote", "rate", "source", "at")
MOST_BYTES = 4 * 1024 * 1024


def read_rates(content: bytes) -> tuple[RateGiven, ...]:
    """All rows. Raises RateRefused for the first that is none, with its line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = "the file is no UTF-8; save it as CSV UTF-8"
        raise RateRefused(msg) from error
    rows = csv.DictReader(StringIO(text))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        msg = f"the first line must be {','.join(COLUMNS)}"
        raise RateRefused(msg)
    return tuple(_rates(rows))


def _rates(rows: "csv.DictReader[str]") -> Iterator[RateGiven]:
    for row in rows:
        cells = [row.get(name) or "" for name in COLUMNS]
        try:
            yield given_rate(cells[0].strip(), cells[1].strip(), cells[2], cells[3], _moment(cells[4]))
        except RateRefused as error:
            msg = f"line {rows.line_num}: {error}"
            raise RateRefused(msg) from error


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        msg = f"`{text}` is no moment; write it as 2026-11-26T12:00:00Z"
        raise RateRefused(msg) from error
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
