"""What came back, piece by piece: where it lies now, what of its price goes back, and what a person has to look at."""

from collections.abc import Sequence

import pytest

from engine.order.order import Order, Totals
from fulfillment.aftersales.goodwill import Gift, budgets_left, give, set_budget
from fulfillment.aftersales.inspecting import Grade, KeptAs, Looked
from fulfillment.aftersales.photos import keep_photo, photo_content
from fulfillment.aftersales.returns import (
    arrive_return,
    authorise_return,
    inspect_return,
    receive_return,
    settle_return,
)
from fulfillment.desk_view import ReturnTerms
from fulfillment.errors import BudgetRefused, IllegalStep, NotFound, PaymentRefused, PhotoRefused, ReturnRefused
from fulfillment.inventory.keeping import keep_bin, keep_warehouse
from fulfillment.inventory.shelves import stock_of
from fulfillment.records import Bin, ReturnCase, Warehouse
from fulfillment.states import Comeback, Pay, Stage
from fulfillment.store.aftersales import returned_of
from fulfillment.store.cases import history
from fulfillment.store.money import kept, refunds_of
from fulfillment.store.places import find_place
from tests.builders import a_payment, an_order
from tests.fulfilment_site import House
from tests.return_house import ABROAD, PICTURE, SHELF, SKU, asked, delivered, now

LIKE_NEW, DAMAGED = Looked(line=1, grade=Grade.LIKE_NEW, quantity=1), Looked(line=1, grade=Grade.DAMAGED, quantity=1)
OPENED, WRONG = Looked(line=1, grade=Grade.OPENED, quantity=1), Looked(line=1, grade=Grade.WRONG, quantity=1)


def rest(house: House) -> int:
    with house.database.read() as session:
        return kept(session, "ord_1").get("EUR", 0)


def back(house: House, pieces: int = 2, order: Order | None = None) -> ReturnCase:
    delivered(house, order)
    return asked(house, {1: pieces}, "changed_mind")


def looked_at(house: House, case: ReturnCase, *looked: Looked) -> ReturnCase:
    with house.database.write() as session:
        return inspect_return(session, house.site, house.on(), case.id, looked)


def on_hand(house: House, warehouse: str = SHELF) -> int:
    with house.database.read() as session:
        return stock_of(session, "main", SKU, warehouse).on_hand


def test_pieces_when_some_are_damaged_then_those_are_written_off_and_less_goes_back(house: House) -> None:
    case = looked_at(house, back(house), LIKE_NEW, DAMAGED)
    assert (case.state, case.withheld) == (Comeback.CLOSED, 999)
    assert (rest(house), on_hand(house)) == (999, 4)
    assert house.case().payment == Pay.PARTIALLY_REFUNDED


def test_pieces_when_all_are_as_they_were_then_everything_goes_back_and_the_order_is_returned(house: House) -> None:
    case = looked_at(house, back(house), Looked(line=1, grade=Grade.LIKE_NEW, quantity=2))
    assert (case.amount, rest(house), on_hand(house)) == (4488, 0, 5)
    assert house.case().stage == Stage.RETURNED


def test_pieces_when_the_fault_was_ours_then_nothing_is_kept_of_damaged_ones(house: House) -> None:
    delivered(house)
    case = asked(house, {1: 2}, "damaged_on_arrival", photos=1)
    assert looked_at(house, case, Looked(line=1, grade=Grade.DAMAGED, quantity=2)).withheld == 0
    assert rest(house) == 0


def test_pieces_when_one_is_missing_then_only_what_came_is_paid(house: House) -> None:
    case = looked_at(house, back(house), LIKE_NEW)
    with house.database.read() as session:
        found = returned_of(session, "main", case.id)
    assert [(each.grade, each.quantity, each.kept_as) for each in found] == [
        ("like_new", 1, "restock"), ("missing", 1, "nothing"),
    ]  # fmt: skip
    assert (case.withheld, rest(house)) == (1999, 1999)


def test_pieces_when_something_else_came_then_a_person_decides_what_is_paid(house: House) -> None:
    case = looked_at(house, back(house, 1), WRONG)
    assert (case.state, case.awaits, rest(house)) == (Comeback.WRITTEN_OFF, "person", 4488)
    with pytest.raises(PaymentRefused), house.database.write() as session:
        settle_return(session, house.site, house.on(), case.id, 5000)
    with house.database.write() as session:
        ended = settle_return(session, house.site, house.on(), case.id, 0)
    assert (ended.state, ended.amount, ended.withheld, rest(house)) == (Comeback.CLOSED, 0, 1999, 4488)
    with pytest.raises(IllegalStep), house.database.write() as session:
        settle_return(session, house.site, house.on(), case.id)


def test_person_when_saying_nothing_of_an_amount_then_all_goes_back(house: House) -> None:
    case = looked_at(house, back(house, 1), WRONG)
    with house.database.write() as session:
        assert settle_return(session, house.site, house.on(), case.id).amount == 1999


def test_pieces_when_a_bin_is_named_then_lie_there(house: House) -> None:
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code=SHELF, country="CN"))
        keep_bin(session, Bin(merchant_id="main", warehouse=SHELF, code="B-1"))
    case = back(house, 1)
    looked_at(house, case, Looked(line=1, grade=Grade.OPENED, quantity=1, kept_as=KeptAs.RESTOCK, bin="B-1"))
    with house.database.read() as session:
        place = find_place(session, "main", SKU, SHELF, ("B-1", ""))
    assert place is not None
    assert place.on_hand == 1


def test_pieces_when_the_bin_is_unknown_then_nothing_is_entered(house: House) -> None:
    case = back(house, 1)
    with pytest.raises(NotFound), house.database.write() as session:
        inspect_return(session, house.site, house.on(), case.id,
                       [Looked(line=1, grade=Grade.LIKE_NEW, quantity=1, bin="B-9")])  # fmt: skip
    with house.database.read() as session:
        assert returned_of(session, "main", case.id) == ()
    assert now(house, case).state == Comeback.AUTHORISED


def test_pieces_when_they_came_to_a_local_warehouse_then_are_on_its_shelf(house: House) -> None:
    with house.database.write() as session:
        keep_warehouse(session, Warehouse(merchant_id="main", code="BER-1", country="DE"))
    looked_at(house, back(house, 1), LIKE_NEW)
    assert (on_hand(house, "BER-1"), on_hand(house)) == (1, 3)


def test_pieces_when_they_go_to_the_supplier_then_the_return_says_so(house: House) -> None:
    case = back(house, 1)
    looked_at(house, case, Looked(line=1, grade=Grade.DAMAGED, quantity=1, kept_as=KeptAs.SUPPLIER))
    with house.database.read() as session:
        assert "give_to_supplier" in [each.event for each in history(session, "main", "ord_1")]


@pytest.mark.parametrize(
    "looked",
    [
        [Looked(line=1, grade=Grade.LIKE_NEW, quantity=3)],
        [LIKE_NEW, Looked(line=1, grade=Grade.DAMAGED, quantity=2)],
        [Looked(line=2, grade=Grade.LIKE_NEW, quantity=1)],
        [Looked(line=1, grade=Grade.LIKE_NEW, quantity=0)],
        [Looked(line=1, grade=Grade.WRONG, quantity=1, kept_as=KeptAs.RESTOCK)],
        [Looked(line=1, grade=Grade.LIKE_NEW, quantity=1, kept_as=KeptAs.NOTHING)],
    ],
)
def test_pieces_when_they_cannot_be_so_then_are_refused(house: House, looked: Sequence[Looked]) -> None:
    case = back(house)
    with pytest.raises(ReturnRefused), house.database.write() as session:
        inspect_return(session, house.site, house.on(), case.id, looked)


def test_parcel_when_it_is_here_and_not_opened_then_people_are_awaited(house: House) -> None:
    case = back(house, 1)
    with house.database.write() as session:
        assert arrive_return(session, house.site, house.on(), case.id).awaits == "person"
    house.pass_by(days=8)
    house.drain()
    with house.database.read() as session:
        assert "return_overdue" in [each.event for each in history(session, "main", "ord_1")]
    assert looked_at(house, now(house, case), LIKE_NEW).state == Comeback.CLOSED


def test_fee_when_no_law_makes_the_shop_take_goods_back_then_is_kept(house: House) -> None:
    house.desk.returning = ReturnTerms(restocking_pct=10)
    case = looked_at(house, back(house, 1, an_order(shipping_address=ABROAD)), LIKE_NEW)
    assert (case.amount, case.withheld) == (1800, 199)


def test_fee_when_the_law_makes_the_shop_take_goods_back_then_is_none(house: House) -> None:
    house.desk.returning = ReturnTerms(restocking_pct=10)
    assert looked_at(house, back(house, 1), LIKE_NEW).amount == 1999


def test_money_when_two_returns_share_a_price_that_does_not_divide_then_adds_up(house: House) -> None:
    odd = an_order(
        totals=Totals(total=4487, goods=3998, shipping=490, discount=1),
        payment=a_payment(captured=4487, authorised=4487),
    )
    first = looked_at(house, back(house, 1, odd), LIKE_NEW)
    second = looked_at(house, asked(house, {1: 1}, "changed_mind"), LIKE_NEW)
    assert (first.amount, second.amount, rest(house)) == (1998, 4487 - 1998, 0)


def test_tax_when_the_order_states_it_then_what_is_to_be_corrected_is_noted(house: House) -> None:
    taxed = an_order(
        totals=Totals(total=5248, goods=3998, shipping=490, tax=760),
        payment=a_payment(captured=5248, authorised=5248),
    )
    case = looked_at(house, back(house, 1, taxed), LIKE_NEW)
    assert (case.amount, case.tax) == (2379, 344)
    with house.database.read() as session:
        (noted,) = [each for each in history(session, "main", "ord_1") if each.event == "vat_correction"]
    assert (noted.data["country"], noted.data["period"]) == ("DE", "2026-11")


def test_photo_when_kept_then_opens_again_until_the_person_is_erased(house: House) -> None:
    case = back(house, 1)
    with house.database.write() as session:
        photo = keep_photo(session, house.site, house.on(), case.id, PICTURE)
    assert (photo.stage, photo.sealed != PICTURE) == ("inspected", True)
    with house.database.read() as session:
        assert photo_content(session, house.site, "main", case.id, photo.id)[1] == PICTURE
        house.desk.is_erased = True
        with pytest.raises(NotFound):
            photo_content(session, house.site, "main", case.id, photo.id)
        with pytest.raises(NotFound):
            photo_content(session, house.site, "other", case.id, photo.id)
    with pytest.raises(PhotoRefused), house.database.write() as session:
        keep_photo(session, house.site, house.on(), case.id, PICTURE)


@pytest.mark.parametrize("content", [b"GIF89a", b"", b"\xff\xd8\xff" + bytes(5 << 20)])
def test_photo_when_no_picture_or_too_large_then_is_refused(house: House, content: bytes) -> None:
    case = back(house, 1)
    with pytest.raises(PhotoRefused), house.database.write() as session:
        keep_photo(session, house.site, house.on(), case.id, content)


def test_goods_when_received_as_before_then_everything_is_as_before(house: House) -> None:
    house.desk.policies = {}
    delivered(house)
    house.desk.policies = {}
    case = asked(house, {1: 1}, "changed_mind")
    with house.database.write() as session:
        authorise_return(session, house.site, house.on(), case.id)
    with house.database.write() as session:
        receive_return(session, house.site, house.on(), case.id, "used")
    assert (now(house, case).state, rest(house), on_hand(house)) == (Comeback.CLOSED, 4488 - 1999, 3)


def gift(amount: int, reference: str = "g-1", role: str = "service") -> Gift:
    return Gift(role=role, amount=amount, reason="late", reference=reference)


def test_gift_when_within_the_budget_then_is_booked_once(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        set_budget(session, "main", "service", 1000)
    for _ in range(2):
        with house.database.write() as session:
            give(session, house.site, house.on(), gift(600))
    with house.database.read() as session:
        (left,) = budgets_left(session, "main", "2026-11")
        assert [each.amount for each in refunds_of(session, "main", "ord_1")] == [600]
    assert (left.left, rest(house)) == (400, 4488 - 600)


def test_gift_when_over_the_budget_then_says_who_can_give_it(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        set_budget(session, "main", "service", 500)
        set_budget(session, "main", "operator", 5000)
    with pytest.raises(BudgetRefused, match="ask operator"), house.database.write() as session:
        give(session, house.site, house.on(), gift(501))
    with pytest.raises(BudgetRefused, match="raise a budget"), house.database.write() as session:
        give(session, house.site, house.on(), gift(5001, role="nobody"))
    assert rest(house) == 4488


def test_gift_when_more_than_was_kept_then_costs_no_budget(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        set_budget(session, "main", "service", 100_000)
    with pytest.raises(PaymentRefused), house.database.write() as session:
        give(session, house.site, house.on(), gift(4489))
    with house.database.read() as session:
        assert budgets_left(session, "main", "2026-11")[0].spent == 0


def test_gift_when_its_name_stands_for_another_amount_then_is_refused(house: House) -> None:
    delivered(house)
    with house.database.write() as session:
        set_budget(session, "main", "service", 1000)
        give(session, house.site, house.on(), gift(100))
    with pytest.raises(BudgetRefused), house.database.write() as session:
        give(session, house.site, house.on(), gift(200))
