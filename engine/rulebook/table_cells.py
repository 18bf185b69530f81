"""The cells of a decision table -> the nodes that a rule file would hold, so that both are read and checked alike.

A small language after the unary tests of S-FEEL (OMG, Decision Model and Notation 1.5, 2024, chapter 9): a value,
a comparison, a stretch, several of them, or `not(…)` of them. What a value is, its column's fact says: `0101` is a
text where texts stand.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from engine.lexicon.spec import Fact, FactType
from engine.rulebook.faults import Faults
from engine.rulebook.fitness import MEMBERSHIP, NUMERIC, TAKES
from engine.rulebook.nodes import LARGEST_NUMBER, LONGEST_NUMBER, Entry, Mapping, Node, Plain, Scalar, Sequence
from engine.rulebook.table_sheet import Cell

ANYTHING = frozenset({"", "-"})
_STATES = frozenset({"missing", "present"})
_COMPARISONS = {"<=": "lte", ">=": "gte", "<": "lt", ">": "gt"}
_COMPARED = re.compile(r"(<=|>=|<|>)\s*(.*)")
_STRETCH = re.compile(r"([\[\](])\s*(.*?)\s*\.\.\s*(.*?)\s*([\[\])])")
_NOT = re.compile(r"not\s*\((.*)\)")
_STARTS = re.compile(r"starts\s+(.*)")
_EQUALS = re.compile(r"=\s*(.*)")
_LIST = re.compile(r"@[a-z][a-z0-9_.]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_QUOTED = re.compile(r'"[^"]+"')
_BARE = re.compile(r'(?!@)[^"\[\]()<>=,]+')
_HINT = "write 5, >= 5, [1..5], a, b, not(a, b), @list, $param, missing or present; or put a text in quotes"


class _Unreadable(Exception):
    """what is wrong with a cell has been reported"""


def cell_node(fact: Fact, cell: Cell, faults: Faults) -> Node | None:
    """The condition that a cell states of its column's fact; None for any value, or when the cell is at fault."""
    if cell.text in ANYTHING:
        return None
    try:
        return _Reading(fact, faults).cell(cell)
    except _Unreadable:
        return None


class _Reading:
    def __init__(self, fact: Fact, faults: Faults) -> None:
        self._fact = fact
        self._faults = faults
        self._many = TAKES[fact.type] >= MEMBERSHIP

    def cell(self, cell: Cell) -> Node:
        inside = _NOT.fullmatch(cell.text)
        if inside is not None:
            return self._none_of(cell, cell.part(*inside.span(1)))
        return self._any_of(cell)

    def _any_of(self, cell: Cell) -> Node:
        starts = _STARTS.fullmatch(cell.text)
        if starts is not None:
            return self._test(cell, "starts_with", self._texts(cell.part(*starts.span(1))))
        pieces = self._pieces(cell)
        if len(pieces) > 1 and self._many and all(map(_is_value, pieces)):
            return self._test(cell, "in", self._values(cell, pieces))
        nodes = tuple(map(self._piece, pieces))
        return nodes[0] if len(nodes) == 1 else _group("any", nodes, cell)

    def _none_of(self, cell: Cell, inside: Cell) -> Node:
        pieces = () if _STARTS.fullmatch(inside.text) else self._pieces(inside)
        if pieces and self._many and all(map(_is_value, pieces)):
            single = len(pieces) == 1
            operand = self._value(pieces[0]) if single else self._values(inside, pieces)
            return self._test(cell, "ne" if single else "not_in", operand)
        if len(pieces) == 1 and _LIST.fullmatch(inside.text):
            return self._test(cell, "not_in", Scalar(inside.text, inside.text, inside.place))
        if len(pieces) == 1 and _is_value(inside):
            return self._test(cell, "ne", self._value(inside))
        if inside.text in _STATES or inside.text in ANYTHING:
            raise self._refused(inside, f"`not({inside.text})` is not a cell", "write missing, present or - instead")
        return Mapping((Entry("not", cell.place, self._any_of(inside)),), cell.place)

    def _piece(self, piece: Cell) -> Node:
        """One test of the fact."""
        if piece.text in _STATES:
            return self._test(piece, piece.text, Scalar(True, "true", piece.place))
        for form, read in self._forms():
            found = form.fullmatch(piece.text)
            if found is not None:
                return read(piece, found)
        if not _is_value(piece):
            raise self._refused(piece, f"`{piece.text}` is not a cell of a table", _HINT)
        return Mapping((Entry(self._fact.name, piece.place, self._value(piece)),), piece.place)

    def _forms(self) -> tuple[tuple[re.Pattern[str], Callable[[Cell, re.Match[str]], Node]], ...]:
        return (_LIST, self._listed), (_COMPARED, self._compared), (_STRETCH, self._stretch), (_EQUALS, self._equal)

    def _listed(self, piece: Cell, _: re.Match[str]) -> Node:
        return self._test(piece, "in", Scalar(piece.text, piece.text, piece.place))

    def _compared(self, piece: Cell, found: re.Match[str]) -> Node:
        return self._test(piece, _COMPARISONS[found[1]], self._value(piece.part(*found.span(2))))

    def _stretch(self, piece: Cell, found: re.Match[str]) -> Node:
        low, high = (self._value(piece.part(*found.span(group))) for group in (2, 3))
        if (found[1], found[4]) == ("[", "]"):
            return self._test(piece, "between", Sequence((low, high), piece.place))
        lower = self._test(piece, "gte" if found[1] == "[" else "gt", low)
        upper = self._test(piece, "lte" if found[4] == "]" else "lt", high)
        return _group("all", (lower, upper), piece)

    def _equal(self, piece: Cell, found: re.Match[str]) -> Node:
        """`= 5`: how a workbook's own numbers are written. A code that was typed as a number has lost its zeros."""
        number = number_in(found[1])
        if number is None:
            raise self._formula(piece)
        if self._fact.type not in NUMERIC:
            message = f"the workbook holds the number {found[1]} where `{self._fact.name}` is text"
            hint = "format the cell as text and type it again: zeros in front may be lost"
            self._faults.add("R055", message, piece.span, hint)
            raise _Unreadable
        return Mapping((Entry(self._fact.name, piece.place, Scalar(number, found[1], piece.place)),), piece.place)

    def _formula(self, piece: Cell) -> _Unreadable:
        self._faults.add("R055", f"`{piece.text}` is a formula", piece.span, "write the value that it has")
        return _Unreadable()

    def _texts(self, cell: Cell) -> Node:
        if _LIST.fullmatch(cell.text):
            return Scalar(cell.text, cell.text, cell.place)
        return self._values(cell, self._pieces(cell))

    def _values(self, cell: Cell, pieces: tuple[Cell, ...]) -> Sequence:
        return Sequence(tuple(map(self._value, pieces)), cell.place)

    def _value(self, piece: Cell) -> Scalar:
        if not _is_value(piece):
            raise self._refused(piece, f"`{piece.text}` is not a value", _HINT)
        if piece.text[0] == '"':
            return Scalar(piece.text[1:-1], piece.text[1:-1], piece.place)
        return Scalar(self._typed(piece.text), piece.text, piece.place)

    def _typed(self, text: str) -> Plain:
        """What a bare value is, by its column."""
        if self._fact.type is FactType.BOOLEAN and text in {"true", "false"}:
            return text == "true"
        number = number_in(text) if self._fact.type in NUMERIC else None
        return text if number is None else number

    def _pieces(self, cell: Cell) -> tuple[Cell, ...]:
        """What stands between the commas, but for those in quotes."""
        cuts, quoted = [-1], False
        for index, character in enumerate(cell.text):
            if character == '"':
                quoted = not quoted
            elif character == "," and not quoted:
                cuts.append(index)
        if quoted:
            raise self._refused(cell, "a quote in the cell is not closed", 'write "a", "b"')
        cuts.append(len(cell.text))
        return tuple(cell.part(start + 1, end) for start, end in pairwise(cuts))

    def _test(self, cell: Cell, operator: str, operand: Node) -> Mapping:
        test = Mapping((Entry(operator, cell.place, operand),), cell.place)
        return Mapping((Entry(self._fact.name, cell.place, test),), cell.place)

    def _refused(self, cell: Cell, message: str, hint: str) -> _Unreadable:
        self._faults.add("R052", message, cell.span, hint)
        return _Unreadable()


def number_in(text: str) -> int | float | None:
    """The number that a cell writes, strictly: no sign but a minus, no zeros in front, no exponent."""
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > LONGEST_NUMBER or abs(float(text)) >= LARGEST_NUMBER or text == "-0":
        return None
    return float(text) if found[1] else int(text)


def _is_value(piece: Cell) -> bool:
    """Whether a piece is one value, bare or in quotes, and not the beginning of something else."""
    if piece.text.startswith('"'):
        return _QUOTED.fullmatch(piece.text) is not None
    return piece.text not in _STATES | ANYTHING and ".." not in piece.text and _BARE.fullmatch(piece.text) is not None


def _group(name: str, nodes: tuple[Node, ...], cell: Cell) -> Mapping:
    return Mapping((Entry(name, cell.place, Sequence(nodes, cell.place)),), cell.place)
