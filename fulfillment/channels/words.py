"""The words of channels: which there are, what became of an order that one showed, what is said to them."""

from enum import StrEnum


class ChannelName(StrEnum):
    """A kind of place where orders are placed; as orders name it."""

    OWN_SHOP = "own_shop"
    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    AMAZON = "amazon"
    EBAY = "ebay"


class Power(StrEnum):
    """Whether a connection works. `stopped`: the channel refuses its credentials; a person must look."""

    OFF = "off"
    ON = "on"
    STOPPED = "stopped"


class Sight(StrEnum):
    """How the channel shows an order. `pending`: it still checks it; `gone`: it does not know it any more."""

    OPEN = "open"
    PENDING = "pending"
    CANCELLED = "cancelled"
    GONE = "gone"


class Taken(StrEnum):
    """What became of an order that a channel showed.

    `recorded`: the marketplace ships it itself, so nothing is decided or fulfilled; `refused`: it could not be read and
    waits for somebody; `passed_over`: it ended at the channel before we decided it.
    """

    DECIDED = "decided"
    WAITING = "waiting"
    RECORDED = "recorded"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"


class Topic(StrEnum):
    """What is said to a channel."""

    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    STOCK = "stock"
    MESSAGE = "message"
    REPLY = "reply"


class SayingState(StrEnum):
    """How far a saying is. `refused`: for good, a person must look; `dropped`: nothing is to be said any more."""

    WAITING = "waiting"
    SAID = "said"
    REFUSED = "refused"
    DROPPED = "dropped"
