"""What was chosen, on the row that keeps a choice."""

from dataclasses import replace

from engine.order.order import ShippingChoice
from fulfillment.records import ServiceChoice
from fulfillment.shipping.feasible import Offer
from fulfillment.shipping.selecting import Selected
from fulfillment.shipping.stating import terms_of

BY_ORDER, BY_PERSON, ONLY = "order", "person", "only"


def with_chosen(row: ServiceChoice, selected: Selected) -> ServiceChoice:
    """The row with service, carrier, price and what decided; as it is where nothing was chosen. Where parcels go apart
    it has those of the first."""
    if selected.is_foreign:
        return replace(row, carrier=selected.named.foreign, decided_by=BY_ORDER)
    first = selected.apart[0] if selected.apart else selected
    return row if first.offer is None else _with_offer(row, first, first.offer)


def chosen_id(selected: Selected) -> str:
    """The service that such a row has; empty where nothing was chosen, or the order names a carrier of its own."""
    first = selected.apart[0] if selected.apart else selected
    return "" if selected.is_foreign or first.offer is None else first.offer.service.id


def service_of(chosen: str, named: ShippingChoice | None) -> str:
    """By which a part is booked: the chosen service, else the one that its order names by its id, also where its
    carrier is none of ours."""
    return chosen or (named.service if named is not None else None) or ""


def _with_offer(row: ServiceChoice, selected: Selected, offer: Offer) -> ServiceChoice:
    terms, total = terms_of(offer, selected.dispatch), offer.price.total
    return replace(
        row,
        service=offer.service.id,
        carrier=offer.service.carrier,
        price_minor=total.minor,
        currency=total.currency,
        terms="" if terms is None else str(terms),
        decided_by=_decided_by(selected),
    )


def _decided_by(selected: Selected) -> str:
    if selected.named.services is not None:
        return BY_PERSON if selected.named.by_person else BY_ORDER
    choice = selected.choice
    return ONLY if choice.decided_by is None else str(choice.decided_by)
