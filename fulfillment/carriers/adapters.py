"""Which adapter speaks to which carrier. Each lives in a package of its own and joins here.

Plain HTTP clients behind our own protocol were chosen over karrio (LGPL-3.0 outside its proprietary `ee/` folder,
2026.1): karrio's connectors call by their own HTTP client, past the guarded one that judges and pins every address;
they answer with lists of messages instead of typed refusals, know no repeat (no idempotency, no look-up by reference
before booking again), and none of 4PX, Yanwen or YunExpress is among them. What is left of a connector is the shape of
some JSON, which is the smaller part of an adapter here. Its vocabulary is a good model, and a merchant who runs karrio
can put it behind the protocol of one's own carrier.
"""

from collections.abc import Callable, Mapping

from engine.clock import Clock
from fulfillment.carriers.dhl_express.adapter import DhlExpress
from fulfillment.carriers.own_carrier.adapter import OwnCarrier
from fulfillment.carriers.protocol import Carrier, CarrierAccount
from fulfillment.carriers.words import AdapterName
from fulfillment.carriers.yanwen.adapter import YanwenLine
from fulfillment.channels.wire import Sender

CarrierMaker = Callable[[CarrierAccount, Sender, Clock], Carrier]
CARRIERS: Mapping[AdapterName, CarrierMaker] = {
    AdapterName.DHL_EXPRESS: DhlExpress,
    AdapterName.YANWEN: YanwenLine,
    AdapterName.OWN_CARRIER: OwnCarrier,
}
# The credentials and settings that each needs.
NEEDS: Mapping[AdapterName, tuple[tuple[str, ...], tuple[str, ...]]] = {
    AdapterName.DHL_EXPRESS: (("username", "password"), ("account",)),
    AdapterName.YANWEN: (("user_id", "api_token"), ()),
    AdapterName.OWN_CARRIER: (("access_token",), ()),
}
