"""The one reader of the restricted goods files: strict YAML and CSV in which every scalar stays text.

`NO` is Norway and `0101` a heading, so nothing is guessed. Whoever reads a record names each field once; what is left
over, missing or of the wrong form is refused with the place where it stands, or gathered with all other faults.
"""

import csv
from io import StringIO
from pathlib import Path

import yaml

from engine.errors import DataRejected
from engine.goods.faults import DataFault, Faults, FaultyData, Place
from engine.goods.record import Record, Source

__all__ = ["Record", "read_csv", "read_yaml", "read_yaml_text"]


class _TextLoader(yaml.CSafeLoader):
    """Composes nodes in C and leaves scalars as written; resolving tags would take most of the time."""

    def descend_resolver(self, *_: object) -> None:
        """Nothing is resolved by path."""

    def ascend_resolver(self) -> None:
        """Nothing is resolved by path."""

    def resolve(self, *_: object) -> str:
        """Every node keeps the kind it is written as."""
        return ""


def read_yaml(path: Path, faults: Faults | None = None, *, name: str | None = None) -> Record:
    """One file as a record. With `faults`, what its fields get wrong is gathered there instead of raised.

    Raises DataRejected when the file is missing, is no YAML or is no mapping. `name` is the path that faults show.
    """
    shown = name or path.name
    return read_yaml_text(_text(path, shown), shown, faults)


def read_yaml_text(text: str, shown: str, faults: Faults | None = None) -> Record:
    """The same of a text that came otherwise; `shown` is its name in faults. Raises DataRejected."""
    loader = _TextLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise FaultyData(_no_yaml(error, shown, text)) from error
    finally:
        loader.dispose()
    if not isinstance(node, yaml.MappingNode):
        raise DataRejected(shown, "the file must be a mapping with named parts")
    return Record(node, Source(shown, text, faults))


def read_csv(path: Path, columns: frozenset[str], faults: Faults | None = None) -> tuple[Record, ...]:
    """The rows of a table with a header line, each a record. Raises DataRejected for other columns than these."""
    text = _text(path, path.name)
    rows = csv.reader(StringIO(text), strict=True)
    source = Source(path.name, text, faults)
    try:
        header = next(rows, [])
        if set(header) != columns or len(header) != len(columns):
            raise DataRejected(f"{path.name}:1", f"the first line must name the columns {', '.join(sorted(columns))}")
        found = []
        before = rows.line_num
        for cells in rows:
            if len(cells) == len(header):
                found.append(_row(dict(zip(header, cells, strict=True)), before, source))
            elif cells:
                mark = yaml.Mark(source.path, 0, before, 0, None, 0)
                source.report(DataRejected(path.name, f"has {len(cells)} cells for {len(header)} columns"), mark)
            before = rows.line_num
    except csv.Error as error:
        raise DataRejected(f"{path.name}:{rows.line_num}", f"not valid csv: {error}") from error
    return tuple(found)


def _row(cells: dict[str, str], line: int, source: Source) -> Record:
    mark = yaml.Mark(source.path, 0, line, 0, None, 0)
    pairs = [
        (yaml.ScalarNode("", column, mark, mark), yaml.ScalarNode("", cell, mark, mark))
        for column, cell in cells.items()
    ]
    return Record(yaml.MappingNode("", pairs, mark, mark), source)


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataRejected(name, "the file cannot be read; restore it from the repository") from error
    except UnicodeDecodeError as error:
        raise DataRejected(name, "the file is not utf-8 text; save it as utf-8") from error


def _no_yaml(error: yaml.YAMLError, name: str, text: str) -> DataFault:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return DataFault(Place(name), f"not valid yaml: {error}")
    mark = error.problem_mark
    lines = text.splitlines()
    shown = lines[mark.line] if mark.line < len(lines) else ""
    return DataFault(Place(name, mark.line + 1, mark.column + 1), f"not valid yaml: {error.problem}", shown)
