"""Which facts models read."""

import math

import pytest

from engine.anomaly.features import FEATURES, SCHEMA, schema_of, vector_of
from engine.lexicon.admission import LEXICON
from engine.lexicon.spec import FactType, Scope

NUMBERS = {FactType.INTEGER, FactType.NUMBER, FactType.BOOLEAN}


@pytest.mark.parametrize("name", FEATURES)
def test_feature_when_looked_up_then_a_number_or_flag_of_the_whole_order(name: str) -> None:
    fact = LEXICON[name]
    assert (fact.type in NUMBERS, fact.scope, fact.personal) == (True, Scope.WHOLE, False)


def test_features_when_counted_then_each_once() -> None:
    assert len(set(FEATURES)) == len(FEATURES) == 60


def test_schema_when_order_of_names_differs_then_another() -> None:
    assert schema_of(tuple(reversed(FEATURES))) != SCHEMA


def test_vector_when_a_fact_is_unknown_then_not_a_number() -> None:
    flag, missing, number = vector_of({"a": True, "c": 3}, ("a", "b", "c"))
    assert (flag, math.isnan(missing), number) == (1.0, True, 3.0)
