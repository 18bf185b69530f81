"""Amounts and tables as providers and carriers write them in their files."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from engine.order.money import Money


def amount(minor: int, currency: str) -> str:
    """In major units, with a decimal point and nothing between thousands."""
    return str(Money(minor, currency)).split()[-1].replace(",", "")


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """As CSV."""
    text = StringIO()
    written = csv.DictWriter(text, columns)
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode()
