"""A connection is read: all that changed comes, once, whatever breaks on the way."""

from datetime import timedelta

from fulfillment.channels.errors import ChannelDown, SignInRefused, Throttled
from fulfillment.channels.fetching import retry
from fulfillment.channels.knocking import hear_knock
from fulfillment.channels.paging import PATIENCE
from fulfillment.channels.words import Power, Taken
from fulfillment.jobs import CHANNEL_POLL
from fulfillment.store.channels import connection_of, progress_of
from tests.desks import an_honest_order, document
from tests.scripted_channel import ChannelHouse

MINUTE = timedelta(minutes=1)


def shown(house: ChannelHouse, many: int) -> list[str]:
    refs = [f"R-{number}" for number in range(many)]
    for number, ref in enumerate(refs):
        house.channel.show(ref, house.clock.now() + timedelta(seconds=number))
    return refs


def test_orders_when_polled_then_are_decided_once_each(house: ChannelHouse) -> None:
    connection = house.on()
    refs = shown(house, 5)
    house.run(pass_by=MINUTE)
    house.run(pass_by=MINUTE)  # the overlap shows all of them again
    assert house.taken(connection) == dict.fromkeys(refs, Taken.DECIDED)
    assert house.decisions() == 5
    assert house.jobs(CHANNEL_POLL) == 1


def test_numbers_alone_when_polled_then_each_new_one_is_fetched(port_house: ChannelHouse) -> None:
    port_house.channel.numbers_only = True
    connection = port_house.on()
    refs = shown(port_house, 3)
    port_house.run(pass_by=MINUTE)
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == dict.fromkeys(refs, Taken.DECIDED)
    assert [call[1] for call in port_house.channel.calls if call[0] == "order"] == refs


def test_channel_when_down_then_is_asked_again_later_and_later(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    shown(port_house, 1)
    port_house.channel.faults = [ChannelDown("status 503")] * 3
    for wait in (1.0, 5.0, 10.0):
        port_house.run(pass_by=timedelta(seconds=wait))
    with port_house.database.read() as session:
        progress = progress_of(session, connection.id)
    assert progress is not None
    assert progress.failures == 3
    assert progress.error == "channel_down: the channel cannot be asked now (status 503); it is tried again"
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == {"R-0": Taken.DECIDED}


def test_channel_when_it_throttles_then_is_left_alone_as_long_as_it_asks(port_house: ChannelHouse) -> None:
    port_house.on()
    port_house.channel.faults = [Throttled(120.0)]
    port_house.run(pass_by=MINUTE)
    before = len(port_house.channel.calls)
    port_house.run(pass_by=timedelta(seconds=119))
    assert len(port_house.channel.calls) == before
    assert port_house.run(pass_by=timedelta(seconds=2)) == 1


def test_connection_when_refused_then_is_stopped_and_told_of(house: ChannelHouse) -> None:
    connection = house.on()
    house.channel.faults = [SignInRefused("status 401")]
    house.run(pass_by=MINUTE)
    with house.database.read() as session:
        stopped = connection_of(session, "main", connection.id)
    assert stopped is not None
    assert (stopped.power, stopped.why.split(":")[0]) == (Power.STOPPED, "channel_sign_in_refused")
    assert house.jobs(CHANNEL_POLL) == 0
    assert house.jobs("desk.rules") == 2  # switched on, stopped


def test_outage_when_over_then_is_caught_up_in_bounded_windows(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    begin = port_house.clock.now()
    for hour in range(48):
        port_house.channel.show(f"R-{hour:02}", begin + timedelta(hours=hour))
    port_house.run(pass_by=timedelta(hours=48))
    assert len(port_house.taken(connection)) == 48
    windows = {call[1:3] for call in port_house.channel.calls if call[0] == "page"}
    assert 8 <= len(windows) <= 10


def test_adapter_when_it_breaks_then_the_chain_goes_on(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    shown(port_house, 1)
    port_house.channel.faults = [KeyError("lineItems")]
    port_house.run(pass_by=MINUTE)
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == {"R-0": Taken.DECIDED}


def fetched(house: ChannelHouse) -> list[str]:
    return [call[1] for call in house.channel.calls if call[0] == "order"]


def test_orders_when_placed_before_our_time_then_none_is_fetched(port_house: ChannelHouse) -> None:
    """A shop that touches all its old orders must not use up what it lets us ask."""
    port_house.channel.numbers_only = True
    connection = port_house.on()
    refs = shown(port_house, 4)
    for ref in refs[:3]:
        port_house.channel.orders[ref].placed_at = connection.since - MINUTE
    port_house.run(pass_by=MINUTE)
    assert (fetched(port_house), port_house.taken(connection)) == ([refs[3]], {refs[3]: Taken.DECIDED})


def test_order_when_it_changes_twice_in_a_tick_then_the_second_change_is_read(port_house: ChannelHouse) -> None:
    port_house.channel.numbers_only = True
    connection = port_house.on()
    (ref,) = shown(port_house, 1)
    hear_knock(port_house.port, connection.id, port_house.knock(delivery="d", refs=[ref]))
    port_house.run()
    edited = {**document(an_honest_order(ref)), "buyer_note": "ring twice"}
    port_house.channel.show(ref, port_house.clock.now(), body=edited)  # no webhook tells of it
    for _ in range(3):
        port_house.run(pass_by=MINUTE)
    assert port_house.decisions() == 2
    assert fetched(port_house) == [ref, ref]


def test_order_when_it_alone_cannot_be_read_then_the_others_come(port_house: ChannelHouse) -> None:
    port_house.channel.numbers_only, port_house.channel.size = True, 3
    connection = port_house.on()
    refs = shown(port_house, 5)
    port_house.channel.unreadable = {refs[1]}
    port_house.run(pass_by=MINUTE)
    assert port_house.taken(connection) == {**dict.fromkeys(refs, Taken.DECIDED), refs[1]: Taken.REFUSED}
    assert port_house.rows(connection)[refs[1]].faults == ("document_unreadable",)
    port_house.channel.unreadable = set()
    assert retry(port_house.port, connection) == 1
    port_house.run()
    assert port_house.taken(connection)[refs[1]] is Taken.DECIDED


def test_orders_when_none_can_be_read_then_they_are_waited_for_before_they_are_refused(
    port_house: ChannelHouse,
) -> None:
    port_house.channel.numbers_only = True
    connection = port_house.on()
    refs = shown(port_house, 1)
    port_house.channel.unreadable = set(refs)
    for _ in range(PATIENCE):
        port_house.run(pass_by=timedelta(minutes=11))
        assert port_house.taken(connection) == {}
    port_house.run(pass_by=timedelta(minutes=16))
    assert port_house.taken(connection) == {refs[0]: Taken.REFUSED}
