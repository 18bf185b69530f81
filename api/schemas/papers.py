"""Papers as they are shown."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from api.schemas.shown import DecisionShown, shown_decision
from engine.desk.deciding import Decided
from engine.desk.papers import Opened
from engine.ids import Prefix

A_PAPER: Example = {
    "id": an_id(Prefix.PAPER),
    "order_id": ORDER,
    "kind": "import_permit",
    "line": 1,
    "state": "claimed",
    "number": "IP-2026-0042",
    "issuer": "Therapeutic Goods Administration",
    "valid_from": None,
    "valid_until": "2027-06-30",
    "claimed_at": AT,
    "claimed_by": "shop",
    "judged_at": None,
    "judged_by": None,
    "note": "",
    "erased": False,
}


class PaperShown(BaseModel):
    """A paper. `number` and `issuer` are null once the person was erased."""

    id: str
    order_id: str
    kind: str
    line: int | None
    state: str
    number: str | None
    issuer: str | None
    valid_from: date | None
    valid_until: date | None
    claimed_at: datetime
    claimed_by: str
    judged_at: datetime | None
    judged_by: str | None
    note: str
    erased: bool


class PaperDecided(BaseModel):
    """A paper, and the decision that followed."""

    paper: PaperShown
    decision: DecisionShown


def shown_paper(opened: Opened) -> Mapping[str, object]:
    """A paper."""
    row, paper = opened.row, opened.row.paper
    said = opened.said or {}
    return {
        "id": paper.id,
        "order_id": row.order_id,
        "kind": paper.kind,
        "line": paper.line,
        "state": paper.state,
        "number": said.get("number"),
        "issuer": said.get("issuer"),
        "valid_from": paper.valid_from,
        "valid_until": paper.valid_until,
        "claimed_at": row.claimed_at,
        "claimed_by": row.claimed_by,
        "judged_at": row.judged_at,
        "judged_by": row.judged_by,
        "note": row.note,
        "erased": opened.said is None,
    }


def shown_with_decision(opened: Opened, decided: Decided, language: str) -> Mapping[str, object]:
    """A paper, and the decision that followed."""
    return {"paper": shown_paper(opened), "decision": shown_decision(decided, language)}
