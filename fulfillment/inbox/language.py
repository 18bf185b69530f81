"""In which language a buyer is answered: the one that they state, else that of the marketplace where they bought, else
that of the destination; English where none of ours is spoken.
"""

from collections.abc import Mapping
from functools import cache

import yaml

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.channels.words import ChannelName
from fulfillment.notify.texts import ENGLISH, LANGUAGES, SPOKEN, language_of
from fulfillment.records import Connection
from fulfillment.store.channels import channel_orders_of, connection_of

EBAY_SITE = "EBAY_"


def known(stated: str) -> str | None:
    """One of our languages by a locale such as `de-AT`; None for another."""
    own = stated.replace("_", "-").split("-")[0].lower()
    return own if own in LANGUAGES else None


def answer_language(session: ReadSession, merchant: str, order_id: str, order: Order, stated: str) -> str:
    """`stated` is what the message itself said, empty where it did not."""
    customer = order.customer
    own = known(stated) or known(customer.locale if customer is not None and customer.locale else "")
    return own or _of_marketplace(session, merchant, order_id) or language_of(order)


def language_without_order(stated: str) -> str:
    """Where nothing but the message is known."""
    return known(stated) or ENGLISH


def _of_marketplace(session: ReadSession, merchant: str, order_id: str) -> str | None:
    for each in channel_orders_of(session, merchant, order_id):
        connection = connection_of(session, merchant, each.connection_id)
        country = None if connection is None else country_of(connection)
        if country is not None and country in SPOKEN:
            return SPOKEN[country]
    return None


def country_of(connection: Connection) -> str | None:
    """Where a connection's marketplace sells; None where it serves several, or is no marketplace."""
    if connection.channel == ChannelName.EBAY:
        site = connection.settings.get("marketplace", "")
        return site.removeprefix(EBAY_SITE)[:2] if site.startswith(EBAY_SITE) else None
    if connection.channel == ChannelName.AMAZON:
        named = [each.strip() for each in connection.settings.get("marketplaces", "").split(",") if each.strip()]
        return _amazon_countries().get(named[0]) if len(named) == 1 else None
    return None


@cache
def _amazon_countries() -> Mapping[str, str]:
    path = data_folder() / "inbox" / "marketplaces.yaml"
    # Every scalar stays text: `NO` would be a country, too.
    read = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - a loader that makes texts only
    match read:
        case {"amazon": dict(countries)}:
            return {str(name): str(country) for name, country in countries.items()}
    raise DataRejected(str(path), "write `amazon`")
