"""Suggestions as they are kept: each with its newest evidence; dismissed ones stay so until the evidence changes."""

from dataclasses import replace
from datetime import datetime

from engine.desk.desk import Caller
from engine.desk.telling import audit_job
from engine.ids import Ids, Prefix
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError, NotFound
from fulfillment.learning.reading import CURRENCY
from fulfillment.learning.suggesting import MILLION, Found, Proposal, monthly
from fulfillment.records import LearntSuggestion
from fulfillment.store.learning import add_suggestion, save_suggestion, suggestion_of, suggestions_of

OPEN, DISMISSED, GONE = "open", "dismissed", "gone"
NOBODY = "learning"


class SuggestionNotOpen(FulfilmentError):
    """the suggestion is not open any more; read it again"""

    code = "suggestion_not_open"

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(f"the suggestion is `{state}`, not `{OPEN}`; read it again")


def keep_found(session: WriteSession, ids: Ids, merchant: str, found: Found) -> None:
    """Adds what is new, renews what is known, and lets go of what figures do not say any more."""
    known = {(each.rule, each.about): each for each in suggestions_of(session, merchant)}
    for each in found.tested:
        was = known.pop((each.term.id, each.about), None)
        if was is None:
            add_suggestion(session, _new(ids, merchant, each, found))
        elif was.seen_at <= found.at:
            _renew(session, ids, was, each, found)
    for was in known.values():
        if was.state == OPEN and was.seen_at <= found.at:
            save_suggestion(session, was, replace(was, state=GONE, seen_at=found.at))


def known_suggestion(session: ReadSession, merchant: str, id_: str) -> LearntSuggestion:
    """By its id. Raises NotFound."""
    found = suggestion_of(session, merchant, id_)
    if found is None:
        raise NotFound("suggestion", id_)
    return found


def dismiss(session: WriteSession, ids: Ids, caller: Caller, id_: str, why: str, now: datetime) -> LearntSuggestion:
    """Somebody does not follow it. Raises NotFound, and SuggestionNotOpen where that was done before."""
    was = known_suggestion(session, caller.merchant, id_)
    if was.state != OPEN:
        raise SuggestionNotOpen(was.state)
    share = was.cases * MILLION // max(1, was.orders)
    gone = replace(was, state=DISMISSED, dismissed_cases=was.cases, dismissed_ppm=share, dismissed_at=now,
                   dismissed_by=caller.name, why=why)  # fmt: skip
    if not save_suggestion(session, was, gone):
        raise SuggestionNotOpen(DISMISSED)
    told = {"rule": was.rule, "about": was.about, "cases": was.cases, "orders": was.orders}
    enqueue(session, ids, [audit_job(caller, "suggestion.dismissed", id_, told, now)], now)
    return gone


def _new(ids: Ids, merchant: str, tested: Proposal, found: Found) -> LearntSuggestion:
    return LearntSuggestion(
        id=ids.new(Prefix.SUGGESTION), merchant_id=merchant, rule=tested.term.id, about=tested.about, state=OPEN,
        cases=tested.cases, orders=tested.orders, monthly=monthly(tested.money, found.days), currency=CURRENCY,
        first_at=found.at, seen_at=found.at, data={**tested.evidence(), "days": found.days},
    )  # fmt: skip


def _renew(session: WriteSession, ids: Ids, was: LearntSuggestion, tested: Proposal, found: Found) -> None:
    fresh = _new(ids, was.merchant_id, tested, found)
    comes_back = was.state == DISMISSED and _has_changed(was, tested, found.terms.again_after)
    state = was.state if was.state == DISMISSED and not comes_back else OPEN
    saved = save_suggestion(session, was, replace(
        was, state=state, cases=fresh.cases, orders=fresh.orders, monthly=fresh.monthly, data=fresh.data,
        seen_at=found.at,
    ))  # fmt: skip
    if saved and comes_back:
        caller = Caller(merchant=was.merchant_id, name=NOBODY)
        told = {"rule": was.rule, "about": was.about, "cases": fresh.cases, "orders": fresh.orders}
        enqueue(session, ids, [audit_job(caller, "suggestion.came_back", was.id, told, found.at)], found.at)


def _has_changed(was: LearntSuggestion, tested: Proposal, again_after: int) -> bool:
    """More cases than were known when it was dismissed, and no lower a share of them."""
    return tested.cases >= was.dismissed_cases + again_after and tested.share_ppm >= was.dismissed_ppm
