"""Deciding anew what a change could touch comes to the same as deciding everything anew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.desk.bulk.anew import DECIDED, Deciding
from engine.desk.bulk.frozen import Asked, Frozen
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.intake import submit
from engine.ids import TimeOrderedIds
from engine.store.database import Database
from engine.store.holds import end_holds
from engine.store.rescreens import FoundRow
from tests import changed_editions as changed
from tests.changed_editions import KnownEditions
from tests.databases import SqliteFiles
from tests.desks import MAIN, StandingClock, a_desk, bundled, document
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import planted_orders

SEED, PLANTED, HONEST = 20261126, 48, 16
SHOP = "north"  # every second order's
OWN = "velocity.amount_24h"
ENDED = "hold"  # the rule by which the time of a hold ends an order
DECIDED_AFTER = timedelta(minutes=10)
RULES = sorted(each.id for each in bundled().admission.book.rules)
PARAMS = sorted(bundled().admission.book.params)
LISTS = sorted(name for name, entries in bundled().admission.book.lists.items() if entries)
CHANNELS = sorted(bundled().admission.book.channels)
LAW = bundled().admission.knowledge.goods.law.files
RESTRICTIONS = sorted((code, each.id) for code, rows in LAW.items() for each in rows)
WAYS = (changed.drafted, changed.shadowed, changed.renewed, changed.ending)


@dataclass(frozen=True, slots=True)
class House:
    """A desk with decided orders, and the last moment of any."""

    desk: Desk
    orders: list[str]
    last: datetime


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with SqliteFiles(tmp_path_factory.mktemp("touched")).fresh() as database:
        yield filled(database)


def filled(database: Database) -> House:
    clock = StandingClock()
    desk = replace(a_desk(database, clock=clock, ids=TimeOrderedIds()), editions=KnownEditions(bundled()))
    orders = [each.order for each in planted_orders(PLANTED, SEED)] + list(honest_orders(HONEST, SEED))
    kept, held = [], []
    for number, order in enumerate(sorted(orders, key=lambda each: each.placed_at)):
        clock.at = order.placed_at + DECIDED_AFTER
        decided = submit(desk, MAIN, document(replace(order, shop=SHOP) if number % 2 else order))
        kept.append(decided.row.order_id)
        held += [each.id for each in decided.holds[:1]]
    # Nobody judged these in time; that they wait still says that their worker has not come to it.
    with database.write() as session:
        for hold in held[::9]:
            end_holds(session, [hold], "expired", clock.at, "time", "give_up", "time_over")
    return House(desk, kept, clock.at)


def looked(house: House, loaded: Loaded, at: datetime, *, touched_only: bool) -> tuple[list[FoundRow], int]:
    """What would change, and how many orders were decided anew for it."""
    editions = house.desk.editions
    assert isinstance(editions, KnownEditions)
    editions.swap(loaded)
    frozen = Frozen(asked=Asked(touched_only=touched_only), edition=loaded.digest, at=at)
    deciding = Deciding(house.desk, "main", frozen.params())
    with house.desk.database.read() as session:
        seen = deciding.look(session, house.orders)
    return [each.row for each in seen.flips], seen.counted.get(DECIDED, 0)


def books() -> st.SearchStrategy[Loaded]:
    rule = st.builds(changed.other_rule, st.sampled_from(RULES), st.sampled_from(WAYS))
    changes = st.one_of(
        rule,
        st.builds(changed.other_param, st.sampled_from(PARAMS), st.sampled_from((0.1, 0.5, 2, 10))),
        st.builds(changed.own_param, st.sampled_from(PARAMS), st.sampled_from((0.1, 0.5, 2, 10)), st.just(SHOP)),
        st.builds(changed.shorter_list, st.sampled_from(LISTS), st.integers(0, 3)),
        st.builds(changed.other_band, st.integers(1, 100)),
        st.builds(
            changed.channel_that_knows_less,
            st.sampled_from(CHANNELS),
            st.sampled_from(("payment.status", "address.postcode_level", "customer.email_disposable")),
        ),
    )
    return st.builds(lambda change: changed.with_book(change, "another"), changes)


HOURS = st.one_of(st.just(0), st.integers(0, 48), st.integers(0, 24 * 500))
OFTEN = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@OFTEN
@given(loaded=books(), hours=HOURS)
def test_touched_when_rules_change_then_comes_to_the_same_as_everything(
    house: House, loaded: Loaded, hours: int
) -> None:
    at = house.last + timedelta(hours=hours)
    every, _ = looked(house, loaded, at, touched_only=False)
    touched, decided = looked(house, loaded, at, touched_only=True)
    assert touched == every
    assert decided >= len(every)


@settings(OFTEN, max_examples=200)
@pytest.mark.proof
@given(loaded=books(), hours=HOURS)
def test_touched_when_rules_change_very_often_then_comes_to_the_same_as_everything(
    house: House, loaded: Loaded, hours: int
) -> None:
    at = house.last + timedelta(hours=hours)
    assert looked(house, loaded, at, touched_only=True)[0] == looked(house, loaded, at, touched_only=False)[0]


@OFTEN
@given(which=st.sampled_from(RESTRICTIONS), ends=st.booleans(), hours=HOURS)
@example(which=("_EU", min(each.id for each in LAW["_EU"])), ends=False, hours=0)
def test_touched_when_law_changes_then_comes_to_the_same_as_everything(
    house: House, which: tuple[str, str], ends: bool, hours: int
) -> None:
    editions = house.desk.editions
    assert isinstance(editions, KnownEditions)
    change = changed.moved_end if ends else (lambda _: None)
    loaded = changed.with_law(editions, *which, change)
    at = house.last + timedelta(hours=hours)
    assert looked(house, loaded, at, touched_only=True)[0] == looked(house, loaded, at, touched_only=False)[0]


def test_touched_when_a_shop_gets_a_threshold_of_its_own_then_its_orders_alone_are_decided_anew(house: House) -> None:
    loaded = changed.with_book(changed.own_param(OWN, 0, SHOP), "a threshold of its own")
    flips, _ = looked(house, loaded, house.last, touched_only=True)
    every, _ = looked(house, loaded, house.last, touched_only=False)
    anyway, _ = looked(house, bundled(), house.last, touched_only=True)
    assert flips == every
    assert {row.shop for row in flips if row not in anyway} == {SHOP}


def test_touched_when_the_time_of_a_hold_was_over_then_the_order_ends(house: House) -> None:
    flips, _ = looked(house, bundled(), house.last, touched_only=True)
    assert {row.after for row in flips if ENDED in row.come} == {"cancel"}


def test_touched_when_one_rule_goes_then_few_orders_are_decided_anew(house: House) -> None:
    loaded = changed.with_book(changed.other_rule("PAY-002", changed.drafted), "without PAY-002")
    flips, decided = looked(house, loaded, house.last, touched_only=True)
    every, all_of_them = looked(house, loaded, house.last, touched_only=False)
    assert flips == every != []
    assert decided < all_of_them / 3
