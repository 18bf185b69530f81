"""What ending a review would do now, before anybody ends it. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.changing import known_case
from engine.desk.deciding import WAITING, Judged, judge
from engine.desk.desk import Caller, Desk
from engine.desk.errors import ReviewResolved
from engine.desk.reopening import differs_from
from engine.desk.reviewing import FREES, LABELS, Disposition, found_review, of_parts
from engine.explanation import reason_codes
from engine.policy import may_waive
from engine.store.decision_rows import Past, past_of
from engine.store.holds import Hold, holds_of
from engine.store.reviews import Review
from engine.store.sessions import ReadSession
from engine.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What would hold the order after its holds are released: another rule, or the same by other evidence, which
    `changed` names as `Hold.changed` does. A rule that holds nothing yet has nothing there."""

    rule: str
    reason: str
    part: int | None
    changed: Mapping[str, object] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`frees` and `stays` are the order's open holds by what becomes of them; `outcome` and `reasons` are those of the
    decision that would count then. `label` is what the order would be labelled. `next_end` is when the earliest hold
    that stays ends, `on_expiry` what follows then. `again` is what no release of now covers."""

    review: Review
    frees: Sequence[Hold]
    stays: Sequence[Hold]
    outcome: str
    reasons: tuple[str, ...]
    decided_anew: bool
    label: str | None
    next_end: datetime | None
    on_expiry: str | None
    again: Sequence[Again]

    @property
    def goes_on(self) -> bool:
        """Whether payment, stock and picking would follow."""
        return self.outcome == "admit" and not self.stays


def outlook(desk: Desk, session: ReadSession, caller: Caller, review_id: str, disposition: Disposition) -> Outlook:
    """With the law, lists and releases of now. Raises NotFound, ReviewResolved, PersonErased, NoEdition."""
    review = found_review(session, caller.merchant, review_id)
    if review.state == "resolved":
        raise ReviewResolved
    held = holds_of(session, caller.merchant, review.order_id, only_open=True)
    frees = [each for each in held if each.waivable] if disposition in FREES else []
    stays = [each for each in held if each not in frees]
    current = next(each for each in past_of(session, caller.merchant, review.order_id) if each.superseded_by is None)
    outcome, reasons, again = _decided(desk, session, caller, current, review.order_id, frees)
    labelled = disposition in LABELS and not (of_parts(session, review) and disposition is Disposition.RELEASE)
    ends = [(each.expires_at, each.on_expiry) for each in stays if each.expires_at is not None]
    next_end, on_expiry = min(ends, default=(None, None))
    return Outlook(
        review=review,
        frees=frees,
        stays=stays,
        outcome=outcome,
        reasons=reasons,
        decided_anew=bool(frees),
        label=LABELS[disposition] if labelled else None,
        next_end=next_end,
        on_expiry=on_expiry,
        again=again,
    )


def _decided(
    desk: Desk, session: ReadSession, caller: Caller, current: Past, order_id: str, frees: Sequence[Hold]
) -> tuple[str, tuple[str, ...], Sequence[Again]]:
    """The decision with releases of these holds in it; the one that stands where none is released."""
    if not frees:
        return current.outcome, current.reasons, ()
    case = known_case(desk, session, caller, order_id, "released")
    freed = tuple(
        Waiver(rule=each.rule, fingerprint=each.fingerprint, by=caller.name, why="")
        for each in frees
        if each.source == "rule"
    )
    case = replace(case, standing=replace(case.standing, waivers=(*case.standing.waivers, *freed)))
    judged = judge(desk, session, case)
    codes = reason_codes(judged.decision, judged.loaded.admission.book)
    return judged.decision.outcome, codes, _again(desk, session, judged, frees)


def _again(desk: Desk, session: ReadSession, judged: Judged, frees: Sequence[Hold]) -> Sequence[Again]:
    """Findings that wait all the same; what may not be released stays, and is told there."""
    of_rule, domain = {(each.rule, each.part): each for each in frees}, judged.loaded.admission.book.domain
    found = []
    for each in judged.decision.findings:
        if each.verdict not in WAITING or each.waived_by is not None or not may_waive(each, domain):
            continue
        hold = of_rule.get((each.rule, each.part))
        changed = None if hold is None else differs_from(desk, session, judged, each, hold)
        found.append(Again(rule=each.rule, reason=each.reason, part=each.part, changed=changed))
    return found
