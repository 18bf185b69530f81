"""Pages of marketplaces lose no order, whatever moves between them; sums that are spread stay whole."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.channels.adapters import make_channel
from fulfillment.channels.amazon.shipping import parcel_reference
from fulfillment.channels.ebay.adapter import Ebay
from fulfillment.channels.prices import spread
from tests.builders import an_order
from tests.channel_servers.amazon import AmazonServer
from tests.channel_servers.amazon_documents import document_2026
from tests.channel_servers.ebay import EbayServer
from tests.channel_servers.ebay_documents import document
from tests.desks import NOW, StandingClock

SINCE, UNTIL = NOW - timedelta(days=2), NOW - timedelta(minutes=10)
LATER = UNTIL + timedelta(minutes=5)
SIZES = st.integers(1, 4)
# Places of orders that change, and so leave the window, after the first page, after the second, and so on.
LEAVING = st.lists(st.lists(st.integers(0, 8), max_size=3), max_size=6)


@given(count=st.integers(0, 9), size=SIZES, leaving=LEAVING)
def test_ebay_pages_when_orders_leave_between_them_then_none_that_stayed_is_missing(
    count: int, size: int, leaving: list[list[int]]
) -> None:
    server = EbayServer(clock=StandingClock())
    refs = [f"01-0000{number}-00001" for number in range(count)]
    for number, ref in enumerate(refs):
        server.put(document(an_order(id=ref)), UNTIL - timedelta(minutes=number + 1))
    channel = make_channel(server.account(), server.direct, server.clock)
    assert isinstance(channel, Ebay)
    orders = replace(channel.orders, most=size)
    seen, left, after = set[str](), set[str](), None
    for _ in range(30):
        page = orders.page(SINCE, UNTIL, after)
        seen |= {order.ref for order in page.orders}
        after = page.after
        if after is None:
            break
        for place in leaving.pop(0) if leaving else ():
            if place < count:
                server.put(server.orders[refs[place]], LATER)
                left.add(refs[place])
    assert after is None
    assert seen >= set(refs) - left


@given(count=st.integers(0, 9), size=SIZES)
def test_amazon_pages_when_read_to_the_end_then_hold_each_order_once(count: int, size: int) -> None:
    server = AmazonServer(clock=StandingClock(), page_size=size)
    for number in range(count):
        order = an_order(id=f"302-000000{number}-0000001")
        server.put(document_2026(order), UNTIL - timedelta(minutes=number % 3))
    channel = make_channel(server.account(), server.direct, server.clock)
    found, after = list[str](), None
    for _ in range(30):
        page = channel.page(SINCE, UNTIL, after)
        found += [order.ref for order in page.orders]
        after = page.after
        if after is None:
            break
    assert sorted(found) == sorted(server.orders)


@given(amount=st.integers(0, 10**9), ceilings=st.lists(st.integers(0, 10**8), max_size=8))
def test_spread_when_an_amount_is_spread_then_no_minor_unit_is_lost_and_no_ceiling_broken(
    amount: int, ceilings: list[int]
) -> None:
    shares = spread(amount, ceilings)
    assert sum(shares) == min(amount, sum(ceilings))
    assert all(0 <= share <= ceiling for share, ceiling in zip(shares, ceilings, strict=True))


@given(st.text("0123456789ABCZ -", min_size=1))
def test_parcel_reference_when_made_then_is_a_positive_number_always_the_same(number: str) -> None:
    assert int(parcel_reference(number)) > 0
    assert parcel_reference(number) == parcel_reference(number)
