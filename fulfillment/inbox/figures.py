"""How service does: how fast the first answer came, what is open, what is overdue, what came back; by channel, kind and
agent. A table of it names no buyer, and no cell of it is taken for a formula.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from io import StringIO
from itertools import chain
from math import ceil

from engine.spreadsheets import harmless
from engine.store.sessions import ReadSession
from fulfillment.store.inbox_sums import CasesAlike, cases_open, cases_opened

ALL, CHANNEL, KIND, AGENT = "all", "channel", "kind", "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One group of cases: `by` what, and its `name`. `opened` and what follows are of the cases that were opened in the
    time; `open` and `overdue` are of now. Minutes are from opening to the first answer, None where nothing was
    answered."""

    by: str
    name: str
    opened: int
    answered: int
    first_answer_median_min: int | None
    first_answer_p90_min: int | None
    reopened: int
    open: int
    overdue: int


def figures_of(
    session: ReadSession, merchant: str, since: datetime, until: datetime, shops: frozenset[str] | None = None
) -> tuple[Figure, ...]:
    """All groups, the whole first."""
    opened, waiting = cases_opened(session, merchant, since, until, shops), cases_open(session, merchant, shops)
    groups: Sequence[tuple[str, Callable[[CasesAlike], str | None]]] = (
        (ALL, lambda _: ""),
        (CHANNEL, lambda alike: alike.channel),
        (KIND, lambda alike: alike.kind),
        (AGENT, lambda alike: alike.agent),
    )
    return tuple(each for by, of in groups for each in _grouped(by, of, opened, waiting))


def as_csv(figures: Iterable[Figure]) -> str:
    """A line for each, under the names of the fields."""
    made = StringIO()
    names = [each.name for each in fields(Figure)]
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(names)
    for figure in figures:
        values = (getattr(figure, name) for name in names)
        writer.writerow(["" if value is None else harmless(str(value)) for value in values])
    return made.getvalue()


def _grouped(
    by: str,
    of: Callable[[CasesAlike], str | None],
    opened: Sequence[CasesAlike],
    waiting: Sequence[CasesAlike],
) -> Iterable[Figure]:
    then, now = _parted(of, opened), _parted(of, waiting)
    names = sorted(then.keys() | now.keys()) or ([""] if by == ALL else [])
    return [_figure(by, name, then.get(name, []), now.get(name, [])) for name in names]


def _parted(of: Callable[[CasesAlike], str | None], alike: Sequence[CasesAlike]) -> dict[str, list[CasesAlike]]:
    found: dict[str, list[CasesAlike]] = defaultdict(list)
    for each in alike:
        name = of(each)
        if name is not None:
            found[name].append(each)
    return found


def _figure(by: str, name: str, opened: Sequence[CasesAlike], waiting: Sequence[CasesAlike]) -> Figure:
    minutes = sorted(chain.from_iterable([each.minutes] * each.cases for each in opened if each.minutes is not None))
    return Figure(
        by=by,
        name=name,
        opened=sum(each.cases for each in opened),
        answered=len(minutes),
        first_answer_median_min=rank(minutes, 50),
        first_answer_p90_min=rank(minutes, 90),
        reopened=sum(each.reopened for each in opened),
        open=sum(each.cases for each in waiting),
        overdue=sum(each.overdue for each in waiting),
    )


def rank(values: Sequence[int], percent: int) -> int | None:
    """The value at a percentile of a sorted list, by nearest rank; None of an empty one."""
    return values[max(0, ceil(percent * len(values) / 100) - 1)] if values else None
