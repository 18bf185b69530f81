"""The message of any gateway that is known, in our words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import orjson

from fulfillment.errors import MessageRefused
from fulfillment.payments.gateways import adyen, paypal, stripe
from fulfillment.payments.gateways.message import Heard, Json

READERS: Mapping[str, Callable[[Json], Heard]] = MappingProxyType(
    {stripe.GATEWAY: stripe.read_event, paypal.GATEWAY: paypal.read_event, adyen.GATEWAY: adyen.read_event}
)


def read_message(gateway: str, content: bytes) -> Heard:
    """What a message says. Raises MessageRefused for an unknown gateway, for no JSON, and for another shape."""
    try:
        message = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise MessageRefused("", "JSON") from error
    return read_parsed(gateway, message)


def read_parsed(gateway: str, message: object) -> Heard:
    """What a message says that was parsed already. Raises MessageRefused, PaymentRefused."""
    read = READERS.get(gateway)
    if read is None:
        raise MessageRefused("gateway", f"one of {', '.join(READERS)}")
    if not isinstance(message, dict):
        raise MessageRefused("", "an object")
    return read(message)
