"""Orders that share a card, an e-mail, a phone, an address or a device with one, before and after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.clock import microseconds, moment
from engine.desk.deciding import order_key, sighting_token
from engine.desk.desk import Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.reading import order_of
from engine.facts.links import HUB, LINK_WINDOW, LINKING
from engine.facts.sighting import Sighting, sight
from engine.store.decision_rows import Listed, listed_when
from engine.store.linked import Sharing, sharing, sighting_of
from engine.store.order_rows import newest_version
from engine.store.sessions import ReadSession
from engine.store.standing import OrderKey

MOST = 100  # orders that are looked at for each key
SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedKey:
    """How many others share one key of an order: `orders` as far as was looked, `has_more` says that there are more.
    `links`: rules count them; a key of very many orders links nobody."""

    kind: str
    orders: int
    frauds: int
    has_more: bool
    links: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedOrder:
    """Another order, the kinds of keys that both have, and since when it is known for fraud."""

    line: Listed
    shares: tuple[str, ...]
    fraud_known_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkedOrders:
    """What an order shares: a count for each key that it has, and the newest orders behind them."""

    keys: tuple[SharedKey, ...]
    orders: tuple[LinkedOrder, ...]


def linked_orders(
    desk: Desk, session: ReadSession, merchant: str, order_id: str, now: datetime, shops: frozenset[str] | None = None
) -> LinkedOrders:
    """By the keys of its newest version; by those that were remembered, where the person was erased. Others' orders
    are left out for whoever is bound to `shops`. Raises NotFound."""
    own = _own(desk, session, merchant, order_id)
    if own is None:
        return LinkedOrders((), ())
    found = {
        kind: sharing(session, kind, key, own.order, MOST + 1) for kind in LINKING if (key := getattr(own, kind)) != 0
    }
    lines = _lines(desk, session, merchant, found, shops)
    return LinkedOrders(tuple(_counted(kind, rows, lines, now) for kind, rows in found.items()), _newest(found, lines))


def _own(desk: Desk, session: ReadSession, merchant: str, order_id: str) -> Sighting | None:
    version = newest_version(session, merchant, order_id)
    if version is None:
        raise NotFound("order", order_id)
    token = sighting_token(desk, version.key)
    try:
        order = order_of(desk, session, merchant, order_id, version.version)
    except PersonErased:
        return sighting_of(session, token)
    return sight(order, None, desk.seal.token)._replace(order=sighting_token(desk, order_key(order)))


def _lines(
    desk: Desk,
    session: ReadSession,
    merchant: str,
    found: Mapping[str, Sequence[Sharing]],
    shops: frozenset[str] | None,
) -> Mapping[int, Listed]:
    """The orders behind tokens. A token cannot be read back: it is looked for among the orders of its moment."""
    moments = {each.at for rows in found.values() for each in rows}
    wanted = {each.order for rows in found.values() for each in rows}
    lines = listed_when(session, merchant, sorted(moments)) if moments else ()
    named = (
        (sighting_token(desk, OrderKey(merchant=merchant, shop=each.shop, channel=each.channel, ref=each.ref)), each)
        for each in lines
        if shops is None or each.shop in shops
    )
    return {token: line for token, line in named if token in wanted}


def _counted(kind: str, rows: Sequence[Sharing], lines: Mapping[int, Listed], now: datetime) -> SharedKey:
    seen = [each for each in rows[:MOST] if each.order in lines]
    recent = sum(each.at >= microseconds(now) - LINK_WINDOW for each in rows)
    return SharedKey(
        kind=kind,
        orders=len(seen),
        frauds=sum(each.fraud_known > 0 for each in seen),
        has_more=len(rows) > MOST,
        links=recent <= HUB,
    )


def _newest(found: Mapping[str, Sequence[Sharing]], lines: Mapping[int, Listed]) -> tuple[LinkedOrder, ...]:
    shares: dict[int, list[str]] = {}
    known = {each.order: each for rows in found.values() for each in rows}
    for kind, rows in found.items():
        for each in rows[:MOST]:
            shares.setdefault(each.order, []).append(kind)
    newest = sorted((known[token] for token in shares if token in lines), key=lambda each: -each.at)
    return tuple(
        LinkedOrder(
            line=lines[each.order],
            shares=tuple(shares[each.order]),
            fraud_known_at=moment(each.fraud_known) if each.fraud_known > 0 else None,
        )
        for each in newest[:SHOWN]
    )
