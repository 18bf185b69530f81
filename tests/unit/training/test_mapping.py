"""What a mapping may say, and how it is told what is wrong with it."""

import re

import jsonschema
import pytest
import yaml

from engine.training.errors import SplitRefused
from engine.training.mapping import MappingRejected, mapping_schema, read_mapping
from engine.training.splits import DAY, WEEK
from engine.training.windows import Convention
from tests.event_samples import MAPPING

FULL = """\
format: 1
id: number
time: at
time_unit: ms
amount: paid
entities: {card: CARD, shop: SHOP}
customer: card
counterparties: [shop]
label: {column: state, positive: [chargeback, 1], known_at: told}
numeric: [age]
categorical: [country]
windows: [1d, 90s]
convention: "(t-w, t]"
split: {train: {from: 2018-07-25, until: 2018-08-01}, test: [{from: 2018-08-08, until: 2018-08-15}]}
remove_known: 14d
budget: {per_day: 100}
seed: 7
"""


def test_mapping_when_everything_is_said_then_read() -> None:
    mapping = read_mapping("m.yaml", FULL)
    assert (mapping.windows, mapping.convention) == ((90_000_000, DAY), Convention.WITH)
    assert (mapping.label.positive, mapping.remove_since, mapping.per_day) == (("chargeback", "1"), 2 * WEEK, 100)
    assert mapping.cut.train is not None


@pytest.mark.parametrize("content", [FULL, MAPPING])
def test_schema_when_a_mapping_is_read_then_it_takes_it(content: str) -> None:
    quoted = re.sub(r"(20\d\d-\d\d-\d\d)", r'"\1"', content)
    jsonschema.validate(yaml.safe_load(quoted), mapping_schema())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("time: at", "tiem: at", "m.yaml:2:1: `tiem` is not a key of a mapping; did you mean `time`?"),
        ("delay: 7d", "delay: week", "has not the form of `delay`; write it like `7d`"),
        (", delay: 7d", "", "the label does not say when it is known"),
        ("card: card", "card: 7", "`card` must be the name of a column"),
        ("{last: 2, trained: 28d}", "{last: 2, weeks: [2018-07-11]}", "a split is given in one way"),
        ("{last: 2, trained: 28d}", "{weeks: [July]}", "`July` is no day or time; write it like 2018-07-25"),
        ("amount: paid", "customer: buyer", "`buyer` is none of the entities; use one of: card, shop"),
        ("amount: paid", "windows: [month]", "`month` is no length of time"),
        ("amount: paid", "budget: {share: 2}", "`share` must be above 0 and at most 1"),
    ],
)
def test_mapping_when_something_is_wrong_then_place_fault_and_remedy(old: str, new: str, said: str) -> None:
    with pytest.raises(MappingRejected) as rejected:
        read_mapping("m.yaml", MAPPING.replace(old, new))
    assert said in str(rejected.value)


def test_mapping_when_the_split_is_random_then_refused() -> None:
    with pytest.raises(SplitRefused, match=r"m.yaml:6:8: .*future"):
        read_mapping("m.yaml", MAPPING.replace("{last: 2, trained: 28d}", "random"))


def test_moment_when_without_zone_then_utc() -> None:
    mapping = read_mapping("m.yaml", MAPPING.replace("{last: 2, trained: 28d}", "{weeks: [1970-01-02]}"))
    assert mapping.cut.starts == (DAY,)
