"""Anything that can be told of one parcel: in any order, twice, taken back, and read again by another table.

What must hold follows from the set of kept events alone: status and phase, what the lane counts, and watches, each of
which is flagged once. Another table is one that calls a code otherwise; what was kept is then read again by its job.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from engine.ids import Ids
from engine.store.database import Database
from engine.store.tables import EVENT
from fulfillment.carriers.handing_over import hand_over
from fulfillment.inventory.shelves import receive_stock
from fulfillment.packing.packing import pack
from fulfillment.picking.picking import record_pick
from fulfillment.records import Shipment, Tracked
from fulfillment.states import Voyage
from fulfillment.store.notices import notices_of
from fulfillment.store.shipments import tracked
from fulfillment.store.tables import LANE_COUNT
from fulfillment.store.trips import trip_of
from fulfillment.store.watches import find_watches
from fulfillment.tracking import reading, rereading
from fulfillment.tracking.code_tables import CodeTable, Row, code_table
from fulfillment.tracking.correcting import take_back
from fulfillment.tracking.counting import held_of, seen_of_trip
from fulfillment.tracking.looking import look
from fulfillment.tracking.rereading import begin_rereading
from fulfillment.tracking.taking import take_told
from fulfillment.tracking.told import Told
from fulfillment.tracking.vocabulary import Word, current, phase_of
from tests.fulfilment_site import NOON, CountingIds, House
from tests.shipping_goods import SERVICES

SKU, SHELF = "TEE-M-BLUE", "SZX-1"
CODES = ("accepted", "departed_origin", "import_held", "customs_cleared", "attempt_failed", "ready_for_pickup",
         "delayed", "returning", "returned", "lost", "delivered", "unheard_of")  # fmt: skip
# Editions of the table: what they call otherwise.
EDITIONS: tuple[Mapping[str, str], ...] = ({}, {"unheard_of": Word.OUT_FOR_DELIVERY}, {"delayed": Word.IMPORT_HELD})
numbers = itertools.count(1)
hours = st.integers(0, 300)


class TrackedLives(RuleBasedStateMachine):
    """Each example is a merchant of its own in one database."""

    database: Database
    folder: Path
    ids: Ids = CountingIds()

    @initialize()
    def leave(self) -> None:
        number = next(numbers)
        self.house = House(self.database, self.folder / str(number), self.ids, merchant=f"t{number}")
        self.order_id, self.edition, self.told = f"ord_t{number}", 0, list[Told]()
        house, on = self.house, self.house.on(self.order_id)
        with house.database.write() as session:
            receive_stock(session, self.ids, house.merchant, SKU, SHELF, 5, NOON)
        house.decide("admit", self.order_id)
        house.drain()
        for act in (record_pick, lambda s, site, now: pack(s, site, now, 480), hand_over):
            with house.database.write() as session:
                act(session, house.site, on)
            house.drain()

    @rule(events=st.lists(st.tuples(st.sampled_from(CODES), hours), min_size=1, max_size=4))
    def tell(self, events: list[tuple[str, int]]) -> None:
        told = [Told(table="own", code=code, stated=(NOON + timedelta(hours=at)).isoformat(), country="DE")
                for code, at in events]  # fmt: skip
        self.told += told
        self.take(told)

    @rule(data=st.data())
    def tell_again(self, data: st.DataObject) -> None:
        if self.told:
            before = self.kept()
            self.take(data.draw(st.lists(st.sampled_from(self.told), min_size=1, max_size=4)))
            assert self.kept() == before

    @rule(place=st.integers(0, 9))
    def correct(self, place: int) -> None:
        found = self.kept()
        if place < len(found):
            for _ in range(2):
                with self.house.database.write() as session:
                    take_back(session, self.house.site, self.house.merchant, found[place].id, "wrong_parcel",
                              self.house.clock.now(), "tests")  # fmt: skip

    @rule(edition=st.sampled_from(range(len(EDITIONS))))
    def read_again(self, edition: int) -> None:
        self.edition = edition
        with self.by_edition(), self.house.database.write() as session:
            begin_rereading(session, self.ids, self.house.merchant, self.house.clock.now())
        with self.by_edition():
            self.house.drain()
        digest = edition_of("own", edition).digest
        assert {each.read_by for each in self.kept()} <= {digest}

    @rule(days=st.sampled_from((0.1, 2, 9, 40)))
    def wait(self, days: float) -> None:
        self.house.pass_by(days=days)
        self.house.drain()

    @rule(times=st.integers(1, 3))
    def look(self, times: int) -> None:
        for _ in range(times):
            with self.house.database.write() as session:
                look(session, self.ids, self.house.merchant, self.parcel().id, self.house.clock.now())
        parcel = self.parcel()
        with self.house.database.read() as session:
            trip = trip_of(session, self.house.merchant, parcel.id)
        assert trip is not None
        assert held_of(trip) == seen_of_trip(trip, parcel, self.kept(), SERVICES.get(parcel.service_id))
        with self.by_edition():
            self.house.drain()

    def take(self, told: list[Told]) -> None:
        with self.by_edition():
            with self.house.database.write() as session:
                take_told(session, self.house.site, self.house.merchant, self.parcel().number, told,
                          self.house.clock.now(), source="tsr_1", actor="source:tests")  # fmt: skip
            self.house.drain()

    @contextmanager
    def by_edition(self) -> Iterator[None]:
        """The table as this edition has it."""

        def table(name: str) -> CodeTable:
            return edition_of(name, self.edition)

        with patch.object(reading, "code_table", table), patch.object(rereading, "code_table", table):
            yield

    def parcel(self) -> Shipment:
        return self.house.parcels(self.order_id)[-1]

    def kept(self) -> tuple[Tracked, ...]:
        with self.house.database.read() as session:
            return tracked(session, self.parcel().id)

    @invariant()
    def status_follows_from_the_events(self) -> None:
        parcel, best = self.parcel(), current(self.kept())
        if best is not None:
            assert (parcel.status, parcel.status_at) == (best.status, best.at)
        is_there = best is not None and phase_of(best.status) is Voyage.DELIVERED
        assert (parcel.state == Voyage.DELIVERED) == is_there

    @invariant()
    def what_was_flagged_is_told_once(self) -> None:
        merchant = self.house.merchant
        with self.house.database.read() as session:
            found = find_watches(session, merchant, state=None)
            events = session.rows(select(EVENT.c.id).where(EVENT.c.merchant_id == merchant))
            notices = notices_of(session, merchant, self.order_id)
        assert (
            len({(each.subject, each.kind, each.since) for each in found})
            == len(found)
            == sum(each.id.endswith("_o") for each in events)
        )
        assert len({(each.kind, each.about) for each in notices}) == len(notices)

    @invariant()
    def the_lane_counts_it_once(self) -> None:
        merchant = self.house.merchant
        with self.house.database.read() as session:
            rows = session.rows(select(LANE_COUNT).where(LANE_COUNT.c.merchant_id == merchant))
            trip = trip_of(session, merchant, self.parcel().id)
        counted = Counter[tuple[str, int]]()
        for each in rows:
            counted[each.what, each.value] += each.parcels
        assert trip is not None
        assert +counted == Counter(held_of(trip))


@cache
def edition_of(name: str, number: int) -> CodeTable:
    """A table in one of the editions."""
    base = code_table(name)
    if name != "own" or number == 0:
        return base
    rows = {**base.rows, **{code: [Row("", word, "")] for code, word in EDITIONS[number].items()}}
    return CodeTable(rows, f"edition-{number}")
