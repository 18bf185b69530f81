"""Which service takes a dispatch: what carriers can, what the house lets be used, and which of these is best."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from engine.decision import Finding
from engine.lexicon.sheet import Sheet
from engine.policy_books import Judgement
from fulfillment.documents.converting import StoredRates
from fulfillment.shipping.choosing import Choice, Needs, Wishes, choose
from fulfillment.shipping.criteria import WHOLE, Seen
from fulfillment.shipping.desk import LaneSeen
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.feasible import Feasible, Offer, feasible
from fulfillment.shipping.flipping import Flip, flips
from fulfillment.shipping.judged import Judged, judged_of
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.named import Named
from fulfillment.shipping.quoting import in_currency
from fulfillment.shipping.rate_card import RateBook
from fulfillment.shipping.stating import EUR, Known, OfOrder, state

Judge = Callable[[Sheet], Judgement | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a choice rests on. `wishes` choose in `currency`; `splits`: parcels may go by several services where none
    takes them all."""

    data: ShippingData
    book: RateBook
    rates: StoredRates | None
    wishes: Wishes
    currency: str
    splits: bool = False
    seen: Mapping[str, LaneSeen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What came of it. `named` is what the order or a person wants; `apart` has a choice for each parcel where they go
    by several services, and is empty otherwise."""

    dispatch: Dispatch
    says: OfOrder
    sheet: Sheet
    feasible: Feasible
    choice: Choice
    judged: Judged
    named: Named
    currency: str
    costs: Mapping[str, int]
    wishes: Wishes
    seen: Mapping[str, LaneSeen]
    apart: tuple["Selected", ...] = ()

    @property
    def offer(self) -> Offer | None:
        """The chosen one."""
        return self.offer_of(self.choice.chosen)

    def offer_of(self, service: str) -> Offer | None:
        """What a service offers."""
        return next((each for each in self.feasible.offers if each.service.id == service), None)

    @property
    def is_foreign(self) -> bool:
        """Whether the order names a carrier that is none of ours, and nothing forbids it."""
        return bool(self.named.foreign) and not self.dispatch.barred

    @property
    def is_settled(self) -> bool:
        """Whether there is something to put on a label."""
        return self.is_foreign or self.offer is not None or bool(self.apart)

    @property
    def reviews(self) -> tuple[Finding, ...]:
        """Why a person looks before a label is made, however it goes."""
        found = [*self.judged.reviews, *(each for one in self.apart for each in one.judged.reviews)]
        return tuple({(each.rule, each.fingerprint): each for each in found}.values())

    @property
    def flips(self) -> tuple[Flip, ...]:
        """What little would have chosen otherwise."""
        return flips(self.choice, self.wishes)


def select(ground: Ground, judge: Judge, dispatch: Dispatch, says: OfOrder, named: Named) -> Selected:
    """The choice for a dispatch; of several parcels that no service takes together, one for each where that is
    wished."""
    found = _select(ground, judge, dispatch, says, named)
    if found.is_settled or not ground.splits or len(dispatch.parcels) < 2:
        return found
    apart = tuple(_select(ground, judge, replace(dispatch, parcels=(each,)), says, named) for each in dispatch.parcels)
    return replace(found, apart=apart) if all(each.offer is not None for each in apart) else found


def _select(ground: Ground, judge: Judge, dispatch: Dispatch, says: OfOrder, named: Named) -> Selected:
    found = feasible(ground.data.services.values(), ground.book, dispatch)
    stated = state(dispatch, says, [_known(ground, each) for each in found.offers])
    judged = judged_of(judge(stated.sheet), stated.services)
    costs = _costs(found, ground.currency, ground.rates)
    needs = Needs() if named.by_person else ground.wishes.needs
    wishes = replace(ground.wishes, terms=dispatch.terms, needs=needs)
    seen = {service: seen_of(each) for service, each in ground.seen.items()}
    return Selected(
        dispatch=dispatch,
        says=says,
        sheet=stated.sheet,
        feasible=found,
        choice=choose(found.offers, costs, wishes, seen, judged.allowed(named)),
        judged=judged,
        named=named,
        currency=ground.currency,
        costs=costs,
        wishes=wishes,
        seen=ground.seen,
    )


def seen_of(lane: LaneSeen) -> Seen:
    """What of a lane counts in a choice: the days in which nine of ten arrive, and both shares."""
    held = lane.customs_held_bp
    return Seen(
        days=lane.p90_days, punctual_bp=lane.on_time_bp, cleared_bp=None if held is None else max(0, WHOLE - held)
    )


def _known(ground: Ground, offer: Offer) -> Known:
    price = in_currency(offer.price.total, EUR, ground.rates)
    return Known(offer=offer, price_eur_minor=price, seen=ground.seen.get(offer.service.id))


def _costs(found: Feasible, currency: str, rates: StoredRates | None) -> Mapping[str, int]:
    return {
        each.service.id: cost
        for each in found.offers
        if (cost := in_currency(each.price.total, currency, rates)) is not None
    }
