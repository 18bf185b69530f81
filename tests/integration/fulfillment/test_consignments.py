"""Orders that share a parcel, from proposal to hand-over, on both databases."""

from datetime import timedelta

import pytest

from fulfillment.carriers.handing_over import close_manifest, hand_over
from fulfillment.consigning.errors import ConsignmentRefused, MergeRefused
from fulfillment.consigning.proposing import propose_all
from fulfillment.consigning.settling import accept, refuse, undo, view_of
from fulfillment.deciding import cancel_order
from fulfillment.desk_view import MergeTerms
from fulfillment.errors import NotFound, ParcelRefused, StepBlocked
from fulfillment.late_changes.looking import outlook_of
from fulfillment.late_changes.reach import Follows
from fulfillment.packing.packing import pack, unpack
from fulfillment.records import Consignment
from fulfillment.states import Stage
from fulfillment.store.cases import history
from fulfillment.store.warehouse import parcels_of
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word
from tests.builders import a_line, an_address
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
    order,
    proposed,
    state,
    works,
)


def codes(refused: MergeRefused) -> list[str]:
    return [each.code for each in refused.refusals]


def scan(house: House) -> list[Consignment]:
    with house.database.write() as session:
        return list(propose_all(session, house.site, asker(house)))


def test_orders_when_of_one_buyer_and_address_then_are_proposed_once(house: House) -> None:
    admitted(house, FIRST, SECOND)
    (made,) = scan(house)
    assert (made.state, made.outcome, inside(house, made.id)) == ("proposed", "admit", [FIRST, SECOND])
    assert scan(house) == []
    receipt = made.data["receipt"]
    assert isinstance(receipt, dict)
    assert (receipt["edition"], receipt["versions"]) == ("e1", {FIRST: 1, SECOND: 1})


def test_orders_when_the_merchant_wants_no_merging_then_none_is_proposed(house: House) -> None:
    admitted(house, FIRST, SECOND)
    house.desk.merging = MergeTerms(window_hours=0)
    assert scan(house) == []


def test_orders_when_merged_by_themselves_then_nobody_is_asked(house: House) -> None:
    house.desk.merging = MergeTerms(by_itself=True)
    admitted(house, FIRST, SECOND)
    (made,) = scan(house)
    assert made.state == "accepted"


def test_orders_when_one_is_held_then_refused_with_the_reason(house: House) -> None:
    admitted(house, FIRST, SECOND)
    house.decide("hold", SECOND)
    house.drain()
    (made,) = scan(house)
    assert (made.state, made.data["reasons"]) == ("refused", [{"code": "held_order", "about": [SECOND]}])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"shipping_address": an_address(line1="Torstr. 1")}, "other_recipient"),
        ({"currency": "USD"}, "other_currency"),
        ({"legal_entity": "acme-hk"}, "other_merchant_entity"),
        ({"placed_at": order(1).placed_at + timedelta(days=9)}, "outside_window"),
    ],
)
def test_orders_when_they_differ_then_refused_with_every_reason(
    house: House, changes: dict[str, object], code: str
) -> None:
    admitted(house, FIRST)
    admitted(house, SECOND, picked=False, **changes)
    with pytest.raises(MergeRefused) as refused:
        proposed(house, FIRST, SECOND)
    assert codes(refused.value) == [code]


def test_orders_when_together_above_what_is_free_then_refused_and_a_third_is_left_out(house: House) -> None:
    house.desk.free_up_to = 10_000
    admitted(house, FIRST, SECOND, THIRD)
    with pytest.raises(MergeRefused) as refused:
        proposed(house, FIRST, SECOND, THIRD)
    assert codes(refused.value) == ["de_minimis"]
    (made,) = scan(house)
    assert (made.state, inside(house, made.id)) == ("proposed", [FIRST, SECOND])


def test_orders_when_the_rules_do_not_admit_them_together_then_refused(house: House) -> None:
    house.desk.most_together = 5_000
    admitted(house, FIRST, SECOND)
    with pytest.raises(MergeRefused) as refused:
        proposed(house, FIRST, SECOND)
    assert [(each.code, each.about) for each in refused.value.refusals] == [("not_admitted", ("hold", "IMP_OVER"))]


def test_consignment_when_packed_then_one_number_and_a_parcel_each_with_its_own_tracking(house: House) -> None:
    admitted(house, FIRST, SECOND, lines=(a_line(quantity=1), a_line(sku="", title="Mug", weight_g=333)))
    id_ = merged(house, FIRST, SECOND)
    with house.database.write() as session, pytest.raises(ConsignmentRefused):
        pack(session, house.site, house.on(FIRST), 900)
    boxed(house, id_, 1999)
    (first,), (second,) = house.parcels(FIRST), house.parcels(SECOND)
    assert first.number == second.number
    assert first.id != second.id
    with house.database.read() as session:
        weights = [each.weight_g for part in (first, second) for each in parcels_of(session, part.fulfilment_id)]
    assert sum(weights) == 1999
    with house.database.write() as session:
        closed = close_manifest(session, house.site, "main", "dhl_express", [FIRST, SECOND], house.clock.now(), "dock")
    assert (closed.left, closed.manifest.parcels, dict(closed.stayed)) == ((FIRST, SECOND), 2, {})
    with house.database.write() as session:
        record_tracking(session, house.site, "main", first.number, [Scan(status=Word.ACCEPTED, at=house.clock.now())],
                        house.clock.now())  # fmt: skip
    assert [house.case(each).stage for each in (FIRST, SECOND)] == [Stage.IN_TRANSIT, Stage.IN_TRANSIT]
    assert state(house, id_) == "sent"


def test_consignment_when_one_order_is_handed_over_then_all_leave(house: House) -> None:
    admitted(house, FIRST, SECOND)
    boxed(house, merged(house, FIRST, SECOND))
    with house.database.write() as session:
        hand_over(session, house.site, house.on(SECOND))
    assert has_left(house, FIRST)
    assert has_left(house, SECOND)


def test_consignment_when_it_has_left_then_no_order_takes_the_parcel_to_another_address(house: House) -> None:
    admitted(house, FIRST, SECOND)
    boxed(house, merged(house, FIRST, SECOND))
    with house.database.write() as session:
        assert outlook_of(session, "main", FIRST).address is Follows.RELABELLED
        hand_over(session, house.site, house.on(SECOND))
        assert outlook_of(session, "main", FIRST).address is Follows.TOO_LATE


def test_consignment_when_an_order_is_held_after_packing_then_nothing_leaves_and_the_rest_is_packed_anew(
    house: House,
) -> None:
    admitted(house, FIRST, SECOND, THIRD)
    id_ = merged(house, FIRST, SECOND, THIRD)
    boxed(house, id_, 1500)
    house.decide("hold", SECOND)
    for order_id in (FIRST, SECOND, THIRD):  # before any job has run
        with house.database.write() as session, pytest.raises(StepBlocked):
            hand_over(session, house.site, house.on(order_id))
    house.drain(again=True)
    assert (state(house, id_), inside(house, id_)) == ("accepted", [FIRST, THIRD])
    assert works(house, FIRST, SECOND, THIRD) == ["picked", "picked", "picked"]
    with house.database.read() as session:
        left = [each for each in history(session, "main", SECOND) if each.event == "unmerged"]
    assert len(left) == 1
    boxed(house, id_, 1100)
    with house.database.write() as session:
        hand_over(session, house.site, house.on(FIRST))
    assert [has_left(house, each) for each in (FIRST, SECOND, THIRD)] == [True, False, True]


def test_consignment_when_an_order_is_cancelled_then_it_is_unmerged_and_the_other_goes_alone(house: House) -> None:
    admitted(house, FIRST, SECOND)
    id_ = merged(house, FIRST, SECOND)
    boxed(house, id_)
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(FIRST), "the buyer changed their mind")
    house.drain(again=True)
    assert (state(house, id_), inside(house, id_), works(house, FIRST, SECOND)) == (
        "undone",
        [],
        ["cancelled", "picked"],
    )
    with house.database.write() as session:
        pack(session, house.site, house.on(SECOND), 500)
    house.drain()
    with house.database.write() as session:
        hand_over(session, house.site, house.on(SECOND))
    assert has_left(house, SECOND)


def test_consignment_when_an_order_was_changed_then_is_judged_again_with_it(house: House) -> None:
    admitted(house, FIRST, SECOND)
    id_ = merged(house, FIRST, SECOND)
    boxed(house, id_)
    house.decide("admit", SECOND, order(2, shipping_address=an_address(line1="Torstr. 1")), version=2)
    house.drain()
    assert (state(house, id_), works(house, FIRST, SECOND)) == ("undone", ["picked", "picked"])


def test_consignment_when_somebody_opens_the_box_of_one_then_all_are_opened(house: House) -> None:
    admitted(house, FIRST, SECOND)
    id_ = merged(house, FIRST, SECOND)
    boxed(house, id_)
    with house.database.write() as session:
        unpack(session, house.site, house.on(FIRST))
    house.drain()
    assert (state(house, id_), works(house, FIRST, SECOND)) == ("accepted", ["picked", "picked"])
    boxed(house, id_)
    assert works(house, FIRST, SECOND) == ["labelled", "labelled"]


def test_consignment_when_undone_then_is_as_before_and_may_be_proposed_again(house: House) -> None:
    admitted(house, FIRST, SECOND)
    before = works(house, FIRST, SECOND)
    id_ = merged(house, FIRST, SECOND)
    boxed(house, id_)
    with house.database.write() as session:
        undo(session, house.site, asker(house), id_, "the buyer asked for two parcels")
    house.drain()
    assert works(house, FIRST, SECOND) == before
    with house.database.write() as session, pytest.raises(ConsignmentRefused):
        undo(session, house.site, asker(house), id_, "again")
    assert scan(house) == []
    assert proposed(house, FIRST, SECOND).state == "proposed"


def test_consignment_when_refused_or_judged_otherwise_meanwhile_then_is_not_packed_together(house: House) -> None:
    admitted(house, FIRST, SECOND)
    id_ = proposed(house, FIRST, SECOND).id
    house.desk.most_together = 5_000
    with house.database.write() as session, pytest.raises(MergeRefused):
        accept(session, house.site, asker(house), id_)
    with house.database.write() as session:
        refuse(session, house.site, asker(house), id_, "not worth it")
    assert (state(house, id_), inside(house, id_)) == ("refused", [])
    with pytest.raises(ConsignmentRefused):
        boxed(house, id_)


def test_consignment_when_too_light_then_is_not_packed(house: House) -> None:
    admitted(house, FIRST, SECOND)
    id_ = merged(house, FIRST, SECOND)
    with pytest.raises(ParcelRefused):
        boxed(house, id_, 500)
    assert (state(house, id_), works(house, FIRST, SECOND)) == ("accepted", ["picked", "picked"])


def test_consignment_when_another_merchants_then_is_not_found(house: House) -> None:
    admitted(house, FIRST, SECOND)
    id_ = merged(house, FIRST, SECOND)
    with house.database.read() as session, pytest.raises(NotFound):
        view_of(session, "acme", id_)
