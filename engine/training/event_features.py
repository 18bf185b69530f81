"""The features of any table of events: how often and for how much each entity acted before, and what came of it.

The same list for every table: what it holds depends only on which entities, windows and extra columns there are.
Features that read labels (`labelled`) see only those that were known before their row. An isolation forest reads few of
them: what is told of each entity is summed up as the largest over all entities, so that their number does not hide it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np

from engine.training.amounts import Amounts
from engine.training.splits import DAY, HOUR, SECOND, WEEK
from engine.training.windows import Codes, Column, Convention, Flags, History, Sightings, Times

NIGHT_ENDS: Final = 6  # the hours 0 to 6, as the Fraud Detection Handbook has it
MONDAY: Final = 3  # 1970 began on a Thursday, and weeks begin on Monday
FIRST_WEEKEND_DAY: Final = 5
OTHERS_A_DAY: Final = "s_1d"  # how many cards, devices and so on an entity met in a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Columns of a table, a row an event. An entity is a code, -1 where unknown; an amount is NaN where unknown.

    `fraud` is the label of the rows that are `labelled`, and `known_at` when it was known; `mature_at` is when a row of
    which nothing bad was heard counts as honest. `extras` are further numbers, `words` further codes.
    """

    times: Times
    amount: Column | None
    entities: Mapping[str, Codes]
    fraud: Flags
    labelled: Flags
    known_at: Times
    mature_at: Times
    extras: Mapping[str, Column] = field(default_factory=dict)
    words: Mapping[str, Codes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feature:
    """`labelled` reads labels of earlier rows. `plain` is among the few that an isolation forest reads.

    A forest draws features blindly: one that tells nothing hides those that do.
    """

    name: str
    labelled: bool = False
    plain: bool = True


Made = tuple[Feature, Column]


class Largest:
    """Of what is told of every entity of a row, the largest: `largest_over_mean` over all `….over_mean`.

    Bursts show in the pace of short windows and in how many other entities one meets, whichever entity it is.
    """

    def __init__(self, windows: tuple[int, ...]) -> None:
        short = [width for width in windows if width <= DAY and width != max(windows)]
        self._kinds = ["over_mean", "deviation", "over_highest", *(f"pace_{width_name(each)}" for each in short)]
        self._kinds += [f"risk_{width_name(width)}" for width in windows]
        self._found: dict[str, Column] = {}

    def seen(self, made: Iterator[Made]) -> Iterator[Made]:
        """The same features, each noticed on its way."""
        for feature, column in made:
            kind = feature.name.partition(".")[2]
            if kind in self._kinds:
                self._notice(kind, column)
            elif kind.endswith(OTHERS_A_DAY):
                self._notice("others_1d", column)
            yield feature, column

    def made(self) -> Iterator[Made]:
        """A feature for each kind of figure that was seen; NaN where no entity of the row has it."""
        for kind, column in self._found.items():
            yield Feature(f"largest_{kind}", labelled=kind.startswith("risk_")), column

    def _notice(self, kind: str, column: Column) -> None:
        before = self._found.get(kind)
        self._found[kind] = column if before is None else np.fmax(before, column)


def width_name(width: int) -> str:
    """A window as names and mappings have it: 90s, 15m, 1h, 7d."""
    for unit, length in (("d", DAY), ("h", HOUR), ("m", 60 * SECOND)):
        if width % length == 0:
            return f"{width // length}{unit}"
    return f"{width // SECOND}s"


def features_of(events: Events, windows: tuple[int, ...], convention: Convention) -> Iterator[Made]:
    """Every feature with its column, in the order of the table."""
    yield from _of_the_row(events)
    largest = Largest(windows)
    amounts = None if events.amount is None else Amounts(events.amount, events.times)
    for name, codes in events.entities.items():
        history = History(codes, events.times, convention)
        yield from largest.seen(_counts(name, history, windows))
        if amounts is not None:
            yield from largest.seen(_amounts(name, history, amounts, windows))
        yield from largest.seen(_others(name, history, events.entities, windows))
        yield from largest.seen(_risks(name, codes, history, events, windows))
    yield from largest.made()
    yield from _pairs(events, convention)
    for name, column in events.extras.items():
        yield Feature(name), column
    for name, codes in events.words.items():
        history = History(codes, events.times, convention)
        yield Feature(f"{name}.share"), _share(history, events.times)
        yield from _risks(name, codes, history, events, windows)


def _of_the_row(events: Events) -> Iterator[Made]:
    if events.amount is not None:
        yield Feature("amount"), events.amount
    hour = events.times % DAY // HOUR
    yield Feature("hour", plain=False), hour.astype(np.float64)
    yield Feature("night", plain=False), (hour <= NIGHT_ENDS).astype(np.float64)
    weekday = (events.times // DAY + MONDAY) % 7
    yield Feature("weekend", plain=False), (weekday >= FIRST_WEEKEND_DAY).astype(np.float64)


def _counts(name: str, history: History, windows: tuple[int, ...]) -> Iterator[Made]:
    counts = {width: history.window(width).count for width in windows}
    for width, count in counts.items():
        yield Feature(f"{name}.count_{width_name(width)}", plain=False), history.spread(count)
    longest = max(windows)
    earlier = history.earlier(longest).count
    for width in windows:
        if width != longest:
            usual = (earlier + 1) * (width / longest)
            yield Feature(f"{name}.pace_{width_name(width)}", plain=False), history.spread(counts[width] / usual)
    yield Feature(f"{name}.age_days", plain=False), history.spread(history.age() / DAY)
    yield (
        Feature(f"{name}.hours_since_last", plain=False),
        history.spread(history.since_last(history.earlier(None)) / HOUR),
    )


def _amounts(name: str, history: History, amounts: Amounts, windows: tuple[int, ...]) -> Iterator[Made]:
    for width in windows:
        mean = amounts.mean(history, history.window(width))
        yield Feature(f"{name}.mean_{width_name(width)}", plain=False), history.spread(mean)
    for width in windows:
        if width >= DAY:
            usual = history.spread(amounts.usual(history, history.earlier(width)))
            yield Feature(f"{name}.over_mean_{width_name(width)}", plain=False), amounts.column / usual
    earlier = history.earlier(None)
    usual, spread = amounts.usual(history, earlier), amounts.spread(history, earlier)
    yield Feature(f"{name}.over_mean", plain=False), amounts.column / history.spread(usual)
    yield Feature(f"{name}.deviation", plain=False), (amounts.column - history.spread(usual)) / history.spread(spread)
    highest = np.fmax(amounts.highest(history, earlier), usual)
    yield Feature(f"{name}.over_highest", plain=False), amounts.column / history.spread(highest)


def _share(history: History, times: Times) -> Column:
    """How much of all earlier rows has the same word: small for what is rare, 0 for what was never seen."""
    before = np.searchsorted(np.sort(times), times)
    return history.spread(history.earlier(None).count) / np.maximum(before, 1)


def _others(name: str, history: History, entities: Mapping[str, Codes], windows: tuple[int, ...]) -> Iterator[Made]:
    for other, codes in entities.items():
        if other == name:
            continue
        for width in windows:
            if DAY <= width <= WEEK:
                found = history.distinct(codes, history.window(width))
                yield Feature(f"{name}.{other}s_{width_name(width)}", plain=False), history.spread(found)


def _risks(name: str, codes: Codes, history: History, events: Events, windows: tuple[int, ...]) -> Iterator[Made]:
    """Frauds among rows of the entity, each counted when it was known; the share is 0 where nothing was known."""
    frauds = Sightings(codes[events.fraud], events.known_at[events.fraud], history.convention)
    rows = Sightings(codes, events.mature_at, history.convention)
    of, at = codes[history.at], events.times[history.at]
    for width in windows:
        if width >= DAY:
            found, judged = frauds.count(of, at, width), rows.count(of, at, width)
            yield Feature(f"{name}.judged_{width_name(width)}", plain=False), history.spread(judged)
            share = found / np.maximum(np.maximum(found, judged), 1.0)
            yield Feature(f"{name}.risk_{width_name(width)}", labelled=True, plain=False), history.spread(share)
            if width == max(windows):
                yield Feature(f"{name}.frauds_{width_name(width)}", labelled=True, plain=False), history.spread(found)


def _pairs(events: Events, convention: Convention) -> Iterator[Made]:
    """How often two entities were seen together before: 0 for a card on a device that it was never on."""
    for one, other in combinations(events.entities, 2):
        first, second = events.entities[one], events.entities[other]
        together = np.where((first >= 0) & (second >= 0), first * (int(second.max(initial=0)) + 1) + second, -1)
        codes = np.unique(together, return_inverse=True)[1].astype(np.int64) - int((together < 0).any())
        history = History(codes, events.times, convention)
        before = history.spread(history.earlier(None).count)
        yield Feature(f"{one}.{other}_before", plain=False), before
