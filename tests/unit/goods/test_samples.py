"""Labelled descriptions of our own: what share is judged as a person would. `held_back` was written after tuning."""

from pathlib import Path

import pytest

from tests.benchmarks.accuracy_goods import labelled, scored
from tests.unit.goods.builders import knowledge

SAMPLES = Path(__file__).parents[2] / "samples" / "goods"


@pytest.mark.parametrize("name", ["descriptions.tsv", "held_back.tsv"])
@pytest.mark.parametrize(("with_code", "least"), [(True, 0.95), (False, 0.9)])
def test_samples_when_judged_then_as_a_person_would(name: str, with_code: bool, least: float) -> None:
    assert scored(knowledge(), labelled(SAMPLES / name), with_code=with_code).total.f1 >= least
