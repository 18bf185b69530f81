"""The facts of the shipping policy: those of a dispatch, and of each service that can take it. What nobody knows is
left out, and never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from fulfillment.shipping.desk import Expected, LaneSeen
from fulfillment.shipping.dispatch import Dispatch, Terms
from fulfillment.shipping.feasible import Offer

EUR = "EUR"
PERCENT = 100  # basis points
Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOrder:
    """What an order says beside its dispatch; None what it does not say. Amounts are EUR cents."""

    channel: str = ""
    order_kind: str = ""
    shop: str = ""
    categories: frozenset[str] | None = None
    paid_shipping_eur_minor: int | None = None
    po_box: bool | None = None
    promised_days: int | None = None
    expected: Expected | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of an offer: its price in EUR cents, and what was seen of its lane."""

    offer: Offer
    price_eur_minor: int | None
    seen: LaneSeen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A sheet, and which service each of its parts is, in their order."""

    sheet: Sheet
    services: tuple[str, ...] = field(default=())


def state(dispatch: Dispatch, order: OfOrder, known: Sequence[Known]) -> Stated:
    """The facts of a dispatch and of each service that can take it."""
    parts = tuple(_told(service_facts(dispatch, order, each)) for each in known)
    whole = _told(dispatch_facts(dispatch, order))
    return Stated(sheet=Sheet(whole, parts), services=tuple(each.offer.service.id for each in known))


def dispatch_facts(dispatch: Dispatch, order: OfOrder) -> Mapping[str, Value | None]:
    """Of the dispatch."""
    expected = order.expected
    return {
        "dispatch.origin": dispatch.origin or None,
        "dispatch.country": dispatch.country or None,
        "dispatch.abroad": dispatch.origin != dispatch.country if dispatch.origin and dispatch.country else None,
        "dispatch.channel": order.channel or None,
        "dispatch.order_kind": order.order_kind or None,
        "dispatch.shop": order.shop or None,
        "dispatch.goods": frozenset(str(each) for each in dispatch.goods),
        "dispatch.categories": order.categories,
        "dispatch.parcels": len(dispatch.parcels),
        "dispatch.weight_g": sum(each.weight_g for each in dispatch.parcels),
        "dispatch.value_eur_minor": dispatch.values.get(EUR),
        "dispatch.paid_shipping_eur_minor": order.paid_shipping_eur_minor,
        "dispatch.terms": None if dispatch.terms is None else str(dispatch.terms),
        "dispatch.po_box": order.po_box,
        "dispatch.promised_days": order.promised_days,
        "dispatch.expected_profit_eur_minor": None if expected is None else expected.profit_eur_minor,
        "dispatch.profit_complete": None if expected is None else expected.is_complete,
    }


def service_facts(dispatch: Dispatch, order: OfOrder, known: Known) -> Mapping[str, Value | None]:
    """Of a service that can take it."""
    offer, service, seen = known.offer, known.offer.service, known.seen
    terms, longest = terms_of(offer, dispatch), offer.zone.days[1]
    promised = order.promised_days
    return {
        "service.id": service.id,
        "service.carrier": service.carrier,
        "service.kind": str(service.kind),
        "service.mode": str(service.mode),
        "service.terms": None if terms is None else str(terms),
        "service.tracked": service.tracked,
        "service.insured": service.insured,
        "service.price_eur_minor": known.price_eur_minor,
        "service.price_is_least": offer.price.is_least,
        "service.days_most": longest,
        "service.days_after_promise": None if promised is None else longest - promised,
        "service.co2_g": offer.co2_g,
        **({} if seen is None else seen_facts(seen)),
    }


def seen_facts(seen: LaneSeen) -> Mapping[str, Value | None]:
    """What was seen of a service on the lane."""
    return {
        "service.seen_parcels": seen.parcels,
        "service.seen_p50_days": seen.p50_days,
        "service.seen_p90_days": seen.p90_days,
        "service.seen_on_time_pct": _percent(seen.on_time_bp),
        "service.seen_lost_pct": _percent(seen.lost_bp),
        "service.seen_held_pct": _percent(seen.customs_held_bp),
    }


def terms_of(offer: Offer, dispatch: Dispatch) -> Terms | None:
    """On what terms a service would take it: those of the order, else the best for the buyer that it offers here; None
    where no border is crossed."""
    offered = offer.service.terms
    if offer.service.domestic or dispatch.origin == dispatch.country:
        return dispatch.terms
    if dispatch.terms is not None:
        return dispatch.terms
    if Terms.DDP in offered:
        return Terms.DDP
    if Terms.IOSS in offered and (Terms.IOSS in dispatch.identifiers or offered == {Terms.IOSS}):
        return Terms.IOSS
    return Terms.DAP if Terms.DAP in offered else None


def _percent(basis_points: int | None) -> float | None:
    return None if basis_points is None else basis_points / PERCENT


def _told(facts: Mapping[str, Value | None]) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}
