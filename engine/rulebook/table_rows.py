"""A row of a decision table -> the node of a rule, as if it had been written in a rule file."""

from collections.abc import Mapping as Named
from typing import NamedTuple

from engine.lexicon.spec import Fact
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form
from engine.rulebook.nodes import Entry, Mapping, Node, Place, Scalar, Sequence
from engine.rulebook.table_cells import cell_node, number_in
from engine.rulebook.table_shape import (
    DAY_COLUMNS,
    PLAIN_COLUMNS,
    SEVERAL_COLUMNS,
    SHARED,
    THEN_COLUMNS,
    WHOLE_COLUMNS,
    WORDS_COLUMNS,
)
from engine.rulebook.table_sheet import Cell, Record


class RowNode(NamedTuple):
    """A row as the node of a rule, and which of the table's columns it tests, in their order."""

    id: str
    node: Mapping
    tested: tuple[int, ...]
    texts: tuple[str, ...]


class Columns(NamedTuple):
    """The columns of a sheet: those of a rule by name, and those of facts, each with its place in a record."""

    of_rule: Named[str, int]
    of_facts: tuple[tuple[int, Fact], ...]


class RowReader:
    """Makes the rules of one table. `tests` are those of the head, by the id of their row."""

    def __init__(self, head: Form, columns: Columns, tests: Named[str, Node], faults: Faults) -> None:
        self._head = head
        self._columns = columns
        self._tests = tests
        self._faults = faults

    def row(self, record: Record) -> RowNode:
        """The node of one row. Cells at fault are reported and left out."""
        cells = {name: record[at] for name, at in self._columns.of_rule.items() if record[at].text}
        for cell in cells.values():
            if cell.text.startswith("="):
                self._faults.add("R055", f"`{cell.text}` is a formula", cell.span, "write the value that it has")
        place = Place(record[0].path, record[0].place.start, record[-1].place.end)
        when, tested = self._when(record, place)
        entries = [*self._plain(cells), Entry("when", when.place, when), Entry("then", place, _then(cells, place))]
        entries += self._several(cells) + self._life(cells, place)
        id_ = cells["id"].text if "id" in cells else ""
        if id_ in self._tests:
            entries.append(Entry("tests", self._tests[id_].place, self._tests[id_]))
        texts = tuple(record[at].text for at, _ in self._columns.of_facts)
        return RowNode(id_, Mapping(tuple(entries), place), tested, texts)

    def _when(self, record: Record, place: Place) -> tuple[Node, tuple[int, ...]]:
        nodes = [cell_node(fact, record[at], self._faults) for at, fact in self._columns.of_facts]
        tested = tuple(index for index, node in enumerate(nodes) if node is not None)
        stated = tuple(node for node in nodes if node is not None)
        if not stated:
            return always(self._columns.of_facts[0][1], place), ()
        return (stated[0] if len(stated) == 1 else _group("all", stated, place)), tested

    def _plain(self, cells: Named[str, Cell]) -> list[Entry]:
        """What the row says itself, and what the head says for all where the row does not."""
        entries = [_entry(name, cells[name]) for name in PLAIN_COLUMNS if name in cells]
        given = {entry.key for entry in entries}
        shared = (*SHARED, "title") if "title" not in given else SHARED
        for name in shared:
            node = self._head.node(name)
            if node is not None and name not in given:
                entries.append(Entry(name, node.place, node))
        return entries

    def _several(self, cells: Named[str, Cell]) -> list[Entry]:
        """Texts that the row adds to the head's."""
        entries = []
        for column, key in SEVERAL_COLUMNS.items():
            shared = self._head.node(key)
            own = _pieces(cells[column], ";") if column in cells else ()
            items = (*(shared.items if isinstance(shared, Sequence) else ()), *own)
            if items:
                entries.append(Entry(key, items[0].place, Sequence(items, items[0].place)))
        return entries

    def _life(self, cells: Named[str, Cell], place: Place) -> list[Entry]:
        days = tuple(_entry(name, cells[name]) for name in DAY_COLUMNS if name in cells)
        shared = self._head.node("effective")
        if days:
            return [Entry("effective", days[0].place, Mapping(days, days[0].place))]
        return [] if shared is None else [Entry("effective", place, shared)]


def always(fact: Fact, place: Place) -> Mapping:
    """What a row without any test says: its first fact is known, or it is not."""
    states = (_state(fact, state, place) for state in ("present", "missing"))
    return _group("any", tuple(states), place)


def _state(fact: Fact, state: str, place: Place) -> Mapping:
    test = Mapping((Entry(state, place, Scalar(True, "true", place)),), place)
    return Mapping((Entry(fact.name, place, test),), place)


def _then(cells: Named[str, Cell], place: Place) -> Mapping:
    return Mapping(tuple(_entry(name, cells[name]) for name in THEN_COLUMNS if name in cells), place)


def _entry(name: str, cell: Cell) -> Entry:
    if name in WORDS_COLUMNS:
        return Entry(name, cell.place, Sequence(_pieces(cell, ","), cell.place))
    number = number_in(cell.text) if name in WHOLE_COLUMNS else None
    return Entry(name, cell.place, Scalar(cell.text if number is None else number, cell.text, cell.place))


def _pieces(cell: Cell, mark: str) -> tuple[Node, ...]:
    """The texts of a cell between its marks."""
    found, at = [], 0
    for text in cell.text.split(mark):
        piece = cell.part(at, at + len(text))
        found.append(Scalar(piece.text, piece.text, piece.place))
        at += len(text) + len(mark)
    return tuple(found)


def _group(name: str, nodes: tuple[Node, ...], place: Place) -> Mapping:
    return Mapping((Entry(name, place, Sequence(nodes, place)),), place)
