"""Choices as they are kept, made without a database."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson

from fulfillment.records import ServiceChoice
from fulfillment.shipping.choosing import Needs, Way, Wishes
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.kept import kept
from fulfillment.shipping.named import NOTHING_NAMED, Named
from fulfillment.shipping.selecting import Ground, Judge, Selected, select
from fulfillment.shipping.stating import OfOrder
from fulfillment.shipping.wishing import OwnWishes
from tests.shipping_goods import BOOK, DATA, dispatch

WEIGHED = Wishes(way=Way.WEIGHED, needs=Needs(), worth=DATA.worth)
OWN = OwnWishes(wishes=WEIGHED, currency="CNY", splits=False, of="usual")
GROUND = Ground(data=DATA, book=BOOK, rates=None, wishes=WEIGHED, currency="CNY")
MADE_AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def nobody(_: object) -> None:
    """No policy is in force."""


def selected(
    sent: Dispatch | None = None, ground: Ground = GROUND, named: Named = NOTHING_NAMED, judge: Judge = nobody,
    says: OfOrder | None = None,
) -> Selected:  # fmt: skip
    """What would take it; amounts in CNY, since no rates are known."""
    return select(ground, judge, dispatch() if sent is None else sent, OfOrder() if says is None else says, named)


def a_choice(found: Selected | None = None, **changes: object) -> ServiceChoice:
    """As the database gives it back."""
    chosen = selected() if found is None else found
    offer = chosen.offer
    row = ServiceChoice(
        id="svc_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", order_version=1, kind="packed",
        state="chosen", service="" if offer is None else offer.service.id,
        carrier="" if offer is None else offer.service.carrier,
        price_minor=0 if offer is None else offer.price.total.minor,
        currency="" if offer is None else offer.price.total.currency, terms="DDP",
        decided_by="only" if chosen.choice.decided_by is None else str(chosen.choice.decided_by),
        shop="shop-de", origin=chosen.dispatch.origin, country=chosen.dispatch.country, edition="", made_at=MADE_AT,
        made_by="system", data=orjson.loads(orjson.dumps(kept(chosen, OWN, DATA.services))),
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]
