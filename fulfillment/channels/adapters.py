"""Which adapter speaks to which channel. Each lives in a package of its own and joins here."""

from collections.abc import Callable, Mapping

from engine.clock import Clock
from fulfillment.channels.amazon.adapter import amazon
from fulfillment.channels.ebay.adapter import ebay
from fulfillment.channels.own_shop.adapter import OwnShop
from fulfillment.channels.protocol import Account, Channel
from fulfillment.channels.shopify.adapter import Shopify
from fulfillment.channels.wire import Sender
from fulfillment.channels.woocommerce.adapter import WooCommerce
from fulfillment.channels.words import ChannelName

Maker = Callable[[Account, Sender, Clock], Channel]
ADAPTERS: Mapping[ChannelName, Maker] = {
    ChannelName.OWN_SHOP: OwnShop,
    ChannelName.SHOPIFY: Shopify,
    ChannelName.WOOCOMMERCE: WooCommerce,
    ChannelName.AMAZON: amazon,
    ChannelName.EBAY: ebay,
}


def make_channel(
    account: Account, sender: Sender, clock: Clock, makers: Mapping[ChannelName, Maker] = ADAPTERS
) -> Channel:
    """The adapter of an account. Raises KeyError for a channel that has none."""
    return makers[account.channel](account, sender, clock)
