"""What `clearway hold list`, `show`, `assign` and `then`, and `clearway review` show and do."""

import sys
from dataclasses import dataclass
from datetime import datetime

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit
from api.cli.hold_phrases import CLOCKS, THEN, WORDS, told
from api.cli.life_page import moment_text
from api.cli.phrases import Language
from api.schemas.shown import shown_hold, shown_review
from engine.clock import microseconds
from engine.desk.errors import NotFound
from engine.desk.hold_actions import choose
from engine.desk.hold_terms import own_terms
from engine.desk.holding import assign_hold
from engine.desk.queueing import urgency
from engine.desk.reviewing import Disposition, assign, settle, take
from engine.rulebook.holds_block import Expiry
from engine.store.hold_listing import HoldsWanted, listed_holds
from engine.store.holds import Hold, hold_of
from engine.store.reviews import Review, reviews

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ending:
    """How a review ends, why in words, and in one word."""

    how: Disposition
    note: str
    code: str


def show_holds(clerk: Clerk, wanted: HoldsWanted, limit: int, language: Language, *, as_json: bool) -> Exit:
    """Those that end first come first."""
    found: list[Hold] = []
    with at_home() as house, house.database.read() as session:
        after: tuple[int, str] | None = None
        while len(found) < limit:
            part = listed_holds(session, clerk.merchant, wanted, min(AT_ONCE, limit - len(found)), after)
            if not part:
                break
            found += part
            after = microseconds(part[-1].expires_at or part[-1].placed_at), part[-1].id
    for each in found:
        _put(_json(shown_hold(each)) if as_json else hold_line(each, language))
    if not found and not as_json:
        _put(told(WORDS, "none", language))
    return Exit.DONE


def show_hold(clerk: Clerk, hold_id: str, language: Language, *, as_json: bool) -> Exit:
    """One hold, with what is different since a release."""
    with at_home() as house, house.database.read() as session:
        hold = hold_of(session, clerk.merchant, hold_id)
    if hold is None:
        raise NotFound("hold", hold_id)
    _put(_json(shown_hold(hold)) if as_json else hold_line(hold, language))
    if hold.changed and not as_json:
        _put(told(WORDS, "changed", language, hold.changed))
    return Exit.DONE


def give_hold(clerk: Clerk, hold_id: str, owner: str | None, language: Language) -> Exit:
    """Says who minds a hold."""
    with at_home() as house:
        _put(hold_line(assign_hold(house.desk, clerk.caller, hold_id, owner), language))
    return Exit.DONE


def choose_action(clerk: Clerk, reason: str | None, then: Expiry | None) -> Exit:
    """Sets what follows for a reason, or shows all that is set."""
    with at_home() as house:
        if reason is None:
            with house.database.read() as session:
                chosen = own_terms(session, clerk.merchant).then
        else:
            chosen = choose(house.desk, clerk.caller, reason, then)
    for name in sorted(chosen):
        _put(f"{name} = {chosen[name]}")
    return Exit.DONE


def show_reviews(clerk: Clerk, queue: str | None, limit: int, language: Language, *, as_json: bool) -> Exit:
    """The most urgent that are not resolved."""
    with at_home() as house, house.database.read() as session:
        now = house.clock.now()
        by_state = (reviews(session, clerk.merchant, limit, queue=queue, state=each) for each in ("open", "claimed"))
        found = sorted((each for part in by_state for each in part), key=lambda each: (each.rank_at, each.id))[:limit]
        lines = [_json(shown_review(each, now)) if as_json else _review(each, now, language) for each in found]
    _put(*(lines or ([] if as_json else [told(WORDS, "no_review", language)])))
    return Exit.DONE


def take_review(clerk: Clerk, queue: str | None, language: Language) -> Exit:
    """Takes the next one."""
    with at_home() as house:
        review = take(house.desk, clerk.caller, queue)
        now = house.clock.now()
    _put(told(WORDS, "no_review", language) if review is None else _review(review, now, language))
    return Exit.DONE


def give_review(clerk: Clerk, review_id: str, to: str, language: Language) -> Exit:
    """Gives one to somebody."""
    with at_home() as house:
        _put(_review(assign(house.desk, clerk.caller, review_id, to), house.clock.now(), language))
    return Exit.DONE


def end_review(clerk: Clerk, review_id: str, ending: Ending, language: Language) -> Exit:
    """Resolves one."""
    with at_home() as house:
        review, _ = settle(house.desk, clerk.caller, review_id, ending.how, ending.note, code=ending.code)
        _put(_review(review, house.clock.now(), language))
    return Exit.DONE


def hold_line(hold: Hold, language: Language) -> str:
    """A hold in one line: which, of which order, why, until when by which clock, what follows, who minds it."""
    ends = "" if hold.expires_at is None else moment_text(hold.expires_at)
    state = told(THEN, hold.on_expiry, language) if hold.state == "open" else hold.state
    owner = hold.owner or told(WORDS, "nobody", language)
    clock = told(CLOCKS, hold.clock, language)
    return f"{hold.id}  {hold.order_id}  {hold.reason}  {ends}  {clock}  {state}  {owner}"


def _review(review: Review, now: datetime, language: Language) -> str:
    ends = "" if review.due_at is None else moment_text(review.due_at)
    clock = "" if review.clock is None else told(CLOCKS, review.clock, language)
    points = told(WORDS, "urgency", language, urgency(review.priority, review.due_at, now))
    who = review.assignee or told(WORDS, "nobody", language)
    return f"{review.id}  {review.order_id}  {review.queue}  {review.state}  {points}  {ends}  {clock}  {who}"


def _json(shown: object) -> str:
    return orjson.dumps(shown, option=orjson.OPT_UTC_Z).decode()


def _put(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
