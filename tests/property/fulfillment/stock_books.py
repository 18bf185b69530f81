"""One article in one warehouse, and everything that can happen to its pieces, in any order: a plain dictionary keeps
the same books, and decides by itself what must be possible.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine.ids import Prefix
from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.errors import FulfilmentError
from fulfillment.inventory.booking import Books
from fulfillment.inventory.counting import Counted, CountWanted, plan_count, post_count, tell_count
from fulfillment.inventory.expiring import change_lot, spoil
from fulfillment.inventory.holding import give_back, keep_back, note_places, send_out
from fulfillment.inventory.keeping import keep_bin, keep_warehouse
from fulfillment.inventory.moving import QUARANTINE, move_stock, quarantine, release
from fulfillment.inventory.reasons import ADJUSTMENTS, Reason, Voucher
from fulfillment.inventory.shelves import Receipt, adjust, receive
from fulfillment.records import Bin, Reservation, Warehouse
from fulfillment.store.places import held_of, movements_after, places_of
from fulfillment.store.stock import add_reservations, find_stock, reservations, turn
from tests.fulfilment_site import CountingIds

SKU, HOUSE, MARGIN = "TEA", "HAM-1", 30
BINS = {"": 0, "P1": 0, "P2": 0, "R1": 2, QUARANTINE: 3}
NEVER = "9999-12-31"
START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LOTS = {"": NEVER, "L1": "2027-01-31", "L2": "2027-03-31"}

bins = st.sampled_from([name for name in BINS if name != QUARANTINE])
lots = st.sampled_from(list(LOTS))
pieces = st.integers(1, 5)
Spot = tuple[str, str]


class StockBooks(RuleBasedStateMachine):
    """`database` is set by the test."""

    database: Database
    numbers = itertools.count()

    @initialize()
    def open_house(self) -> None:
        number = next(StockBooks.numbers)
        self.merchant = f"m{number}"
        self.ids = CountingIds(number * 100_000)
        self.now = START
        self.there: Counter[Spot] = Counter()
        self.kept: dict[str, Counter[Spot]] = {}
        self.asides: set[str] = set()
        self.expired: set[str] = set()
        self.known: set[str] = set()
        with self.database.write() as session:
            keep_warehouse(session, Warehouse(merchant_id=self.merchant, code=HOUSE, country="DE"))
            for code, rank in BINS.items():
                kind = {0: "pick", 2: "reserve", 3: "quarantine"}[rank]
                if code:
                    keep_bin(session, Bin(merchant_id=self.merchant, warehouse=HOUSE, code=code, kind=kind))

    def voucher(self, reason: Reason) -> Voucher:
        return Voucher(reason=reason, actor="tests", at=self.now)

    def attempt(self, act: Callable[[WriteSession], object]) -> bool:
        with suppress(FulfilmentError), self.database.write() as session:
            act(session)
            return True
        return False

    # What the model says.

    def reserved(self, spot: Spot) -> int:
        return sum(some[spot] for some in self.kept.values())

    def unreserved(self, spot: Spot) -> int:
        return self.there[spot] - self.reserved(spot)

    def is_blocked(self, spot: Spot) -> bool:
        return spot[0] == QUARANTINE or spot[1] in self.asides or spot[1] in self.expired

    def in_order(self) -> list[Spot]:
        return sorted(self.there, key=lambda spot: (LOTS[spot[1]], BINS[spot[0]], *spot))

    # What happens.

    @rule(bin_=bins, lot=lots, many=pieces)
    def goods_come(self, bin_: str, lot: str, many: int) -> None:
        until = LOTS[lot] if lot else ""
        got = Receipt(sku=SKU, warehouse=HOUSE, pieces=many, bin=bin_, lot=lot, expires_on=until)
        assert self.attempt(lambda s: receive(s, self.ids, self.merchant, got, self.voucher(Reason.RECEIVED)))
        self.there[bin_, lot] += many
        self.known.add(lot)

    @rule(many=pieces, days=st.sampled_from((0, 40, 100)))
    def somebody_orders(self, many: int, days: int) -> None:
        until = (self.now + timedelta(days=days)).date().isoformat()
        name = self.ids.new(Prefix.RESERVATION)

        def act(session: WriteSession) -> None:
            taken = keep_back(session, self.merchant, SKU, HOUSE, many, until)
            if taken is None:
                raise FulfilmentError
            made = Reservation(id=name, merchant_id=self.merchant, order_id=name, fulfilment_id=name, sku=SKU,
                               warehouse=HOUSE, quantity=many, state="held", created_at=self.now)  # fmt: skip
            add_reservations(session, made)
            note_places(session, made, taken)

        chosen, rest = Counter[Spot](), many
        for spot in self.in_order():
            given = 0 if self.is_blocked(spot) or LOTS[spot[1]] < until else min(rest, self.unreserved(spot))
            chosen[spot] += given
            rest -= given
        assert self.attempt(act) is (rest == 0)
        if rest == 0:
            self.kept[name] = +chosen

    @rule(data=st.data(), state=st.sampled_from(("released", "lapsed", "consumed")))
    def an_order_ends(self, data: st.DataObject, state: str) -> None:
        if not self.kept:
            return
        name = data.draw(st.sampled_from(sorted(self.kept)))

        def act(session: WriteSession) -> None:
            for each in reservations(session, name, "held"):
                assert turn(session, each, state)
                assert not turn(session, each, state)
                if state == "consumed":
                    send_out(Books(session, self.ids, self.merchant, self.voucher(Reason.SHIPPED)), each)
                else:
                    give_back(session, each)

        assert self.attempt(act)
        gone = self.kept.pop(name)
        if state == "consumed":
            self.there.subtract(gone)

    @rule(bin_=bins, lot=lots, many=pieces, reason=st.sampled_from(sorted(ADJUSTMENTS)), sign=st.sampled_from((-1, 1)))
    def somebody_corrects(self, bin_: str, lot: str, many: int, reason: Reason, sign: int) -> None:
        spot = (bin_, lot)
        if sign < 0 and spot == ("", ""):
            return  # means anywhere, see the next one
        done = self.attempt(
            lambda s: adjust(s, self.ids, self.merchant, SKU, HOUSE, spot, sign * many, self.voucher(reason))
        )
        possible = not lot or lot in self.known if sign > 0 else self.unreserved(spot) >= many
        assert done is (sign in ADJUSTMENTS[reason] and possible)
        if done:
            self.there[spot] += sign * many

    @rule(many=pieces)
    def pieces_are_lost_somewhere(self, many: int) -> None:
        free = [spot for spot in self.in_order() if not self.is_blocked(spot)]
        done = self.attempt(
            lambda s: adjust(s, self.ids, self.merchant, SKU, HOUSE, ("", ""), -many, self.voucher(Reason.LOST))
        )
        assert done is (sum(self.unreserved(spot) for spot in free) >= many)
        for spot in free if done else ():
            taken = min(many, self.unreserved(spot))
            self.there[spot] -= taken
            many -= taken

    @rule(bin_=bins, lot=lots, to=st.sampled_from(sorted(BINS)), many=pieces)
    def somebody_moves(self, bin_: str, lot: str, to: str, many: int) -> None:
        spot = (bin_, lot)
        unreserved = self.unreserved(spot)
        act = quarantine if to == QUARANTINE else None
        moving = self.voucher(Reason.MOVED)

        def move(session: WriteSession) -> None:
            if act is not None:
                act(session, self.ids, self.merchant, SKU, HOUSE, spot, many, moving)
            else:
                move_stock(session, self.ids, self.merchant, SKU, HOUSE, spot, to, many, moving)

        done = self.attempt(move)
        takes_reserved = many > unreserved
        barred = takes_reserved and self.is_blocked((to, lot))
        assert done is (bin_ != to and self.there[spot] >= many and not barred)
        if done:
            self.there[spot] -= many
            self.there[to, lot] += many
            if takes_reserved:
                self.read_kept()

    @rule(lot=lots, to=bins, many=pieces)
    def quarantine_ends(self, lot: str, to: str, many: int) -> None:
        spot = (QUARANTINE, lot)
        done = self.attempt(
            lambda s: release(s, self.ids, self.merchant, SKU, HOUSE, lot, to, many, self.voucher(Reason.RELEASED))
        )
        assert done is (self.there[spot] >= many)
        if done:
            self.there[spot] -= many
            self.there[to, lot] += many

    @rule(lot=st.sampled_from(("L1", "L2")), state=st.sampled_from(("good", "quarantined")))
    def a_lot_is_judged(self, lot: str, state: str) -> None:
        done = self.attempt(lambda s: change_lot(s, self.ids, self.merchant, SKU, lot, self.now, state=state))
        over = state == "good" and LOTS[lot] <= self.now.date().isoformat()
        assert done is (lot in self.known and not over)
        if done:
            self.expired.discard(lot)
            self.asides.discard(lot)
            if state == "quarantined":
                self.asides.add(lot)

    @rule(days=st.sampled_from((1, 30, 60)))
    def days_go_by(self, days: int) -> None:
        self.now += timedelta(days=days)
        until = (self.now + timedelta(days=MARGIN)).date().isoformat()
        with self.database.write() as session:
            spoil(session, self.merchant, self.now)
        self.expired |= {lot for lot in self.known if lot and lot not in self.asides and LOTS[lot] < until}

    @rule(data=st.data(), off=st.integers(-3, 3), tolerance=st.sampled_from((0, 50)))
    def somebody_counts(self, data: st.DataObject, off: int, tolerance: int) -> None:
        if not self.there:
            return
        spot = data.draw(st.sampled_from(sorted(self.there)))
        found = max(0, self.there[spot] + off)
        told = Counted(sku=SKU, pieces=found, bin=spot[0], lot=spot[1])
        wanted = CountWanted(warehouse=HOUSE, bins=(spot[0],), tolerance_pct=tolerance)

        def act(session: WriteSession) -> None:
            count = plan_count(session, self.ids, self.merchant, wanted, self.now, "lead")
            line = tell_count(session, self.merchant, count.id, told, "one")
            differs = abs(found - self.there[spot]) * 100 > tolerance * self.there[spot]
            assert line.state == ("again" if differs else "agreed")
            if differs:
                tell_count(session, self.merchant, count.id, told, "two")
            post_count(session, self.ids, self.merchant, count.id, self.now, "lead")

        if spot[0] == "":
            return  # no bin to count by
        done = self.attempt(act)
        assert done is (self.there[spot] - found <= self.unreserved(spot))
        if done:
            self.there[spot] = found

    def read_kept(self) -> None:
        """Which order's pieces were moved is the books' own choice; how many lie where is checked as ever."""
        with self.database.read() as session:
            for name in self.kept:
                held = [
                    each
                    for reservation in reservations(session, name, "held")
                    for each in held_of(session, reservation.id)
                ]
                moved = Counter({(each.bin, each.lot): each.quantity for each in held})
                assert moved.total() == self.kept[name].total()
                self.kept[name] = moved

    @invariant()
    def books_and_model_agree(self) -> None:
        if not hasattr(self, "merchant"):
            return
        with self.database.read() as session:
            shelf = find_stock(session, self.merchant, SKU, HOUSE)
            places = places_of(session, self.merchant, SKU, HOUSE)
            movements = movements_after(session, self.merchant, 10_000)
        booked: Counter[Spot] = Counter()
        for each in movements:
            booked[each.bin, each.lot] += each.pieces
        real = Counter({(each.bin, each.lot): each.on_hand for each in places})
        assert +booked == +real == +self.there
        assert {(p.bin, p.lot): p.reserved for p in places if p.reserved} == +sum(self.kept.values(), Counter[Spot]())
        blocked = sum(self.unreserved(spot) for spot in self.there if self.is_blocked(spot))
        numbers = (shelf.on_hand, shelf.reserved, shelf.blocked) if shelf is not None else (0, 0, 0)
        assert numbers == (self.there.total(), sum(some.total() for some in self.kept.values()), blocked)
