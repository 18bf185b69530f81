"""What channels are told of an order's life: each thing once, whatever goes wrong on the way, on both databases."""

from dataclasses import replace

import pytest

from engine.order.payment import Payment
from engine.order.terms import PaymentMethod, PaymentStatus
from engine.rulebook.channel_answers import CancelWords, ChannelAnswers, RefundWords
from fulfillment.aftersales.returns import authorise_return, receive_return, request_return
from fulfillment.channels.causes import Stated
from fulfillment.channels.errors import (
    ChannelDown,
    ConnectionRefused,
    CredentialMissing,
    SayingRefused,
    SignInRefused,
    Throttled,
    Unfinished,
)
from fulfillment.channels.protocol import Cancelled, LineShare, Message, Refunded, Shipped
from fulfillment.channels.saying_work import before_of
from fulfillment.channels.words import ChannelName, Power, SayingState
from fulfillment.deciding import cancel_order, cancel_part
from fulfillment.errors import PaymentRefused
from fulfillment.notify.telling import tell
from fulfillment.payments.giving_back import book_refund, return_part
from fulfillment.reason import Reason
from fulfillment.store.money import refunds_of
from fulfillment.store.sayings import mark_dropped
from fulfillment.thread import at_work
from fulfillment.tracking.vocabulary import Word
from tests.channel_house import PlayedChannel, Teller, a_connection, comes_by
from tests.fulfilment_site import NOON, House
from tests.split_orders import ORDER, scanned, split, through

MARKETPLACE = ChannelAnswers(
    cancel=CancelWords(buyer="BuyerCanceled", out_of_stock="NoInventory", other="GeneralAdjustment"),
    refund=RefundWords(cancelled="CustomerCancel", returned="CustomerReturn", other="GeneralAdjustment"),
    cancel_refunds=True,
    refunds=True,
    letters="messages",
    asks_by=("confirmOrderDetails", "unexpectedProblem"),
)


@pytest.fixture
def teller(house: House) -> Teller:
    """A house whose order came by Amazon."""
    house.desk.answers["amazon"] = MARKETPLACE
    comes_by(house, a_connection())
    return Teller(house, PlayedChannel())


def letters(house: House) -> list[str]:
    return sorted(path.name for path in house.folder.rglob("*.eml"))


def test_parcels_when_they_leave_then_each_is_told_with_its_articles_and_the_last_ends_it(
    house: House, teller: Teller
) -> None:
    split(house)
    through(house, "2")
    through(house, "3")
    first, second = teller.told()
    assert isinstance(first, Shipped)
    assert isinstance(second, Shipped)
    assert (first.lines, first.whole) == ((LineShare("TEE-M-BLUE", 2),), False)
    assert (second.lines, second.whole) == ((LineShare("MUG-WHITE", 1),), True)
    assert [first.number, second.number] == [each.number for each in house.parcels()]


def test_parcels_when_the_last_part_is_called_off_then_the_channel_hears_that_nothing_follows(
    house: House, teller: Teller
) -> None:
    split(house)
    through(house, "2")
    with house.database.write() as session:
        cancel_part(session, house.site, house.on(), "torn in the warehouse", "3")
    house.drain()
    told = [said for said in teller.told() if isinstance(said, Shipped)]
    assert [each.whole for each in told] == [False, True]
    assert len({each.number for each in told}) == 1


def test_marketplace_when_an_order_moves_then_its_buyer_gets_no_letter_of_ours(house: House, teller: Teller) -> None:
    split(house)
    through(house, "2")
    assert letters(house) == []


def test_jobs_when_all_are_done_again_then_nothing_is_told_twice(house: House, teller: Teller) -> None:
    split(house)
    through(house, "2")
    through(house, "3")
    house.drain(again=True)
    assert len(teller.told()) == 2


@pytest.mark.parametrize("trouble", [ChannelDown("no route"), Throttled(7.0)], ids=lambda each: each.code)
def test_channel_when_it_fails_for_a_while_then_it_is_told_later_and_once(
    house: House, teller: Teller, trouble: Exception
) -> None:
    teller.channel.troubles.extend([trouble, trouble])
    split(house)
    through(house, "2")
    assert (len(teller.told()), len(teller.postponed)) == (1, 2)
    assert [each.state for each in teller.sayings()] == [SayingState.SAID]


def test_channel_when_it_needs_several_steps_then_each_try_is_handed_what_the_last_left(
    house: House, teller: Teller
) -> None:
    teller.channel.troubles.extend([Unfinished("document 7", 3.0), Unfinished("feed 9", 3.0)])
    house.decide("admit", order=ORDER)
    house.drain()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "torn in the warehouse")
    house.drain()
    [said] = teller.told()
    assert isinstance(said, Cancelled)
    assert (said.before.so_far, teller.postponed) == ("feed 9", [3.0, 3.0])


def test_channel_when_it_breaks_off_after_the_effect_then_it_is_told_once(house: House, teller: Teller) -> None:
    teller.channel.after.append(ChannelDown("timed out"))
    split(house)
    through(house, "2")
    assert len(teller.told()) == 1
    assert teller.sayings()[0].remote.startswith("remote-")


def test_channel_when_it_will_never_take_it_then_the_saying_waits_for_a_person_with_its_words(
    house: House, teller: Teller
) -> None:
    teller.channel.troubles.append(SayingRefused("InvalidCarrier", "carrier is not known"))
    split(house)
    through(house, "2")
    [refused] = teller.sayings(SayingState.REFUSED)
    assert "InvalidCarrier" in refused.error


@pytest.mark.parametrize(
    "trouble",
    [
        SignInRefused("status 401"),
        CredentialMissing("CLEARWAY_CHANNEL_X"),
        ConnectionRefused("seller_id", "is not set"),
    ],
    ids=lambda each: each.code,
)
def test_channel_when_it_refuses_the_credentials_then_the_connection_stops_and_it_is_told_later(
    house: House, teller: Teller, trouble: Exception
) -> None:
    teller.channel.troubles.append(trouble)
    split(house)
    through(house, "2")
    assert [each.id for each in teller.stopped] == ["chn_1"]
    assert [each.state for each in teller.sayings()] == [SayingState.SAID]


def test_cancellation_when_the_rules_end_an_order_then_the_channels_own_word_is_said_and_the_money_goes_with_it(
    house: House, teller: Teller
) -> None:
    house.decide("admit", order=ORDER)
    house.drain()
    house.desk.kept_by = (Reason(rule="PAY-084", code="ORD_DUPLICATE", verdict="cancel"),)
    house.decide("cancel", order=ORDER, version=2)
    house.drain()
    [said] = teller.told()
    with house.database.read() as session:
        sent = [each.sent_at is not None for each in refunds_of(session, "main", "ord_1")]
    assert said == Cancelled(ref="111-1", reason="BuyerCanceled")
    assert all(sent)


def test_refund_when_it_comes_to_light_after_the_cancellation_was_said_then_is_said_by_itself(
    house: House, teller: Teller
) -> None:
    house.decide("admit", order=ORDER)
    house.drain()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "torn in the warehouse")
    house.drain()
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        book_refund(file, 300, "EUR", reason=file.case.stage)
    house.drain()
    assert [type(each) for each in teller.told()] == [Cancelled, Refunded]


def test_cancellation_when_a_part_was_given_back_before_then_only_the_rest_went_back_with_it(
    house: House, teller: Teller
) -> None:
    house.decide("admit", order=ORDER)
    house.drain()
    teller.channel.troubles.append(SayingRefused("LATER", "not now"))
    gives_back(house, 500)
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "torn in the warehouse")
    house.drain()
    with house.database.read() as session:
        sent = {each.amount == 500: each.sent_at is not None for each in refunds_of(session, "main", "ord_1")}
    assert sent == {True: False, False: True}


def test_cancellation_when_a_person_ends_the_order_then_the_word_for_others_is_said(
    house: House, teller: Teller
) -> None:
    house.decide("admit", order=ORDER)
    house.drain()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "torn in the warehouse")
    house.drain()
    assert teller.told() == [Cancelled(ref="111-1", reason="GeneralAdjustment")]


def test_cancellation_when_a_person_says_why_then_the_channels_own_word_is_said(house: House, teller: Teller) -> None:
    house.decide("admit", order=ORDER)
    house.drain()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "the last one broke", Stated.OUT_OF_STOCK)
    house.drain()
    assert teller.told() == [Cancelled(ref="111-1", reason="NoInventory")]


def test_refund_when_a_part_goes_back_then_the_channel_gives_it_back(house: House, teller: Teller) -> None:
    split(house)
    through(house, "2")
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return_part(file, 500, "torn")
    house.drain()
    refund = teller.told()[-1]
    assert isinstance(refund, Refunded)
    assert (refund.amount, refund.currency, refund.reason) == (500, "EUR", "GeneralAdjustment")
    assert list(house.folder.rglob("refunds/*.json")) == []


def gives_back(house: House, amount: int) -> None:
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return_part(file, amount, "torn")
    house.drain()


def test_refund_when_one_that_was_refused_is_said_again_then_a_younger_one_is_not_taken_for_it(
    house: House, teller: Teller
) -> None:
    split(house)
    through(house, "2")
    teller.channel.troubles.append(SayingRefused("LATER", "not now"))
    gives_back(house, 500)
    gives_back(house, 500)
    gives_back(house, 400)
    [refused] = teller.sayings(SayingState.REFUSED)
    with house.database.read() as session:
        assert before_of(session, refused).alike == 1


def test_refund_when_it_was_entered_by_hand_then_the_next_of_the_same_amount_is_still_said(
    house: House, teller: Teller
) -> None:
    split(house)
    through(house, "2")
    teller.channel.troubles.append(SayingRefused("LATER", "not now"))
    gives_back(house, 500)
    with house.database.write() as session:
        mark_dropped(session, teller.sayings(SayingState.REFUSED)[0], "entered by hand", NOON)
    gives_back(house, 500)
    [said] = [each for each in teller.told() if isinstance(each, Refunded)]
    assert said.before.alike == 1


def at_the_marketplace(house: House) -> None:
    """An order that its buyer paid at Amazon, on its way in two parcels."""
    paid = Payment(method=PaymentMethod.MARKETPLACE, status=PaymentStatus.CAPTURED, currency="EUR")
    split(house, order=replace(ORDER, channel="amazon", payment=paid))
    through(house, "2")
    through(house, "3")


def test_refund_when_the_marketplace_holds_the_money_then_a_part_goes_back_from_there(
    house: House, teller: Teller
) -> None:
    at_the_marketplace(house)
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return_part(file, 500, "torn")
        with pytest.raises(PaymentRefused, match="left at the marketplace"):
            return_part(file, file.case.total, "all of it")
    house.drain()
    [refund] = [each for each in teller.told() if isinstance(each, Refunded)]
    assert (refund.amount, refund.reason) == (500, "GeneralAdjustment")


def test_return_when_the_marketplace_holds_the_money_then_its_worth_goes_back_once(
    house: House, teller: Teller
) -> None:
    at_the_marketplace(house)
    for parcel in house.parcels():
        scanned(house, parcel.number, Word.DELIVERED)
    with house.database.write() as session:
        back = request_return(session, house.site, house.on(), {2: 1}, "defective")
        authorise_return(session, house.site, house.on(), back.id)
        receive_return(session, house.site, house.on(), back.id, "like_new")
    house.drain(again=True)
    assert [each.amount for each in teller.told() if isinstance(each, Refunded)] == [500]


def asks(house: House) -> None:
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        tell(file, "question_link", about="ask_1:1", params={"request_id": "ask_1"})
    house.drain()


def test_question_when_no_form_may_be_linked_then_a_message_asks_all_in_one(house: House, teller: Teller) -> None:
    house.decide("ask_customer", order=ORDER)
    house.drain()
    house.desk.points = ("- Phone number", "- Postcode")
    asks(house)
    [message] = teller.told()
    assert isinstance(message, Message)
    assert (message.kind, "http" in message.text) == ("confirmOrderDetails", False)
    assert "- Phone number\n- Postcode" in message.text


def test_question_when_the_order_allows_no_message_that_asks_then_a_person_is_to_ask(
    house: House, teller: Teller
) -> None:
    teller.channel.allowed = ("negativeFeedbackRemoval",)
    house.decide("ask_customer", order=ORDER)
    house.drain()
    house.desk.points = ("- Postcode",)
    asks(house)
    [refused] = teller.sayings(SayingState.REFUSED)
    assert "negativeFeedbackRemoval" in refused.error


def test_question_when_nobody_waits_for_the_answer_any_more_then_nothing_is_said(house: House, teller: Teller) -> None:
    house.decide("ask_customer", order=ORDER)
    house.drain()
    asks(house)
    assert (teller.told(), [each.state for each in teller.sayings()]) == ([], [SayingState.DROPPED])


def test_own_shop_when_an_order_moves_then_it_is_told_and_the_buyer_gets_a_letter(house: House) -> None:
    comes_by(house, a_connection(ChannelName.SHOPIFY))
    teller = Teller(house, PlayedChannel())
    split(house)
    through(house, "2")
    assert len(teller.told()) == 1
    assert letters(house)


def test_connection_when_it_is_switched_off_then_all_goes_by_mail_as_before(house: House) -> None:
    house.desk.answers["amazon"] = MARKETPLACE
    comes_by(house, a_connection(power=Power.OFF))
    teller = Teller(house, PlayedChannel())
    split(house)
    through(house, "2")
    assert (teller.told(), teller.sayings()) == ([], ())
    assert letters(house)
