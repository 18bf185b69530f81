"""What a saying's row keeps comes back as it went in."""

from datetime import UTC

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.protocol import LineShare
from fulfillment.channels.said_facts import AskFacts, CancelFacts, LevelsSoFar, ParcelFacts, RefundFacts, StockFacts

WORDS = st.text(min_size=1, max_size=20)
MOMENTS = st.datetimes(timezones=st.just(UTC))


def through_json(facts: object) -> dict[str, object]:
    read: dict[str, object] = orjson.loads(orjson.dumps(facts))
    return read


@given(
    st.builds(
        ParcelFacts,
        ref=WORDS,
        number=WORDS,
        carrier=WORDS,
        service=st.text(max_size=9),
        shipped_at=MOMENTS,
        lines=st.lists(st.builds(LineShare, WORDS, st.integers(1, 99)), max_size=4).map(tuple),
        whole=st.booleans(),
    )
)
def test_parcel_when_kept_and_read_then_is_the_same(facts: ParcelFacts) -> None:
    assert ParcelFacts.of(through_json(facts.kept())) == facts


@given(
    st.builds(
        RefundFacts, ref=WORDS, refund=WORDS, amount=st.integers(1, 10**12), currency=st.just("JPY"), reason=WORDS
    )
)
def test_refund_when_kept_and_read_then_is_the_same(facts: RefundFacts) -> None:
    assert RefundFacts.of(through_json(facts.kept())) == facts


@given(st.builds(StockFacts, WORDS, st.lists(WORDS, max_size=4).map(tuple)))
def test_stock_when_kept_and_read_then_is_the_same(facts: StockFacts) -> None:
    assert StockFacts.of(through_json(facts.kept())) == facts


@given(WORDS, WORDS)
def test_others_when_kept_and_read_then_are_the_same(one: str, other: str) -> None:
    cancel, ask = CancelFacts(one, other, one), AskFacts(one, other)
    assert CancelFacts.of(through_json(cancel.kept())) == cancel
    assert AskFacts.of(through_json(ask.kept())) == ask


@pytest.mark.parametrize("far", [LevelsSoFar(), LevelsSoFar(3, "2:X:y"), LevelsSoFar(3, "", ("CODE", "words: of it"))])
def test_levels_so_far_when_kept_then_come_back(far: LevelsSoFar) -> None:
    assert LevelsSoFar.of(far.kept()) == far
    assert LevelsSoFar.of("") == LevelsSoFar()
