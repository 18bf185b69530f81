"""A comparison as plain values, for JSON and for the page. Money is in euro cents, shares are 0..1."""

from dataclasses import asdict, dataclass
from datetime import datetime

from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.intervals import Interval, wilson
from engine.workbench.comparing.labels import Quality
from engine.workbench.comparing.order import OUTCOMES
from engine.workbench.comparing.slices import BY, Slice

Plain = dict[str, object]
CURRENCY = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was compared. `as_of` is `then` or a day; `left_out` counts orders that could not be decided as they were;
    `dead` counts parts of the run that were given up."""

    run: str
    candidate: str
    against: str
    as_of: str
    made_at: datetime
    filters: Plain
    left_out: dict[str, int]
    dead: int = 0


def document(about: About, found: Comparison) -> Plain:
    """Everything that is known of a comparison."""
    flow, load = found.flow, found.workload.load(found.flow)
    return {
        "about": asdict(about) | {"made_at": about.made_at.isoformat()},
        "currency": CURRENCY,
        "orders": flow.orders,
        "flipped": flow.flipped,
        "flipped_share": _share(flow.flipped, flow.orders),
        "without_rate": flow.unvalued,
        "once_otherwise": flow.once_otherwise,
        "outcomes": [
            {
                "outcome": each.outcome,
                "before": flow.before(each.outcome).orders,
                "after": flow.after(each.outcome).orders,
                "before_share": _share(flow.before(each.outcome).orders, flow.orders),
                "after_share": _share(flow.after(each.outcome).orders, flow.orders),
                "value_before": each.before,
                "value_after": each.after,
                "value_change": asdict(each.change),
            }
            for each in found.money.worth(flow)
        ],
        "flow": [
            {"before": before, "after": after, **asdict(flow.cell(before, after))}
            for before in OUTCOMES
            for after in OUTCOMES
        ],
        "rules": [asdict(each) for each in found.rules.deltas()],
        "slices": {by: [_slice(each) for each in found.slices.of(by)] for by in BY},
        "workload": asdict(load) | {"work": [asdict(each) for each in load.work]},
        "days": [asdict(each) | {"day": each.day.isoformat()} for each in found.workload.days()],
        "labels": _labels(found),
    }


def _share(hits: int, of: int) -> Plain | None:
    return _interval(wilson(hits, of))


def _interval(interval: Interval | None) -> Plain | None:
    return None if interval is None else asdict(interval)


def _slice(part: Slice) -> Plain:
    return {
        "name": part.name,
        "orders": part.orders,
        "flipped": part.flipped,
        "before": {outcome: part.before[outcome] for outcome in OUTCOMES},
        "after": {outcome: part.after[outcome] for outcome in OUTCOMES},
        "admitted_before": part.admitted_before,
        "admitted_after": part.admitted_after,
    }


def _labels(found: Comparison) -> Plain:
    labels = found.labels
    return {
        "judged": labels.judged,
        "unclear": labels.unclear,
        "censored": labels.censored,
        "censored_let_go": labels.censored_let_go,
        "before": _quality(labels.quality("before")),
        "after": _quality(labels.quality("after")),
    }


def _quality(quality: Quality) -> Plain:
    return asdict(quality) | {
        "precision": _interval(quality.precision),
        "recall": _interval(quality.recall),
    }
