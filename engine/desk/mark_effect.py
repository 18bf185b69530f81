"""What a mark did: the decisions that name it, found among those in which rules on marks spoke since it was made."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from engine.desk.desk import Desk
from engine.desk.marks import found_mark
from engine.store.decision_rows import DecisionRow, decision_of
from engine.store.rule_hits import decisions_of_rules

FACTS = "mark."
MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEffect:
    """Decisions that name the mark, newest first, of those that were looked at."""

    decisions: Sequence[DecisionRow]
    looked_at: int
    is_whole: bool


def effect_of(desk: Desk, merchant: str, mark_id: str) -> MarkEffect:
    """Of the edition in force the rules, of the newest decisions the rest. Raises NotFound, NoEdition."""
    now = desk.clock.now()
    program = desk.editions.current(merchant).admission.program(now, now)
    named_rules = [each.rule.id for each in program.rules]
    rules = [each for each in named_rules if any(fact.startswith(FACTS) for fact in program.facts_of(each))]
    with desk.database.read() as session:
        row = found_mark(session, merchant, mark_id)
        ids = decisions_of_rules(session, merchant, rules, row.mark.since, MOST + 1)
        found = (decision_of(session, merchant, each) for each in ids[:MOST])
        named = [each for each in found if each is not None and _names(each, mark_id)]
    return MarkEffect(decisions=named, looked_at=min(len(ids), MOST), is_whole=len(ids) <= MOST)


def _names(row: DecisionRow, mark_id: str) -> bool:
    marks = orjson.loads(row.content).get("marks") or []
    return any(each.get("id") == mark_id for each in marks)
