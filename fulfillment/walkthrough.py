"""Carries an admitted order through its whole life with what a warehouse and a carrier would send, for demos and tests.

Every step goes through the same functions as the real ones; only who calls them is played.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.store.database import Database
from engine.store.sessions import WriteSession
from fulfillment.advancing import advance
from fulfillment.aftersales.completing import close_window
from fulfillment.carriers.handing_over import hand_over
from fulfillment.deciding import report_delegated_delivery
from fulfillment.documents.errors import PaperIncomplete
from fulfillment.errors import CaseChanged
from fulfillment.machines.shipment import UNDER_WAY
from fulfillment.packing.boxing import goods_weight_g
from fulfillment.packing.packing import pack
from fulfillment.parts import pieces_of
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.policy import CaptureAt
from fulfillment.payments.taking import PaymentEvent
from fulfillment.picking.picking import record_pick
from fulfillment.picking.reviewing import review
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Event, Pay, Stage, Work
from fulfillment.store.waves import pick_terms
from fulfillment.timeline import CaseView, PartView, view
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word

MOST_ACTS = 100
BOX_G = 120
SOMETHING_G = 500
JOURNEY = (
    (Word.ACCEPTED, timedelta(hours=3), "origin"),
    (Word.EXPORT_RELEASED, timedelta(days=1), "origin"),
    (Word.DEPARTED_ORIGIN, timedelta(days=1, hours=9), "origin"),
    (Word.ARRIVED_DESTINATION, timedelta(days=3), "destination"),
    (Word.CUSTOMS_CLEARED, timedelta(days=4), "destination"),
    (Word.OUT_FOR_DELIVERY, timedelta(days=5), "destination"),
    (Word.DELIVERED, timedelta(days=5, hours=6), "destination"),
)


@dataclass(slots=True)
class PlayedClock:
    """A clock that goes on only when told; satisfies `engine.clock.Clock`."""

    moment: datetime

    def now(self) -> datetime:
        """The played time."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Lets time pass."""
        self.moment += time


def walk(database: Database, site: Site, merchant: str, order_id: str, clock: PlayedClock) -> Case:
    """Plays everybody until the order has ended or nothing goes on by itself: held, unpaid, short or coming back.

    Beside a running worker it may meet CaseChanged now and then, and repeats. The order must have its case.
    """
    for _ in range(MOST_ACTS):
        with database.read() as session:
            seen = view(session, merchant, order_id)
        try:
            with database.write() as session:
                act(session, site, seen, clock)
        except CaseChanged:
            continue
        with database.read() as session:
            now = view(session, merchant, order_id)
        if now == seen:
            break
    return now.case


def act(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    """Does what is due where the order stands; nothing where it waits for somebody who is not played."""
    played = ACTS.get(seen.case.stage)
    if played is not None:
        played(session, site, seen, clock)


def _occasion(seen: CaseView, clock: PlayedClock, actor: str = "system") -> Occasion:
    return Occasion(merchant=seen.case.merchant_id, order_id=seen.case.order_id, now=clock.now(), actor=actor)


def _system(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    clock.pass_by(timedelta(minutes=1))
    advance(session, site, _occasion(seen, clock))


def _gateway(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    """What is authorised is captured before it ships; a transfer that nobody has promised is not played."""
    if seen.case.payment != Pay.AUTHORISED or site.payments.capture_at is not CaptureAt.ACCEPTED:
        _system(session, site, seen, clock)
        return
    _captured(session, site, seen, clock)


def _captured(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    captured = PaymentEvent(
        kind=Event.CAPTURE,
        amount=seen.case.total,
        currency=seen.case.currency,
        reference=f"played:{seen.case.order_id}",
        at=clock.now(),
    )
    confirm_payment(session, site, _occasion(seen, clock, "gateway"), captured)


def _warehouse(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    if not site.desk.standing(session, seen.case.order_id).is_clear:
        return
    clock.pass_by(timedelta(minutes=20))
    part = next((each for each in seen.parts if _at_station(session, site, seen, each)), None)
    if part is None:
        _system(session, site, seen, clock)
        return
    match part.fulfilment.state:
        case Work.PICKING | Work.RESERVED:
            record_pick(session, site, _occasion(seen, clock, "picker"), part=part.fulfilment.id)
        case Work.PICKED if site.desk.asks_for_review(session, seen.case.merchant_id):
            review(session, site, _occasion(seen, clock, "packer"), part=part.fulfilment.id)
        case Work.PICKED | Work.REVIEWED:
            goods = goods_weight_g(site.desk.order_of(session, seen.case.order_id), pieces_of(part.lines))
            weight_g = (goods or SOMETHING_G) + BOX_G
            pack(session, site, _occasion(seen, clock, "packer"), weight_g, part=part.fulfilment.id)
        case Work.LABELLED if seen.case.payment in (Pay.AUTHORISED, Pay.SECURED):
            _captured(session, site, seen, clock)
        case Work.LABELLED:
            _leave(session, site, _occasion(seen, clock, "packer"), part.fulfilment.id)


def _leave(session: WriteSession, site: Site, occasion: Occasion, part: str) -> None:
    """A parcel whose papers lack something waits for somebody who is not played."""
    try:
        with session.savepoint():
            hand_over(session, site, occasion, part)
    except PaperIncomplete:
        return


def _at_station(session: WriteSession, site: Site, seen: CaseView, part: PartView) -> bool:
    """Whether a person is to do something with a part; labels of an older version are made anew by themselves."""
    if part.fulfilment.state == Work.RESERVED:
        # It would have a list by now, if its warehouse did not wait for a wave.
        return bool(pick_terms(session, seen.case.merchant_id, part.fulfilment.warehouse).in_waves)
    if part.fulfilment.state != Work.LABELLED:
        return part.fulfilment.state in (Work.PICKING, Work.PICKED, Work.REVIEWED)
    version = site.desk.standing(session, seen.case.order_id).version
    own = [each for each in seen.shipments if each.fulfilment_id == part.fulfilment.id]
    return all(each.order_version == version for each in own)


def _carrier(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    shipment = next((each for each in seen.shipments if each.state in UNDER_WAY), None)
    if shipment is None:
        return
    for scan in journey(clock.now()):
        clock.moment = scan.at
        record_tracking(session, site, shipment.merchant_id, shipment.number, [scan], clock.now(), shipment.carrier)


def _marketplace(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    clock.pass_by(timedelta(days=6))
    report_delegated_delivery(session, site, _occasion(seen, clock, "marketplace"))


def _time(session: WriteSession, site: Site, seen: CaseView, clock: PlayedClock) -> None:
    ends = seen.case.window_ends_at
    if ends is not None:
        clock.moment = max(clock.moment, ends)
    close_window(session, site, _occasion(seen, clock))


def journey(start: datetime) -> Iterator[Scan]:
    """The scans of a parcel that meets no trouble."""
    for word, after, where in JOURNEY:
        yield Scan(status=word, at=start + after, location=where)


ACTS: dict[str, Callable[[WriteSession, Site, CaseView, PlayedClock], None]] = {
    Stage.ACCEPTED: _gateway,
    Stage.DELEGATED: _marketplace,
    Stage.FULFILLING: _warehouse,
    Stage.SHIPPED: _carrier,
    Stage.IN_TRANSIT: _carrier,
    Stage.DELIVERED: _time,
}
