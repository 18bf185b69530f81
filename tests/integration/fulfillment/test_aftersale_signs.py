"""Which steps after a sale are remembered of a person, what takes them back, and what models learn."""

import pytest

from fulfillment.aftersales.goodwill import Gift, give, set_budget
from fulfillment.aftersales.inspecting import Grade, Looked
from fulfillment.aftersales.returns import inspect_return, receive_parcel_back, settle_return
from fulfillment.payments.confirming import refund
from fulfillment.records import ReturnCase
from fulfillment.tracking.vocabulary import Word
from tests.fulfilment_site import House
from tests.return_house import arrives, asked, delivered

ORDER = "ord_1"


def pieces(grade: Grade, many: int = 2) -> Looked:
    return Looked(line=1, grade=grade, quantity=many)


def returned(house: House, reason: str, *looked: Looked) -> ReturnCase:
    delivered(house)
    case = asked(house, {1: 2}, reason)
    with house.database.write() as session:
        return inspect_return(session, house.site, house.on(), case.id, looked)


def kinds(house: House) -> set[str]:
    return {kind for kind, _ in house.desk.aftersales}


@pytest.mark.parametrize(
    ("reason", "looked", "told"),
    [
        ("changed_mind", (pieces(Grade.LIKE_NEW),), {"refund"}),
        ("changed_mind", (pieces(Grade.OPENED),), {"refund", "used_return"}),
        ("changed_mind", (pieces(Grade.LIKE_NEW, 1), pieces(Grade.DAMAGED, 1)), {"refund", "used_return"}),
        ("defective", (pieces(Grade.OPENED),), {"refund"}),
        ("wrong_item", (pieces(Grade.WRONG),), None),
        ("not_as_described", (pieces(Grade.WRONG),), None),
        ("changed_mind", (pieces(Grade.LIKE_NEW, 1),), None),
    ],
)
def test_return_when_looked_at_then_bad_or_used_goods_are_signs_and_no_fault_of_ours_is(
    house: House, reason: str, looked: tuple[Looked, ...], told: set[str] | None
) -> None:
    returned(house, reason, *looked)
    assert "bad_return" not in kinds(house)
    assert told is None or kinds(house) == told


@pytest.mark.parametrize("looked", [(), (pieces(Grade.MISSING),), (pieces(Grade.WRONG, 1), pieces(Grade.LIKE_NEW, 1))])
def test_return_when_empty_or_of_other_goods_then_it_is_a_sign(house: House, looked: tuple[Looked, ...]) -> None:
    case = returned(house, "changed_mind", *looked)
    assert house.desk.aftersales[("bad_return", case.id)] == ORDER


def test_bad_return_when_a_person_pays_only_a_part_then_the_model_learns_of_it(house: House) -> None:
    case = returned(house, "changed_mind", pieces(Grade.WRONG))
    with house.database.write() as session:
        settle_return(session, house.site, house.on(), case.id, 1)
    assert [(each.kind, each.source, each.reason_code) for each in house.desk.learnt] == [
        ("friendly_fraud", "return", "bad_return")
    ]
    assert kinds(house) == {"refund", "bad_return"}


def test_bad_return_when_a_person_pays_for_all_of_it_then_it_is_taken_back(house: House) -> None:
    case = returned(house, "changed_mind", pieces(Grade.WRONG))
    with house.database.write() as session:
        settle_return(session, house.site, house.on(), case.id)
    assert kinds(house) == {"refund"}
    assert house.desk.learnt == []


def test_parcel_when_the_buyer_says_it_never_came_then_it_is_a_sign_until_it_comes(house: House) -> None:
    delivered(house, word=Word.ACCEPTED)
    asked(house, {1: 2}, "never_came")
    said = kinds(house)
    arrives(house, Word.DELIVERED, ORDER)
    assert ("not_received" in said, "not_received" in kinds(house)) == (True, False)


def test_parcel_when_the_carrier_says_it_lost_it_then_the_buyer_was_right(house: House) -> None:
    delivered(house, word=Word.ACCEPTED)
    asked(house, {1: 1}, "never_came")
    arrives(house, Word.LOST, ORDER)
    asked(house, {1: 1}, "never_came")
    assert "not_received" not in kinds(house)


def test_parcel_when_delivered_and_said_never_to_have_come_then_the_sign_stays(house: House) -> None:
    delivered(house)
    arrives(house, Word.DELIVERED, ORDER)
    asked(house, {1: 2}, "never_came")
    assert ("not_received", ORDER) in house.desk.aftersales


def test_refund_by_hand_when_goods_have_left_then_it_is_a_sign_and_a_gift_is_none(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        set_budget(session, house.merchant, "service", 10_000)
        give(session, house.site, house.on(), Gift(role="service", amount=100, reason="late", reference="g1"))
    given = kinds(house)
    with house.database.write() as session:
        refund(session, house.site, house.on(), 100, "price", "k1")
    assert (given, kinds(house)) == (set(), {"refund"})


def test_parcel_when_the_carrier_brings_it_back_then_nothing_is_held_against_the_buyer(house: House) -> None:
    delivered(house, word=Word.ACCEPTED)
    with house.database.write() as session:
        receive_parcel_back(session, house.site, house.on(), "damaged")
    assert kinds(house) == set()
