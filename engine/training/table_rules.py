"""Rules over the features of an event table, for tables whose owner brings none: conditions that need no label.

A threshold is a number, or what only the rarest share of earlier rows reaches; that share is looked up among rows to
learn from, never among those to compare on. Points of the rules that a row meets add up, as scores of the rule book do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from engine.training.errors import TrainingError

Column = NDArray[np.float64]
Flags = NDArray[np.bool_]


class TableRuleRefused(TrainingError):
    """a rule over a table cannot be used"""

    code = "table_rule_refused"

    def __init__(self, number: int, why: str) -> None:
        self.number = number
        super().__init__(
            f"rule {number} of the mapping {why}; write it like {{feature: amount, at_least: 200, points: 30}}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """`feature` is a name or a pattern of names, such as `*.count_1h`; a row that meets several counts once.

    Either `at_least` or `rarest` is set: a value, or the share of earlier rows that lie at or above the threshold.
    """

    feature: str
    points: int
    at_least: float | None = None
    rarest: float | None = None


BUNDLED: tuple[TableRule, ...] = (
    TableRule(feature="amount", rarest=0.001, points=40),
    TableRule(feature="*.over_highest", at_least=2.0, points=30),
    TableRule(feature="*.over_mean", at_least=5.0, points=30),
    TableRule(feature="*.deviation", at_least=6.0, points=20),
    TableRule(feature="*.count_1h", rarest=0.001, points=25),
    TableRule(feature="*.count_1d", rarest=0.001, points=25),
    TableRule(feature="*.count_7d", rarest=0.001, points=20),
    TableRule(feature="*.*s_1d", rarest=0.001, points=20),
    TableRule(feature="*.pace_1d", rarest=0.001, points=15),
)
_KEYS = frozenset({"feature", "points", "at_least", "rarest"})


def table_rules(written: object) -> tuple[TableRule, ...]:
    """The `rules:` of a mapping. Raises TableRuleRefused for the first that is none."""
    if not isinstance(written, list):
        raise TableRuleRefused(1, "is no list of rules")
    return tuple(_rule(each, number) for number, each in enumerate(written, start=1))


def _rule(written: object, number: int) -> TableRule:
    if not isinstance(written, Mapping) or not written.keys() <= _KEYS:
        raise TableRuleRefused(number, f"has other keys than {', '.join(sorted(_KEYS))}")
    feature, points = written.get("feature"), written.get("points")
    if not isinstance(feature, str) or not feature:
        raise TableRuleRefused(number, "names no feature")
    if type(points) is not int or not 1 <= points <= 100:
        raise TableRuleRefused(number, "has no points from 1 to 100")
    at_least, rarest = (_number(written.get(name)) for name in ("at_least", "rarest"))
    if (at_least is None) == (rarest is None) or (rarest is not None and not 0 < rarest < 1):
        raise TableRuleRefused(number, "needs one of `at_least` (a number) and `rarest` (a share between 0 and 1)")
    return TableRule(feature=feature, points=points, at_least=at_least, rarest=rarest)


def _number(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and np.isfinite(value)
    return float(value) if is_number and isinstance(value, int | float) else None


def points_by(rules: Sequence[TableRule], columns: Mapping[str, Column], earlier: Flags) -> Column:
    """Points of each row; NaN where no rule speaks. `earlier` marks the rows that thresholds are looked up in.

    A rule that names no feature of the table speaks of no row.
    """
    points = np.zeros(len(earlier))
    for rule in rules:
        met = np.zeros(len(earlier), np.bool_)
        for column, threshold in _thresholds(rule, columns, earlier):
            met |= column >= threshold  # NaN meets nothing
        points += rule.points * met
    return np.where(points > 0, points, np.nan)


def _thresholds(rule: TableRule, columns: Mapping[str, Column], earlier: Flags) -> Iterator[tuple[Column, float]]:
    for name in (each for each in columns if fnmatchcase(each, rule.feature)):
        column = columns[name]
        if rule.at_least is not None:
            yield column, rule.at_least
            continue
        known = column[earlier & ~np.isnan(column)]
        if len(known) and rule.rarest is not None:
            # Counts have many ties: what more than the share reach is no rare value, so the next higher one counts.
            threshold = float(np.quantile(known, 1 - rule.rarest, method="higher"))
            if (known >= threshold).mean() > 2 * rule.rarest:
                higher = known[known > threshold]
                if not len(higher):
                    continue
                threshold = float(higher.min())
            yield column, threshold
