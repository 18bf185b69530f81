"""A comparison of rules and models -> plain values, as JSON holds them. Names and meanings stay as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.clock import moment
from engine.training.comparing import Caught, Comparison, Overlap, Part, Tally
from engine.workbench.comparing.intervals import Interval, wilson

FORMAT = 1
Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What was compared: where orders, rules and models come from. Periods are ISO 8601 days, first and last."""

    data: str
    rules: str
    models: Mapping[str, str]
    trained: str
    tested: str
    currency: str
    is_simulated: bool
    made_at: datetime


def document(about: Compared, found: Comparison) -> Json:
    """The report for machines. Amounts are minor units of `currency`, shares lie between 0 and 1."""
    names = [each.way.name for each in found.ways]
    return {
        "format": FORMAT,
        "about": _about(about),
        "orders": found.orders,
        "frauds": _tally(found.frauds),
        "share": found.share,
        "workload": found.workload,
        "ways": [_caught(each, found) for each in found.ways],
        "overlaps": [_overlap(each) for each in found.overlaps],
        "schemes": [{"scheme": each.name, **_part(each, names)} for each in found.schemes],
        "weeks": [{"from": day_of(each.name), **_part(each, names)} for each in found.weeks],
        "curves": {
            each.way.name: [
                {"share": share, "frauds": frauds} for share, frauds in zip(found.shares, each.frauds, strict=True)
            ]
            for each in found.curves
        },
    }


def day_of(start: str) -> str:
    """The day on which a week begins."""
    return moment(int(start)).date().isoformat()


def _about(about: Compared) -> Json:
    return {
        "data": about.data,
        "rules": about.rules,
        "models": dict(about.models),
        "trained": about.trained,
        "tested": about.tested,
        "currency": about.currency,
        "simulated": about.is_simulated,
        "made_at": about.made_at.isoformat(),
    }


def _caught(each: Caught, found: Comparison) -> Json:
    return {
        "way": each.way.name,
        "looked_at": each.looked_at,
        "frauds": each.caught.frauds,
        "amount": each.caught.amount,
        "recall": _interval(wilson(each.caught.frauds, found.frauds.frauds)),
        "amount_share": each.caught.amount / found.frauds.amount if found.frauds.amount else None,
        "precision": _interval(wilson(each.caught.frauds, each.looked_at)),
    }


def _overlap(each: Overlap) -> Json:
    return {"model": each.model} | {name: _tally(part) for name, part in parts_of(each)}


def parts_of(each: Overlap) -> Iterator[tuple[str, Tally]]:
    """The four parts of an overlap by name."""
    yield "rules_only", each.rules_only
    yield "both", each.both
    yield "model_only", each.model_only
    yield "neither", each.neither


def _part(each: Part, names: list[str]) -> Json:
    return {
        "orders": each.orders,
        "frauds": each.frauds.frauds,
        "amount": each.frauds.amount,
        "caught": dict(zip(names, each.caught, strict=True)),
    }


def _tally(tally: Tally) -> Json:
    return {"frauds": tally.frauds, "amount": tally.amount}


def _interval(interval: Interval | None) -> Json | None:
    return None if interval is None else {"estimate": interval.estimate, "low": interval.low, "high": interval.high}
