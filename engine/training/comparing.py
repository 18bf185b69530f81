"""Rules and models side by side: what each catches, alone and together, when people look at as many orders.

Every week has its own workload, a share of its orders, as a queue of reviewers has: a week full of alarms does not
spend the time of a quiet one. Where scores are equal, a fixed draw decides, which favours nobody.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.training.splits import DAY, WEEK

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Pick = Callable[[Numbers, int], Numbers]  # rows of a week and its workload -> those that are looked at

RULES: Final = "rules"
HALF, BEST, FIRST = "half", "best", "first"
SHARES: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
SEED: Final = 20261126


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Orders to compare on, a row each. `placed` is in microseconds since 1970, `amount` in minor units.

    `rules` and each of `models` have a score a row: the highest is looked at first, NaN never. `scheme` names what a
    fraud was, where the data say it. From `loud` on, a rule's score alone would have stopped the order.
    """

    placed: Numbers
    fraud: Flags
    amount: Numbers
    rules: Scores
    models: Mapping[str, Scores]
    scheme: Sequence[str] = ()
    loud: float = 0.0

    def __len__(self) -> int:
        return len(self.placed)


@dataclass(frozen=True, slots=True)
class Way:
    """How orders are chosen to be looked at: by rules, by a model, or by both (`how`: half, best or first)."""

    rules: bool
    model: str = ""
    how: str = ""

    @property
    def name(self) -> str:
        """A word for it."""
        if not self.model:
            return RULES
        return f"{RULES}+{self.model}:{self.how}" if self.rules else self.model


@dataclass(frozen=True, slots=True)
class Tally:
    """Frauds, and what they are worth in minor units."""

    frauds: int
    amount: int


@dataclass(frozen=True, slots=True)
class Caught:
    """What a way of choosing caught with so many orders looked at."""

    way: Way
    looked_at: int
    caught: Tally


@dataclass(frozen=True, slots=True)
class Overlap:
    """Frauds by who catches them, rules and a model each with the whole workload."""

    model: str
    rules_only: Tally
    both: Tally
    model_only: Tally
    neither: Tally


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the orders: a week or a scheme. `caught` has the frauds of each way, in the order of the ways."""

    name: str
    orders: int
    frauds: Tally
    caught: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Frauds that a way catches at each of the shares."""

    way: Way
    frauds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All of it. `share` of the orders of each week are looked at, `workload` in all."""

    orders: int
    frauds: Tally
    share: float
    workload: int
    ways: tuple[Caught, ...]
    overlaps: tuple[Overlap, ...]
    weeks: tuple[Part, ...]
    schemes: tuple[Part, ...]
    shares: tuple[float, ...]
    curves: tuple[Curve, ...]


def compare(cases: Cases, share: float, shares: Sequence[float] = SHARES) -> Comparison:
    """Compares at one workload, and draws how it is at others. `share` lies above 0 and up to 1."""
    ways = _ways(cases)
    weeks = _weeks(cases.placed)
    taken = {way: _taken(cases, way, weeks, share) for way in ways}
    every = tuple(sorted({*shares, share}))
    return Comparison(
        orders=len(cases),
        frauds=_tally(cases, cases.fraud),
        share=share,
        workload=sum(workload_of(len(rows), share) for rows in weeks.values()),
        ways=tuple(Caught(way, int(taken[way].sum()), _tally(cases, taken[way] & cases.fraud)) for way in ways),
        overlaps=tuple(_overlaps(cases, taken)),
        weeks=tuple(_part(cases, taken, str(start), rows) for start, rows in weeks.items()),
        schemes=tuple(_schemes(cases, taken)),
        shares=every,
        curves=tuple(
            Curve(way, tuple(int((_taken(cases, way, weeks, at) & cases.fraud).sum()) for at in every)) for way in ways
        ),
    )


def workload_of(orders: int, share: float) -> int:
    """How many of so many orders people look at: the share, rounded, and one at least."""
    return min(orders, max(1, round(share * orders)))


def _ways(cases: Cases) -> tuple[Way, ...]:
    alone = [Way(rules=False, model=name) for name in cases.models]
    together = [Way(rules=True, model=name, how=how) for name in cases.models for how in (HALF, BEST, FIRST)]
    return (Way(rules=True), *alone, *together)


def _weeks(placed: Numbers) -> dict[int, Numbers]:
    """Rows by the first moment of their week, counted from midnight (UTC) before the first order."""
    if not len(placed):
        return {}
    first = int(placed.min()) // DAY * DAY
    number = (placed - first) // WEEK
    return {first + int(each) * WEEK: np.flatnonzero(number == each) for each in np.unique(number)}


def _taken(cases: Cases, way: Way, weeks: Mapping[int, Numbers], share: float) -> Flags:
    """Which orders are looked at."""
    pick, taken = _pick_of(cases, way), np.zeros(len(cases), dtype=np.bool_)
    for rows in weeks.values():
        taken[pick(rows, workload_of(len(rows), share))] = True
    return taken


def _pick_of(cases: Cases, way: Way) -> Pick:
    luck = np.random.default_rng(SEED).permutation(len(cases))
    if not way.model:
        return partial(_alone, cases.rules, luck)
    if not way.rules:
        return partial(_alone, cases.models[way.model], luck)
    if way.how == FIRST:
        loud = np.where(cases.rules >= cases.loud, cases.rules, np.nan)
        return partial(_first, loud, cases.models[way.model], luck)
    return partial(_half if way.how == HALF else _best, cases.rules, cases.models[way.model], luck)


def _alone(score: Scores, luck: Numbers, rows: Numbers, workload: int) -> Numbers:
    return _in_order(score, luck, rows)[:workload]


def _half(rules: Scores, model: Scores, luck: Numbers, rows: Numbers, workload: int) -> Numbers:
    """The first half of the workload of each; what both name is looked at once, and the time is saved."""
    by_rules = _alone(rules, luck, rows, workload - workload // 2)
    return np.union1d(by_rules, _alone(model, luck, rows, workload // 2))


def _best(rules: Scores, model: Scores, luck: Numbers, rows: Numbers, workload: int) -> Numbers:
    """By the better of both ranks, until the workload is full."""
    ranks = np.minimum(_ranks(rules, luck, rows), _ranks(model, luck, rows))
    named = np.flatnonzero(np.isfinite(ranks))
    return rows[named[np.lexsort((luck[rows[named]], ranks[named]))][:workload]]


def _first(loud: Scores, model: Scores, luck: Numbers, rows: Numbers, workload: int) -> Numbers:
    """What rules stop, the loudest first; what is left of the workload goes to the model."""
    stopped = _alone(loud, luck, rows, workload)
    others = np.setdiff1d(rows, stopped)
    return np.union1d(stopped, _alone(model, luck, others, workload - len(stopped)))


def _in_order(score: Scores, luck: Numbers, rows: Numbers) -> Numbers:
    """Rows that have a score, the highest first."""
    named = rows[~np.isnan(score[rows])]
    return named[np.lexsort((luck[named], -score[named]))]


def _ranks(score: Scores, luck: Numbers, rows: Numbers) -> Scores:
    """The place of each of the rows, from 0; infinite where it has no score."""
    ranks = np.full(len(score), np.inf)
    ordered = _in_order(score, luck, rows)
    ranks[ordered] = np.arange(len(ordered))
    return ranks[rows]


def _tally(cases: Cases, which: Flags) -> Tally:
    return Tally(int(which.sum()), int(cases.amount[which].sum()))


def _overlaps(cases: Cases, taken: Mapping[Way, Flags]) -> Iterator[Overlap]:
    rules = taken[Way(rules=True)]
    for name in cases.models:
        model = taken[Way(rules=False, model=name)]
        parts = (rules & ~model, rules & model, ~rules & model, ~rules & ~model)
        yield Overlap(name, *(_tally(cases, part & cases.fraud) for part in parts))


def _schemes(cases: Cases, taken: Mapping[Way, Flags]) -> Iterator[Part]:
    if not cases.scheme:
        return
    names = np.asarray(cases.scheme, dtype=np.str_)
    for name in sorted(set(names[cases.fraud].tolist())):
        yield _part(cases, taken, str(name), np.flatnonzero((names == name) & cases.fraud))


def _part(cases: Cases, taken: Mapping[Way, Flags], name: str, rows: Numbers) -> Part:
    within = np.zeros(len(cases), dtype=np.bool_)
    within[rows] = True
    fraud = within & cases.fraud
    return Part(name, len(rows), _tally(cases, fraud), tuple(int((each & fraud).sum()) for each in taken.values()))
