"""Goods between warehouses, on both databases: kept back, in transit, received carton by carton, costed."""

from collections import Counter

import pytest

from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.inventory.differences import adjust_difference, explain_difference
from fulfillment.inventory.errors import DifferenceRefused, TransferRefused
from fulfillment.inventory.keeping import keep_warehouse
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, receive, stock_of
from fulfillment.records import LandedCost, Transfer, Warehouse
from fulfillment.store.differences import differences_after
from fulfillment.store.places import movements_after
from fulfillment.store.transfers import in_transit
from fulfillment.transfers.arriving import receive_carton
from fulfillment.transfers.landing import close_transfer
from fulfillment.transfers.leaving import CartonTold, kept_goods, pack_transfer, ship_transfer
from fulfillment.transfers.planning import (
    Costs,
    LineWanted,
    TransferWanted,
    cancel_transfer,
    plan_transfer,
    tell_costs,
)
from tests.fulfilment_site import House

TEA, TEE = "TEA", "TEE"
WANTED = TransferWanted(
    origin="SZX-1",
    destination="HAM-1",
    currency="USD",
    importer="Acme GmbH",
    lines=(LineWanted(sku=TEA, pieces=10, value=10_00, piece_g=100), LineWanted(sku=TEE, pieces=3, value=20_00)),
)
Goods = dict[tuple[str, str], int]


def carton(contents: Goods) -> CartonTold:
    return CartonTold(weight_g=1500, length_mm=400, width_mm=300, height_mm=300, contents=contents)


CARTONS = (carton({(TEA, "L1"): 6}), carton({(TEA, "L1"): 2, (TEA, "L2"): 2, (TEE, ""): 3}))


def planned(house: House) -> Transfer:
    """Ten of two lots and three without, kept back in Shenzhen."""
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code="SZX-1", country="CN", name="Shenzhen"))
        keep_warehouse(session, Warehouse(merchant_id="main", code="HAM-1", country="DE", name="Hamburg"))
        for sku, lot, until, pieces in ((TEA, "L1", "2027-01-31", 8), (TEA, "L2", "2027-03-31", 8), (TEE, "", "", 5)):
            got = Receipt(sku=sku, warehouse="SZX-1", pieces=pieces, lot=lot, expires_on=until)
            voucher = Voucher(reason=Reason.RECEIVED, actor="tests", at=house.clock.now())
            receive(session, house.site.ids, "main", got, voucher)
        return plan_transfer(session, house.site.ids, "main", WANTED, house.clock.now(), "tests")


def shipped(house: House) -> Transfer:
    transfer = planned(house)
    with house.database.write() as session:
        pack_transfer(session, "main", transfer.id, CARTONS)
        return ship_transfer(session, house.site.ids, "main", transfer.id, house.clock.now(), "tests")


def opened(house: House, transfer: Transfer, number: int, found: Goods | None = None) -> Transfer:
    with house.database.write() as session:
        return receive_carton(session, house.site.ids, "main", transfer.id, number, found, house.clock.now(), "tests")


def closed(house: House, transfer: Transfer) -> tuple[LandedCost, ...]:
    with house.database.write() as session:
        return close_transfer(session, "main", transfer.id, house.clock.now(), lambda _, __: None)[1]


def everywhere(session: ReadSession, sku: str) -> int:
    on_shelves = sum(each.pieces for each in movements_after(session, "main", 1000, sku=sku))
    return on_shelves + sum(in_transit(session, "main", sku).values())


def test_transfer_when_planned_then_its_pieces_are_kept_from_orders_by_lot(house: House) -> None:
    transfer = planned(house)
    with house.database.read() as session:
        assert stock_of(session, "main", TEA, "SZX-1").free == 6
        assert kept_goods(session, transfer.id) == Counter({(TEA, "L1"): 8, (TEA, "L2"): 2, (TEE, ""): 3})


def test_transfer_when_too_few_are_free_then_nothing_is_planned(house: House) -> None:
    planned(house)
    with pytest.raises(TransferRefused, match="only 6 pieces of `TEA`"), house.database.write() as session:
        plan_transfer(session, house.site.ids, "main", WANTED, house.clock.now(), "tests")
    with house.database.read() as session:
        assert stock_of(session, "main", TEE, "SZX-1").free == 2


def test_cartons_when_they_hold_another_lot_then_are_refused(house: House) -> None:
    transfer = planned(house)
    told = (carton({(TEA, "L1"): 7, (TEA, "L2"): 3, (TEE, ""): 3}),)
    refused = pytest.raises(TransferRefused, match="TEA lot L1: 7 of 8; TEA lot L2: 3 of 2")
    with refused, house.database.write() as session:
        pack_transfer(session, "main", transfer.id, told)


def test_transfer_when_cancelled_then_its_pieces_are_free_again(house: House) -> None:
    transfer = planned(house)
    with house.database.write() as session:
        pack_transfer(session, "main", transfer.id, CARTONS)
        cancel_transfer(session, house.site.ids, "main", transfer.id, house.clock.now())
    with house.database.write() as session, pytest.raises(TransferRefused, match="is cancelled"):
        ship_transfer(session, house.site.ids, "main", transfer.id, house.clock.now(), "tests")
    with house.database.read() as session:
        assert stock_of(session, "main", TEA, "SZX-1").free == 16


def test_transfer_when_shipped_then_is_in_transit_and_in_no_warehouse(house: House) -> None:
    shipped(house)
    with house.database.read() as session:
        assert stock_of(session, "main", TEA, "SZX-1").on_hand == 6
        assert in_transit(session, "main") == {(TEA, "HAM-1"): 10, (TEE, "HAM-1"): 3}
        assert everywhere(session, TEA) == 16


def test_cartons_when_received_whole_then_lots_lie_in_the_other_warehouse(house: House) -> None:
    transfer = shipped(house)
    assert opened(house, transfer, 1).state == "shipped"
    assert opened(house, transfer, 2).state == "received"
    assert opened(house, transfer, 2).state == "received"  # told twice, booked once
    with house.database.read() as session:
        lots = Counter[str]()
        for each in movements_after(session, "main", 1000, warehouse="HAM-1", sku=TEA):
            lots[each.lot] += each.pieces
        assert lots == {"L1": 8, "L2": 2}
        assert (everywhere(session, TEA), in_transit(session, "main")) == (16, {})


def test_carton_when_pieces_are_missing_then_they_stay_in_transit_until_somebody_ends_the_difference(
    house: House,
) -> None:
    transfer = shipped(house)
    opened(house, transfer, 1, {(TEA, "L1"): 4})
    opened(house, transfer, 2)
    with house.database.read() as session:
        (short,) = differences_after(session, "main", state="open")
        assert (short.pieces, short.reference, in_transit(session, "main")) == (
            -2,
            f"{transfer.id}/1",
            {(TEA, "HAM-1"): 2},
        )
    with pytest.raises(TransferRefused, match="differences are open"):
        closed(house, transfer)
    opened(house, transfer, 1, {(TEA, "L1"): 1})  # one comes late
    with house.database.write() as session:
        with pytest.raises(DifferenceRefused, match="on their way"):
            explain_difference(session, "main", short.id, "Li", house.clock.now(), "lost at sea")
        ended = adjust_difference(session, house.site.ids, "main", short.id, "Li", house.clock.now(), "lost at sea")
    assert (ended.state, ended.pieces) == ("adjusted", -1)
    with house.database.read() as session:
        assert (everywhere(session, TEA), in_transit(session, "main")) == (15, {})
        lost = [each for each in movements_after(session, "main", 1000, sku=TEA) if each.reason == Reason.LOST]
        assert [each.pieces for each in lost] == [-1]
    assert [each.pieces for each in closed(house, transfer)] == [9, 3]


def test_carton_when_too_many_are_in_it_then_the_rest_waits_as_a_difference(house: House) -> None:
    transfer = shipped(house)
    opened(house, transfer, 1, {(TEA, "L1"): 8})
    with house.database.read() as session:
        (over,) = differences_after(session, "main", state="open")
        assert (over.pieces, stock_of(session, "main", TEA, "HAM-1").on_hand) == (2, 6)
    with house.database.write() as session:
        adjust_difference(session, house.site.ids, "main", over.id, "Li", house.clock.now())
    with house.database.read() as session:
        assert stock_of(session, "main", TEA, "HAM-1").on_hand == 8
    with pytest.raises(TransferRefused, match="opened before"):
        opened(house, transfer, 1, {(TEA, "L1"): 1})
    with pytest.raises(NotFound):
        opened(house, transfer, 9)


def test_transfer_when_closed_then_costs_are_shared_to_the_last_cent(house: House) -> None:
    transfer = shipped(house)
    with house.database.write() as session:
        tell_costs(session, "main", transfer.id, Costs(freight=10_00, duty=1_01, tax=7))
    opened(house, transfer, 1)
    opened(house, transfer, 2)
    tea, tee = closed(house, transfer)
    assert (tea.goods, tea.freight, tea.duty, tea.tax, tea.unit) == (10_00, 3_33, 34, 2, 1_37)
    assert (tee.goods, tee.freight, tee.duty, tee.tax, tee.unit) == (20_00, 6_67, 67, 5, 9_13)
    assert tea.total + tee.total == 30_00 + 10_00 + 1_01 + 7
