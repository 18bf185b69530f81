"""Whatever happens to orders that share a parcel: none leaves that may not, and apart they are as before."""

from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.order.joining import joined
from engine.order.order import Totals
from fulfillment.carriers.handing_over import hand_over
from fulfillment.consigning.settling import undo
from fulfillment.deciding import cancel_order
from fulfillment.errors import FulfilmentError
from fulfillment.packing.packing import pack, unpack
from fulfillment.states import Stage
from tests.builders import a_line, an_order
from tests.databases import SqliteFiles
from tests.fulfilment_site import House
from tests.merged_orders import (
    FIRST,
    SECOND,
    THIRD,
    admitted,
    asker,
    boxed,
    has_left,
    inside,
    merged,
    proposed,
    state,
    works,
)

ALL = (FIRST, SECOND, THIRD)
STEPS = ("hold", "release", "cancel", "pack", "pack_alone", "unpack", "send", "undo", "merge", "work")
PLANS = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(ALL)), min_size=3, max_size=10)
QUIET = settings(
    max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)


def act(house: House, step: str, order_id: str, consignment: str) -> str:
    """One thing that somebody does; what is refused is refused. Answers the consignment that counts then."""
    with house.database.write() as session:
        match step:
            case "cancel":
                cancel_order(session, house.site, house.on(order_id), "the buyer wants so")
            case "pack_alone":
                pack(session, house.site, house.on(order_id), 900)
            case "unpack":
                unpack(session, house.site, house.on(order_id))
            case "send":
                hand_over(session, house.site, house.on(order_id))
            case "undo":
                undo(session, house.site, asker(house), consignment, "wanted so")
    if step in ("hold", "release"):
        house.decide("hold" if step == "hold" else "admit", order_id)
    if step == "pack":
        boxed(house, consignment, 1500)
    if step == "merge":
        return merged(house, *ALL)
    if step == "work":
        house.drain()
    return consignment


@QUIET
@given(plan=PLANS)
def test_merged_orders_when_anything_happens_then_none_leaves_with_one_that_may_not(
    sqlite_files: SqliteFiles, plan: list[tuple[str, str]]
) -> None:
    with sqlite_files.fresh() as database:
        house = House(database, Path(mkdtemp()))
        admitted(house, *ALL)
        consignment = merged(house, *ALL)
        gone: set[str] = set()
        for step, order_id in plan:
            together = set(inside(house, consignment))
            clear = {each for each in ALL if house.desk.standings[each].is_clear}
            with suppress(FulfilmentError):
                consignment = act(house, step, order_id, consignment)
            new = {each for each in ALL if has_left(house, each)} - gone
            assert new <= clear
            if new & together and state(house, consignment) == "sent":
                assert together <= new | gone
            gone |= new
        house.drain()
        for each in ALL:
            assert house.case(each).stage != Stage.CANCELLED or not has_left(house, each)


@QUIET
@given(is_packed=st.booleans(), together=st.sets(st.sampled_from(ALL), min_size=2))
def test_merge_when_undone_then_all_is_as_before(
    sqlite_files: SqliteFiles, is_packed: bool, together: set[str]
) -> None:
    with sqlite_files.fresh() as database:
        house = House(database, Path(mkdtemp()))
        admitted(house, *ALL)
        before = [(house.case(each).stage, works(house, each), house.parcels(each)) for each in ALL]
        id_ = merged(house, *sorted(together))
        if is_packed:
            boxed(house, id_, 1500)
        with house.database.write() as session:
            undo(session, house.site, asker(house), id_, "not after all")
        house.drain()
        assert [(house.case(each).stage, works(house, each), house.parcels(each)) for each in ALL] == before
        assert proposed(house, *sorted(together)).state == "proposed"


AMOUNTS = st.integers(0, 10**9)


@given(parts=st.lists(st.tuples(AMOUNTS, AMOUNTS, st.integers(1, 9)), min_size=1, max_size=5))
def test_joined_order_when_orders_are_joined_then_has_their_lines_and_sums(parts: list[tuple[int, int, int]]) -> None:
    orders = [
        an_order(
            totals=Totals(total=goods + freight, goods=goods, shipping=freight),
            lines=tuple(a_line(sku=f"S-{number}-{each}") for each in range(many)),
        )
        for number, (goods, freight, many) in enumerate(parts)
    ]
    found = joined(orders)
    assert found.totals == Totals(
        total=sum(each.totals.total for each in orders),
        goods=sum(goods for goods, _, _ in parts),
        shipping=sum(freight for _, freight, _ in parts),
    )
    assert found.lines == tuple(line for each in orders for line in each.lines)
    assert joined(orders[:1]) == orders[0]
