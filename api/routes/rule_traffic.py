"""What rules do in traffic: hits, time in shadow, suppressions, and the guard with its trips."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import AT, Example
from api.schemas.ids import TripId, an_id
from api.schemas.rules_examples import DIGEST
from api.services import ServicesOf
from engine.desk.guarding import acknowledge, guard_state
from engine.desk.hit_report import RuleFigures, hit_report
from engine.desk.tallying import shadow_records
from engine.ids import Prefix
from engine.rulebook.rule import Rule, Status
from engine.store.guard_trips import TripRow
from engine.store.rule_hits import by_day
from engine.workbench.difference import condition_lines
from engine.workbench.ladder import NOTHING_MET, ShadowRecord, trial_key

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.RULES_WRITE))]
RuleWord = Annotated[str | None, Query(min_length=1, max_length=64, description="Only this rule.")]
A_HIT: Example = {
    "rule": "FRD-011",
    "status": "live",
    "hits": 42,
    "share": 0.0101,
    "held": 42,
    "cancelled": 0,
    "shadow": 0,
    "stopped": 0,
    "released": 31,
    "suppressed": 0,
    "fraud": 4,
    "good": 27,
    "caught": {"EUR": 81000},
    "cost": {"EUR": 342000},
    "last": AT,
    "silent": False,
}
A_TRIP: Example = {
    "id": an_id(Prefix.TRIP),
    "subject": "FRD-011",
    "measure": "hold",
    "counted": 61,
    "orders": 400,
    "limit_percent": 5.0,
    "asked": "shadow",
    "done": "shadow",
    "edition": DIGEST,
    "note": "FRD-011 held 61 of 400 orders, more than 5 %",
    "tripped_at": AT,
    "acknowledged_at": None,
    "acknowledged_by": None,
}
A_SHADOW: Example = {
    "rule": "FRD-012",
    "title": "Several cards from one device within a day",
    "orders": 812,
    "hits": 9,
    "days": 2.4,
    "least_orders": 500,
    "least_days": 1,
    "most_hit_percent": 5,
    "may_go_live": True,
}
A_SUPPRESSION: Example = {
    "id": "SUP-001",
    "rule": "FRD-011",
    "when": ["customer.id eq C-4711"],
    "why": "buys for all schools of the district",
    "by": "ana",
    "approved_by": "ben",
    "from": "2026-11-01",
    "until": "2027-01-31",
    "counts": True,
}


class HitsShown(BaseModel):
    """A rule in traffic. `hits` acted on new orders, `shadow` did not, `stopped` of these met an order that did not
    pass anyway; `released` and `suppressed` count orders for which people quieted it, `fraud` and `good` those with
    such a label. A `silent` rule decides and never spoke."""

    rule: str
    status: str
    hits: int
    share: float | None
    held: int
    cancelled: int
    shadow: int
    stopped: int
    released: int
    suppressed: int
    fraud: int
    good: int
    caught: dict[str, int] = Field(description="Worth of the frauds that it held or cancelled, in minor units.")
    cost: dict[str, int] = Field(description="Worth of the honest orders that it held or cancelled, in minor units.")
    last: datetime | None
    silent: bool


class HitReportShown(BaseModel):
    """All rules over the new orders since a moment; most hits first."""

    since: datetime
    orders: int
    data: list[HitsShown]


class HitDay(BaseModel):
    """New orders of a day (UTC) that a rule met."""

    day: date
    hits: int


class HitDaysOfRule(BaseModel):
    """The days of one rule."""

    rule: str
    days: list[HitDay]


class HitDaysShown(BaseModel):
    """All rules that spoke since a moment, by id."""

    since: datetime
    data: list[HitDaysOfRule]


class ShadowShown(BaseModel):
    """A rule in shadow: what it has met there, and what it has to meet before it may go live."""

    rule: str
    title: str
    orders: int
    hits: int
    days: float
    least_orders: int
    least_days: int
    most_hit_percent: int
    may_go_live: bool


class ShadowsShown(BaseModel):
    """All rules in shadow, by id."""

    data: list[ShadowShown]


class SuppressionShown(BaseModel):
    """A dated exception to one rule. `counts` today; new ones are written in `suppressions.yaml` of a draft."""

    id: str
    rule: str
    when: list[str]
    why: str
    by: str
    approved_by: str
    until: date
    counts: bool


class SuppressionsShown(BaseModel):
    """All of the edition in force, by id."""

    data: list[SuppressionShown]


class TripShown(BaseModel):
    """A share that was too large: of a rule, or of the whole book. `asked` is what the guard was to do, `done` what it
    did."""

    id: str
    subject: str
    measure: str
    counted: int
    orders: int
    limit_percent: float
    asked: str
    done: str
    edition: str
    note: str
    tripped_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None


class GuardShown(BaseModel):
    """What the guard sees now: new orders since a moment, how many of them were held and cancelled, and its latest
    trips, newest first."""

    since: datetime | None
    orders: int
    held: int
    cancelled: int
    trips: list[TripShown]


@routes.get(
    "/v1/rules/hits",
    **operation(
        "get_rule_hits",
        "See what rules do in traffic",
        Tag.RULES,
        Returns(HitReportShown, {"since": AT, "orders": 4120, "data": [A_HIT]}),
        ("no_edition",),
    ),
)
def get_hits(
    services: ServicesOf,
    who: Reader,
    days: Annotated[int, Query(ge=1, le=400, description="How far back.")] = 30,
    rule: RuleWord = None,
) -> Response:
    """Counted behind the decisions by a worker."""
    report = hit_report(services.desk, who.merchant, services.clock.now() - timedelta(days=days), rule)
    shown = [_hits(each, report.orders) for each in report.rules]
    return answer({"since": report.since, "orders": report.orders, "data": shown})


def _hits(figures: RuleFigures, orders: int) -> Mapping[str, object]:
    share = None if not orders else round(figures.hits / orders, 6)
    return {**asdict(figures), "share": share, "silent": figures.is_silent}


@routes.get(
    "/v1/rules/hits/days",
    **operation(
        "get_rule_hits_by_day",
        "See on which days rules spoke",
        Tag.RULES,
        Returns(HitDaysShown, {"since": AT, "data": [{"rule": "FRD-011", "days": [{"day": "2026-11-24", "hits": 3}]}]}),
    ),
)
def get_hit_days(
    services: ServicesOf,
    who: Reader,
    days: Annotated[int, Query(ge=1, le=400, description="How far back.")] = 30,
    rule: RuleWord = None,
) -> Response:
    """New orders a day, for each rule that spoke, acting or in shadow; days without any are left out."""
    since = services.clock.now() - timedelta(days=days)
    with services.database.read() as session:
        found = by_day(session, who.merchant, since, rule)
    shown = [
        {"rule": rule, "days": [{"day": day, "hits": hits} for day, hits in sorted(each.items())]}
        for rule, each in sorted(found.items())
    ]
    return answer({"since": since, "data": shown})


@routes.get(
    "/v1/rules/shadow",
    **operation(
        "list_shadow_rules",
        "See what rules in shadow have met",
        Tag.RULES,
        Returns(ShadowsShown, {"data": [A_SHADOW]}),
        ("no_edition",),
    ),
)
def get_shadow(services: ServicesOf, who: Reader) -> Response:
    """Rules that are listed and decide nothing, with their way to go live. A backtest shows what they would do; shadow
    shows what they do."""
    book = services.desk.editions.current(who.merchant).admission.book
    rules = [each for each in book.rules if each.status is Status.SHADOW]
    with services.database.read() as session:
        met = shadow_records(services.desk, session, who.merchant, rules)
    terms = book.policy.ladder
    least = {
        "least_orders": terms.shadow_orders,
        "least_days": terms.shadow_days,
        "most_hit_percent": terms.most_hit_percent,
    }
    return answer({"data": [_shadow(each, met.get(trial_key(each), NOTHING_MET), least) for each in rules]})


def _shadow(rule: Rule, met: ShadowRecord, least: Mapping[str, int]) -> Mapping[str, object]:
    enough = met.orders >= least["least_orders"] and met.days >= least["least_days"]
    few = met.hits * 100 <= least["most_hit_percent"] * met.orders
    shown = {"rule": rule.id, "title": rule.title, "orders": met.orders, "hits": met.hits, "days": round(met.days, 3)}
    return shown | dict(least) | {"may_go_live": enough and few}


@routes.get(
    "/v1/rules/suppressions",
    **operation(
        "list_suppressions",
        "List suppressions",
        Tag.RULES,
        Returns(SuppressionsShown, {"data": [A_SUPPRESSION]}),
        ("no_edition",),
    ),
)
def get_suppressions(services: ServicesOf, who: Reader) -> Response:
    """Exceptions to single rules in the edition in force, with who asked for them and who agreed."""
    book, today = services.desk.editions.current(who.merchant).admission.book, services.clock.now().date()
    shown = [
        {
            "id": each.id,
            "rule": each.rule,
            "when": list(condition_lines(each.when)),
            "why": each.why,
            "by": each.by,
            "approved_by": each.approved_by,
            "from": each.from_,
            "until": each.last_day,
            "counts": each.counts_on(today),
        }
        for each in book.suppressions
    ]
    return answer({"data": shown})


@routes.get(
    "/v1/rules/guard",
    **operation(
        "get_guard",
        "See what the guard sees",
        Tag.RULES,
        Returns(GuardShown, {"since": AT, "orders": 400, "held": 61, "cancelled": 2, "trips": [A_TRIP]}),
    ),
)
def get_guard(services: ServicesOf, who: Reader) -> Response:
    """Shares of new orders since the edition came into force, within its window."""
    state = guard_state(services.desk, who.merchant)
    watch = state.watch
    return answer(
        {
            "since": None if watch is None else watch.since,
            "orders": 0 if watch is None else watch.orders,
            "held": 0 if watch is None else watch.together.held,
            "cancelled": 0 if watch is None else watch.together.cancelled,
            "trips": [_trip(each) for each in state.trips],
        }
    )


@routes.post(
    "/v1/rules/trips/{trip_id}/acknowledge",
    **operation(
        "acknowledge_trip",
        "Acknowledge a trip of the guard",
        Tag.RULES,
        Returns(TripShown, A_TRIP),
        ("not_found", "trip_acknowledged"),
    ),
)
def post_acknowledge(services: ServicesOf, who: Writer, trip_id: TripId) -> Response:
    """Somebody has seen it; from now on the guard may trip there again."""
    return answer(_trip(acknowledge(services.desk, desk_caller(who), trip_id)))


def _trip(row: TripRow) -> Mapping[str, object]:
    return {name: getattr(row, name) for name in TripShown.model_fields}
