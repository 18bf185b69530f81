"""A test is later than all that was fitted on, whatever the orders; and what became known later changes nothing."""

from datetime import timedelta

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.anomaly.ranking import average_precision
from engine.clock import microseconds
from engine.training.known import LabelTerms, known
from engine.training.making import _fold
from engine.training.measured import Curve
from engine.training.measuring import curve
from engine.training.rows import vectors_of
from engine.training.strict_json import read, text_of
from tests.model_vectors import FIRST, a_kept, a_label, terms

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(["fraud", "chargeback", "friendly_fraud", "legitimate"])
LABELS = st.lists(st.tuples(st.integers(0, 9), st.floats(0, 90), KINDS), max_size=20)


@given(seed=SEEDS, as_of=st.floats(30, 120), test_days=st.integers(15, 30), mature=st.floats(0, 30))
def test_fold_when_orders_come_at_any_time_then_no_later_row_is_fitted_on(
    seed: int, as_of: float, test_days: int, mature: float
) -> None:
    days = np.random.default_rng(seed).uniform(0, 90, 400)
    rows = vectors_of([a_kept(f"A-{number}", float(day)) for number, day in enumerate(days)])
    asked = terms(least_rows=2, test_days=test_days, labels=LabelTerms(mature_days=mature))
    at = FIRST + timedelta(days=as_of)
    fold = _fold(rows, at, asked)
    assume(fold is not None)
    assert fold is not None
    trained, tested = (rows.placed_at[each.holds(rows.placed_at)] for each in (fold.train, fold.test))
    assert trained.max() < fold.as_of <= tested.min()
    assert tested.max() < microseconds(at - timedelta(days=mature))


@given(days=st.lists(st.floats(0, 60), min_size=10, max_size=10), labels=LABELS, as_of=st.floats(0, 90))
def test_known_when_labels_became_known_later_then_they_change_nothing(
    days: list[float], labels: list[tuple[int, float, str]], as_of: float
) -> None:
    rows = vectors_of([a_kept(f"A-{number}", day) for number, day in enumerate(days)])
    told = [a_label(f"A-{number}", day, kind) for number, day, kind in labels]
    at = FIRST + timedelta(days=as_of)
    early = [each for each in told if each.known_at <= at]
    found, other = (known(rows, each, at, LabelTerms()) for each in (told, early))
    assert found.counts == other.counts
    assert (found.fraud == other.fraud).all()
    assert not (found.fraud & ~found.usable).any()


@given(days=st.lists(st.floats(0, 60), min_size=1, max_size=30), labels=LABELS, as_of=st.floats(0, 90))
def test_counts_when_added_then_come_to_all_rows(
    days: list[float], labels: list[tuple[int, float, str]], as_of: float
) -> None:
    rows = vectors_of([a_kept(f"A-{number}", day) for number, day in enumerate(days)])
    told = [a_label(f"A-{number}", day, kind) for number, day, kind in labels]
    counts = known(rows, told, FIRST + timedelta(days=as_of), LabelTerms()).counts
    states = (counts.fraud, counts.honest, counts.assumed_honest, counts.unclear, counts.too_young, counts.refused)
    assert sum(states) == len(rows)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=1, max_size=90).filter(
        lambda x: any(a for a, _ in x)
    )
)
@settings(max_examples=50)
def test_curve_when_drawn_then_its_area_is_the_average_precision(rows: list[tuple[bool, int]]) -> None:
    fraud = np.array([bad for bad, _ in rows])
    score = np.array([float(each) for _, each in rows])
    drawn = curve(fraud, score)
    area = sum(
        (after - before) * height
        for before, after, height in zip(drawn.recall, drawn.recall[1:], drawn.precision[1:], strict=False)
    )
    assert abs(area - average_precision(fraud, score)) < 1e-4


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(allow_nan=False, allow_infinity=False)), max_size=20))
def test_json_when_numbers_are_written_then_come_back_as_they_were(points: list[tuple[float, float]]) -> None:
    value = Curve(recall=tuple(x for x, _ in points), precision=tuple(y for _, y in points))
    assert read(text_of(value), Curve) == value
