"""How causes and suggestions look on the wire. Amounts are minor units, and what was given is positive."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from api.routes.examples import AT, ORDER, Example
from api.schemas.ids import an_id
from engine.ids import Prefix
from engine.workbench.comparing.intervals import Interval
from fulfillment.learning.causes import CauseRow, CauseTable
from fulfillment.learning.page import shown_in_words
from fulfillment.learning.words import LearningWords
from fulfillment.records import LearntSuggestion

MILLION = 1_000_000
PLAIN = ("change", "target", "share_ppm", "low_ppm", "high_ppm", "compared", "rest_cases", "rest_orders", "rest_ppm",
         "chance", "false_share")  # fmt: skip


class CauseRowShown(BaseModel):
    """One row. Shares are in millionths, with their 95 % interval; an order counts once in each cause and family."""

    key: str
    orders: int
    cases: int = Field(description="Orders with any after-sales case.")
    share_ppm: int | None
    low_ppm: int | None
    high_ppm: int | None
    at_stake: int = Field(description="Given back, charged back, sent again and freight lost, less what carriers paid.")
    refund: int
    chargeback: int
    reship: int
    freight_lost: int
    recovered: int
    mean_days: float | None
    families: dict[str, int]
    causes: dict[str, int]
    some_orders: list[str] = Field(description="Some of the orders with a case.")


class CauseTableShown(BaseModel):
    """Rows, the most money at stake first, and all orders together."""

    by: str
    currency: str
    rows: list[CauseRowShown]
    total: CauseRowShown


class SuggestionShown(BaseModel):
    """A change that figures propose. `rule` is the term of data/learning/suggestions.yaml that found it."""

    id: str
    state: str = Field(json_schema_extra={"enum": ["open", "dismissed", "gone"]})
    rule: str
    about: str
    change: str
    target: str = Field(description="The rule, parameter, service or data that is to be changed.")
    text: str
    why: str
    cases: int
    orders: int
    share_ppm: int
    low_ppm: int
    high_ppm: int
    compared: str
    rest_cases: int
    rest_orders: int
    rest_ppm: int
    chance: float = Field(description="Of so many cases or more if nothing were wrong.")
    false_share: float = Field(description="The least bound on false findings at which it is believed.")
    monthly: int = Field(description="At stake in 30 days; of a rule to be milder, the worth of what waited.")
    currency: str
    some_orders: list[str]
    first_at: str
    seen_at: str
    dismissed_at: str | None
    dismissed_by: str
    why_dismissed: str


class SuggestionsShown(BaseModel):
    """What is suggested, the most money first."""

    data: list[SuggestionShown]


_ROW: Example = {
    "key": "CN-FR line-4px", "orders": 120, "cases": 9, "share_ppm": 75000, "low_ppm": 39954, "high_ppm": 136423,
    "at_stake": 31240, "refund": 28000, "chargeback": 0, "reship": 0, "freight_lost": 5240, "recovered": 2000,
    "mean_days": 11.5, "families": {"logistics": 8, "customer": 1}, "causes": {"lost": 8, "changed_mind": 1},
    "some_orders": [ORDER],
}  # fmt: skip
A_CAUSE_TABLE: Example = {"by": "lane", "currency": "EUR", "rows": [_ROW], "total": {**_ROW, "key": ""}}
A_SUGGESTION: Example = {
    "id": an_id(Prefix.SUGGESTION), "state": "open", "rule": "lane-loses", "about": "CN-FR line-4px",
    "change": "service", "target": "SVC-010 shipping.lost_avoid",
    "text": "CN-FR line-4px: avoid the service here, or lower the threshold of SVC-010",
    "why": "8 of 120 orders (6.7 %, 3.4 to 12.6 %), against 0.5 % of 1480 others",
    "cases": 8, "orders": 120, "share_ppm": 66666, "low_ppm": 34170, "high_ppm": 126040, "compared": "rest",
    "rest_cases": 7, "rest_orders": 1480, "rest_ppm": 4729, "chance": 1e-07, "false_share": 1e-06, "monthly": 5206,
    "currency": "EUR", "some_orders": [ORDER], "first_at": AT, "seen_at": AT, "dismissed_at": None,
    "dismissed_by": "", "why_dismissed": "",
}  # fmt: skip


def shown_causes(table: CauseTable) -> Mapping[str, object]:
    """A table."""
    return {
        "by": table.over,
        "currency": table.currency,
        "rows": [_row(each) for each in table.rows],
        "total": _row(table.total),
    }


def shown_suggestion(found: LearntSuggestion, says: LearningWords) -> Mapping[str, object]:
    """A suggestion with all that it rests on."""
    words, evidence = shown_in_words(found, says), found.data
    return {
        "id": found.id,
        "state": found.state,
        "rule": found.rule,
        "about": found.about,
        "text": words["change"],
        "why": words["why"],
        "cases": found.cases,
        "orders": found.orders,
        **{name: evidence[name] for name in PLAIN},
        "monthly": found.monthly,
        "currency": found.currency,
        "some_orders": words["links"],
        "first_at": found.first_at,
        "seen_at": found.seen_at,
        "dismissed_at": found.dismissed_at,
        "dismissed_by": found.dismissed_by,
        "why_dismissed": found.why,
    }


def _row(row: CauseRow) -> dict[str, object]:
    share = row.share
    return {
        "key": row.key,
        "orders": row.orders,
        "cases": row.cases,
        **_ppm(share),
        "at_stake": row.at_stake,
        "refund": row.refund,
        "chargeback": row.chargeback,
        "reship": row.reship,
        "freight_lost": row.freight_lost,
        "recovered": row.recovered,
        "mean_days": None if row.mean_days is None else round(row.mean_days, 2),
        "families": dict(row.families),
        "causes": dict(row.causes.most_common()),
        "some_orders": row.links,
    }


def _ppm(share: Interval | None) -> Mapping[str, int | None]:
    if share is None:
        return {"share_ppm": None, "low_ppm": None, "high_ppm": None}
    return {
        "share_ppm": round(share.estimate * MILLION),
        "low_ppm": round(share.low * MILLION),
        "high_ppm": round(share.high * MILLION),
    }
