"""Tracking events in any order and any number of times: the same status."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.records import Tracked
from fulfillment.tracking.vocabulary import MILESTONES, RANK, Word, current, phase_of

START = datetime(2026, 11, 25, tzinfo=UTC)


def an_event(number: int, word: Word, hours: int) -> Tracked:
    at = START + timedelta(hours=hours)
    return Tracked(id=f"{number:04}", merchant_id="main", order_id="ord_1", shipment_id="shp_1", status=word, at=at,
                   received_at=at)  # fmt: skip


events = st.lists(st.tuples(st.sampled_from(Word), st.integers(0, 200)), min_size=1, max_size=12).map(
    lambda told: [an_event(number, word, hours) for number, (word, hours) in enumerate(told)]
)


@given(events, st.data())
def test_status_when_events_are_shuffled_and_doubled_then_is_the_same(told: list[Tracked], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=6))))
    assert current(shuffled) == current(told)


@given(events, events)
def test_status_when_more_is_known_then_its_milestone_never_falls(told: list[Tracked], more: list[Tracked]) -> None:
    before, after = current(told), current([*told, *more])
    assert before is not None
    assert after is not None
    assert RANK[after.status] >= RANK[before.status]


@given(events)
def test_status_when_delivered_is_among_them_then_is_delivered(told: list[Tracked]) -> None:
    best = current([*told, an_event(9999, Word.DELIVERED, 0)])
    assert best is not None
    assert best.status == Word.DELIVERED


def test_status_when_nothing_is_known_then_is_nothing() -> None:
    assert current([]) is None


def test_vocabulary_when_listed_then_every_word_has_one_rank_and_a_phase() -> None:
    assert sorted(word for group in MILESTONES for word in group) == sorted(Word)
    assert all(phase_of(word) for word in Word)
