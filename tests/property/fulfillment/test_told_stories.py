"""What shops tell of an order may come in any order and any number of times: it comes to what it would have come to in
the order in which it happened, or is refused with a reason; nothing is lost, and nothing is done twice."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from api.composition.order_events import TYPES as ALL
from engine.store.database import Database
from engine.store.told_events import REFUSED
from fulfillment.lifecycle import NOT_SOLD
from fulfillment.payments.position import position
from tests.databases import PostgresServer, SqliteFiles
from tests.desks import NOW
from tests.told_stories import TYPES, Picture, Teller, a_teller

# Why an event may be refused: it came when what it speaks of was over, or had not begun.
LAWFUL = frozenset({"too_late", "illegal_step"})
# What ends an order, or changes where it goes, means another thing before than behind the other.
GATES = frozenset({"order.cancelled", "address.change_requested"})
Fresh = Callable[[], AbstractContextManager[Database]]


class Story(NamedTuple):
    """Types as they happened; places of them as they are told, some more than once, and behind which work is done."""

    types: Sequence[str]
    told: Sequence[int]
    works: Sequence[bool]
    has_left: bool


@st.composite
def stories(draw: st.DrawFn, without: frozenset[str] = frozenset(), *, is_any: bool = False) -> Story:
    """Some of all types, as they may have happened; `is_any`: in any order at all."""
    known = [each for each in TYPES if each not in without]
    chosen = draw(st.lists(st.sampled_from(known), min_size=2, unique=True))
    types = chosen if is_any else sorted(chosen, key=known.index)
    again = draw(st.lists(st.sampled_from(range(len(types))), max_size=4))
    told = draw(st.permutations([*range(len(types)), *again]))
    works = draw(st.lists(st.booleans(), min_size=len(told), max_size=len(told)))
    return Story(types, told, works, draw(st.booleans()))


def as_told(teller: Teller, story: Story, told: Sequence[int], works: Sequence[bool]) -> Picture:
    """Tells it so; each event keeps the moment at which it happened."""
    seen: set[int] = set()
    for place, is_worked in zip(told, works, strict=True):
        at = NOW + timedelta(minutes=place)
        assert teller.tell(story.types[place], at) == (place not in seen)
        seen.add(place)
        if is_worked:
            teller.work()
    teller.work()
    return teller.picture


def check(teller: Teller, story: Story) -> None:
    """Nothing lost, nothing twice, and what comes late does no harm."""
    received = teller.received
    assert Counter(each.event for each in received) == Counter(story.types)
    assert {each.state for each in received} <= {"applied", "noted", REFUSED}
    assert {each.code for each in received if each.state == REFUSED} <= LAWFUL
    feed = teller.feed
    assert [each.order_seq for each in feed] == list(range(1, len(feed) + 1))
    decided = [each.data["decision_id"] for each in feed if each.type.startswith("decision.")]
    assert len(decided) == len(set(decided)) == teller.decisions
    once = {("order", event) for event in ("admit", "ship", "deliver", "cancel")}
    assert all(count == 1 for step, count in teller.steps.items() if step in once)
    assert all(count == 1 for count in Counter(teller.labels).values())
    check_money(teller)
    before, said = teller.picture, len(feed)
    for place, type_ in enumerate(story.types):
        assert not teller.tell(type_, NOW + timedelta(minutes=place))
    teller.work()
    assert (teller.picture, len(teller.feed)) == (before, said)


def check_money(teller: Teller) -> None:
    """We never give back what is not there, and an order that has ended keeps neither money nor a promise."""
    assert all(left >= 0 for left in teller.books.left_by_refunds)
    where, seen = position(teller.books.entries), teller.picture
    is_frozen = where.is_disputed or (where.was_disputed and not where.received)
    assert (seen.payment == "disputed") == is_frozen
    if seen.stage in NOT_SOLD:
        assert not seen.promised
        assert is_frozen or seen.kept.get("EUR", 0) <= 0


def come_to(fresh: Fresh, story: Story) -> tuple[Picture, Picture]:
    """What it comes to as it happened, and as it is told."""
    with fresh() as database, a_teller(database, has_left=story.has_left) as teller:
        places = range(len(story.types))
        happened = as_told(teller, story, places, [True] * len(places))
        check(teller, story)
    with fresh() as database, a_teller(database, has_left=story.has_left) as teller:
        told = as_told(teller, story, story.told, story.works)
        check(teller, story)
    return happened, told


def same_in_any_order(fresh: Fresh, story: Story) -> None:
    happened, told = come_to(fresh, story)
    assert told == happened


def money_is_the_same(fresh: Fresh, story: Story) -> None:
    """Where the order may end in the story, what we give back depends on when we hear of what: others may give back, or
    the bank take, what we gave back before we heard of it. All that is not our own doing is the same."""
    happened, told = come_to(fresh, story)
    assert told.told_of_money == happened.told_of_money
    assert told.came == happened.came
    assert (told.disputes, told.labels) == (happened.disputes, happened.labels)


def test_stories_when_written_then_know_all_types() -> None:
    assert set(TYPES) == set(ALL)


FEW = settings(
    max_examples=2,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make a story shorter takes minutes
)
MANY = settings(FEW, max_examples=60)
# A promise that is told of only behind its capture; an order whose end is told before all that its money did.
LATE_PROMISE = Story(["payment.authorised", "payment.captured"], [1, 0], [True, True], has_left=False)
EARLY_END = Story(
    ["payment.captured", "payment.refunded", "chargeback.lost", "order.cancelled"],
    [3, 0, 1, 2],
    [True] * 4,
    has_left=False,
)
LOST_FIRST = Story(
    ["payment.failed", "order.note", "payment.captured", "payment.voided", "shipment.shipped", "fraud.warned",
     "shipment.delivered", "chargeback.lost", "order.cancelled"],
    [5, 8, 3, 7, 0, 2, 6, 1, 4], [False, False, True, False, True, False, True, True, True], has_left=False,
)  # fmt: skip

# Everything, and the promise told of when all that ended it was told before.
PROMISED_LAST = Story(
    ["payment.authorised", "payment.failed", "payment.expired", "order.note", "payment.captured", "payment.voided",
     "address.change_requested", "shipment.shipped", "fraud.warned", "shipment.delivered", "payment.refunded",
     "shipment.returned", "chargeback.opened", "chargeback.won", "chargeback.lost", "order.cancelled"],
    [12, 1, 13, 11, 8, 2, 2, 7, 4, 5, 9, 10, 8, 15, 10, 0, 14, 3, 6, 15],
    [False, True, True, True, True, False, False, True, True, True, False, True, True, True, False, False, False, False,
     True, False], has_left=False,
)  # fmt: skip


@FEW
@example(story=LATE_PROMISE)
@given(story=stories(GATES))
def test_story_when_told_in_any_order_and_twice_then_comes_to_the_same(sqlite_files: SqliteFiles, story: Story) -> None:
    same_in_any_order(sqlite_files.fresh, story)


@FEW
@example(story=EARLY_END)
@example(story=PROMISED_LAST)
@given(story=stories())
def test_story_when_the_order_ends_in_it_then_the_money_is_the_same(sqlite_files: SqliteFiles, story: Story) -> None:
    money_is_the_same(sqlite_files.fresh, story)


@pytest.mark.proof
@MANY
@given(story=stories(GATES))
def test_story_when_told_on_postgresql_then_comes_to_the_same(postgres: PostgresServer, story: Story) -> None:
    same_in_any_order(postgres.fresh, story)


@pytest.mark.proof
@MANY
@example(story=LOST_FIRST)
@given(story=stories())
def test_story_when_the_order_ends_on_postgresql_then_the_money_is_the_same(
    postgres: PostgresServer, story: Story
) -> None:
    money_is_the_same(postgres.fresh, story)


@pytest.mark.proof
@MANY
@given(story=stories(is_any=True))
def test_story_when_nothing_in_it_makes_sense_then_nothing_is_lost_or_doubled(
    sqlite_files: SqliteFiles, story: Story
) -> None:
    come_to(sqlite_files.fresh, story)
