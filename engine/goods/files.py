"""The one reader of the restricted goods files: strict YAML in which every scalar stays text.

`NO` is Norway and `0101` a heading, so nothing is guessed. Whoever reads a record names each field once; what is left
over, missing or of the wrong form is refused with the place where it stands.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import yaml

from engine.errors import DataRejected

Node = str | list["Node"] | dict[str, "Node"]
_NONE = "null"


class _TextLoader(yaml.CSafeLoader):
    """Composes nodes in C and leaves scalars as written; resolving tags would take most of the time."""

    def descend_resolver(self, *_: object) -> None:
        """Nothing is resolved by path."""

    def ascend_resolver(self) -> None:
        """Nothing is resolved by path."""

    def resolve(self, *_: object) -> str:
        """Every node keeps the kind it is written as."""
        return ""


def read_yaml(path: Path) -> "Record":
    """One file as a record. Raises DataRejected when it is missing, is no YAML or is no mapping."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataRejected(path.name, "the file cannot be read; restore it from the repository") from error
    loader = _TextLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise DataRejected(f"{path.name}:{line}", f"not valid yaml: {error.problem}") from error
    finally:
        loader.dispose()
    values = None if node is None else _plain(node, path.name)
    if not isinstance(values, dict):
        raise DataRejected(path.name, "the file must be a mapping with named parts")
    return Record(values, path.name)


def _plain(node: yaml.Node, name: str) -> Node:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name) for item in node.value]
    made: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str) or key in made:
            raise DataRejected(f"{name}:{key_node.start_mark.line + 1}", f"key `{key}` is used twice; keep one of them")
        made[key] = _plain(value_node, name)
    return made


class Record:
    """A mapping that is read field by field; `close` refuses what nobody asked for."""

    __slots__ = ("_left", "_values", "where")

    def __init__(self, values: Mapping[str, Node], where: str) -> None:
        self._values = values
        self._left = set(values)
        self.where = where

    def _take(self, key: str) -> Node | None:
        self._left.discard(key)
        value = self._values.get(key)
        return None if value in (_NONE, "~", "") else value

    def reject(self, key: str, wanted: str) -> DataRejected:
        """The error for a field that does not hold what it must."""
        return DataRejected(f"{self.where}/{key}", f"must be {wanted}")

    def optional(self, key: str) -> str | None:
        """A text, or None when the field is absent or null."""
        value = self._take(key)
        if value is not None and not isinstance(value, str):
            raise self.reject(key, "one text")
        return value

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.optional(key)
        if value is None:
            raise self.reject(key, "given; it is missing or empty")
        return value

    def choice(self, key: str, allowed: frozenset[str], default: str | None = None) -> str:
        """One word out of a closed set."""
        value = self.optional(key) or default
        if value is None or value not in allowed:
            raise self.reject(key, "one of " + ", ".join(sorted(allowed)))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; absent is empty."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.reject(key, "a list of texts")
        return tuple(item for item in value if isinstance(item, str))

    def digits(self, key: str) -> tuple[str, ...]:
        """A list of HS prefixes: digits only."""
        values = self.texts(key)
        if not all(value.isdigit() for value in values):
            raise self.reject(key, "a list of digit strings such as 854340")
        return values

    def day(self, key: str) -> date | None:
        """A date such as 2026-01-31, or None."""
        value = self.optional(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.reject(key, "a date such as 2026-01-31") from error

    def numbers(self, key: str) -> dict[str, float]:
        """A mapping of names to numbers; absent is empty."""
        part = self.part(key)
        return {name: part.number(name) for name in part.names()}

    def number(self, key: str) -> float:
        """A number that must be there."""
        value = self.text(key)
        try:
            return float(value)
        except ValueError as error:
            raise self.reject(key, "a number") from error

    def part(self, key: str) -> "Record":
        """A mapping under this one; absent is empty."""
        value = self._take(key)
        if value is None:
            return Record({}, f"{self.where}/{key}")
        if not isinstance(value, dict):
            raise self.reject(key, "a mapping")
        return Record(value, f"{self.where}/{key}")

    def records(self, key: str) -> Iterator["Record"]:
        """A list of mappings; absent is empty. Each is closed after use by its reader."""
        value = self._take(key)
        if value is None:
            return
        if not isinstance(value, list):
            raise self.reject(key, "a list")
        for number, item in enumerate(value, 1):
            if not isinstance(item, dict):
                raise DataRejected(f"{self.where}/{key}[{number}]", "must be a mapping")
            name = item.get("id")
            yield Record(item, f"{self.where}/{name}" if isinstance(name, str) else f"{self.where}/{key}[{number}]")

    def names(self) -> tuple[str, ...]:
        """The keys, in the order of the file."""
        return tuple(self._values)

    def close(self) -> None:
        """Raises DataRejected when a field was never asked for, most often a misspelt name."""
        if self._left:
            raise DataRejected(
                self.where, f"does not know the field `{min(self._left)}`; correct its name or remove it"
            )
