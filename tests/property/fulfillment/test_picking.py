"""Scans come in any order, some of them twice, and end in the same."""

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store.database import Database
from fulfillment.picking.bar_codes import gtin_in
from fulfillment.picking.fewest_stops import Offer, chosen_places
from fulfillment.picking.station_errors import ScanRefused
from fulfillment.states import Work
from tests.fulfilment_site import CountingIds, House
from tests.wave_house import MUG, PEN, TEE, admit, released, scan, set_up, walk_of

NUMBERS = itertools.count(1)
SPOTS = st.tuples(st.sampled_from("ABCD"), st.just(""))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_scans_when_in_any_order_and_some_twice_then_end_in_the_same_picked_amounts(
    sqlite_file: Database, tmp_path: Path, data: st.DataObject
) -> None:
    number = next(NUMBERS)
    house = House(sqlite_file, tmp_path, CountingIds(number * 100_000))
    set_up(house)
    orders = [
        admit(house, number * 10 + each, lines) for each, lines in enumerate(({TEE: 2, PEN: 1}, {TEE: 1, MUG: 2}))
    ]
    (walked,) = released(house).walks
    single = [
        (f"{each.stop}-{piece}", {"bin": each.bin, "item": each.sku, "tote": str(each.tote)})
        for each in walk_of(house, walked.id).stops
        for piece in range(each.quantity)
    ]
    told = data.draw(st.permutations([*single, *data.draw(st.lists(st.sampled_from(single), max_size=6))]))
    for id_, words in told:
        scan(house, walked.id, id_, **words)
    after = walk_of(house, walked.id)
    assert [(each.picked, each.state) for each in after.stops] == [(each.quantity, "picked") for each in after.stops]
    assert {house.parts(each)[-1].state for each in orders} == {Work.PICKED}


@given(
    offers=st.lists(st.builds(Offer, spot=SPOTS, expires_on=st.sampled_from(["2027", "2028"]), rank=st.just(0),
                              pieces=st.integers(1, 9)), unique_by=lambda each: each.spot, max_size=4),
    wanted=st.dictionaries(st.sampled_from("rstuv"), st.integers(1, 6), min_size=1),
)  # fmt: skip
def test_places_when_chosen_then_cover_everything_first_what_expires_first_with_fewest_bins(
    offers: list[Offer], wanted: dict[str, int]
) -> None:
    total = sum(wanted.values())
    chosen = chosen_places(offers, wanted)
    if chosen is None:
        assert sum(each.pieces for each in offers) < total
        return
    assert {name: sum(spots.values()) for name, spots in chosen.items()} == wanted
    used = {each.spot: sum(spots.get(each.spot, 0) for spots in chosen.values()) for each in offers}
    assert all(used[each.spot] <= each.pieces for each in offers)
    later = sum(used[each.spot] for each in offers if each.expires_on == "2028")
    assert later == max(0, total - sum(each.pieces for each in offers if each.expires_on == "2027"))
    for day, many in (("2027", total - later), ("2028", later)):
        there = [each for each in offers if each.expires_on == day]
        fewest = next(
            size
            for size in range(len(there) + 1)
            if any(sum(each.pieces for each in some) >= many for some in itertools.combinations(there, size))
        )
        assert sum(1 for each in there if used[each.spot]) == fewest


@given(st.from_regex(r"[0-9]{8}|[0-9]{12}|[0-9]{13}|[0-9]{14}", fullmatch=True))
def test_gtin_when_scanned_in_any_form_then_is_the_same(digits: str) -> None:
    assert gtin_in(digits) == gtin_in(digits.zfill(14)) == gtin_in(f"]C101{digits.zfill(14)}10LOT1")
    assert gtin_in("TEE-7") is None


def test_scan_when_refused_then_leaves_no_trace(sqlite_file: Database, tmp_path: Path) -> None:
    house = House(sqlite_file, tmp_path)
    set_up(house)
    admit(house, 1, {TEE: 2})
    (walked,) = released(house).walks
    with pytest.raises(ScanRefused):
        scan(house, walked.id, "s1", bin="01-03", item=PEN)
    assert scan(house, walked.id, "s1", bin="01-03", item=TEE).outcome == "found"
