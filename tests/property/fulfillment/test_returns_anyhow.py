"""Returns in any order and any number of times: never more pieces back than were sent, never more money than was kept,
what was put away is what came, and each return ends once."""

import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from engine.ids import Ids
from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.aftersales.comebacks import NOT_BACK, Wish
from fulfillment.aftersales.inspecting import Grade, Looked
from fulfillment.aftersales.photos import keep_photo
from fulfillment.aftersales.returns import (
    arrive_return,
    authorise_return,
    decline_return,
    inspect_return,
    lose_return,
    receive_return,
    request_return,
    send_return,
    settle_return,
)
from fulfillment.aftersales.ways import WAYS
from fulfillment.desk_view import ReturnTerms
from fulfillment.errors import FulfilmentError
from fulfillment.inventory.shelves import stock_of
from fulfillment.payments.confirming import refund
from fulfillment.records import ReturnCase
from fulfillment.states import Comeback, Event, Machine
from fulfillment.store.aftersales import returned_of, returns_of
from fulfillment.store.cases import history
from fulfillment.store.money import kept, refunds_of
from tests.builders import a_line, an_order
from tests.fulfilment_site import CountingIds, House
from tests.return_house import PICTURE, SHELF, SKU, delivered

PIECES, TOTAL = 2, 4488
CAUSES = ("changed_mind", "defective", "lost", "late", "too small", "damaged_on_arrival")
numbers = itertools.count(1)
which = st.integers(0, 2)
wishes = st.sampled_from(("refund", "refund", "replacement", "keep"))
grades = st.lists(st.sampled_from(list(Grade)), max_size=PIECES)


class Returns(RuleBasedStateMachine):
    """Each example is a merchant of its own in one database; a refusal is an answer, any other error is not."""

    database: Database
    folder: Path
    ids: Ids = CountingIds()

    @initialize(cheap=st.booleans(), fee=st.sampled_from((0, 10)), acts=st.booleans())
    def begin(self, cheap: bool, fee: int, acts: bool) -> None:
        number = next(numbers)
        self.house = House(self.database, self.folder / str(number), self.ids, merchant=f"r{number}")
        self.house.desk.returning = ReturnTerms(restocking_pct=fee, damaged_pct=33, opened_pct=10)
        self.order_id = f"ord_r{number}"
        price = 700 if cheap else 1999
        self.order = an_order(lines=(a_line(unit_price=price),))
        delivered(self.house, self.order, order_id=self.order_id)
        self.house.desk.returning = ReturnTerms(by_itself=acts, restocking_pct=fee, damaged_pct=33, opened_pct=10)

    def attempt(self, act: Callable[[WriteSession], object]) -> None:
        with suppress(FulfilmentError), self.house.database.write() as session:
            act(session)

    def cases(self) -> tuple[ReturnCase, ...]:
        with self.house.database.read() as session:
            return returns_of(session, self.house.merchant, self.order_id)

    def step(self, number: int, act: Callable[..., object], *more: object) -> None:
        """Takes a step of one return, twice."""
        found = self.cases()
        if number < len(found):
            on = self.house.on(self.order_id)
            for _ in range(2):
                self.attempt(lambda s: act(s, self.house.site, on, found[number].id, *more))

    @rule(
        pieces=st.integers(1, PIECES + 1), reason=st.sampled_from(CAUSES), wish=wishes, key=st.sampled_from((None, "k"))
    )
    def ask(self, pieces: int, reason: str, wish: str, key: str | None) -> None:
        on, site = self.house.on(self.order_id), self.house.site
        self.attempt(lambda s: request_return(s, site, on, {1: pieces}, reason, key, Wish(wish=wish)))

    @rule(number=which, way=st.sampled_from(("", *sorted(WAYS))))
    def let_in(self, number: int, way: str) -> None:
        self.step(number, authorise_return, way)

    @rule(number=which)
    def refuse(self, number: int) -> None:
        self.step(number, decline_return)

    @rule(number=which, what=st.sampled_from((send_return, arrive_return, lose_return)))
    def travel(self, number: int, what: Callable[..., object]) -> None:
        self.step(number, what)

    @rule(number=which, found=grades)
    def look(self, number: int, found: list[Grade]) -> None:
        self.step(number, inspect_return, [Looked(line=1, grade=each, quantity=1) for each in found])

    @rule(number=which, grade=st.sampled_from(("like_new", "used", "damaged")))
    def take(self, number: int, grade: str) -> None:
        self.step(number, receive_return, grade)

    @rule(number=which, amount=st.sampled_from((None, 0, 500, TOTAL + 1)))
    def settle(self, number: int, amount: int | None) -> None:
        self.step(number, settle_return, amount)

    @rule(number=which)
    def photograph(self, number: int) -> None:
        self.step(number, keep_photo, PICTURE)

    @rule(amount=st.sampled_from((100, 2000)), key=st.sampled_from("xy"))
    def give(self, amount: int, key: str) -> None:
        on, site = self.house.on(self.order_id), self.house.site
        self.attempt(lambda s: refund(s, site, on, amount, "sorry", key))

    @rule(again=st.booleans())
    def drain(self, again: bool) -> None:
        self.house.drain()
        if again:
            before = self.picture()
            self.house.drain(again=True)
            assert self.picture() == before

    @rule(days=st.sampled_from((1, 8, 46)))
    def wait(self, days: int) -> None:
        self.house.pass_by(days=days)
        self.house.drain()

    def picture(self) -> object:
        with self.house.database.read() as session:
            money = [(each.id, each.amount) for each in refunds_of(session, self.house.merchant, self.order_id)]
        return [(each.id, each.state, each.amount, each.withheld) for each in self.cases()], money

    @invariant()
    def no_more_comes_back_than_was_sent(self) -> None:
        live = [each for each in self.cases() if each.state not in NOT_BACK]
        assert sum(each.lines.get("1", 0) for each in live) <= PIECES

    @invariant()
    def no_more_money_goes_back_than_was_kept(self) -> None:
        with self.house.database.read() as session:
            given = sum(each.amount for each in refunds_of(session, self.house.merchant, self.order_id))
            left = kept(session, self.order_id).get("EUR", 0)
        assert (given + left, left >= 0) == (TOTAL, True)

    @invariant()
    def what_was_put_away_is_what_came(self) -> None:
        restocked = 0
        with self.house.database.read() as session:
            for case in self.cases():
                found = returned_of(session, self.house.merchant, case.id)
                assert not found or sum(each.quantity for each in found) == sum(case.lines.values())
                restocked += sum(each.quantity for each in found if each.kept_as == "restock")
            assert stock_of(session, self.house.merchant, SKU, SHELF).on_hand == 5 - PIECES + restocked

    @invariant()
    def each_ends_once(self) -> None:
        with self.house.database.read() as session:
            entries = history(session, self.house.merchant, self.order_id)
        ends = Counter(
            each.subject
            for each in entries
            if each.machine == Machine.RETURN and each.event in (Event.CLOSE, Event.DECLINE, Event.EXPIRE)
        )
        assert all(times == 1 for times in ends.values())
        over = {
            each.id for each in self.cases() if each.state in (Comeback.CLOSED, Comeback.DECLINED, Comeback.EXPIRED)
        }
        assert over == set(ends)


def test_returns_when_anything_happens_any_number_of_times_then_pieces_and_money_hold(
    sqlite_file: Database, tmp_path: Path
) -> None:
    machine = type("ReturnsOnSqlite", (Returns,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=14, deadline=None))


@pytest.mark.proof
def test_returns_when_many_and_long_then_pieces_and_money_hold(sqlite_file: Database, tmp_path: Path) -> None:
    machine = type("ManyReturns", (Returns,), {"database": sqlite_file, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=settings(max_examples=200, stateful_step_count=40, deadline=None))
