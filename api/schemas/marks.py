"""Marks on persons as they are asked for and shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.routes.examples import AT, DECISION, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import LINE, PAGE, LabelSource, ReasonCode
from engine.desk.mark_effect import MarkEffect
from engine.desk.marks import Dispute, Entry, Marked, Wanted
from engine.ids import Prefix
from engine.mark import EVERYWHERE, KINDS
from engine.order.fields import Moment
from engine.store.marks import OF_MARK, MarkRow

Kind = Literal["email", "phone", "address", "card", "customer"]
Verdict = Literal["block", "trust"]
Kinds = Annotated[tuple[Kind, ...], Field(max_length=len(KINDS), strict=False)]
Reason = Annotated[str, Field(min_length=1, max_length=64, pattern=LINE)]
Note = Annotated[str, Field(max_length=1000, pattern=f"^$|{PAGE}")]
Scope = Annotated[str, Field(min_length=1, max_length=160, pattern=LINE)]

A_MARK: Example = {
    "id": an_id(Prefix.MARK),
    "kind": "email",
    "hint": "j***@example.org",
    "verdict": "block",
    "scope": EVERYWHERE,
    "reason": "chargeback",
    "note": "said that nothing came; the carrier has a signature",
    "until": None,
    "source": "order",
    "source_id": ORDER,
    "order_id": ORDER,
    "state": "active",
    "since": AT,
    "created_by": "ana",
    "revoked_at": None,
    "revoked_by": None,
    "revoked_why": "",
}
MARKED: Example = {"marks": [A_MARK], "added": 1, "extended": 0, "lacking": []}


class Known(Strict):
    """What is known of somebody, and why."""

    verdict: Verdict
    reason: Reason = Field(
        description="Of `block`: fraud, chargeback, account_taken, refund_abuse, reshipping, reselling, threats, "
        "other. Of `trust`: known_customer, verified, business, staff, false_alarm, other."
    )
    note: Note = ""
    until: Moment | None = None


class MarksAsked(Known):
    """Keys of an order that are marked: all that it has, unless `kinds` are named."""

    kinds: Kinds = ()
    scope: Scope = Field(
        default=EVERYWHERE,
        description="`merchant`; `shop` or `channel`, which are the order's own; or `shop:NAME`, `channel:NAME`.",
    )

    def wanted(self) -> Wanted:
        """What the desk is asked for."""
        return Wanted(
            verdict=self.verdict,
            reason=self.reason,
            scope=self.scope,
            note=self.note,
            until=self.until,
            kinds=tuple(self.kinds),
        )


class DisputeAsked(Strict):
    """What a bank or a gateway says of the order; it becomes the order's label in the same step."""

    kind: Literal["chargeback", "fraud", "friendly_fraud"]
    source: LabelSource
    reason_code: ReasonCode = None
    note: Note = ""
    known_at: Moment | None = None

    def dispute(self) -> Dispute:
        """What the desk is told."""
        return Dispute(
            kind=self.kind,
            source=self.source,
            reason_code=self.reason_code,
            note=self.note,
            known_at=self.known_at,
        )


class OrderMarksAsked(MarksAsked):
    """The same, with the dispute from which they follow, if they do."""

    dispute: DisputeAsked | None = None


class MarkAsked(Known):
    """A key by hand. An address is `street | postcode | city | country`; a phone number has its country code."""

    kind: Kind
    value: Annotated[str, Field(min_length=1, max_length=512, pattern=LINE)]
    scope: Scope = EVERYWHERE

    def entry(self) -> Entry:
        """What the desk is asked for."""
        wanted = Wanted(verdict=self.verdict, reason=self.reason, scope=self.scope, note=self.note, until=self.until)
        return Entry(kind=self.kind, value=self.value, wanted=wanted)


class MarksByHandAsked(Strict):
    """Keys by hand."""

    entries: Annotated[list[MarkAsked], Field(min_length=1, max_length=500)]


class RevokeAsked(Strict):
    """Why it is over."""

    why: Note = ""


class MarkShown(BaseModel):
    """A mark. Of the key itself only `hint` is shown; empty once its person was erased."""

    id: str
    kind: str
    hint: str
    verdict: str
    scope: str
    reason: str
    note: str
    until: datetime | None
    source: str = Field(description="`order`, `return`, `dispute`, `import` or `hand`.")
    source_id: str
    order_id: str | None
    state: str = Field(description="`active`, `over` once its end has come, or `revoked`.")
    since: datetime
    created_by: str
    revoked_at: datetime | None
    revoked_by: str | None
    revoked_why: str


class MarkedShown(BaseModel):
    """The marks as they are now; how many are new, how many count for longer, and which kinds the order lacks."""

    marks: list[MarkShown]
    added: int
    extended: int
    lacking: list[str]


class MarkDecisionShown(BaseModel):
    """A decision that names the mark. `current`: whether it still counts for its order."""

    decision_id: str
    order_id: str
    decided_at: datetime
    outcome: str
    cause: str
    current: bool


class MarkEffectShown(BaseModel):
    """What a mark did. `is_whole` is false where rules on marks spoke more often than were looked at."""

    data: list[MarkDecisionShown]
    looked_at: int
    is_whole: bool


AN_EFFECT: Example = {
    "data": [
        {"decision_id": DECISION, "order_id": ORDER, "decided_at": AT, "outcome": "hold", "cause": "submitted",
         "current": True}
    ],
    "looked_at": 3,
    "is_whole": True,
}  # fmt: skip


def shown_effect(effect: MarkEffect) -> Mapping[str, object]:
    """What a mark did."""
    shown = [
        {
            "decision_id": each.id,
            "order_id": each.order_id,
            "decided_at": each.decided_at,
            "outcome": each.outcome,
            "cause": each.cause,
            "current": each.superseded_by is None,
        }
        for each in effect.decisions
    ]
    return {"data": shown, "looked_at": effect.looked_at, "is_whole": effect.is_whole}


def shown_mark(row: MarkRow, now: datetime) -> Mapping[str, object]:
    """A mark, as it stands at a moment."""
    return {
        **{name: getattr(row.mark, name) for name in (*OF_MARK, "since", "until")},
        "hint": row.hint,
        "note": row.note,
        "order_id": row.order_id,
        "state": row.state_at(now),
        "created_by": row.created_by,
        "revoked_at": row.revoked_at,
        "revoked_by": row.revoked_by,
        "revoked_why": row.revoked_why,
    }


def shown_marked(marked: Marked, now: datetime) -> Mapping[str, object]:
    """What came of it."""
    return {
        "marks": [shown_mark(row, now) for row in marked.rows],
        "added": marked.added,
        "extended": marked.extended,
        "lacking": list(marked.lacking),
    }
