"""A decision table as read: rows that are rules, the columns they share, and how rows exclude each other."""

from dataclasses import dataclass
from enum import StrEnum

from engine.lexicon.spec import Scope
from engine.rulebook.condition import Condition
from engine.rulebook.rule import Rule
from engine.rulebook.source import Span


class HitPolicy(StrEnum):
    """What happens where several rows match.

    Source: OMG, Decision Model and Notation 1.5, 2024, section on hit policies.
    """

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    COLLECT = "COLLECT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `rule` holds the row's own condition, before the hit policy takes other rows' cases out of it.

    `cells` has a condition for each column of the table, None where any value will do; `texts` is what was written.
    """

    rule: Rule
    cells: tuple[Condition | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `columns` are facts; `path` is its sheet; `span` is where the head says how rows exclude each other."""

    name: str
    path: str
    title: str
    set: str
    scope: Scope
    hit_policy: HitPolicy
    complete: bool
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    span: Span
