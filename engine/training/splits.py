"""Which rows a model learns from and which it is judged on: by time only, with labels as they were known then.

Times are whole microseconds since 1970 in UTC, one a row; a period holds its first moment and not its last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from engine.clock import moment as moment_of
from engine.training.errors import SplitRefused

Times = NDArray[np.int64]
Flags = NDArray[np.bool_]

SECOND: Final = 1_000_000
HOUR: Final = 3600 * SECOND
DAY: Final = 86_400 * SECOND
WEEK: Final = 7 * DAY
TRAINED_DAYS: Final = 84  # model research: 84 days of history beat 28, and 28 beat 7


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment until another, which is not part of it."""

    start: int
    end: int

    def holds(self, times: Times) -> Flags:
        """Which rows fall into it."""
        return (times >= self.start) & (times < self.end)


@dataclass(frozen=True, slots=True)
class Fold:
    """One training and the test that judges it. `as_of` is when the model is fitted: what is known later is unknown."""

    train: Period
    test: Period
    as_of: int

    def __post_init__(self) -> None:
        if self.train.start >= self.train.end or self.test.start >= self.test.end:
            msg = "a period ends before it begins; give its first day before its last"
            raise SplitRefused(msg)
        if self.train.end > self.test.start:
            msg = f"training goes on until {moment(self.train.end)}, after the test begins; a test comes after training"
            raise SplitRefused(msg)
        if self.as_of > self.test.start:
            msg = f"the model is fitted at {moment(self.as_of)}, after its test begins; fit it before"
            raise SplitRefused(msg)


def moment(time: int) -> str:
    """A time as people write it."""
    return moment_of(time).isoformat()


def fold_before(test: Period, *, delay: int, trained: int = TRAINED_DAYS * DAY) -> Fold:
    """Trains on the rows before the test whose labels are known when it begins."""
    end = test.start - delay
    return Fold(Period(end - trained, end), test, test.start)


def weekly_folds(
    starts: Sequence[int], *, delay: int, trained: int = TRAINED_DAYS * DAY, tested: int = WEEK
) -> tuple[Fold, ...]:
    """A fold for each first moment of a test."""
    return tuple(fold_before(Period(start, start + tested), delay=delay, trained=trained) for start in sorted(starts))


def last_folds(
    times: Times, count: int, *, delay: int, trained: int = TRAINED_DAYS * DAY, tested: int = WEEK
) -> tuple[Fold, ...]:
    """The last tests of a table, back to back; the last of them ends with the last whole day."""
    end = -(-(int(times.max()) + 1) // DAY) * DAY
    starts = [end - tested * (back + 1) for back in range(count)]
    return weekly_folds(starts, delay=delay, trained=trained, tested=tested)


def random_split(*_rows: object) -> NoReturn:
    """There is none. Raises SplitRefused, which says why."""
    raise SplitRefused


def ensure_by_time(trained: Times, tested: Times) -> None:
    """Raises SplitRefused when a row is trained on that is not older than every row of the test."""
    if len(trained) and len(tested) and trained.max() >= tested.min():
        late = int((trained >= tested.min()).sum())
        msg = f"{late} rows of the training are not older than the test; split by time: {SplitRefused.__doc__}"
        raise SplitRefused(msg)


def as_known(fraud: Flags, known_at: Times, as_of: int) -> Flags:
    """The labels as they stood at a moment: a fraud of which nobody knew yet looks like any other row."""
    return fraud & (known_at <= as_of)
