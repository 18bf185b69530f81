"""Runs that decide known orders anew: what may be asked for, and how they are shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.rescreen_report import plain_report, plain_row
from api.routes.examples import AT, DECISION, ORDER, Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.words import Name
from engine.desk.bulk.frozen import Asked
from engine.desk.bulk.reporting import Report
from engine.ids import Prefix
from engine.store.rescreens import FoundRow, Narrowed, RescreenRow

Outcome = Literal["admit", "ask_customer", "hold", "cancel"]
Change = Literal["released", "cancelled", "asked", "held", "reasons", "erased"]
Moment = Annotated[datetime, Field(strict=False)]
MOST_NAMED, MOST_ORDERS = 100, 1000
Some = Annotated[list[Name], Field(max_length=MOST_NAMED)]


def _waiting() -> list[Outcome]:
    return ["hold", "ask_customer"]


class FilterAsked(Strict):
    """Which orders. Of several values of one field one suffices; of several fields all must hold."""

    outcomes: Annotated[list[Outcome], Field(max_length=4)] = Field(
        default_factory=_waiting, description="What was decided; waiting orders unless said."
    )
    reasons: Some = Field(default_factory=list, description="Codes of reasons.")
    rules: Some = Field(default_factory=list, description="Rules of open holds.")
    shops: Some = Field(default_factory=list)
    countries: Some = Field(default_factory=list, description="ISO 3166 alpha-2, of the delivery.")
    channels: Some = Field(default_factory=list)
    orders: Annotated[list[Name], Field(max_length=MOST_ORDERS)] = Field(
        default_factory=list, description="Ids of orders."
    )
    placed_since: Moment | None = None
    placed_before: Moment | None = None
    decided_since: Moment | None = None
    decided_before: Moment | None = None

    def narrowed(self) -> Narrowed:
        """As the desk knows it."""
        return Narrowed(
            outcomes=tuple(self.outcomes),
            reasons=tuple(self.reasons),
            rules=tuple(self.rules),
            shops=tuple(self.shops),
            countries=tuple(self.countries),
            channels=tuple(self.channels),
            orders=tuple(self.orders),
            placed_since=self.placed_since,
            placed_before=self.placed_before,
            decided_since=self.decided_since,
            decided_before=self.decided_before,
        )


class RescreenAsked(Strict):
    """What to decide anew. `touched_only` leaves out orders that nothing which changed since could touch."""

    filter: FilterAsked = FilterAsked()
    touched_only: bool = True
    dry_run: Annotated[bool, Field(description="Say what would change; write no decision.")] = False
    per_second: Annotated[int, Field(ge=0, le=100_000, description="At most so many orders; 0 for no bound.")] = 0

    def asked(self) -> Asked:
        """As the desk knows it."""
        return Asked(
            narrowed=self.filter.narrowed(),
            touched_only=self.touched_only,
            dry_run=self.dry_run,
            per_second=self.per_second,
        )


class RescreenShown(BaseModel):
    """A run. `orders` are those it is about, once it is planned."""

    id: str
    state: Literal["waiting", "planning", "running", "paused", "cancelled", "done", "stopped"]
    causes: list[str]
    dry_run: bool
    touched_only: bool
    per_second: int
    filter: dict[str, object]
    orders: int
    created_at: datetime
    created_by: str
    finished_at: datetime | None


class RuleFlipped(BaseModel):
    """How often a rule newly spoke, and no longer did."""

    rule: str
    come: int
    gone: int


class Chunks(BaseModel):
    """How far it is."""

    all: int
    done: int
    given_up: int


class ChunkError(BaseModel):
    """Why a chunk was given up."""

    chunk: int
    error: str


class RescreenReport(RescreenShown):
    """What it has come to so far. `why` says what differs between the editions that decided the orders and the one
    that decides now; `moved` counts orders by kind of what had moved since they were decided."""

    edition: str | None
    decided_at: datetime | None
    looked_at: int
    decided_anew: int
    counts: dict[str, int]
    outcomes: dict[str, int]
    rules: list[RuleFlipped]
    moved: dict[str, int]
    moved_by: dict[str, int]
    why: list[dict[str, object]]
    chunks: Chunks
    errors: list[ChunkError]


class RescreenedOrder(BaseModel):
    """An order that came out otherwise. `come` and `gone` are the rules that newly speak, and that no longer do."""

    order_id: str
    ref: str
    shop: str
    country: str | None
    change: Change
    before: Outcome
    after: Outcome | None
    come: list[str]
    gone: list[str]
    decision: str
    new_decision: str | None


RUN = an_id(Prefix.RUN)
A_RUN: Example = {
    "id": RUN,
    "state": "planning",
    "causes": ["by_hand"],
    "dry_run": True,
    "touched_only": True,
    "per_second": 0,
    "filter": {"outcomes": ["hold"], "countries": ["AU"]},
    "orders": 0,
    "created_at": AT,
    "created_by": "key of the console",
    "finished_at": None,
}
A_REPORT: Example = {
    **A_RUN,
    "state": "done",
    "orders": 412,
    "finished_at": AT,
    "edition": "5f0c" * 16,
    "decided_at": AT,
    "looked_at": 412,
    "decided_anew": 31,
    "counts": {"released": 28, "cancelled": 1, "unchanged": 2, "not_touched": 381, "erased": 0},
    "outcomes": {"hold -> admit": 28, "hold -> cancel": 1},
    "rules": [{"rule": "PAY-002", "come": 0, "gone": 28}, {"rule": "IMP-014", "come": 1, "gone": 0}],
    "moved": {"rule": 31},
    "moved_by": {"rule PAY-002": 30, "rule IMP-014": 1},
    "why": [
        {"edition": "41d2" * 16, "orders": 412, "kind": "rule", "name": "PAY-002", "how": "gone", "reads": []},
    ],
    "chunks": {"all": 3, "done": 3, "given_up": 0},
    "errors": [],
}
AN_ORDER: Example = {
    "order_id": ORDER,
    "ref": "1001",
    "shop": "",
    "country": "AU",
    "change": "released",
    "before": "hold",
    "after": "admit",
    "come": [],
    "gone": ["PAY-002"],
    "decision": DECISION,
    "new_decision": None,
}
ASKED: Mapping[str, object] = {"filter": {"outcomes": ["hold"], "countries": ["AU"]}, "dry_run": True}


def shown_run(row: RescreenRow, asked: Asked) -> Mapping[str, object]:
    """A run without what it came to."""
    return {
        "id": row.run,
        "state": row.state,
        "causes": list(asked.causes),
        "dry_run": asked.dry_run,
        "touched_only": asked.touched_only,
        "per_second": asked.per_second,
        "filter": row.params["wanted"],
        "orders": row.orders,
        "created_at": row.created_at,
        "created_by": row.created_by,
        "finished_at": row.finished_at,
    }


def shown_report(report: Report) -> Mapping[str, object]:
    """A run with what it came to."""
    return plain_report(report)


def shown_order(row: FoundRow) -> Mapping[str, object]:
    """One order."""
    return plain_row(row)
