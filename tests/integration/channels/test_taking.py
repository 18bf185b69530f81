"""What becomes of an order, by how the channel shows it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.desk.premises import keep_entity, keep_shop
from engine.desk.view import content
from engine.order.order import Order
from engine.store.order_rows import newest_version
from engine.store.premises import Shop
from engine.store.tables import TOLD_EVENT
from fulfillment.channels.fetching import retry
from fulfillment.channels.protocol import Seen
from fulfillment.channels.stating import Stated
from fulfillment.channels.taking import faults_of, take
from fulfillment.channels.words import Sight, Taken
from fulfillment.store.channels import forget_documents, forget_refused
from tests.builders import PLACED_AT
from tests.desks import MAIN, an_honest_order, document
from tests.scripted_channel import ENDPOINT, ChannelHouse

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def told_events(house: ChannelHouse) -> int:
    with house.database.read() as session:
        return session.number(select(func.count()).select_from(TOLD_EVENT))


@pytest.mark.parametrize(
    ("sight", "by_marketplace", "taken"),
    [
        (Sight.OPEN, False, Taken.DECIDED),
        (Sight.PENDING, False, Taken.WAITING),
        (Sight.CANCELLED, False, Taken.PASSED_OVER),
        (Sight.OPEN, True, Taken.RECORDED),
        (Sight.PENDING, True, Taken.RECORDED),
    ],
)
def test_order_when_shown_then_becomes_what_it_must(
    port_house: ChannelHouse, sight: Sight, by_marketplace: bool, taken: Taken
) -> None:
    connection = port_house.on()
    port_house.channel.show("R-1", port_house.clock.now(), sight=sight, by_marketplace=by_marketplace)
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == {"R-1": taken}
    assert port_house.decisions() == (taken is Taken.DECIDED)


def test_pending_order_when_it_opens_then_is_decided(house: ChannelHouse) -> None:
    connection = house.on()
    house.channel.show("R-1", house.clock.now(), sight=Sight.PENDING)
    house.run(pass_by=MINUTE)
    house.channel.show("R-1", house.clock.now())
    house.run(pass_by=MINUTE)
    assert house.taken(connection) == {"R-1": Taken.DECIDED}


def test_order_when_cancelled_after_the_decision_then_its_end_is_told_once(house: ChannelHouse) -> None:
    connection = house.on()
    house.channel.show("R-1", house.clock.now())
    house.run(pass_by=MINUTE)
    for _ in range(3):
        house.channel.show("R-1", house.clock.now(), sight=Sight.CANCELLED)
        house.run(pass_by=MINUTE)
    assert told_events(house) == 1
    assert house.taken(connection) == {"R-1": Taken.DECIDED}


def test_order_when_changed_then_is_a_new_version_with_a_decision(house: ChannelHouse) -> None:
    connection = house.on()
    house.channel.show("R-1", house.clock.now())
    house.run(pass_by=MINUTE)
    changed = document(an_honest_order("R-1")) | {"buyer_note": "ring twice"}
    house.channel.show("R-1", house.clock.now(), body=changed)
    house.run(pass_by=MINUTE)
    order_id = house.rows(connection)["R-1"].order_id
    with house.database.read() as session:
        version = newest_version(session, "main", order_id or "")
    assert version is not None
    assert (version.version, house.decisions()) == (2, 2)


def test_older_state_when_it_comes_late_then_changes_nothing(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    now = port_house.clock.now()
    seen = Seen(ref="R-1", changed_at=now, format="clearway", document=document(an_honest_order("R-1")))
    take(port_house.port, connection, seen)
    late = replace(seen, changed_at=now - SECOND, sight=Sight.CANCELLED)
    take(port_house.port, connection, late)
    assert told_events(port_house) == 0
    assert port_house.rows(connection)["R-1"].changed_at == now


def test_order_when_unreadable_then_is_refused_sealed_and_read_again(house: ChannelHouse) -> None:
    connection = house.on()
    broken = {**document(an_honest_order("R-1")), "currency": "EURO"}
    house.channel.show("R-1", house.clock.now(), body=broken)
    house.run(pass_by=MINUTE)
    row = house.rows(connection)["R-1"]
    assert (row.taken, row.faults) == (Taken.REFUSED, ("/currency wrong_form",))
    assert row.sealed is not None
    assert b"Erika" not in row.sealed
    assert faults_of(house.port, row)[0].detail
    house.channel.orders["R-1"].seen = replace(
        house.channel.orders["R-1"].seen, document=document(an_honest_order("R-1"))
    )
    assert retry(house.port, connection) == 1
    house.run()
    assert house.taken(connection) == {"R-1": Taken.DECIDED}
    assert house.rows(connection)["R-1"].sealed is None


def test_order_when_placed_before_the_connection_then_is_none_of_ours(port_house: ChannelHouse) -> None:
    connection = port_house.on(stated=Stated(endpoint=ENDPOINT, since=PLACED_AT + SECOND))
    port_house.channel.show("R-1", port_house.clock.now())
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == {}


def test_order_when_gone_then_is_passed_over_unless_decided(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    now = port_house.clock.now()
    decided = Seen(ref="R-2", changed_at=now, format="clearway", document=document(an_honest_order("R-2")))
    waiting = replace(decided, ref="R-1", sight=Sight.PENDING)
    for each in (waiting, decided):
        take(port_house.port, connection, each)
        take(port_house.port, connection, replace(each, changed_at=now + SECOND, sight=Sight.GONE, document=None))
    assert port_house.taken(connection) == {"R-1": Taken.PASSED_OVER, "R-2": Taken.DECIDED}
    assert take(port_house.port, connection, replace(waiting, ref="R-3", sight=Sight.GONE, document=None)) is None


def test_orders_of_two_shops_when_numbered_alike_then_are_two(port_house: ChannelHouse) -> None:
    now = port_house.clock.now()
    keep_entity(port_house.database, port_house.desk.ids, MAIN, "gmbh", "Muster GmbH", "DE", now)
    for code in ("berlin", "paris"):
        keep_shop(port_house.database, port_house.desk.ids, MAIN, Shop(merchant="main", code=code, name=code,
                  legal_entity="gmbh", changed_at=now, changed_by="ann"))  # fmt: skip
    body = {name: value for name, value in document(an_honest_order("R-1")).items() if name != "shop"}
    port_house.channel.show("R-1", now, body=body)
    first, second = port_house.on("one", shop="berlin"), port_house.on("two", shop="paris")
    port_house.run(pass_by=MINUTE)
    ids = {port_house.rows(each)["R-1"].order_id for each in (first, second)}
    assert len(ids) == 2
    assert {order_of(port_house, id_ or "").shop for id_ in ids} == {"berlin", "paris"}
    assert {order_of(port_house, id_ or "").id for id_ in ids} == {"one-R-1", "two-R-1"}


@pytest.mark.parametrize("foreign", [{"merchant": "acme"}, {"shop": "elsewhere"}])
def test_document_when_it_names_others_then_is_refused(port_house: ChannelHouse, foreign: dict[str, str]) -> None:
    now = port_house.clock.now()
    keep_shop(port_house.database, port_house.desk.ids, MAIN, Shop(merchant="main", code="berlin", name="Berlin",
              changed_at=now, changed_by="ann"))  # fmt: skip
    connection = port_house.on(shop="berlin")
    port_house.channel.show("R-1", now, body=document(an_honest_order("R-1")) | foreign)
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == {"R-1": Taken.REFUSED}


def order_of(house: ChannelHouse, order_id: str) -> Order:
    with house.database.read() as session:
        return content(house.desk, session, order_id)


def test_order_when_two_take_it_at_once_then_is_decided_once(house: ChannelHouse) -> None:
    connection = house.on()
    seen = Seen(ref="R-1", changed_at=house.clock.now(), format="clearway", document=document(an_honest_order("R-1")))
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: take(house.port, connection, seen), range(4)))
    assert {row.order_id for row in rows if row is not None} == {house.rows(connection)["R-1"].order_id}
    assert house.decisions() == 1


def test_documents_when_their_person_is_erased_or_a_month_is_over_then_go(house: ChannelHouse) -> None:
    connection = house.on()
    now = house.clock.now()
    seen = Seen(ref="R-1", changed_at=now, format="clearway", document=document(an_honest_order("R-1")))
    take(house.port, connection, seen)
    broken = replace(seen, changed_at=now + SECOND, document={"currency": "EURO"})
    for each in (broken, replace(broken, ref="R-2")):
        take(house.port, connection, each)
    order_id = house.rows(connection)["R-1"].order_id
    assert order_id is not None
    with house.database.write() as session:
        assert forget_documents(session, "main", [order_id]) == 1
        assert forget_refused(session, now) == 0
        assert forget_refused(session, now + MINUTE) == 1
    row = house.rows(connection)["R-2"]
    assert (row.sealed, bool(row.faults), faults_of(house.port, row)) == (None, True, ())
