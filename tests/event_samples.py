"""Small tables of events for tests: two kinds of entities, amounts, and labels that take a week."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

MAPPING = """\
format: 1
time: at
amount: paid
entities: {card: card, shop: shop}
label: {column: fraud, delay: 7d}
split: {last: 2, trained: 28d}
"""


def a_table(rows: int = 4000, days: int = 60, seed: int = 5) -> dict[str, NDArray[np.generic]]:
    """Columns of a table in the order of time: some cards pay ten times as much as usual, and are fraud."""
    draw = np.random.default_rng(seed)
    at = np.sort(draw.integers(0, days * 86_400, rows))
    card, shop = draw.integers(0, 80, rows), draw.integers(0, 30, rows)
    fraud = draw.random(rows) < 0.05
    paid = np.where(fraud, 200.0, 20.0) * draw.lognormal(0, 0.3, rows)
    return {"at": at, "card": card, "shop": shop, "paid": paid, "fraud": fraud.astype(np.int64)}


def write(path: Path, columns: dict[str, NDArray[np.generic]]) -> Path:
    """The columns as a file."""
    parquet.write_table(pa.table(columns), path)
    return path
