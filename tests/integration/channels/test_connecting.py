"""Connections: what can be kept, what is never shown, on and off, and the way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.desk.desk import Caller
from engine.desk.errors import VersionChanged
from engine.desk.premises import OtherShop, keep_shop
from engine.outgoing.target import Opening
from engine.settings import channel_credential
from engine.store.premises import Shop
from engine.store.tables import JOB
from fulfillment.channels.connecting import change, check, connect, disconnect, stored_names, switch_off, switch_on
from fulfillment.channels.errors import (
    ConnectionBusy,
    ConnectionRefused,
    CredentialMissing,
    SignInRefused,
)
from fulfillment.channels.port import Port
from fulfillment.channels.stating import Stated
from fulfillment.channels.words import ChannelName, Power, Topic
from fulfillment.errors import NotFound
from fulfillment.store.channel_stock import note_told
from fulfillment.store.channels import connection_of, progress_of
from fulfillment.store.sayings import sayings
from tests.desks import MAIN
from tests.scripted_channel import ENDPOINT, ChannelHouse

VARIABLE = "CLEARWAY_CHANNEL_SHOP_TOKEN"


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        ("endpoint", Stated(endpoint="http://shop.example")),
        ("endpoint", Stated(endpoint="https://10.0.0.8/api")),
        ("endpoint", Stated()),
        ("credentials", Stated(endpoint=ENDPOINT, named={"token": "HOME"})),
        ("credentials", Stated(endpoint=ENDPOINT, named={"token": VARIABLE}, secrets={"token": "x"})),
        ("settings", Stated(endpoint=ENDPOINT, settings={"Not a word": "x"})),
        ("every_s", Stated(endpoint=ENDPOINT, every_s=1)),
        ("from_country", Stated(endpoint=ENDPOINT, from_country="Germany")),
    ],
)
def test_connection_when_it_cannot_be_kept_then_the_field_is_named(
    port_house: ChannelHouse, field: str, stated: Stated
) -> None:
    with pytest.raises(ConnectionRefused) as refused:
        connect(port_house.port, MAIN, ChannelName.SHOPIFY, "shop", stated)
    assert refused.value.field == field


def test_private_endpoint_when_opened_then_is_kept(port_house: ChannelHouse) -> None:
    port = Port(port_house.desk, port_house.port.accounts, (Opening.parse("127.0.0.0/8:8443"),))
    stated = Stated(endpoint="http://127.0.0.1:8443")
    assert connect(port, MAIN, ChannelName.SHOPIFY, "shop", stated).endpoint == stated.endpoint


@pytest.mark.parametrize(("name", "channel"), [("Shop DE", ChannelName.SHOPIFY), ("shop", ChannelName.EBAY)])
def test_connection_when_name_or_channel_is_odd_then_is_refused(
    port_house: ChannelHouse, name: str, channel: ChannelName
) -> None:
    with pytest.raises(ConnectionRefused):
        connect(port_house.port, MAIN, channel, name, Stated(endpoint=ENDPOINT))


def test_shop_when_unknown_or_anothers_then_is_refused(house: ChannelHouse) -> None:
    keep_shop(house.database, house.desk.ids, MAIN, Shop(merchant="main", code="berlin", name="Berlin",
              changed_at=house.clock.now(), changed_by="ann"))  # fmt: skip
    stated = Stated(endpoint=ENDPOINT)
    with pytest.raises(ConnectionRefused):
        connect(house.port, MAIN, ChannelName.SHOPIFY, "shop", stated, shop="rome")
    bound = Caller(merchant="main", name="key", shops=frozenset({"paris"}))
    with pytest.raises(OtherShop):
        connect(house.port, bound, ChannelName.SHOPIFY, "shop", stated, shop="berlin")
    connect(house.port, MAIN, ChannelName.SHOPIFY, "shop", stated, shop="berlin")
    with pytest.raises(ConnectionRefused, match="taken"):
        connect(house.port, MAIN, ChannelName.SHOPIFY, "shop", stated, shop="berlin")


def test_secrets_when_stored_then_lie_in_clear_nowhere(house: ChannelHouse) -> None:
    house.env[VARIABLE] = "from-the-environment"
    stated = Stated(endpoint=ENDPOINT, named={"token": VARIABLE}, secrets={"webhook_secret": "hush-hush"})
    made = connect(house.port, MAIN, ChannelName.SHOPIFY, "shop", stated)
    house.port.accounts.of(made)
    assert house.channel.account is not None
    assert house.channel.account.secrets == {"token": "from-the-environment", "webhook_secret": "hush-hush"}
    assert stored_names(house.port, made) == ("webhook_secret",)
    with house.database.read() as session:
        told = "".join(str(row.payload) for row in session.rows(select(JOB.c.payload)))
    for text in (told, repr(made), repr(house.channel.account), str(made.sealed)):
        assert "hush-hush" not in text
        assert "from-the-environment" not in text


def test_secrets_when_changed_then_each_by_itself(port_house: ChannelHouse) -> None:
    stated = Stated(endpoint=ENDPOINT, secrets={"one": "1", "two": "2"})
    made = connect(port_house.port, MAIN, ChannelName.SHOPIFY, "shop", stated)
    changed = change(port_house.port, MAIN, made.id, Stated(secrets={"one": "", "three": "3"}))
    assert stored_names(port_house.port, changed) == ("three", "two")
    with pytest.raises(VersionChanged):
        change(port_house.port, MAIN, made.id, Stated(every_s=60), seen=frozenset({made.version}))


def test_credential_when_not_set_then_says_which_and_the_connection_stops(port_house: ChannelHouse) -> None:
    port_house.env[VARIABLE] = "x"
    connection = port_house.on(stated=Stated(endpoint=ENDPOINT, named={"token": VARIABLE}))
    port_house.env.clear()
    changed = change(port_house.port, MAIN, connection.id, Stated(every_s=120))
    port_house.run(pass_by=timedelta(minutes=1))
    with port_house.database.read() as session:
        stopped = connection_of(session, "main", changed.id)
    assert stopped is not None
    assert stopped.power is Power.STOPPED
    assert VARIABLE in stopped.why
    with pytest.raises(CredentialMissing):
        switch_on(port_house.port, MAIN, connection.id)
    port_house.env[VARIABLE] = "x"
    assert switch_on(port_house.port, MAIN, connection.id).power is Power.ON


def test_adapter_when_asked_for_twice_then_is_one_until_the_connection_changes(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    accounts = port_house.port.accounts
    assert accounts.of(connection) is accounts.of(connection)
    made: list[str] = []
    port_house.port.accounts._makers = {ChannelName.SHOPIFY: lambda account, *_: made.append(account.connection)}  # type: ignore[dict-item]
    changed = change(port_house.port, MAIN, connection.id, Stated(settings={"location": "7"}))
    accounts.of(changed)
    accounts.of(changed)
    assert made == [connection.id]


def test_check_when_refused_while_on_then_stops_and_on_signs_in_first(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    assert check(port_house.port, MAIN, connection.id) == "seller 1234"
    port_house.channel.faults = [SignInRefused("status 401")] * 2
    with pytest.raises(SignInRefused):
        check(port_house.port, MAIN, connection.id)
    with pytest.raises(SignInRefused):
        switch_on(port_house.port, MAIN, connection.id)
    assert switch_on(port_house.port, MAIN, connection.id).why == ""


def test_connection_when_off_and_on_again_then_reading_goes_on_where_it_was(port_house: ChannelHouse) -> None:
    connection = port_house.on()
    port_house.run(pass_by=timedelta(minutes=1))
    switch_off(port_house.port, MAIN, connection.id)
    port_house.channel.show("R-1", port_house.clock.now())
    port_house.run(pass_by=timedelta(minutes=5))
    assert port_house.taken(connection) == {}
    switch_on(port_house.port, MAIN, connection.id)
    port_house.run()
    assert len(port_house.taken(connection)) == 1


def test_connection_when_deleted_then_only_without_open_orders(house: ChannelHouse) -> None:
    connection = house.on()
    house.channel.show("R-1", house.clock.now())
    house.run(pass_by=timedelta(minutes=1))
    for prepare in (lambda: None, lambda: switch_off(house.port, MAIN, connection.id)):
        prepare()
        with pytest.raises(ConnectionBusy):
            disconnect(house.port, MAIN, connection.id)
    other = house.on("other")
    switch_off(house.port, MAIN, other.id)
    disconnect(house.port, MAIN, other.id)
    with house.database.read() as session:
        assert progress_of(session, other.id) is None
    with pytest.raises(NotFound):
        disconnect(house.port, MAIN, other.id)


def test_variable_when_it_is_none_of_channels_then_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_OTHERS", "x")
    monkeypatch.setenv(VARIABLE, "y")
    assert (channel_credential("SECRET_OF_OTHERS"), channel_credential(VARIABLE)) == (None, "y")


def test_connection_when_switched_on_then_hears_of_every_level_again(port_house: ChannelHouse) -> None:
    with port_house.database.write() as session:
        note_told(session, "main", "shopify", [("MUG", 5), ("TEE", 0)], port_house.clock.now())
    connection = port_house.on()
    with port_house.database.read() as session:
        [saying] = sayings(session, "main", connection_id=connection.id, topic=Topic.STOCK)
    assert saying.facts == {"rules_of": "shopify", "skus": ["MUG", "TEE"]}
