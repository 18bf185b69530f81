"""Hits on lists of denied parties, and verdicts on them, as they are shown."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from api.schemas.shown import DecisionShown, shown_decision
from engine.desk.deciding import Decided
from engine.desk.party_judging import SeenHit
from engine.ids import Prefix
from engine.order.masking import masked_text
from engine.store.party_lists import ListEdition
from engine.store.party_verdicts import PartyVerdict

A_HIT: Example = {
    "entry": "un:QDi.998",
    "list_title": "United Nations Security Council Consolidated List",
    "list_dated": "2026-11-20",
    "entry_name": "IVAN EXEMPLAROV",
    "listed": "IVAN EXEMPLAROV",
    "asked": "Ivan Exemplarof",
    "role": "consignee",
    "field": "name",
    "score": 0.97,
    "band": "strong",
    "explanation": ["`exemplarof` is like `exemplarov`"],
}
A_LIST: Example = {
    "name": "un",
    "source": "UN",
    "title": "United Nations Security Council Consolidated List",
    "dated": "2026-11-20",
    "entries": 1010,
    "faults": 0,
    "loaded_at": AT,
    "loaded_by": "command line",
}
A_VERDICT: Example = {
    "id": an_id(Prefix.PARTY_VERDICT),
    "order_id": ORDER,
    "entry": "un:QDi.998",
    "verdict": "cleared",
    "until": "2027-11-26T00:00:00Z",
    "note": "born 1994, the listed one 1951",
    "given_at": AT,
    "given_by": "ana",
}


class HitShown(BaseModel):
    """A likeness of a party of the order to an entry of a list. `score` goes from 0 to 1."""

    entry: str
    list_title: str
    list_dated: date | None
    entry_name: str
    listed: str = Field(description="The name or address of the entry that the party is like.")
    asked: str = Field(description="What the order says.")
    role: str
    field: str
    score: float
    band: str
    explanation: list[str]


class ListShown(BaseModel):
    """A list in force. `faults` counts rows that could not be read."""

    name: str
    source: str
    title: str
    dated: date | None
    entries: int
    faults: int
    loaded_at: datetime
    loaded_by: str


class VerdictShown(BaseModel):
    """What somebody said of a party and an entry; the newest counts, until it runs out."""

    id: str
    order_id: str
    entry: str
    verdict: str
    until: datetime | None
    note: str
    given_at: datetime
    given_by: str


class JudgedShown(BaseModel):
    """A verdict, and the decision that followed."""

    verdict: VerdictShown
    decision: DecisionShown


def shown_hit(seen: SeenHit, *, in_clear: bool = True) -> Mapping[str, object]:
    """A hit; the party's own name and why it is like the entry's are personal."""
    hit = seen.hit
    return {
        "entry": seen.entry,
        "list_title": hit.list_title,
        "list_dated": hit.list_dated,
        "entry_name": hit.entry_name,
        "listed": hit.listed,
        "asked": hit.asked if in_clear else masked_text(hit.asked),
        "role": hit.role,
        "field": hit.field,
        "score": hit.score,
        "band": hit.band,
        "explanation": list(hit.explanation) if in_clear else [],
    }


def shown_list(edition: ListEdition) -> Mapping[str, object]:
    """A list in force."""
    return {name: getattr(edition, name) for name in ListShown.model_fields}


def shown_verdict(verdict: PartyVerdict) -> Mapping[str, object]:
    """A verdict."""
    return {name: getattr(verdict, name) for name in VerdictShown.model_fields}


def shown_judged(verdict: PartyVerdict, decided: Decided, language: str) -> Mapping[str, object]:
    """A verdict, and the decision that followed."""
    return {"verdict": shown_verdict(verdict), "decision": shown_decision(decided, language)}
