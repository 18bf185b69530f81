"""Money that is only promised: when it ends for whoever waits, and how it is asked for again."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from engine.order.terms import PaymentStatus
from engine.store.tables import JOB
from fulfillment.jobs import HOLD_CLOCKS, PAYMENT_RENEW
from fulfillment.payments.ends import Ends, stated_ends, told_ends
from fulfillment.payments.renewing import renew_promises
from fulfillment.store.cases import history
from fulfillment.store.instructions import instructions_of
from tests.builders import a_payment, an_order
from tests.fulfilment_site import NOON, House
from tests.gateway_messages import paypal
from tests.integration.fulfillment.test_capturing import PROMISED
from tests.integration.fulfillment.test_gateways import heard

DAY = timedelta(days=1)
PAYPAL = an_order(payment=replace(PROMISED, gateway="paypal", gateway_reference="pi_1", card=None))


def test_ends_when_money_is_there_then_there_are_none() -> None:
    assert stated_ends(an_order(payment=a_payment(status=PaymentStatus.CAPTURED))) == Ends()


def test_ends_when_a_gateway_honours_it_for_less_than_it_lasts_then_says_both() -> None:
    assert stated_ends(PAYPAL) == Ends(authorisation=NOON + 29 * DAY, honour=NOON + 3 * DAY)


def test_ends_when_the_order_states_one_then_that_counts() -> None:
    order = an_order(payment=replace(PROMISED, gateway="stripe", authorisation_expires_at=NOON + 5 * DAY))
    assert stated_ends(order) == Ends(authorisation=NOON + 5 * DAY)


def test_ends_when_the_gateway_is_not_known_then_only_what_is_stated() -> None:
    assert stated_ends(an_order(payment=replace(PROMISED, gateway="till"))) == Ends()


def test_ends_when_the_promise_was_renewed_then_the_newest_counts_and_holds_are_told(house: House) -> None:
    house.decide("hold", order=PAYPAL)
    house.drain()
    heard(house, "paypal", paypal("PAYMENT.AUTHORIZATION.CREATED", "44.88", id="PP2", later=3 * 86400))
    with house.database.read() as session:
        ends = told_ends(session, "ord_1", PAYPAL)
        kinds = [row.kind for row in session.rows(select(JOB.c.kind))]
    assert ends.honour is not None
    assert ends.honour > NOON + 3 * DAY
    assert HOLD_CLOCKS in kinds


def renewed(house: House) -> tuple[list[str], list[str]]:
    for _ in range(2):
        with house.database.write() as session:
            renew_promises(session, house.site, house.on())
    with house.database.read() as session:
        asked = [each.action for each in instructions_of(session, "main", "ord_1")]
        noted = [each.event for each in history(session, "main", "ord_1")]
    return asked, noted


def test_renew_when_a_held_order_has_a_promise_then_asks_the_gateway_once(house: House) -> None:
    house.decide("hold", order=PAYPAL)
    house.drain()
    asked, _ = renewed(house)
    assert asked == ["reauthorise"]
    assert PAYMENT_RENEW in house._inside


def test_renew_when_the_gateway_cannot_then_people_are_told_once(house: House) -> None:
    order = an_order(payment=replace(PROMISED, gateway="stripe", gateway_reference="pi_1"))
    house.decide("hold", order=order)
    house.drain()
    asked, noted = renewed(house)
    assert (asked, noted.count("reauthorise_impossible")) == ([], 1)
