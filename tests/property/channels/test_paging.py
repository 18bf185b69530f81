"""Whatever happens to orders while pages are read, none is lost and none comes twice in a window.

A window ends before it is read, so an order that changes meanwhile leaves it and is found in the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fulfillment.channels.adapters import make_channel
from fulfillment.channels.protocol import Channel, Seen
from tests.channel_servers.own_shop import OwnShopServer
from tests.channel_servers.shopify import ShopifyServer
from tests.channel_servers.shopify_shop import Order
from tests.channel_servers.woocommerce import WooServer
from tests.desks import NOW, StandingClock

STEP = timedelta(milliseconds=400)


@dataclass
class Site:
    """A shop whose orders are placed and changed by turns, and how far each has changed."""

    clock: StandingClock
    channel: Channel
    place: Callable[[], str]
    touch: Callable[[str], None]
    finest: timedelta  # the shop keeps moments no finer than this

    def moment(self) -> datetime:
        """Now, as this shop would write it."""
        return self.clock.at.replace(microsecond=0) if self.finest >= timedelta(seconds=1) else self.clock.at


def woo() -> Site:
    clock = StandingClock()
    server = WooServer(clock=clock, most_per_page=3)
    orders = server.orders
    return Site(
        clock,
        make_channel(server.account(), server.direct, clock),
        lambda: str(server.place()["id"]),
        lambda ref: server.touch(orders[int(ref)]),
        timedelta(seconds=1),
    )


def own_shop() -> Site:
    clock = StandingClock()
    server = OwnShopServer(clock=clock, most_per_page=3)
    channel = make_channel(server.account(), server.direct, clock)
    return Site(
        clock,
        channel,
        lambda: str(server.place()["ref"]),
        lambda ref: server.touch(server.entries[ref]),
        timedelta(microseconds=1),
    )


def shopify() -> Site:
    clock = StandingClock()
    server = ShopifyServer(clock=clock, most_per_page=3)

    def place() -> str:
        placed: Order = server.place()
        return str(placed.number)

    return Site(
        clock,
        make_channel(server.account(), server.direct, clock),
        place,
        lambda ref: server.touch(server.orders[int(ref)]),
        timedelta(microseconds=1),
    )


# What happens before each page: an order is placed (-1) or one of them changes, and time passes or not.
happenings = st.lists(st.lists(st.tuples(st.integers(-1, 20), st.booleans()), max_size=5), max_size=6)


def happen(site: Site, refs: list[str], changed: dict[str, datetime], things: Sequence[tuple[int, bool]]) -> None:
    for which, later in things:
        if later:
            site.clock.at += STEP
        if which < 0 or not refs:
            refs.append(site.place())
            changed[refs[-1]] = site.moment()
        else:
            ref = refs[which % len(refs)]
            site.touch(ref)
            changed[ref] = site.moment()


def read(site: Site, since: datetime, until: datetime, between: Callable[[], None]) -> list[Seen]:
    found: list[Seen] = []
    after = None
    while True:
        page = site.channel.page(since, until, after)
        found += page.orders
        after = page.after
        if after is None:
            return found
        between()


@pytest.mark.parametrize("kind", [woo, own_shop, shopify])
@given(before=st.lists(st.tuples(st.integers(-1, 20), st.booleans()), max_size=14), meanwhile=happenings)
@example(before=[(-1, True)] * 4, meanwhile=[[(0, False)]])
@settings(max_examples=300, deadline=None)
def test_pages_when_orders_change_meanwhile_then_none_is_lost_or_twice(
    kind: Callable[[], Site], before: list[tuple[int, bool]], meanwhile: list[list[tuple[int, bool]]]
) -> None:
    site, refs = kind(), list[str]()
    changed: dict[str, datetime] = {}
    happen(site, refs, changed, before)
    site.clock.at += timedelta(seconds=1)
    until = site.clock.at
    left = list(meanwhile)
    first = read(site, NOW - STEP, until, lambda: happen(site, refs, changed, left.pop(0)) if left else None)
    assert len({each.ref for each in first}) == len(first)
    site.clock.at += timedelta(seconds=1)
    second = read(site, until, site.clock.at, lambda: None)
    last = {each.ref: each.changed_at for each in [*first, *second]}
    assert last == changed
