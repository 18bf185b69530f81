"""A buyer's wish to cancel stops the parcel at every stage until hand-over; afterwards it is called back."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store.database import Database
from fulfillment.carriers.handing_over import close_manifest, hand_over
from fulfillment.deciding import BUYER, cancel_order
from fulfillment.errors import FulfilmentError
from fulfillment.inventory.shelves import receive_stock
from fulfillment.packing.packing import pack
from fulfillment.parts import has_left
from fulfillment.picking.picking import record_pick
from fulfillment.states import Stage
from tests.fulfilment_site import CountingIds, House

STATIONS = ("decide", "work", "pick", "pack", "work", "hand over")


class Line:
    """One order and the stations that it passes."""

    def __init__(self, database: Database, folder: Path, number: int) -> None:
        self.house = House(database, folder, ids=IDS)
        self.order = f"ord_{number:06}"
        with database.write() as session:
            receive_stock(session, self.house.site.ids, "main", "TEE-M-BLUE", "SZX-1", 5, self.house.clock.now())

    def pass_station(self, station: str) -> None:
        """Whatever is refused there changes nothing."""
        acts: dict[str, Callable[[], object]] = {
            "decide": lambda: self.house.decide("admit", self.order),
            "work": self.house.drain,
            "pick": self._pick,
            "pack": self._pack,
            "hand over": self._hand_over,
            "manifest": self._manifest,
        }
        with suppress(FulfilmentError):
            acts[station]()
        if station != "decide":
            self.house.drain()

    def left(self) -> list[str]:
        return [each.id for each in self.house.parcels(self.order) if has_left(each)]

    def _pick(self) -> None:
        with self.house.database.write() as session:
            record_pick(session, self.house.site, self.house.on(self.order))

    def _pack(self) -> None:
        with self.house.database.write() as session:
            pack(session, self.house.site, self.house.on(self.order), 480)

    def _hand_over(self) -> None:
        with self.house.database.write() as session:
            hand_over(session, self.house.site, self.house.on(self.order))

    def _manifest(self) -> None:
        with self.house.database.write() as session:
            close_manifest(session, self.house.site, "main", "post", [self.order], self.house.clock.now(), "tests")


IDS = CountingIds()
NUMBERS = count(1)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reached=st.integers(1, len(STATIONS)),
    wish=st.sampled_from(["asked", "ended"]),
    after=st.lists(st.sampled_from([*STATIONS[1:], "manifest"]), max_size=6),
)
def test_wish_when_it_comes_at_any_stage_then_no_parcel_leaves_any_more(
    sqlite_file: Database, tmp_path: Path, reached: int, wish: str, after: list[str]
) -> None:
    line = Line(sqlite_file, tmp_path, next(NUMBERS))
    for station in STATIONS[:reached]:
        line.pass_station(station)
    line.house.drain()
    before = line.left()
    if wish == "asked":  # the channel shows it, the rules hold the order until a person has answered
        line.house.decide("hold", line.order, version=2)
    else:
        with line.house.database.write() as session:
            cancel_order(session, line.house.site, line.house.on(line.order), "asked by the buyer", BUYER)
    line.house.drain()
    for station in after:
        line.pass_station(station)
    assert line.left() == before
    assert not before or line.house.case(line.order).stage in (Stage.INTERCEPTING, Stage.RETURNING)
    assert before or wish == "asked" or line.house.case(line.order).stage == Stage.CANCELLED
