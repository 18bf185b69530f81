"""Pieces of transfers neither appear nor vanish, and costs are shared out to the last minor unit."""

import itertools
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.errors import FulfilmentError
from fulfillment.inventory.differences import adjust_difference
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, receive
from fulfillment.records import CartonLine, Transfer, TransferLine, Warehouse
from fulfillment.store.differences import differences_after
from fulfillment.store.places import movements_after
from fulfillment.store.stock import reserve, shelves
from fulfillment.store.transfers import in_transit
from fulfillment.transfers.arriving import receive_carton
from fulfillment.transfers.landing import close_transfer, landed
from fulfillment.transfers.leaving import CartonTold, kept_goods, pack_transfer, ship_transfer
from fulfillment.transfers.planning import LineWanted, TransferWanted, cancel_transfer, plan_transfer
from tests.fulfilment_site import CountingIds

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUSES, LOTS = ("A", "B", "C"), ("", "L1", "L2")
amounts = st.integers(0, 10**9)


class Journeys(RuleBasedStateMachine):
    """Transfers between three warehouses in any interleaving; `database` is set by the test."""

    database: Database
    numbers = itertools.count()

    @initialize()
    def open_houses(self) -> None:
        number = next(Journeys.numbers)
        self.merchant, self.ids = f"m{number}", CountingIds(number * 100_000)
        self.transfers: list[str] = []
        self.total = 0
        with self.database.write() as session:
            for code in HOUSES:
                keep_warehouse(session, Warehouse(merchant_id=self.merchant, code=code, country="DE"))

    @rule(house=st.sampled_from(HOUSES), lot=st.sampled_from(LOTS), many=st.integers(1, 9))
    def goods_come(self, house: str, lot: str, many: int) -> None:
        voucher = Voucher(reason=Reason.RECEIVED, actor="tests", at=NOW)
        got = Receipt(sku="TEA", warehouse=house, pieces=many, lot=lot)
        with self.database.write() as session:
            receive(session, self.ids, self.merchant, got, voucher)
        self.total += many

    @rule(house=st.sampled_from(HOUSES), many=st.integers(1, 4))
    def somebody_orders(self, house: str, many: int) -> None:
        with self.database.write() as session:
            reserve(session, self.merchant, "TEA", house, many)

    @rule(ways=st.permutations(HOUSES), many=st.integers(1, 9))
    def plan(self, ways: list[str], many: int) -> None:
        wanted = TransferWanted(origin=ways[0], destination=ways[1], currency="EUR",
                                lines=(LineWanted(sku="TEA", pieces=many, value=many * 100),))  # fmt: skip
        with suppress(FulfilmentError), self.database.write() as session:
            self.transfers.append(plan_transfer(session, self.ids, self.merchant, wanted, NOW, "tests").id)

    @rule(data=st.data(), cut=st.integers(0, 3))
    def pack(self, data: st.DataObject, cut: int) -> None:
        def act(session: WriteSession, id_: str) -> None:
            kept = kept_goods(session, id_)
            first = Counter({goods: min(cut, many) for goods, many in kept.items()})
            told = [CartonTold(weight_g=1, length_mm=1, width_mm=1, height_mm=1, contents=+some)
                    for some in (first, kept - first) if +some]  # fmt: skip
            pack_transfer(session, self.merchant, id_, told)

        self.attempt(data, act)

    @rule(data=st.data())
    def ship(self, data: st.DataObject) -> None:
        self.attempt(data, lambda session, id_: ship_transfer(session, self.ids, self.merchant, id_, NOW, "tests"))

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        self.attempt(data, lambda session, id_: cancel_transfer(session, self.ids, self.merchant, id_, NOW))

    @rule(data=st.data(), number=st.integers(1, 2), lot=st.sampled_from(LOTS), many=st.integers(0, 9),
          whole=st.booleans())  # fmt: skip
    def open_carton(self, data: st.DataObject, number: int, lot: str, many: int, whole: bool) -> None:
        found = None if whole else {("TEA", lot): many}
        self.attempt(data, lambda session, id_: receive_carton(session, self.ids, self.merchant, id_, number, found,
                                                               NOW, "tests"))  # fmt: skip

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        self.attempt(data, lambda session, id_: close_transfer(session, self.merchant, id_, NOW, lambda _, __: None))

    @rule(data=st.data())
    def end_a_difference(self, data: st.DataObject) -> None:
        with self.database.read() as session:
            some = differences_after(session, self.merchant, state="open")
        if some:
            chosen = data.draw(st.sampled_from(some))
            with suppress(FulfilmentError), self.database.write() as session:
                adjust_difference(session, self.ids, self.merchant, chosen.id, "tests", NOW)
                self.total += chosen.pieces

    def attempt(self, data: st.DataObject, act: object) -> None:
        if self.transfers:
            id_ = data.draw(st.sampled_from(self.transfers))
            with suppress(FulfilmentError), self.database.write() as session:
                act(session, id_)  # type: ignore[operator]

    @invariant()
    def nothing_appears_or_vanishes(self) -> None:
        with self.database.read() as session:
            on_shelves = sum(each.on_hand for each in shelves(session, self.merchant))
            moved = sum(each.pieces for each in movements_after(session, self.merchant, 10_000))
            on_the_way = sum(in_transit(session, self.merchant).values())
        assert on_shelves == moved
        assert on_shelves + on_the_way == self.total


def test_pieces_when_anything_happens_in_any_order_then_are_as_many_as_before(sqlite_file: Database) -> None:
    machine = type("JourneysOnSqlite", (Journeys,), {"database": sqlite_file})
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=30, deadline=None))


@pytest.mark.proof
def test_pieces_when_anything_happens_for_long_then_are_as_many_as_before(database: Database) -> None:
    machine = type("JourneysForLong", (Journeys,), {"database": database})
    run_state_machine_as_test(machine, settings=settings(max_examples=200, stateful_step_count=60, deadline=None))


@given(
    rows=st.lists(st.tuples(st.integers(1, 1000), amounts, st.integers(1, 5000), st.integers(0, 1000)), min_size=1,
                  max_size=8),
    costs=st.tuples(amounts, amounts, amounts),
    by=st.sampled_from(("value", "weight")),
)  # fmt: skip
def test_costs_when_shared_then_sum_up_to_the_last_minor_unit(
    rows: list[tuple[int, int, int, int]], costs: tuple[int, int, int], by: str
) -> None:
    lines = [TransferLine(transfer_id="t", line=number, merchant_id="m", sku=f"S{number}", quantity=many, value=value,
                          piece_g=grams) for number, (many, value, grams, _) in enumerate(rows, start=1)]  # fmt: skip
    packed = [CartonLine(transfer_id="t", carton=1, sku=f"S{number}", lot="", merchant_id="m", quantity=many,
                         received=min(came, many))
              for number, (many, _, _, came) in enumerate(rows, start=1)]  # fmt: skip
    transfer = Transfer(id="t", merchant_id="m", origin="A", destination="B", state="received", currency="EUR",
                        created_at=NOW, created_by="x", spread_by=by, freight=costs[0], duty=costs[1],
                        tax=costs[2])  # fmt: skip
    found = landed(transfer, lines, packed, NOW)
    come = [each for each in packed if each.received]
    assert [each.pieces for each in found] == [each.received for each in come]
    if found:
        sums = tuple(sum(getattr(each, name) for each in found) for name in ("freight", "duty", "tax"))
        assert sums == costs
    if len(come) == len(packed) and all(each.received == each.quantity for each in packed):
        assert sum(each.goods for each in found) == sum(line.value for line in lines)
