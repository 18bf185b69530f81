"""What becomes known, by whom and when."""

from collections import Counter
from datetime import timedelta
from functools import cache
from statistics import median

import pytest

from engine.anomaly.kept_label import KINDS
from engine.desk.label_file import SOURCES
from engine.simulation import SCHEMES, Scenario, Simulated, simulate, with_shares
from engine.simulation.events import event_of
from engine.simulation.labels import ANALYST, BAD, LEGITIMATE, known_or_not
from engine.simulation.scenario import terms_of

SCENARIO = Scenario(orders=6000, days=90, seed=5, customers_before=500)
MANY = with_shares(SCENARIO, dict.fromkeys(SCHEMES, 0.05))


def of(scheme: str) -> list[Simulated]:
    return [each for each in stream() if each.scheme == scheme]


@cache
def stream() -> tuple[Simulated, ...]:
    """Made when it is first asked for: every worker loads this module, and few run what is in it."""
    return tuple(simulate(MANY))


def test_labels_when_known_then_after_the_order_and_about_it() -> None:
    labels = [(each.order, each.label) for each in stream() if each.label is not None]
    assert all(label.order_id == order.id and label.known_at > order.placed_at for order, label in labels)
    assert all(label.known_at - order.placed_at <= timedelta(days=181) for order, label in labels)


def test_labels_when_told_then_their_kinds_and_sources_are_those_that_the_desk_takes() -> None:
    labels = [each.label for each in stream() if each.label is not None]
    assert {each.kind for each in labels} == set(KINDS)
    assert {each.source for each in labels} <= set(SOURCES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_when_counted_then_as_many_are_known_as_the_terms_say(scheme: str) -> None:
    known = sum(each.label is not None for each in of(scheme)) / len(of(scheme))
    assert known == pytest.approx(terms_of(MANY, scheme).known, abs=0.1)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_when_a_card_holder_tells_then_they_come_weeks_later_around_the_median(scheme: str) -> None:
    waits = [
        (each.label.known_at - each.order.placed_at) / timedelta(days=1)
        for each in of(scheme)
        if each.label is not None and each.label.source != ANALYST
    ]
    assert median(waits) == pytest.approx(terms_of(MANY, scheme).delay, rel=0.2)


def test_labels_when_an_analyst_finds_then_within_days() -> None:
    labelled = [(each.order, each.label) for each in stream() if each.label is not None]
    waits = [
        (label.known_at - order.placed_at) / timedelta(days=1) for order, label in labelled if label.source == ANALYST
    ]
    assert median(waits) < 3


def test_labels_when_of_planted_orders_then_none_calls_them_legitimate() -> None:
    kinds = Counter(each.label.kind for each in stream() if each.label and each.scheme)
    assert set(kinds) == BAD
    assert {each.label.scheme for each in stream() if each.label and each.label.kind == LEGITIMATE} == {None}


def test_rows_when_nobody_ever_learns_then_tell_the_truth_without_a_moment() -> None:
    unknown = next(each for each in stream() if each.scheme is not None and each.label is None)
    row = known_or_not(unknown.order, None, unknown.scheme)
    assert row is not None
    assert (row.known_at, row.source, row.scheme) == (None, "", unknown.scheme)
    assert known_or_not(unknown.order, None, None) is None


def test_events_when_made_then_hold_label_and_truth_apart() -> None:
    rows = [event_of(each) for each in stream()]
    assert all(row.known_at is not None for row in rows if row.label)
    assert any(row.planted and not row.label for row in rows)
    assert all(row.amount_eur > 0 and row.country for row in rows)
