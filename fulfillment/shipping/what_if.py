"""What else would have been chosen: kept choices are made again by another service, other wishes or another policy, and
summed by shop and lane. Pure: it knows no database, and keeps sums alone.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.lexicon.sheet import Sheet
from engine.order.money import Money
from engine.policy_books import Judgement
from fulfillment.documents.converting import StoredRates
from fulfillment.records import ServiceChoice
from fulfillment.shipping.criteria import Criterion
from fulfillment.shipping.kept import dispatch_of, says_of, seen_then
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.named import NOTHING_NAMED, Named
from fulfillment.shipping.quoting import in_currency
from fulfillment.shipping.rate_card import RateBook
from fulfillment.shipping.selecting import Ground, Selected, select
from fulfillment.shipping.wishing import OwnWishes, read_wishes

Judge = Callable[[Sheet, datetime, str], Judgement | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is otherwise: all go by `service`, or are chosen by `wishes` in place of those of then; the policy is that
    of whoever judges. Amounts are told in `currency`."""

    service: str = ""
    wishes: OwnWishes | None = None
    currency: str = "EUR"


@dataclass(slots=True)
class Sums:
    """Of the parcels of one shop on one lane. `minor` and `days` are differences, over `compared` alone: those of which
    both are known; less than nothing: cheaper, or faster. `could_not` counts those that nothing would have taken."""

    choices: int = 0
    parcels: int = 0
    same: int = 0
    other: int = 0
    could_not: int = 0
    looked_at: int = 0
    compared: int = 0
    before_minor: int = 0
    minor: int = 0
    days: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    why_not: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Tally:
    """Sums by shop, origin and country; `left_out` are choices of a carrier that is none of ours, or that were made
    before what they rest on was kept."""

    lanes: dict[tuple[str, str, str], Sums] = field(default_factory=dict)
    left_out: int = 0

    def total(self) -> Sums:
        """Of all lanes."""
        found = Sums()
        for each in self.lanes.values():
            add(found, each)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What choices are made again with. `book` has the cards that count on a day."""

    data: ShippingData
    book: Callable[[date], RateBook]
    rates: StoredRates | None
    judge: Judge
    change: Change


def count(tally: Tally, again: Again, row: ServiceChoice) -> None:
    """Makes one kept choice again, and adds what comes of it."""
    if not row.service or not row.data.get("dispatch"):
        tally.left_out += 1
        return
    found = choose_again(again, row)
    sums = tally.lanes.setdefault((row.shop, row.origin, row.country), Sums())
    sums.choices += 1
    sums.parcels += len(found.dispatch.parcels)
    sums.looked_at += bool(found.reviews)
    if not found.is_settled:
        sums.could_not += 1
        sums.why_not.update(_why_none(found, again.change))
        return
    now, before = now_by(found), named_then(row)
    if now == before:
        sums.same += 1
    else:
        sums.other += 1
    sums.moves[f"{before} > {now}"] += 1
    _compare(sums, again, row, found)


def own_then(again: Again, row: ServiceChoice) -> OwnWishes:
    """The wishes by which a choice is made again."""
    return again.change.wishes or _wishes_then(again.data, row)


def choose_again(again: Again, row: ServiceChoice) -> Selected:
    """What would be chosen today for what was packed then."""
    dispatch, own = dispatch_of(row.data), own_then(again, row)
    ground = Ground(
        data=again.data,
        book=again.book(dispatch.on),
        rates=again.rates,
        wishes=own.wishes,
        currency=own.currency,
        splits=own.splits,
        seen=seen_then(row.data),
    )
    named = _named(again.change, row)
    return select(ground, lambda sheet: again.judge(sheet, row.made_at, _subject(row)), dispatch, says_of(row.data),
                  named)  # fmt: skip


def add(one: Sums, other: Sums) -> None:
    """Adds the second to the first."""
    for name in ("choices", "parcels", "same", "other", "could_not", "looked_at", "compared", "before_minor", "minor",
                 "days"):  # fmt: skip
        setattr(one, name, getattr(one, name) + getattr(other, name))
    one.moves.update(other.moves)
    one.why_not.update(other.why_not)


def now_by(found: Selected) -> str:
    """The service that would be used; several where parcels would go apart."""
    return found.choice.chosen or "+".join(each.choice.chosen for each in found.apart)


def as_document(tally: Tally) -> Mapping[str, object]:
    """As JSON can hold it, and `read_tally` reads it."""
    return {
        "left_out": tally.left_out,
        "lanes": [
            {"shop": shop, "origin": origin, "country": country, **_sums(sums)}
            for (shop, origin, country), sums in sorted(tally.lanes.items())
        ],
    }


def read_tally(document: Mapping[str, object]) -> Tally:
    """The inverse of `as_document`."""
    tally = Tally(left_out=_whole(document.get("left_out")))
    lanes = document.get("lanes")
    for each in lanes if isinstance(lanes, list) else ():
        told = dict(each)
        place = (str(told.pop("shop")), str(told.pop("origin")), str(told.pop("country")))
        moves, why_not = Counter(told.pop("moves")), Counter(told.pop("why_not"))
        tally.lanes[place] = Sums(**told, moves=moves, why_not=why_not)
    return tally


def _sums(sums: Sums) -> Mapping[str, object]:
    told = {name: getattr(sums, name) for name in Sums.__slots__ if name not in {"moves", "why_not"}}
    return {**told, "moves": dict(sorted(sums.moves.items())), "why_not": dict(sorted(sums.why_not.items()))}


def _compare(sums: Sums, again: Again, row: ServiceChoice, found: Selected) -> None:
    price = price_of(found)
    before = in_currency(Money(paid_then(row), row.currency), again.change.currency, again.rates)
    after = None if price is None else in_currency(price, again.change.currency, again.rates)
    days_then, days_now = days_then_of(row), days_of(found)
    if before is None or after is None or days_then is None or days_now is None:
        return
    sums.compared += 1
    sums.before_minor += before
    sums.minor += after - before
    sums.days += days_now - days_then


def price_of(found: Selected) -> Money | None:
    """Of all parcels, where they are of one currency."""
    prices = [each.offer.price.total for each in (found.apart or (found,)) if each.offer is not None]
    if len({each.currency for each in prices}) != 1:
        return None
    return Money(sum(each.minor for each in prices), prices[0].currency)


def paid_then(row: ServiceChoice) -> int:
    """Of all parcels, in minor units of the choice's currency."""
    apart = row.data.get("apart")
    rows = apart if isinstance(apart, list) else []
    return sum(_whole(each["price_minor"]) for each in rows) if rows else row.price_minor


def days_of(found: Selected) -> int | None:
    """As seen, or else as stated: the last parcel counts."""
    of = [
        candidate.values.of[Criterion.DAYS]
        for each in (found.apart or (found,))
        for candidate in each.choice.candidates
        if candidate.values.service == each.choice.chosen
    ]
    return max(of, default=None)


def days_then_of(row: ServiceChoice) -> int | None:
    """As compared then."""
    candidates = row.data.get("candidates")
    for each in candidates if isinstance(candidates, list) else ():
        if each["service"] == row.service:
            return _whole(each["compared"]["days"])
    return None


def _why_none(found: Selected, change: Change) -> list[str]:
    """Of a service that all were to go by its own reasons; else of all services each reason once."""
    refused = [each for each in found.feasible.refused if change.service in ("", each.service.id)]
    reasons = {str(one.why) for each in refused for one in each.refusals}
    ruled_out = found.choice.ruled_out.items()
    unmet = {str(why) for service, each in ruled_out if change.service in ("", service) for why in each}
    return sorted(reasons | unmet)


def _named(change: Change, row: ServiceChoice) -> Named:
    """What an order or a person named stays named, unless all go by one service."""
    if change.service:
        return Named(services=frozenset({change.service}), words=change.service)
    if row.decided_by in {"order", "person"}:
        return Named(services=frozenset({row.service}), words=row.service, by_person=row.decided_by == "person",
                     over_bar=row.decided_by == "person")  # fmt: skip
    return NOTHING_NAMED


def named_then(row: ServiceChoice) -> str:
    """The service of then; several where parcels went apart."""
    apart = row.data.get("apart")
    rows = apart if isinstance(apart, list) else []
    return "+".join(str(each["service"]) for each in rows) if rows else row.service


def _wishes_then(data: ShippingData, row: ServiceChoice) -> OwnWishes:
    told = row.data.get("wishes")
    stated = {name: value for name, value in told.items() if name != "of"} if isinstance(told, Mapping) else {}
    return read_wishes(stated, data)


def _subject(row: ServiceChoice) -> str:
    return str(row.data.get("subject") or row.fulfilment_id)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
