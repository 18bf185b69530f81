"""`tables/NAME.csv` with its head `tables/NAME.yaml` -> rules, one a row, and the table that they make up."""

import re
from collections.abc import Mapping as Texts
from dataclasses import replace
from pathlib import PurePosixPath

from engine.lexicon.spec import Scope
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Entry, Mapping, Node, Place, Sequence, read_yaml
from engine.rulebook.operand_reading import Known
from engine.rulebook.reading import RuleReader
from engine.rulebook.rule import Rule
from engine.rulebook.source import Span
from engine.rulebook.table import HitPolicy, Row, Table
from engine.rulebook.table_days import cells_of
from engine.rulebook.table_policy import apply_policy
from engine.rulebook.table_rows import Columns, RowNode, RowReader
from engine.rulebook.table_shape import HEAD, NAME_FORM, NEEDED_COLUMNS, RULE_COLUMNS, SHEET, TABLES, head_shape
from engine.rulebook.table_sheet import Record, read_sheet


def read_tables(
    texts: Texts[str, str], reader: RuleReader, known: Known, faults: Faults
) -> tuple[tuple[Rule, ...], tuple[Table, ...]]:
    """The rules of all tables, other rows' cases taken out as each hit policy says, and the tables by name."""
    rules: list[Rule] = []
    tables: list[Table] = []
    for name in _names(texts, faults):
        read = _Reading(name, reader, known, faults)
        table = read.table(texts[read.head_path], texts[read.sheet_path])
        if table is not None:
            tables.append(table)
            rules.extend(apply_policy(table, known, faults))
    return tuple(rules), tuple(tables)


def _names(texts: Texts[str, str], faults: Faults) -> list[str]:
    """The tables that have both a head and a sheet; what stands alone is at fault."""
    found: dict[str, set[str]] = {HEAD: set(), SHEET: set()}
    for path in sorted(texts):
        suffix = PurePosixPath(path).suffix
        if path.startswith(TABLES) and suffix in found:
            found[suffix].add(path.removeprefix(TABLES).removesuffix(suffix))
    for suffix, other in ((HEAD, SHEET), (SHEET, HEAD)):
        for name in sorted(found[suffix] - found[other]):
            path = f"{TABLES}{name}{suffix}"
            message = f"the table `{name}` has no {'sheet' if other == SHEET else 'head'}"
            faults.add("R050", message, Span(path, 1, 1), f"write {TABLES}{name}{other} beside it")
    return sorted(found[HEAD] & found[SHEET])


class _Reading:
    def __init__(self, name: str, reader: RuleReader, known: Known, faults: Faults) -> None:
        self.head_path, self.sheet_path = f"{TABLES}{name}{HEAD}", f"{TABLES}{name}{SHEET}"
        self._name = name
        self._reader = reader
        self._known = known
        self._faults = faults

    def table(self, head_text: str, sheet_text: str) -> Table | None:
        """The table, when all its rows can be read."""
        if re.fullmatch(NAME_FORM, self._name) is None:
            message = f"`{self._name}` is not a name for a table"
            self._faults.add("R008", message, Span(self.sheet_path, 1, 1), "use small letters, digits and _")
        node = read_yaml(self.head_path, head_text, self._faults)
        head = None if node is None else open_form(node, head_shape(self._known.domain), self._faults)
        records = read_sheet(self.sheet_path, sheet_text, self._faults)
        if head is None or not records:
            if not records and not sheet_text.strip():
                message = f"the table `{self._name}` has no header"
                self._faults.add("R005", message, Span(self.sheet_path, 1, 1), f"write {','.join(RULE_COLUMNS)}")
            return None
        self._check_head(head)
        return self._rows(head, records) if head.word("scope") else None

    def _rows(self, head: Form, records: tuple[Record, ...]) -> Table | None:
        scope = Scope.PART if head.word("scope") == self._known.domain.part else Scope.WHOLE
        columns = self._columns(records[0], scope)
        if columns is None:
            return None
        tests = _tests(head)
        reader = RowReader(head, columns, tests, self._faults)
        rows = [reader.row(record) for record in records[1:] if self._is_whole(record, records[0])]
        self._check_tests(tests, {row.id for row in rows})
        rules = {rule.id: rule for rule in self._reader.rules(self.sheet_path, _file(head, rows))}
        policy = head.word("hit_policy")
        if not policy or {row.id for row in rows} != rules.keys() or len(rows) != len(rules):
            return None
        read = [_row(row, rules[row.id], len(columns.of_facts)) for row in rows]
        whole = tuple(row for row in read if row is not None)
        if len(whole) < len(rows):
            return None
        return Table(
            name=self._name,
            path=self.sheet_path,
            title=head.text("title"),
            set=head.word("set"),
            scope=scope,
            hit_policy=HitPolicy(policy),
            complete=head.flag("complete"),
            columns=tuple(fact.name for _, fact in columns.of_facts),
            rows=whole,
            span=head.at("complete") if head.given("complete") else head.at("hit_policy"),
        )

    def _columns(self, header: Record, scope: Scope) -> Columns | None:
        """The columns by what they are; None when the rows cannot be read without what is wrong with them."""
        lexicon, part = self._known.domain.lexicon, self._known.domain.part
        of_rule: dict[str, int] = {}
        of_facts = []
        for at, cell in enumerate(header):
            if cell.text in [each.text for each in header[:at]]:
                self._faults.add("R003", f"the column `{cell.text}` is given twice", cell.span, "keep one")
            elif cell.text in RULE_COLUMNS:
                of_rule[cell.text] = at
            elif cell.text not in lexicon:
                hint = did_you_mean(cell.text, (*lexicon, *RULE_COLUMNS))
                message = f"`{cell.text}` is neither a fact nor a column of a rule"
                self._faults.add("R051", message, cell.span, hint)
            elif lexicon[cell.text].scope is Scope.PART and scope is Scope.WHOLE:
                message = f"`{cell.text}` is a fact of each {part}, and the table is about the whole"
                self._faults.add("R025", message, cell.span, f"set scope: {part}")
            else:
                of_facts.append((at, lexicon[cell.text]))
        missing = [name for name in NEEDED_COLUMNS if name not in of_rule]
        place = Place(self.sheet_path, header[0].place.start, header[-1].place.end)
        if missing:
            message = f"the table has no column `{'`, `'.join(missing)}`"
            self._faults.add("R005", message, place.span, "add it to the header")
        elif not of_facts:
            self._faults.add("R051", "no column is a fact, so the rows test nothing", place.span, "add a fact")
        return None if missing or not of_facts else Columns(of_rule, tuple(of_facts))

    def _check_head(self, head: Form) -> None:
        """Read what only rows would read, so that a fault shows even in a table without rows."""
        head.whole("format", 1)
        for name in ("scope", "set", "status", "on_missing"):
            head.word(name)
        for name in ("references", "false_positives"):
            head.texts(name)
        head.day("review_by")
        head.text("owner")
        tests = head.node("tests")
        if tests is not None and not isinstance(tests, Mapping):
            self._faults.add("R006", "`tests` must map the ids of rows to their tests", tests.span, "write ID: […]")

    def _is_whole(self, record: Record, header: Record) -> bool:
        if len(record) != len(header):
            message = f"the line has {len(record)} cells and the header {len(header)}"
            span = Place(self.sheet_path, record[0].place.start, record[-1].place.end).span
            self._faults.add("R006", message, span, "put cells with commas in quotes")
        return len(record) == len(header)

    def _check_tests(self, tests: Texts[str, Node], ids: set[str]) -> None:
        for id_, node in tests.items():
            if id_ not in ids:
                self._faults.add("R050", f"no row has the id {id_}", node.span, did_you_mean(id_, ids))


def _tests(head: Form) -> dict[str, Node]:
    node = head.node("tests")
    return {entry.key: entry.value for entry in node.entries} if isinstance(node, Mapping) else {}


def _file(head: Form, rows: list[RowNode]) -> Mapping:
    """The rows as a rule file."""
    place = Place(rows[0].node.place.path if rows else "", None, None)
    given = [Entry(name, node.place, node) for name in ("format", "set") if (node := head.node(name)) is not None]
    items = Sequence(tuple(row.node for row in rows), place)
    return Mapping((*given, Entry("rules", place, items)), place)


def _row(row: RowNode, rule: Rule, width: int) -> Row | None:
    """None when a cell was at fault and is not in the condition."""
    blank = Row(rule=rule, cells=tuple(rule.when if at in row.tested else None for at in range(width)), texts=row.texts)
    cells = cells_of(blank, rule.when)
    return None if cells is None else replace(blank, cells=cells)
