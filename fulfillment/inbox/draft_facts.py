"""What a draft says of an order, read from what is kept: parcels and where they are, returns, refunds, who pays duties,
and what a late change would do. No model, and nothing that rules found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.order.order import Order
from engine.order.terms import Incoterm
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.inbox.inbox import LanesSeen
from fulfillment.late_changes.looking import outlook_of
from fulfillment.late_changes.reach import Outlook
from fulfillment.parts import counted, has_left
from fulfillment.records import Case, Refund, ReturnCase, Shipment, Tracked
from fulfillment.states import Stage
from fulfillment.store.aftersales import returns_of
from fulfillment.store.cases import find_case
from fulfillment.store.money import refunds_of
from fulfillment.store.shipments import shipments_of, tracked
from fulfillment.tracking.vocabulary import current, is_under_way

DEFAULT_ORIGIN = "CN"
OURS, THEIRS, MARKETPLACES, UNKNOWN = "ours", "theirs", "marketplace", "unknown"


@dataclass(frozen=True, slots=True)
class Window:
    """Between which days parcels usually arrive."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelSeen:
    """A parcel with the event that says where it is; `since` is when its present status began."""

    shipment: Shipment
    event: Tracked | None
    since: datetime
    expected: Window | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """All that drafts are made of. `duty`: who pays duties: `ours`, `theirs`, `marketplace` or `unknown`."""

    order: Order
    case: Case | None
    parcels: Sequence[ParcelSeen]
    returns: Sequence[ReturnCase]
    refunds: Sequence[Refund]
    outlook: Outlook | None
    return_window: timedelta
    duty: str

    @property
    def is_cancelled(self) -> bool:
        """Whether its life ended before it left."""
        return self.case is not None and self.case.stage in (Stage.CANCELLED, Stage.REJECTED)


def facts_of(
    session: ReadSession,
    merchant: str,
    order_id: str,
    order: Order,
    return_window: timedelta,
    lanes: LanesSeen | None,
) -> OrderFacts:
    """As it stands now."""
    parcels = counted(shipments_of(session, merchant, order_id))
    try:
        outlook: Outlook | None = outlook_of(session, merchant, order_id)
    except NotFound:  # fulfilment has not taken it over yet
        outlook = None
    return OrderFacts(
        order=order,
        case=find_case(session, merchant, order_id),
        parcels=[_seen(session, merchant, order, each, lanes) for each in parcels],
        returns=returns_of(session, merchant, order_id),
        refunds=refunds_of(session, merchant, order_id),
        outlook=outlook,
        return_window=return_window,
        duty=duty_of(order),
    )


def duty_of(order: Order) -> str:
    """Who pays duties and import taxes, as far as the order says."""
    if order.channel_data is not None and order.channel_data.tax_collected:
        return MARKETPLACES
    term = order.shipping.incoterm if order.shipping is not None else None
    if term is None:
        return UNKNOWN
    return OURS if term is Incoterm.DDP else THEIRS


def _seen(session: ReadSession, merchant: str, order: Order, parcel: Shipment, lanes: LanesSeen | None) -> ParcelSeen:
    events = tracked(session, parcel.id)
    now_at = current(events)
    left = next((each.at for each in events if is_under_way(each.status)), None)
    return ParcelSeen(
        shipment=parcel,
        event=now_at,
        since=_since(events, now_at) or parcel.status_at or parcel.created_at,
        expected=_expected(session, merchant, order, parcel, left, lanes) if has_left(parcel) else None,
    )


def _since(events: Sequence[Tracked], now_at: Tracked | None) -> datetime | None:
    """The first of the last events in a row that say the same."""
    if now_at is None:
        return None
    since = now_at.at
    for each in reversed([one for one in events if one.at <= now_at.at]):
        if each.status != now_at.status:
            break
        since = each.at
    return since


def _expected(
    session: ReadSession,
    merchant: str,
    order: Order,
    parcel: Shipment,
    left: datetime | None,
    lanes: LanesSeen | None,
) -> Window | None:
    """By how long the parcel's service takes on its way, from the carrier's first scan."""
    country = order.shipping_address.country
    if lanes is None or left is None or country is None:
        return None
    origin = order.ship_from.country if order.ship_from is not None else DEFAULT_ORIGIN
    lane = lanes(session, merchant, origin, country).get(parcel.service_id)
    if lane is None or lane.p90_days <= 0:
        return None
    return Window(left + timedelta(days=lane.p50_days), left + timedelta(days=lane.p90_days))
