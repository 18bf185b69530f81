"""Orders that share cards, doors and mailboxes: what memories of earlier orders are compared on."""

from datetime import timedelta

from hypothesis import strategies as st

from engine.order.order import Order
from engine.order.party import Device
from engine.order.payment import Card
from tests.builders import PLACED_AT, a_payment, an_address, an_order

MINUTES = st.one_of(
    st.integers(0, 240), st.integers(0, 100 * 24 * 60), st.sampled_from([60, 1440, 7 * 1440, 30 * 1440])
)


@st.composite
def some_order(draw: st.DrawFn) -> Order:
    """Few keys, so that they are shared often; ids may repeat."""
    number = st.integers(0, 2)
    return an_order(
        id=f"order-{draw(st.integers(0, 12))}",
        placed_at=PLACED_AT - timedelta(minutes=draw(MINUTES)),
        customer=None,
        billing_address=None,
        ip=draw(st.sampled_from([None, "192.0.2.7", "192.0.2.8"])),
        device=draw(st.sampled_from([None, Device(id="one"), Device(id="two")])),
        payment=a_payment(card=Card(fingerprint=f"card-{draw(number)}"), declined_attempts=draw(number)),
        shipping_address=an_address(
            line1=f"Elm Road {draw(number)}",
            email=draw(st.sampled_from([None, "one@example.com", "two@example.com"])),
            phone=None,
            country=draw(st.sampled_from(["DE", "FR"])),
        ),
    )


ORDERS = st.lists(some_order(), max_size=14)
