"""How a merchant chooses: read from what people send, kept with its history, and laid over what is usual.

A shop that has wishes of its own follows them alone; one that has none follows those of its merchant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.desk.auditing import audited
from engine.ids import Ids, Prefix
from engine.order.currency import exponents
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ShippingWishes
from fulfillment.shipping.choosing import Needs, Way, Wishes
from fulfillment.shipping.criteria import Worth
from fulfillment.shipping.errors import WishesRefused
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.waking import wake_waiting
from fulfillment.store.service_choices import add_wishes, wishes_for

MOST_WORTH, MOST_MINOR, MOST_DAYS = 10**6, 10**12, 365
WEIGHTS = ("day", "late_point", "customs_point", "duty", "co2_kg")
FLAGS = ("tracked", "insured")
KNOWN = frozenset({"way", "currency", "worth", "needs", "splits"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWishes:
    """What counts for a shop: `of` says whose wishes they are, `shop`, `merchant` or `usual`."""

    wishes: Wishes
    currency: str
    splits: bool
    of: str


def wishes_of(session: ReadSession, data: ShippingData, merchant: str, shop: str) -> OwnWishes:
    """What counts for a shop today."""
    entered = wishes_for(session, merchant, shop)
    for of, name in (("shop", shop), ("merchant", "")):
        last = next((each for each in reversed(entered) if each.shop == name), None)
        if last is not None and last.data:
            return read_wishes(last.data, data, of)
    return read_wishes({}, data, "usual")


def read_wishes(stated: Mapping[str, object], data: ShippingData, of: str = "merchant") -> OwnWishes:
    """Wishes as they were sent; what is not said is as usual. Raises WishesRefused with each fault."""
    faults: list[str] = [
        f"there is no `{name}`; there is {', '.join(sorted(KNOWN))}" for name in stated if name not in KNOWN
    ]
    way = stated.get("way", "weighed")
    if way not in set(Way):
        faults.append("`way` must be `weighed` or `pareto`")
    currency, worth = _worth(stated, data, faults)
    needs = _needs(stated.get("needs", {}), faults)
    splits = stated.get("splits", False)
    if not isinstance(splits, bool):
        faults.append("`splits` must be true or false")
    if faults:
        raise WishesRefused(faults)
    wishes = Wishes(way=Way(str(way)), needs=needs, worth=worth)
    return OwnWishes(wishes=wishes, currency=currency, splits=bool(splits), of=of)


def enter_wishes(
    session: WriteSession, ids: Ids, data: ShippingData, merchant: str, shop: str, stated: Mapping[str, object],
    by: str, now: datetime,
) -> ShippingWishes:  # fmt: skip
    """Counts from now on, for parts that wait too; empty: as is usual again. Raises WishesRefused."""
    read_wishes(stated, data)
    entered = ShippingWishes(
        id=ids.new(Prefix.SHIPPING_WISHES), merchant_id=merchant, shop=shop, data=dict(stated), entered_at=now,
        entered_by=by,
    )  # fmt: skip
    add_wishes(session, entered)
    told = {"shop": shop, "wishes": dict(stated)}
    enqueue(session, ids, [audited(by, merchant, "shipping.wishes_changed", shop or merchant, told, now)], now)
    wake_waiting(session, ids, merchant, now)
    return entered


def as_stated(own: OwnWishes) -> Mapping[str, object]:
    """As they could be sent."""
    needs, worth = own.wishes.needs, own.wishes.worth
    return {
        "way": str(own.wishes.way),
        "currency": own.currency,
        "worth": {name: getattr(worth, name) for name in WEIGHTS},
        "needs": {"most_days": needs.most_days, "most_minor": needs.most_minor, "tracked": needs.tracked,
                  "insured": needs.insured},
        "splits": own.splits,
    }  # fmt: skip


def _worth(stated: Mapping[str, object], data: ShippingData, faults: list[str]) -> tuple[str, Worth]:
    """Weights are amounts, so that they say nothing without their currency."""
    told = stated.get("worth", {})
    currency = stated.get("currency", data.worth_currency)
    if not isinstance(currency, str) or currency not in exponents():
        faults.append("`currency` must be one of ISO 4217, such as EUR")
        currency = data.worth_currency
    if not isinstance(told, Mapping) or not set(told) <= set(WEIGHTS):
        faults.append(f"`worth` may say {', '.join(WEIGHTS)}")
        return currency, data.worth
    if currency != data.worth_currency and set(told) != set(WEIGHTS):
        faults.append(f"`worth` must say all of {', '.join(WEIGHTS)}, since what is usual is in {data.worth_currency}")
    found = {name: told.get(name, getattr(data.worth, name)) for name in WEIGHTS}
    faults += [
        f"`worth.{name}` must be a whole number from 0 to {MOST_WORTH}"
        for name, value in found.items()
        if not _is_whole(value, MOST_WORTH)
    ]
    return currency, Worth(**{name: value if isinstance(value, int) else 0 for name, value in found.items()})


def _needs(stated: object, faults: list[str]) -> Needs:
    names = ("most_days", "most_minor", *FLAGS)
    if not isinstance(stated, Mapping) or not set(stated) <= set(names):
        faults.append(f"`needs` may say {', '.join(names)}")
        return Needs()
    for name, most in (("most_days", MOST_DAYS), ("most_minor", MOST_MINOR)):
        if stated.get(name) is not None and not _is_whole(stated[name], most):
            faults.append(f"`needs.{name}` must be a whole number from 0 to {most}, or nothing")
    faults += [
        f"`needs.{name}` must be true or false" for name in FLAGS if not isinstance(stated.get(name, False), bool)
    ]
    days, minor = stated.get("most_days"), stated.get("most_minor")
    return Needs(
        most_days=days if isinstance(days, int) else None,
        most_minor=minor if isinstance(minor, int) else None,
        tracked=stated.get("tracked") is True,
        insured=stated.get("insured") is True,
    )


def _is_whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
