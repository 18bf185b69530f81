"""What we gave back ourselves is no news; what others gave back is."""

from engine.order.order import Order
from engine.order.terms import PaymentStatus
from fulfillment.channels.own_refunds import without_own
from tests.builders import a_payment, an_order

PAID = an_order(payment=a_payment(refunded=None))


def shown(refunded: int, status: PaymentStatus = PaymentStatus.PARTIALLY_REFUNDED) -> Order:
    return an_order(payment=a_payment(refunded=refunded, status=status))


def test_refund_when_it_is_ours_then_the_order_is_as_it_was() -> None:
    assert without_own(shown(500), {"EUR": 500}) == PAID


def test_refund_when_all_of_it_is_ours_then_the_order_is_as_it_was() -> None:
    assert without_own(shown(4488, PaymentStatus.REFUNDED), {"EUR": 4488}) == PAID


def test_refund_when_the_channel_shows_less_yet_then_none_of_it_is_another_s() -> None:
    assert without_own(shown(500), {"EUR": 800}) == PAID


def test_refund_when_others_gave_back_more_then_the_rest_stays() -> None:
    assert without_own(shown(800), {"EUR": 500}) == shown(300)


def test_refund_when_ours_is_in_another_currency_then_it_stays() -> None:
    assert without_own(shown(500), {"USD": 500}) == shown(500)
