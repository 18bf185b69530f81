"""Which connections are told of stock levels, and the sayings that tell them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.answering import say
from fulfillment.channels.said_facts import StockFacts
from fulfillment.channels.words import Power, Topic
from fulfillment.records import Connection, Saying
from fulfillment.store.channel_stock import rules_of, told_to
from fulfillment.store.channels import connections

MOST_SKUS = 500  # of one saying


def connections_told(
    session: ReadSession, merchant: str, channel: str, with_rules: Collection[str]
) -> tuple[Connection, ...]:
    """The connection of this name; else all of this kind of channel that have no rules under their own name."""
    live = [each for each in connections(session, merchant) if each.power is not Power.OFF]
    named = tuple(each for each in live if each.name == channel)
    return named or tuple(each for each in live if each.channel == channel and each.name not in with_rules)


def tell_all_levels(session: WriteSession, ids: Ids, connection: Connection, now: datetime) -> None:
    """Has a connection that was switched on told of all articles that its channel heard of: while it was off, files or
    other connections heard of what moved. What its channel never heard of is told when the shelves are looked at."""
    own = connection.name if rules_of(session, connection.merchant_id, connection.name) else connection.channel
    skus = sorted(told_to(session, connection.merchant_id, own))
    tell_levels(session, ids, connection, own, skus, f"on:{connection.version}", now)


def tell_levels(
    session: WriteSession,
    ids: Ids,
    connection: Connection,
    channel: str,
    skus: Sequence[str],
    about: str,
    now: datetime,
) -> None:
    """Has a connection told of these articles, once for what it is `about`, in sayings of bounded size."""
    for number, start in enumerate(range(0, len(skus), MOST_SKUS)):
        saying = Saying(
            id=ids.new(Prefix.SAYING),
            merchant_id=connection.merchant_id,
            connection_id=connection.id,
            order_id=None,
            topic=Topic.STOCK,
            about=f"{about}:{number}",
            facts=StockFacts(channel, tuple(skus[start : start + MOST_SKUS])).kept(),
            created_at=now,
        )
        say(session, ids, saying)
