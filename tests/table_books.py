"""Rule books of the airport domain with one decision table in them, for tests to read and to break."""

from collections.abc import Iterable, Mapping
from datetime import date

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.rulebook.book import RuleBook
from engine.rulebook.operand_reading import Known
from engine.rulebook.resolve import resolve
from engine.rulebook.table import Table
from engine.runtime.evaluation import RuleState
from engine.runtime.program import Program
from tests.airport_rules import SOUND, read
from tests.toy import AIRPORT

HEAD, SHEET = "tables/seats.yaml", "tables/seats.csv"
THEN = "inspect,low,TOO_MANY,crew"
DAY = date(2026, 6, 30)

_SOUND_HEAD = """\
format: 1
set: comfort
scope: flight
hit_policy: {policy}
title: Seats and delays
owner: crew
references: [airport handbook]
tests:
{tests}"""


def sheet(*rows: str, facts: str = "flight.seats,flight.cabin", then: str = THEN) -> str:
    """A sheet with these cells under facts, one row a text; the outputs are the same unless a row brings its own."""
    lines = [f"id,{facts},outcome,severity,reason,acts"]
    width = lines[0].count(",")
    for number, row in enumerate(rows, 1):
        cells = row if row.count(",") > width - 5 and row.endswith("crew") else f"{row},{then}"
        lines.append(f"TAB-{number:03},{cells}")
    return "\n".join(lines) + "\n"


def with_table(text: str, policy: str = "COLLECT", more: str = "") -> dict[str, str]:
    """The sound texts with this sheet. Each row has a test that is believed, not run, when the book is read."""
    ids = [line.split(",", 1)[0] for line in text.splitlines()[1:] if line.startswith("TAB-")]
    cases = "".join(
        f"  {id_}: [{{name: a, given: {{}}, expect: fires}}, {{name: b, given: {{}}, expect: quiet}}]\n" for id_ in ids
    )
    return {**SOUND, HEAD: _SOUND_HEAD.format(policy=policy, tests=cases or "  {}\n") + more, SHEET: text}


def table_of(text: str, policy: str = "COLLECT") -> tuple[Table, Known]:
    """The table of this sheet, and what it may name."""
    book = read(with_table(text, policy))
    return book.tables[0], Known(AIRPORT, book.lists, book.params)


def endings(book: RuleBook, sheets: Iterable[Mapping[str, Value]]) -> list[dict[str, RuleState]]:
    """How each row ends on each of several sheets, by both executors; rows that stay quiet are left out."""
    rows = [live for live in resolve(book, DAY, DAY) if live.rule.id.startswith("TAB-")]
    program = Program(rows, AIRPORT)
    try:
        found = [program.match(Sheet(dict(facts), ())) for facts in sheets]
        return [{each.rule.id: each.state for each in evaluation.results} for evaluation in found]
    finally:
        program.close()
