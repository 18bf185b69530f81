"""No message holds a personal value: a canary in every personal field of an order, and in what people type."""

import json
from collections.abc import Iterator, Mapping

from engine.clock import SystemClock
from engine.desk.holding import place, release
from engine.desk.intake import submit
from engine.ids import TimeOrderedIds
from engine.order.personal import take_out
from engine.order.reading import to_document
from engine.store.database import Database
from engine.store.feed import events_after
from engine.store.holds import holds_of
from tests.builders import a_payment, an_address, an_order
from tests.desks import ANALYST, MAIN, a_desk
from tests.webhook_site import a_receiver, a_site

TYPED = "Zebedee Quillfeather rang from 07700900123"


def an_order_of_canaries() -> Mapping[str, object]:
    """The document of an order with every personal text changed to one that stands nowhere else."""
    address = an_address(
        name="Canary Onename",
        company="Canary Twocompany",
        line1="3 Canary Lane",
        line2="Canary Fourth",
        email="canary5@example.com",
        phone="+49 30 5550006",
    )
    order = an_order(shipping_address=address, billing_address=address, payment=a_payment(captured=0, authorised=0))
    document = {name: value for name, value in to_document(order).items() if name != "merchant"}
    document |= {"buyer_note": "Canary Sevennote", "seller_note": "Canary Eightnote", "ip": "203.0.113.99"}
    document["customer"] = {
        "id": "canary-nine", "name": "Canary Tenname", "email": "canary11@example.com", "phone": "+49 30 5550012",
        "company": "Canary Thirteen",
    }  # fmt: skip
    document["device"] = {"id": "canary-fourteen", "user_agent": "CanaryFifteen/1.0"}
    return document


def personal(document: Mapping[str, object]) -> Iterator[str]:
    """The personal texts that are long enough to be known again."""
    copy = json.loads(json.dumps(document))
    yield from (str(value) for value in take_out(copy).values() if isinstance(value, str) and len(value) > 5)


def test_messages_when_an_order_lives_then_hold_no_personal_value(sqlite_file: Database) -> None:
    document = an_order_of_canaries()
    with a_receiver() as receiver:
        site = a_site(sqlite_file, [receiver.peer], desk=a_desk(sqlite_file, clock=SystemClock(), ids=TimeOrderedIds()))
        made = site.endpoint(receiver.url)
        decided = submit(site.desk, MAIN, document)
        site.run()
        place(site.desk, ANALYST, decided.row.order_id, TYPED)
        with sqlite_file.read() as session:
            held = [each for each in holds_of(session, "main", decided.row.order_id, only_open=True) if each.waivable]
        release(site.desk, ANALYST, held[-1].id, TYPED)
        site.run()
        sent = "\n".join(each.body.decode() for each in receiver.asked)
    canaries = set(personal(document))
    assert len(canaries) >= 15
    assert {"order.hold_placed", "order.hold_released", "decision.created"} <= set(receiver.types)
    assert [each for each in [*canaries, "Zebedee", "07700900123", ANALYST.name + '"'] if each in sent] == []
    assert len(receiver.verified(made.secret)) == len(receiver.asked)


def test_deliveries_when_kept_then_hold_no_personal_value(sqlite_file: Database) -> None:
    document = an_order_of_canaries()
    site = a_site(sqlite_file, desk=a_desk(sqlite_file))
    site.endpoint("https://shop.example/hooks")
    submit(site.desk, MAIN, document)
    site.run()
    with sqlite_file.engine.connect() as connection:
        tables = ("webhook_endpoint", "webhook_delivery", "webhook_attempt", "job", "event")
        rows = [str(connection.exec_driver_sql(f"SELECT * FROM {each}").all()) for each in tables]  # noqa: S608
    assert [each for each in personal(document) for row in rows if each in row] == []
    with sqlite_file.read() as session:
        assert events_after(session, "main", 0, 9)
