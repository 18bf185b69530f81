"""Event tables in Parquet: the only importer of pyarrow."""

from pathlib import Path

import pyarrow.parquet as parquet


def column_names(path: Path) -> tuple[str, ...]:
    """The columns of a table, in their order."""
    return tuple(parquet.read_schema(path).names)
