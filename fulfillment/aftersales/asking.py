"""What a customer may ask for now: which pieces can come back, for which reasons, until when; and what they asked for
before. Pure but for reading."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.aftersales.causes import Cause, Family, family_of
from fulfillment.aftersales.comebacks import CUSTOMER, NOT_BACK
from fulfillment.aftersales.return_labels import address_of
from fulfillment.aftersales.sealed_goods import matters
from fulfillment.aftersales.windows import families_open
from fulfillment.desk_view import ReturnTerms
from fulfillment.parts import has_left
from fulfillment.records import ReturnCase
from fulfillment.site import Site
from fulfillment.states import Voyage, Work
from fulfillment.store.aftersales import returns_of
from fulfillment.store.warehouses import find_warehouse
from fulfillment.timeline import CaseView, view

# Reasons that a customer can name in plain words; the others are the house's own.
NAMED = (
    Cause.CHANGED_MIND, Cause.DEFECTIVE, Cause.DAMAGED_ON_ARRIVAL, Cause.NOT_AS_DESCRIBED, Cause.WRONG_ITEM,
    Cause.MISSING_PART, Cause.LATE, Cause.LOST, Cause.OTHER,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """Pieces of a line of the order that can come back."""

    line: int
    title: str
    pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBefore:
    """A return that was asked for. `to` are lines of the address to which it goes where the customer sends it on their
    own; `has_label`: where the house pays."""

    case: ReturnCase
    currency: str
    to: tuple[str, ...] = ()

    @property
    def has_label(self) -> bool:
        """Whether there is a label to print."""
        return bool(self.case.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`until` ends the time in which every reason is taken, None before it began or once it is over. `reasons` are
    those that are taken now; nothing can be asked where there are none, or no `pieces`. `asks_seal`: something was
    sealed, and the law of the place asks how its seal is."""

    until: datetime | None
    reasons: tuple[Cause, ...]
    pieces: tuple[Sendable, ...]
    asked: tuple[AskedBefore, ...]
    terms: ReturnTerms
    asks_seal: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something can be asked for now."""
        return bool(self.reasons and self.pieces)


def offer_of(session: ReadSession, site: Site, merchant: str, order_id: str, order: Order, now: datetime) -> Offer:
    """What can be asked of an order. Raises NotFound for one that fulfilment does not know yet."""
    found = view(session, merchant, order_id)
    families = families_open(found.case, now)
    returns = returns_of(session, merchant, order_id)
    rest = _sent(found)
    for each in returns:
        if each.state not in NOT_BACK:
            rest.subtract({int(line): many for line, many in each.lines.items()})
    pieces = tuple(
        Sendable(line=line, title=order.lines[line - 1].title or order.lines[line - 1].sku or "", pieces=many)
        for line, many in sorted(rest.items())
        if many > 0 and 0 < line <= len(order.lines)
    )
    seals = site.desk.seals(session, order) if pieces else {}
    return Offer(
        until=found.case.window_ends_at if Family.CUSTOMER in families else None,
        reasons=tuple(each for each in NAMED if family_of(each) in families),
        pieces=pieces,
        asked=tuple(_asked(session, each, found.case.currency) for each in returns if each.origin == CUSTOMER),
        terms=site.desk.return_terms(session, merchant),
        asks_seal=matters(seals, (each.line for each in pieces), order.shipping_address.country),
    )


def _asked(session: ReadSession, case: ReturnCase, currency: str) -> AskedBefore:
    if case.label or not case.warehouse:
        return AskedBefore(case=case, currency=currency)
    place = find_warehouse(session, case.merchant_id, case.warehouse)
    return AskedBefore(case=case, currency=currency, to=() if place is None else address_of(place, place.country))


def _sent(found: CaseView) -> Counter[int]:
    """What has left and was not given up; what a marketplace ships by itself counts as left."""
    boxes = {box.id: box for part in found.parts for box in part.parcels}
    sent: Counter[int] = Counter()
    for each in found.shipments:
        box = boxes.get(each.parcel_id)
        if box is not None and has_left(each) and each.state != Voyage.WRITTEN_OFF:
            sent.update({int(line): many for line, many in box.contents.items()})
    for part in found.parts:
        if part.fulfilment.state == Work.DELEGATED:
            for row in part.lines:
                sent[row.line] += row.quantity
    return sent
