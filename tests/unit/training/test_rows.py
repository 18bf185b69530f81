"""Rows come in the order of time, of one schema, and their digest sees every change."""

from dataclasses import replace

import numpy as np
import pytest

from engine.anomaly.features import FEATURES
from engine.anomaly.kept_vector import KeptVector, segments
from engine.training.refusals import NoRows, OtherSchema
from engine.training.rows import vectors_of
from tests.model_vectors import a_kept


def test_rows_when_read_then_come_in_the_order_of_time() -> None:
    found = vectors_of([a_kept("B", 2), a_kept("C", 1), a_kept("A", 1)])
    assert found.order_ids == ("A", "C", "B")


def test_rows_when_there_are_none_then_are_refused() -> None:
    with pytest.raises(NoRows, match=r"in orders\.jsonl"):
        vectors_of([], "in orders.jsonl")


@pytest.mark.parametrize("strange", [a_kept("S", schema="0000"), a_kept("S", features=(1.0,))])
def test_rows_when_one_is_of_other_features_then_are_refused_by_its_id(strange: KeptVector) -> None:
    with pytest.raises(OtherSchema, match="`S`"):
        vectors_of([a_kept(), strange])


@pytest.mark.parametrize(
    "changes",
    [{"order_id": "A-2"}, {"day": 1.0}, {"outcome": "hold"}, {"card": 5}, {"let_through": True},
     {"features": (1.0, *[0.0] * (len(FEATURES) - 1))}],
)  # fmt: skip
def test_digest_when_anything_that_fitting_reads_differs_then_differs(changes: dict[str, object]) -> None:
    assert vectors_of([a_kept(**changes)]).digest() != vectors_of([a_kept()]).digest()  # type: ignore[arg-type]


def test_digest_when_unknown_is_another_nan_then_is_the_same() -> None:
    found = vectors_of([a_kept(features=(np.nan,) * len(FEATURES))])
    other = replace(found, features=-found.features)
    assert other.digest() == found.digest()


@pytest.mark.parametrize(("before", "word"), [(0.0, "new"), (3.0, "returning"), (float("nan"), "unknown")])
def test_segments_when_the_shop_counts_orders_then_say_whether_the_customer_came_back(before: float, word: str) -> None:
    features = tuple(before if name == "customer.orders_before" else 0.0 for name in FEATURES)
    assert segments("DE", "EUR", features) == {"destination": "DE", "customer": word, "currency": "EUR"}
