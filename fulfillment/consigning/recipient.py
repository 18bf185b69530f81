"""Whether orders go to one recipient: buyer and address, however each was typed. Personal; compared and never kept."""

from engine.order.address import Address
from engine.order.order import Order


def address_key(address: Address) -> tuple[str, ...]:
    """The same for one place and addressee: letters and digits alone, whatever their case and spaces."""
    street = (address.line1, address.line2, address.line3)
    return (
        _plain(address.name),
        _plain(address.company),
        _plain("".join(each or "" for each in street)),
        _plain(address.postcode),
        _plain(address.city),
        _plain(address.country),
    )


def buyer_keys(order: Order) -> frozenset[tuple[str, str]]:
    """All that names the buyer: account, e-mail, phone; who shares one of them is the same buyer."""
    customer, channel = order.customer, order.channel_data
    address = order.shipping_address
    told = [
        ("buyer", None if channel is None else channel.buyer_id),
        ("account", None if customer is None or customer.guest else customer.id),
        ("email", (None if customer is None else customer.email) or address.email),
        ("phone", _digits((None if customer is None else customer.phone) or address.phone)),
    ]
    return frozenset((kind, value.strip().casefold()) for kind, value in told if value and value.strip())


def is_same_buyer(one: Order, other: Order) -> bool:
    """They share an account, an address of mail or a phone; unknown buyers at one address are not one buyer."""
    return not buyer_keys(one).isdisjoint(buyer_keys(other))


def _plain(text: str | None) -> str:
    return "".join(each for each in (text or "").casefold() if each.isalnum())


def _digits(text: str | None) -> str:
    return "".join(each for each in text or "" if each.isdigit())
