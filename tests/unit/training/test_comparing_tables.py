"""Events of a table to compare on: tested weeks alone, models that were fitted before, rules of the mapping or ours."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engine.training.benchmark import Built, built
from engine.training.comparing import compare
from engine.training.comparing_tables import table_cases
from engine.training.event_features import Events
from engine.training.mapping import read_mapping
from engine.training.splits import DAY
from engine.training.table_rules import TableRule, TableRuleRefused

TEXT = """format: 1
time: at
amount: amount
entities: {card: card, shop: shop}
label: {column: fraud, delay: 2d}
windows: [1h, 1d]
split: {last: 2, trained: 20d, tested: 5d}
"""
ROWS = 1500
MAPPING = read_mapping("mapping.yaml", TEXT)


@cache
def a_table(*, frauds: bool = True) -> Built:
    """Thirty days of fifty events; one in twenty-five is fraud, of a high amount."""
    chance = np.random.default_rng(11)
    times = np.arange(ROWS, dtype=np.int64) * (30 * DAY // ROWS)
    fraud = np.arange(ROWS) % 25 == 0 if frauds else np.zeros(ROWS, np.bool_)
    events = Events(
        times=times,
        amount=np.where(np.arange(ROWS) % 25 == 0, 900.0, chance.uniform(5, 60, ROWS)),
        entities={"card": np.arange(ROWS, dtype=np.int64) % 40, "shop": np.arange(ROWS, dtype=np.int64) % 7},
        fraud=fraud,
        labelled=np.ones(ROWS, np.bool_),
        known_at=times + 2 * DAY,
        mature_at=times + 2 * DAY,
    )
    return built(events, MAPPING)


def test_cases_when_made_then_are_the_tested_rows_alone() -> None:
    table, cases = a_table(), table_cases(a_table(), MAPPING)
    assert len(cases) == sum(int(fold.test.holds(table.times).sum()) for fold in table.folds)
    assert cases.placed.min() >= min(fold.test.start for fold in table.folds)
    assert cases.amount[cases.fraud].tolist() == [90_000] * int(cases.fraud.sum())


def test_rules_when_the_mapping_has_some_then_they_alone_speak() -> None:
    rules = (TableRule(feature="amount", at_least=500, points=40),)
    cases = table_cases(a_table(), replace(MAPPING, rules=rules))
    assert (~np.isnan(cases.rules)).tolist() == cases.fraud.tolist()


def test_models_when_too_few_frauds_are_known_then_there_is_no_classifier() -> None:
    assert set(table_cases(a_table(), MAPPING).models) == {"forest"}


def test_forest_when_scores_are_told_as_shares_then_fraud_of_this_kind_comes_first() -> None:
    found = compare(table_cases(a_table(), MAPPING), 0.04)
    by_name = {each.way.name: each.caught.frauds for each in found.ways}
    assert by_name["forest"] > 0.8 * found.frauds.frauds


def test_scheme_when_the_table_names_it_then_stands_with_its_row() -> None:
    scheme = ["ring" if row % 2 else "testing" for row in range(ROWS)]
    cases = table_cases(a_table(), MAPPING, scheme)
    assert {each.name for each in compare(cases, 0.1).schemes} == {"ring", "testing"}


OWN = "rules: [{feature: amount, at_least: 500, points: 9}]\n"


@pytest.mark.parametrize(
    ("rules", "read"), [("", None), (OWN, (TableRule(feature="amount", at_least=500.0, points=9),))]
)
def test_mapping_when_it_brings_rules_then_they_are_read(rules: str, read: tuple[TableRule, ...] | None) -> None:
    assert read_mapping("mapping.yaml", TEXT + rules).rules == read


def test_mapping_when_its_rules_are_no_list_then_they_are_refused() -> None:
    with pytest.raises(TableRuleRefused):
        read_mapping("mapping.yaml", f"{TEXT}rules: {{amount: 5}}\n")
