"""What a customer sees of an order: how far it is, each parcel with its events, what is in it, what to do.

Of the person no more than first name and town; of a hold no more than that the order waits. Pure but for reading.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.order.order import Order
from engine.store.sessions import ReadSession
from fulfillment.notify.expecting import Window, expected_between, seen_days
from fulfillment.notify.local_time import zone_name, zone_of
from fulfillment.parts import has_left
from fulfillment.records import Case, Fulfilment, Parcel, Shipment, Tracked
from fulfillment.states import Stage, Voyage, Work
from fulfillment.store.shipments import tracked
from fulfillment.timeline import CaseView, PartView, view
from fulfillment.tracking.vocabulary import RANK, Word

STEPS = ("confirmed", "packed", "handed_over", "in_country", "out", "delivered")
CONFIRMED, PACKED, HANDED_OVER, IN_COUNTRY, OUT, DELIVERED = range(len(STEPS))
DONE, NOW, NEXT = "done", "now", "next"
TO_DO = frozenset({Word.IMPORT_HELD, Word.ATTEMPT_FAILED, Word.READY_FOR_PICKUP, Word.RETURNING})
NOT_SHOWN = frozenset({Word.NO_NEWS, Word.CANCELLED})
GOING_BACK = frozenset({Word.RETURNING, Word.RETURNED})
GONE = frozenset({Word.LOST, Word.DESTROYED})
BOXED = frozenset({Work.PACKED, Work.LABELLED, Work.HANDED_OVER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Pieces of one line, as the order names it."""

    pieces: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event by the clock of the destination. `place` is the carrier's word for where."""

    at: datetime
    word: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedParcel:
    """A parcel that has a number. `to_do` names a status after which the customer has to act."""

    number: str
    carrier: str
    status: str
    contents: tuple[Article, ...]
    events: tuple[Happened, ...]
    expected: tuple[date, date] | None = None
    to_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedOrder:
    """`stage` names a sentence; `steps` are the milestones, each `done`, `now` or `next`; empty where the order ended
    otherwise. `unsent` has no parcel yet."""

    order: str
    first_name: str
    town: str
    stage: str
    steps: tuple[tuple[str, str], ...]
    parcels: tuple[FollowedParcel, ...]
    unsent: tuple[Article, ...]
    zone: str


def followed_order(
    session: ReadSession, merchant: str, order_id: str, order: Order, now: datetime, window: Window = seen_days
) -> FollowedOrder:
    """An order as its customer sees it. Raises NotFound for one that fulfilment does not know yet."""
    found = view(session, merchant, order_id)
    zone = zone_of(order.shipping_address)
    sent = [each for each in found.shipments if has_left(each)]
    parcels = tuple(_parcel(session, each, order, found, zone, now, window) for each in sent)
    stage = _stage(found, sent)
    return FollowedOrder(
        order=order.channel_order_id or order.id,
        first_name=first_name_of(order),
        town=order.shipping_address.city or "",
        stage=stage,
        steps=() if stage in ("ended", "coming_back", "gone") else steps_at(_level(found, sent)),
        parcels=parcels,
        unsent=_unsent(found, order),
        zone=zone_name(zone),
    )


def first_name_of(order: Order) -> str:
    """The first word of the name, as far as a name has a first word: Chinese, Japanese and Korean names are written
    without blanks, the family's first, and of them only that is shown."""
    customer = order.customer
    name = (customer.name if customer is not None else None) or order.shipping_address.name or ""
    words = name.split()
    if not words:
        return ""
    return words[0] if words[0].isascii() or len(words) > 1 or not _is_ideographic(words[0]) else words[0][0]


def steps_at(level: int) -> tuple[tuple[str, str], ...]:
    """The milestones when the order is at one of them; all are done at the last."""
    if level == DELIVERED:
        return tuple((step, DONE) for step in STEPS)
    return tuple((step, DONE if place < level else NOW if place == level else NEXT) for place, step in enumerate(STEPS))


def level_of(status: str) -> int:
    """Which milestone a parcel with this status has reached."""
    if status == Word.DELIVERED:
        return DELIVERED
    rank = RANK.get(status, 0)
    if rank >= RANK[Word.OUT_FOR_DELIVERY]:
        return OUT
    return IN_COUNTRY if rank >= RANK[Word.ARRIVED_DESTINATION] else HANDED_OVER


def _is_ideographic(text: str) -> bool:
    return all("\u3040" <= each <= "\u9fff" or "\uac00" <= each <= "\ud7a3" for each in text)


def _stage(found: CaseView, sent: Sequence[Shipment]) -> str:
    case: Case = found.case
    statuses = {each.status for each in sent}
    match case.stage:
        case Stage.CANCELLED | Stage.REJECTED:
            return "ended"
        case Stage.DELIVERED | Stage.COMPLETED:
            return "arrived"
        case Stage.RETURNING | Stage.RETURNED | Stage.INTERCEPTING:
            return "coming_back"
        case Stage.SCREENED:
            return "waiting"
    if statuses and statuses <= GONE:
        return "gone"
    if statuses and statuses <= GOING_BACK:
        return "coming_back"
    if not sent:
        return "preparing"
    return "part_under_way" if _waits(found) else "under_way"


def _waits(found: CaseView) -> bool:
    """Whether something is yet to be sent."""
    return bool(_open_parts(found)) or any(each.state == Voyage.LABELLED for each in found.shipments)


def _level(found: CaseView, sent: Sequence[Shipment]) -> int:
    """That of the slowest: an order has arrived when all of it has."""
    inside = [PACKED if part.state in BOXED else CONFIRMED for part in _open_parts(found)]
    return min([*inside, *(level_of(each.status) for each in sent)], default=CONFIRMED)


def _open_parts(found: CaseView) -> list[Fulfilment]:
    ended = (Work.CANCELLED, Work.HANDED_OVER)
    return [each.fulfilment for each in found.parts if each.fulfilment.state not in ended]


def _parcel(
    session: ReadSession, shipment: Shipment, order: Order, found: CaseView, zone: ZoneInfo, now: datetime,
    window: Window,
) -> FollowedParcel:  # fmt: skip
    events = [each for each in tracked(session, shipment.id) if each.status not in NOT_SHOWN]
    # Where something keeps it, no day that was stated before holds any more.
    is_open = RANK.get(shipment.status, 0) < RANK[Word.RETURNING] and shipment.status not in TO_DO
    days = window(session, shipment, order) if is_open else None
    return FollowedParcel(
        number=shipment.number,
        carrier=shipment.carrier,
        status=shipment.status,
        contents=_contents(shipment, order, found),
        events=tuple(
            _happened(each, zone) for each in sorted(events, key=lambda each: (each.at, each.id), reverse=True)
        ),
        expected=expected_between(days, _since(shipment, events), now, zone),
        to_do=shipment.status if shipment.status in TO_DO else "",
    )


def _since(shipment: Shipment, events: Sequence[Tracked]) -> datetime:
    """When the carrier took it, as far as that is known."""
    taken = [each.at for each in events if RANK.get(each.status, 0) >= RANK[Word.ACCEPTED]]
    return min(taken, default=shipment.created_at)


def _happened(event: Tracked, zone: ZoneInfo) -> Happened:
    return Happened(at=event.at.astimezone(zone), word=event.status, place=event.location)


def _contents(shipment: Shipment, order: Order, found: CaseView) -> tuple[Article, ...]:
    part = next((each for each in found.parts if each.fulfilment.id == shipment.fulfilment_id), None)
    if part is None:
        return ()
    box = next((each for each in part.parcels if each.id == shipment.parcel_id), None)
    return _articles(_packed(box) or _planned(part), order)


def _packed(box: Parcel | None) -> Counter[int]:
    return Counter({int(line): pieces for line, pieces in box.contents.items()} if box is not None else {})


def _planned(part: PartView) -> Counter[int]:
    pieces: Counter[int] = Counter()
    for each in part.lines:
        pieces[each.line] += each.quantity
    return pieces


def _unsent(found: CaseView, order: Order) -> tuple[Article, ...]:
    waits: Counter[int] = Counter()
    for part in found.parts:
        if part.fulfilment.state not in (Work.CANCELLED, Work.HANDED_OVER):
            waits.update(_planned(part))
    return _articles(waits, order)


def _articles(pieces: Counter[int], order: Order) -> tuple[Article, ...]:
    lines = order.lines
    return tuple(
        Article(pieces=many, title=lines[line - 1].title or lines[line - 1].sku or f"#{line}")
        for line, many in sorted(pieces.items())
        if many > 0 and 0 < line <= len(lines)
    )
