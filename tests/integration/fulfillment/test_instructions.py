"""What gateways are asked to do: refused where they could not take the amount, asked again after a failure."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import orjson

from fulfillment.payments.instructing import CAPTURE, VOID, Wanted, instruct
from fulfillment.store.cases import history
from fulfillment.store.instructions import instructions_of
from fulfillment.store.money import movements
from fulfillment.thread import at_work
from tests.fulfilment_site import NOON, House
from tests.gateway_messages import stripe_intent
from tests.integration.fulfillment.test_capturing import begun, packed, promised
from tests.integration.fulfillment.test_gateways import heard


def ask(house: House, action: str, amount: int, currency: str, of: str = "pi_9", promised_at: datetime = NOON) -> None:
    wanted = Wanted(
        action=action, authorisation=of, gateway="stripe", amount=amount, currency=currency, promised_at=promised_at
    )
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        instruct(file, wanted)
    house.drain()


def states(house: House) -> list[tuple[str, str]]:
    with house.database.read() as session:
        return [(each.action, each.state) for each in instructions_of(session, "main", "ord_1")]


def noted(house: House, event: str) -> list[Mapping[str, object]]:
    with house.database.read() as session:
        return [each.data for each in history(session, "main", "ord_1") if each.event == event]


def test_capture_when_the_gateway_takes_no_such_amount_then_is_refused_and_the_timeline_says_how_to_go_on(
    house: House,
) -> None:
    begun(house, promised())
    ask(house, CAPTURE, 12_345, "KWD")
    assert states(house) == [("capture", "refused")]
    (told,) = noted(house, "capture_refused")
    assert (told["amount"], told["nearest"]) == (12_345, 12_340)
    assert "accept the order's payment" in str(told["next"])


def test_capture_when_refused_then_is_not_asked_for_again(house: House) -> None:
    begun(house, promised())
    for _ in range(2):
        ask(house, CAPTURE, 12_345, "KWD")
    assert (len(noted(house, "capture_refused")), len(states(house))) == (1, 1)


def test_void_when_the_amount_is_off_the_step_then_is_asked_for_all_the_same(house: House) -> None:
    begun(house, promised())
    ask(house, VOID, 12_345, "KWD")
    (file,) = (Path(house.folder) / "payments").glob("*.json")
    assert (states(house), orjson.loads(file.read_bytes())["gateway_amount"]) == ([("void", "sent")], None)


def again(house: House, later: int) -> None:
    """The same payment is authorised once more."""
    told = stripe_intent("payment_intent.amount_capturable_updated", amount_capturable=4488, later=later)
    heard(house, "stripe", {**told, "id": f"evt_{later}"})


def test_capture_when_it_failed_and_is_promised_again_under_the_same_name_then_is_asked_for_again(house: House) -> None:
    begun(house, promised())
    packed(house)
    heard(house, "stripe", stripe_intent("payment_intent.payment_failed", later=1))
    again(house, 2)
    assert states(house) == [("capture", "sent")] * 2


def test_capture_when_the_promise_is_told_again_without_a_failure_then_is_asked_for_once(house: House) -> None:
    begun(house, promised())
    packed(house)
    again(house, 2)
    assert states(house) == [("capture", "sent")]


def test_capture_when_an_older_failure_is_told_late_then_is_asked_for_once(house: House) -> None:
    begun(house, promised())
    packed(house)
    heard(house, "stripe", stripe_intent("payment_intent.payment_failed", later=-1))
    again(house, 2)
    assert states(house) == [("capture", "sent")]


def test_capture_when_a_failure_is_of_the_very_moment_of_the_promise_then_is_asked_for_once(house: House) -> None:
    begun(house, promised())
    heard(house, "stripe", stripe_intent("payment_intent.payment_failed", later=1))
    with house.database.read() as session:
        (at,) = {each.at for each in movements(session, "main", "ord_1") if each.kind == "fail"}
    for _ in range(2):
        ask(house, CAPTURE, 4488, "EUR", "pi_1", at)
    assert states(house) == [("capture", "sent")]
