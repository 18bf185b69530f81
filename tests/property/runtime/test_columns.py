"""Looking a value up in a column tells what testing it tells."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runtime import leaf as meaning
from engine.runtime.atoms import LARGEST_INTEGER
from engine.runtime.column import Columns, truths_of
from tests.random_rules import INTEGERS, random_leaf, random_value
from tests.toy import TOY_LEXICON

SEEDS = st.integers(min_value=0, max_value=2**40)


@given(SEEDS)
@settings(max_examples=300)
def test_column_when_values_are_random_then_knows_the_truth_of_every_leaf(seed: int) -> None:
    rng = Random(seed)
    fact = rng.choice([*TOY_LEXICON.values()])
    leaves = tuple(dict.fromkeys(random_leaf(rng, fact) for _ in range(6)))
    columns = Columns([truths_of(fact, leaves)])
    for value in [random_value(rng, fact) for _ in range(10)] * 2:
        assert columns.found({fact.name: value}) == [meaning.test_of(leaf, fact)(value) for leaf in leaves]


@given(SEEDS)
@settings(max_examples=300)
def test_column_of_whole_numbers_when_values_lie_about_thresholds_then_knows_the_truth_of_every_leaf(seed: int) -> None:
    rng = Random(seed)
    fact = TOY_LEXICON["flight.seats"]
    leaves = tuple(dict.fromkeys(random_leaf(rng, fact) for _ in range(6)))
    columns = Columns([truths_of(fact, leaves)])
    near = (number + step for number in INTEGERS for step in (-1, 0, 1))
    for value in [each for each in near if abs(each) <= LARGEST_INTEGER] * 2:
        assert columns.found({fact.name: value}) == [meaning.test_of(leaf, fact)(value) for leaf in leaves]
