"""Rules over the features of a table: thresholds from earlier rows, points that add up, mappings that bring some."""

import numpy as np
import pytest

from engine.training.table_rules import BUNDLED, TableRule, TableRuleRefused, points_by, table_rules

COLUMNS = {
    "amount": np.array([10.0, 20.0, 30.0, 40.0, 500.0, np.nan]),
    "card.count_1h": np.array([0.0, 0.0, 0.0, 1.0, 9.0, 0.0]),
    "device.count_1h": np.array([0.0, 0.0, 0.0, 0.0, 9.0, 7.0]),
}
EARLIER = np.array([True, True, True, True, False, False])


def points(*rules: TableRule) -> list[float]:
    return [float(each) for each in np.nan_to_num(points_by(rules, COLUMNS, EARLIER))]


def test_points_when_a_value_is_reached_then_count() -> None:
    assert points(TableRule(feature="amount", at_least=40, points=10)) == [0, 0, 0, 10, 10, 0]


def test_points_when_a_row_meets_a_rule_twice_then_count_once() -> None:
    assert points(TableRule(feature="*.count_1h", at_least=5, points=10)) == [0, 0, 0, 0, 10, 10]


def test_points_when_rules_differ_then_add_up() -> None:
    rules = (TableRule(feature="amount", at_least=40, points=10), TableRule(feature="card.*", at_least=5, points=7))
    assert points(*rules) == [0, 0, 0, 10, 17, 0]


def test_rarest_when_looked_up_then_later_rows_do_not_matter() -> None:
    rule = TableRule(feature="amount", rarest=0.25, points=10)
    changed = COLUMNS | {"amount": np.array([10.0, 20.0, 30.0, 40.0, 39.0, 41.0])}
    assert np.nan_to_num(points_by([rule], changed, EARLIER)).tolist() == [0, 0, 0, 10, 0, 10]


def test_rarest_when_most_rows_are_alike_then_only_more_than_that_is_rare() -> None:
    assert points(TableRule(feature="card.count_1h", rarest=0.25, points=10)) == [0, 0, 0, 10, 10, 0]
    assert points(TableRule(feature="device.count_1h", rarest=0.25, points=10)) == [0] * 6


def test_rule_when_it_names_no_feature_then_says_nothing() -> None:
    assert np.isnan(points_by([TableRule(feature="shop.*", at_least=0, points=1)], COLUMNS, EARLIER)).all()


def test_mapping_when_it_has_rules_then_they_are_read() -> None:
    written = [
        {"feature": "amount", "at_least": 200, "points": 30},
        {"feature": "*.count_1d", "rarest": 0.01, "points": 5},
    ]
    assert table_rules(written) == (
        TableRule(feature="amount", at_least=200.0, points=30),
        TableRule(feature="*.count_1d", rarest=0.01, points=5),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"feature": "amount", "points": 30},
        {"feature": "amount", "at_least": 1, "rarest": 0.1, "points": 30},
        {"feature": "amount", "at_least": True, "points": 30},
        {"feature": "amount", "rarest": 1.0, "points": 30},
        {"feature": "amount", "at_least": 1, "points": 0},
        {"feature": "", "at_least": 1, "points": 1},
        {"feature": "amount", "at_least": 1, "points": 1, "luck": 1},
        "amount",
    ],
)
def test_mapping_when_a_rule_is_wrong_then_it_is_refused_with_its_number(wrong: object) -> None:
    with pytest.raises(TableRuleRefused, match="rule 1"):
        table_rules([wrong])


def test_bundled_rules_when_listed_then_none_reads_labels() -> None:
    assert not [each for each in BUNDLED if "risk" in each.feature or "frauds" in each.feature]
