"""Webhooks: verified, noted once, and the order asked for as it stands; late, twice and in disorder."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.store.tables import JOB
from fulfillment.channels.connecting import connect, switch_off, switch_on
from fulfillment.channels.errors import ChannelDown, ConnectionOff, KnockRefused, Throttled
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import ChannelName, Sight, Taken
from fulfillment.errors import NotFound
from fulfillment.jobs import CHANNEL_FETCH
from tests.desks import MAIN, an_honest_order, document
from tests.scripted_channel import ENDPOINT, ChannelHouse

PUSHED = Stated(endpoint=ENDPOINT, every_s=0)


def test_webhook_when_well_signed_then_its_order_is_fetched_once(house: ChannelHouse) -> None:
    connection = house.on(stated=Stated(endpoint=ENDPOINT, since=house.clock.now() - timedelta(hours=1), every_s=3600))
    house.run()
    house.channel.show("R-1", house.clock.now())
    for _ in range(3):
        hear_knock(house.port, connection.id, house.knock(delivery="d-1", refs=["R-1"]))
    assert house.jobs(CHANNEL_FETCH) == 1
    house.run()
    assert house.taken(connection) == {"R-1": Taken.DECIDED}


def test_webhook_when_forged_or_for_nobody_then_is_refused(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    forged = replace(port_house.knock(delivery="d-1", refs=["R-1"]), headers={"x-signature": "bad"})
    with pytest.raises(KnockRefused):
        hear_knock(port_house.port, connection.id, forged)
    with pytest.raises(NotFound):
        hear_knock(port_house.port, "chn_x", forged)
    assert port_house.jobs(CHANNEL_FETCH) == 0


def test_challenge_when_asked_then_is_answered_while_off(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    switch_off(port_house.port, MAIN, connection.id)
    answered = hear_knock(port_house.port, connection.id, port_house.knock(delivery="", reply="challenged"))
    assert (answered.reply, answered.noted) == (b"challenged", 0)


def test_job_when_added_by_a_webhook_then_holds_numbers_alone(port_house: ChannelHouse) -> None:
    connection = port_house.on("push", stated=PUSHED)
    hear_knock(port_house.port, connection.id,
               port_house.knock(delivery="d", refs=["R-1"], document=document(an_honest_order("R-1"))))  # fmt: skip
    with port_house.database.read() as session:
        payload = session.rows(select(JOB.c.payload).where(JOB.c.kind == CHANNEL_FETCH))[0].payload
    assert "R-1" in payload
    assert "Erika" not in payload
    row = port_house.rows(connection)["R-1"]
    assert row.sealed is not None
    assert b"Erika" not in row.sealed


def test_document_when_pushed_then_is_taken_without_asking(house: ChannelHouse) -> None:
    since = house.clock.now() - timedelta(hours=1)
    connection = house.on("push", stated=replace(PUSHED, since=since))
    pushed = house.knock(delivery="d-1", refs=["R-1"], document=document(an_honest_order("R-1")))
    hear_knock(house.port, connection.id, pushed)
    assert house.taken(connection) == {"R-1": Taken.WAITING}
    house.run()
    row = house.rows(connection)["R-1"]
    assert (row.taken, row.sealed) == (Taken.DECIDED, None)
    hear_knock(house.port, connection.id, replace(pushed, body=pushed.body.replace(b"d-1", b"d-2")))
    house.run()
    assert house.decisions() == 1
    assert [call[0] for call in house.channel.calls] == ["check"]


def test_document_when_pushed_while_off_then_is_refused_and_what_lay_is_taken(port_house: ChannelHouse) -> None:
    since = port_house.clock.now() - timedelta(hours=1)
    connection = port_house.on("push", stated=replace(PUSHED, since=since))
    first = port_house.knock(delivery="1", refs=["R-1"], document=document(an_honest_order("R-1")))
    hear_knock(port_house.port, connection.id, first)
    switch_off(port_house.port, MAIN, connection.id)
    port_house.run()
    with pytest.raises(ConnectionOff):
        hear_knock(port_house.port, connection.id, first)
    switch_on(port_house.port, MAIN, connection.id)
    port_house.run()
    assert port_house.taken(connection) == {"R-1": Taken.DECIDED}


@pytest.mark.parametrize("fault", [ChannelDown("status 500"), Throttled(60.0)])
def test_fetch_when_the_channel_fails_then_the_job_waits(port_house: ChannelHouse, fault: Exception) -> None:
    connection = port_house.on(stated=Stated(endpoint=ENDPOINT, every_s=3600))
    port_house.run()
    hear_knock(port_house.port, connection.id, port_house.knock(delivery="d", refs=["R-1"]))
    port_house.channel.faults = [fault]
    with pytest.raises(Exception, match=r"again|wait"):
        port_house.run()
    assert port_house.jobs(CHANNEL_FETCH) == 1


def test_webhooks_when_shuffled_and_doubled_then_end_as_the_channel_stands(port_house: ChannelHouse) -> None:
    """Late, twice, and after the order has moved on."""
    connection = port_house.on(stated=Stated(endpoint=ENDPOINT, since=port_house.clock.now() - timedelta(hours=1),
                                             every_s=3600))  # fmt: skip
    port_house.run()
    knocks = [port_house.knock(delivery=f"d-{number}", refs=[f"R-{number % 3}"]) for number in range(9)] * 2
    random.Random(7).shuffle(knocks)
    for number, knock in enumerate(knocks):
        ref = f"R-{number % 3}"
        sight = Sight.CANCELLED if number > 14 else Sight.OPEN
        port_house.channel.show(ref, port_house.clock.now() + timedelta(seconds=number), sight=sight)
        hear_knock(port_house.port, connection.id, knock)
        if number % 4 == 0:
            port_house.run()
    port_house.run()
    port_house.run(pass_by=timedelta(hours=2))
    assert set(port_house.taken(connection).values()) == {Taken.DECIDED}
    assert port_house.decisions() == 3


def test_own_shop_when_it_has_no_address_then_can_push(port_house: ChannelHouse) -> None:
    made = connect(port_house.port, MAIN, ChannelName.OWN_SHOP, "own", Stated(every_s=0))
    assert switch_on(port_house.port, MAIN, made.id).endpoint == ""
