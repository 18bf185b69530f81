"""Keeps what a life taught: once when it ended, and again only where something late has changed it.

Everything is worked out of the books and nothing is added up, so that a life read twice teaches the same. Facts keep
the moment at which they were first learnt; each has a key of the row that says so, and counts once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.store.sessions import WriteSession
from fulfillment.desk_view import DeskView, Learnt
from fulfillment.learning.reading import Life
from fulfillment.learning.reasons import load_reasons
from fulfillment.records import OrderOutcome, OutcomeFact
from fulfillment.store.learning import facts_learnt, note_look, outcome_of, parts_learnt, put_outcome

SOURCE, ACTOR = "aftersales", "learning"


class CameTo(StrEnum):
    """What a look came to."""

    LEARNT = "learnt"
    CORRECTED = "corrected"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at one order came to, and the orders that have to be looked at because of it."""

    came_to: CameTo
    also: str = ""


def note(session: WriteSession, desk: DeskView, life: Life) -> Look:
    """Keeps it, and labels the order."""
    new = life.outcome
    merchant, order_id = new.merchant_id, new.order_id
    old = outcome_of(session, merchant, order_id)
    before = Life(
        outcome=new if old is None else old,
        parts=tuple(parts_learnt(session, merchant, [order_id]).get(order_id, ())),
        facts=tuple(facts_learnt(session, merchant, [order_id]).get(order_id, ())),
    )
    if old is not None and (_is_older(new, old) or "unreadable" in new.data):
        note_look(session, merchant, order_id, max(new.case_version, old.case_version),
                  max(new.looked_at, old.looked_at))  # fmt: skip
        return Look(CameTo.SAME)
    now = replace(life, facts=tuple(_as_first_learnt(life.facts, before.facts)))
    if old is not None and _said(now) == _said(before):
        note_look(session, merchant, order_id, new.case_version, new.looked_at)
        return Look(CameTo.SAME)
    kept = new if old is None else replace(new, learnt_at=old.learnt_at, corrections=old.corrections + 1)
    put_outcome(session, kept, now.parts, now.facts)
    _label(session, desk, now)
    return Look(CameTo.LEARNT if old is None else CameTo.CORRECTED, also=new.again_for)


def _is_older(new: OrderOutcome, old: OrderOutcome) -> bool:
    """Read before somebody else read and kept more."""
    return new.case_version < old.case_version or new.looked_at < old.looked_at


def _as_first_learnt(facts: tuple[OutcomeFact, ...], before: tuple[OutcomeFact, ...]) -> Iterator[OutcomeFact]:
    known = {each.key: each for each in before}
    for fact in facts:
        old = known.get(fact.key)
        yield fact if old is None else replace(fact, learnt_at=old.learnt_at, at=old.at)


def _said(life: Life) -> tuple[object, ...]:
    """All that counts of it: not when it was looked at, nor which version of the case that was."""
    outcome = replace(life.outcome, learnt_at=life.outcome.ended_at, looked_at=life.outcome.ended_at, case_version=0,
                      corrections=0)  # fmt: skip
    parts = sorted(life.parts, key=lambda each: (each.line, each.shipment_id))
    return outcome, tuple(parts), tuple(sorted(life.facts, key=lambda each: each.key))


def _label(session: WriteSession, desk: DeskView, life: Life) -> None:
    """For models and rules; a kind of label is added to an order once, since when it was known first."""
    first: dict[str, OutcomeFact] = {}
    kinds: Mapping[str, str] = load_reasons().labels
    for fact in sorted(life.facts, key=lambda each: (each.at, each.key)):
        if fact.cause in kinds:
            first.setdefault(kinds[fact.cause], fact)
    for kind, fact in first.items():
        learnt = Learnt(order_id=fact.order_id, kind=kind, source=SOURCE, reason_code=fact.cause, known_at=fact.at)
        desk.learn(session, fact.merchant_id, learnt, ACTOR)
