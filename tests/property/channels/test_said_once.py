"""Whatever goes wrong on the way, and however often a saying is tried, the shop is told it once, and exactly."""

import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clock import SystemClock
from fulfillment.channels.adapters import make_channel
from fulfillment.channels.errors import ChannelDown, Throttled
from fulfillment.channels.protocol import Channel, LineShare, Refunded, Said, Shipped
from tests.channel_servers.base import STRIKES, ChannelServer
from tests.channel_servers.own_shop import OwnShopServer
from tests.channel_servers.shopify import ShopifyServer
from tests.channel_servers.woocommerce import WooServer
from tests.desks import NOW, StandingClock

SKU = "MUG-350"


@dataclass
class Site:
    """A shop with one order of six pieces, and what it knows of parcels and refunds."""

    server: ChannelServer
    channel: Channel
    ref: str
    parcels: Callable[[], Counter[str]]
    refunds: Callable[[], list[int]]


def shopify() -> Site:
    server = ShopifyServer(clock=StandingClock())
    order = server.place((SKU, 6, "9.90"))

    def parcels() -> Counter[str]:
        found = Counter[str]()
        for each in order.fulfillments:
            tracking, pieces = each["tracking"], each["pieces"]
            assert isinstance(tracking, dict)
            assert isinstance(pieces, dict)
            found[str(tracking["number"])] += pieces[SKU]
        return found

    def refunds() -> list[int]:
        return [int(Decimal(str(t["amount"])) * 100) for t in order.transactions if t["kind"] == "REFUND"]

    return Site(
        server, make_channel(server.account(), server.direct, server.clock), str(order.number), parcels, refunds
    )


def woo(*, extension: bool = True) -> Site:
    server = WooServer(clock=StandingClock(), extension=extension)
    number = int(str(server.place((SKU, 6, "9.90"))["id"]))

    def parcels() -> Counter[str]:
        if extension:
            return Counter(str(each["tracking_number"]) for each in server.trackings.get(number, []))
        return Counter(str(each["note"]).split()[1] for each in server.notes.get(number, []))

    def refunds() -> list[int]:
        return [int(Decimal(str(each["amount"])) * 100) for each in server.refunds.get(number, [])]

    return Site(server, make_channel(server.account(), server.direct, server.clock), str(number), parcels, refunds)


def bare_woo() -> Site:
    return woo(extension=False)


def own_shop() -> Site:
    server = OwnShopServer(clock=SystemClock())
    ref = str(server.place((SKU, 6, 990))["ref"])

    def told(type_: str) -> list[dict[str, object]]:
        found = [each["data"] for each in server.said.values() if each["type"] == type_]
        return [each for each in found if isinstance(each, dict)]

    return Site(
        server,
        make_channel(server.account(), server.direct, server.clock),
        ref,
        lambda: Counter(str(each["tracking_number"]) for each in told("order.shipped")),
        lambda: [int(str(each["amount"])) for each in told("order.refunded")],
    )


def say(site: Site, key: str, said: Said, troubles: Sequence[str]) -> None:
    """Tries again after each trouble, as a worker does, and once more after it was answered."""
    for trouble in [*troubles, ""]:
        if trouble:
            setattr(site.server.faults, trouble, 1)
        with contextlib.suppress(ChannelDown, Throttled):
            site.channel.say(key, said)
        if isinstance(site.server.clock, StandingClock):
            site.server.clock.at += timedelta(seconds=30)  # longer than any bucket needs
    for name in STRIKES:
        setattr(site.server.faults, name, 0)
    assert site.channel.say(key, said).already


troubles = st.lists(st.sampled_from(STRIKES), max_size=4)


@pytest.mark.parametrize("kind", [shopify, woo, bare_woo, own_shop])
@given(
    parcels=st.lists(st.tuples(st.integers(1, 2), troubles), max_size=3),
    refunds=st.lists(st.tuples(st.sampled_from([100, 100, 250]), troubles), max_size=3),
)
@settings(max_examples=100, deadline=None)
def test_sayings_when_tried_through_any_trouble_then_each_is_there_once(
    kind: Callable[[], Site],
    parcels: list[tuple[int, list[str]]],
    refunds: list[tuple[int, list[str]]],
) -> None:
    site, numbers = kind(), Counter[str]()
    for index, (pieces, on_the_way) in enumerate(parcels):
        numbers[f"N{index}"] = pieces if kind is shopify else 1
        parcel = Shipped(
            ref=site.ref,
            number=f"N{index}",
            carrier="dhl",
            carrier_code="DHL",
            carrier_name="DHL",
            shipped_at=NOW,
            lines=(LineShare(SKU, pieces),),
            whole=False,
        )
        say(site, f"say_parcel_{index}", parcel, on_the_way)
    for index, (amount, on_the_way) in enumerate(refunds):
        refund = Refunded(ref=site.ref, refund=f"ref_{index}", amount=amount, currency="EUR", reason="damaged")
        say(site, f"say_refund_{index}", refund, on_the_way)
    assert site.parcels() == numbers
    assert sorted(site.refunds()) == sorted(amount for amount, _ in refunds)
