"""Work on the queue: take the next, assign, resolve. Who changes a review says which state of it they saw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from engine.desk.changing import decide_anew
from engine.desk.deciding import Decided
from engine.desk.desk import Caller, Desk
from engine.desk.errors import HoldNotWaivable, NotFound, ReviewChanged, ReviewResolved, VersionChanged
from engine.desk.holding import Release, let_go
from engine.desk.intake import settled
from engine.desk.labelling import note_label
from engine.desk.preferences import preferences
from engine.desk.telling import ASSIGNED, REVIEWED, audit_job
from engine.errors import Fault
from engine.store.decision_rows import past_of
from engine.store.holds import POLICY, holds_of
from engine.store.outbox import NewJob, enqueue
from engine.store.reviews import By, Review, changes_since, claim, resolve, review_of, take_next
from engine.store.sessions import ReadSession, WriteSession


class Disposition(StrEnum):
    """How a person ends a review. `release` lets the order go on as far as it may; the others say what it was."""

    RELEASE = "release"
    FRAUD = "fraud"
    LEGITIMATE = "legitimate"
    KEEP = "keep"


LABELS = {Disposition.FRAUD: "fraud", Disposition.LEGITIMATE: "legitimate", Disposition.RELEASE: "legitimate"}
FREES = frozenset({Disposition.RELEASE, Disposition.LEGITIMATE})


def take(desk: Desk, caller: Caller, queue: str | None = None) -> Review | None:
    """The next review that nobody works on, locked for a while; None when there is none."""
    with desk.database.write() as session:
        lock = _lock(session, caller.merchant)
        review = take_next(session, caller.merchant, caller.name, desk.clock.now(), lock, queue, caller.shops)
        if review is not None:
            _tell_assigned(desk, session, caller, review)
        return review


def assign(desk: Desk, caller: Caller, review_id: str, to: str, seen_versions: frozenset[int] | None = None) -> Review:
    """Gives a review to somebody. Raises NotFound, ReviewChanged."""
    with desk.database.write() as session:
        review = _seen(session, caller.merchant, review_id, seen_versions)
        now = desk.clock.now()
        if not claim(session, review, to, now + _lock(session, caller.merchant), By(caller.name, now)):
            raise ReviewChanged
        given = found_review(session, caller.merchant, review_id)
        _tell_assigned(desk, session, caller, given)
        return given


def _tell_assigned(desk: Desk, session: WriteSession, caller: Caller, review: Review) -> None:
    """That somebody has it from now on; who, is in the feed and in the audit, and in no message."""
    now = desk.clock.now()
    data: Mapping[str, object] = {
        "review_id": review.id, "queue": review.queue, "assignee": review.assignee, "actor": caller.name,
    }  # fmt: skip
    told = NewJob(
        kind=REVIEWED,
        merchant=caller.merchant,
        aggregate=review.order_id,
        payload={**data, "type": ASSIGNED, "at": now.isoformat()},
        dedup=f"{ASSIGNED}:{review.id}:{review.version}",
    )
    enqueue(session, desk.ids, [told, audit_job(caller, ASSIGNED, review.order_id, data, now)], now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a review ends. `code` says why in one word, `seen_versions` and `decision_id` which state of review and order
    was looked at; any, where None."""

    disposition: Disposition
    note: str = ""
    code: str = ""
    seen_versions: frozenset[int] | None = None
    decision_id: str | None = None


def settle(
    desk: Desk,
    caller: Caller,
    review_id: str,
    disposition: Disposition,
    note: str = "",
    seen_versions: frozenset[int] | None = None,
    *,
    code: str = "",
    decision_id: str | None = None,
) -> tuple[Review, Decided | None]:
    """Ends a review in a transaction of its own. Raises what `settle_in` does, and InFlight."""
    ending = Ending(disposition=disposition, note=note, code=code, seen_versions=seen_versions, decision_id=decision_id)
    return settled(desk, lambda session: settle_in(desk, session, caller, review_id, ending))


def settle_in(
    desk: Desk, session: WriteSession, caller: Caller, review_id: str, ending: Ending
) -> tuple[Review, Decided | None]:
    """Ends a review. A release frees all holds that a person may release and decides anew, once.

    Raises NotFound, ReviewResolved, VersionChanged, ReviewChanged when the order was decided anew since it was looked
    at, and HoldNotWaivable when nothing that holds the order may be released.
    """
    now, how = desk.clock.now(), ending.disposition
    review = _seen(session, caller.merchant, review_id, ending.seen_versions)
    _as_looked_at(session, review, ending.decision_id)
    if not resolve(session, review, disposition=how, note=ending.note, by=caller.name, at=now, code=ending.code):
        raise ReviewChanged
    is_of_parts = of_parts(session, review)
    freed = Release(ending.note or "released in review", code=ending.code)
    decided = _freed(desk, session, caller, review, freed) if how in FREES else None
    if how in LABELS and not (is_of_parts and how is Disposition.RELEASE):
        note_label(desk, session, caller, review.order_id, LABELS[how], source="review", note=ending.note)
    _tell_resolved(desk, session, caller, review, ending)
    return found_review(session, caller.merchant, review_id), decided


def _tell_resolved(desk: Desk, session: WriteSession, caller: Caller, review: Review, ending: Ending) -> None:
    now = desk.clock.now()
    data: Mapping[str, object] = {"review_id": review.id, "disposition": ending.disposition, "actor": caller.name}
    data = {**data, "reason_code": ending.code} if ending.code else data
    told = NewJob(
        kind=REVIEWED,
        merchant=caller.merchant,
        aggregate=review.order_id,
        payload={**data, "at": now.isoformat()},
        dedup=f"{REVIEWED}:{review.id}",
    )
    enqueue(session, desk.ids, [told, audit_job(caller, "review.resolved", review.order_id, data, now)], now)


def of_parts(session: ReadSession, review: Review) -> bool:
    """Whether parts alone wait, by a policy: to let them go says nothing about fraud."""
    held = holds_of(session, review.merchant, review.order_id, only_open=True)
    return bool(held) and all(each.source == POLICY for each in held)


def _freed(desk: Desk, session: WriteSession, caller: Caller, review: Review, release: Release) -> Decided | None:
    held = holds_of(session, caller.merchant, review.order_id, only_open=True)
    free = [each for each in held if each.waivable]
    if held and not free:
        raise HoldNotWaivable(held[0].id, held[0].rule)
    for each in free:
        let_go(desk, session, caller, each, release)
    return decide_anew(desk, session, caller, review.order_id, "released") if free else None


def _lock(session: ReadSession, merchant: str) -> timedelta:
    """For how long a review that was taken is nobody else's."""
    return timedelta(minutes=preferences(session, merchant)["review_lock_minutes"])


def _seen(session: WriteSession, merchant: str, review_id: str, seen_versions: frozenset[int] | None) -> Review:
    review = found_review(session, merchant, review_id)
    if review.state == "resolved":
        raise ReviewResolved
    if seen_versions is not None and review.version not in seen_versions:
        raise VersionChanged(_what_changed(session, review, max(seen_versions, default=0)))
    return review


def _what_changed(session: ReadSession, review: Review, seen: int) -> list[Fault]:
    """Each field that is different since a version, with who changed it."""
    told: dict[str, Fault] = {}
    for each in changes_since(session, review, seen):
        for name, value in each.what.items():
            detail = f"`{name}` is `{value}` by {each.by} since {each.at.isoformat()}"
            told[name] = Fault(f"/{name}", "changed", detail)
    return list(told.values())


def _as_looked_at(session: ReadSession, review: Review, decision_id: str | None) -> None:
    """A release of what nobody has seen is none. Raises ReviewChanged with what was decided since."""
    if decision_id is None:
        return
    past = past_of(session, review.merchant, review.order_id)
    now = next(each for each in past if each.superseded_by is None)
    if now.id == decision_id:
        return
    seen = next((each for each in past if each.id == decision_id), None)
    changes = [Fault("/decision_id", "changed", f"the order was decided anew: `{now.id}`, {now.cause}")]
    if seen is not None and seen.outcome != now.outcome:
        changes.append(Fault("/outcome", "changed", f"the outcome is `{now.outcome}`; it was `{seen.outcome}`"))
    before = set() if seen is None else set(seen.reasons)
    changes += [Fault("/reasons", "added", f"`{each}` is new") for each in now.reasons if each not in before]
    changes += [Fault("/reasons", "gone", f"`{each}` is gone") for each in sorted(before - set(now.reasons))]
    raise ReviewChanged(changes)


def found_review(session: ReadSession, merchant: str, review_id: str) -> Review:
    """A review. Raises NotFound."""
    review = review_of(session, merchant, review_id)
    if review is None:
        raise NotFound("review", review_id)
    return review
