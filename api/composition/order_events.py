"""What an event that a shop told means: for the ledger, for parcels, for the order's life, its decision and its labels.

The desk keeps events, fulfilment knows money and parcels; here the two meet, in the transaction of the event's job. An
event that cannot be (a parcel that is none of ours, an order that has left) is refused with its reason and changes
nothing; one that nothing follows from is noted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.desk.changing import change_in
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NoEdition, PersonErased
from engine.desk.labelling import note_label
from engine.desk.told_events import TOLD, personal_of
from engine.desk.told_payment import CAPTURED, TELLS, payment_change
from engine.desk.view import content
from engine.errors import ClearwayError, JobPostponed, StoreError
from engine.order.order import Order
from engine.store.outbox import Handler, Job
from engine.store.sessions import WriteSession
from engine.store.told_events import APPLIED, NOTED, PENDING, REFUSED, ToldEvent, end_told, told_event, told_of
from fulfillment.channels.port import BY
from fulfillment.deciding import BUYER, PERSON, cancel_order, report_delegated_delivery
from fulfillment.errors import CaseChanged
from fulfillment.late_changes.looking import outlook_of
from fulfillment.late_changes.protection import warnings_for
from fulfillment.late_changes.reach import Follows, Reach
from fulfillment.payments.disputes.book import dispute_book
from fulfillment.payments.disputes.category import Category
from fulfillment.payments.gateways.message import Disputed, Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.hearing import hear
from fulfillment.records import Case
from fulfillment.site import Occasion, Site
from fulfillment.states import Stage
from fulfillment.store.cases import find_case
from fulfillment.store.shipments import shipments_of
from fulfillment.tracking.recording import record_tracking
from fulfillment.tracking.scan import Scan
from fulfillment.tracking.vocabulary import Word

MONEY: Mapping[str, Kind] = {
    "payment.authorised": Kind.AUTHORISE,
    "payment.captured": Kind.CAPTURE,
    "payment.failed": Kind.FAIL,
    "payment.expired": Kind.EXPIRE,
    "payment.voided": Kind.VOID,
    "payment.refunded": Kind.REFUND,
    "chargeback.opened": Kind.DISPUTE,
    "chargeback.won": Kind.WIN,
    "chargeback.lost": Kind.LOSE,
    "fraud.warned": Kind.WARN,
}
PARCELS: Mapping[str, Word] = {
    "shipment.shipped": Word.ACCEPTED,
    "shipment.delivered": Word.DELIVERED,
    "shipment.returned": Word.RETURNED,
}
CANCELLED, ADDRESS, NOTE = "order.cancelled", "address.change_requested", "order.note"
TYPES = (*MONEY, *PARCELS, CANCELLED, ADDRESS, NOTE)
OPEN = frozenset({Stage.SCREENED, Stage.ACCEPTED, Stage.FULFILLING})  # nothing has left: the order may change yet
OVER = frozenset({Stage.CANCELLED, Stage.REJECTED})
DISPUTES = frozenset({"chargeback.opened", "chargeback.won", "chargeback.lost", "fraud.warned"})
SOURCE = "chargeback"  # of labels, as in files of them
AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Came:
    """What became of an event."""

    state: str
    detail: str = ""
    code: str | None = None


def told_event_handlers(desk: Desk, site: Site) -> Mapping[str, Handler]:
    """The handler of events that were told."""
    return {TOLD: _OrderEvents(desk, site)}


@dataclass(frozen=True, slots=True)
class _OrderEvents:
    desk: Desk
    site: Site

    def __call__(self, session: WriteSession, job: Job, /) -> None:
        """Sees to one event, once; what it cannot be is written down, and undone."""
        event = told_event(session, job.merchant, str(job.payload["event"]))
        if event is None or event.state != PENDING:
            return
        case = find_case(session, event.merchant, event.order_id)
        if case is None:
            raise JobPostponed(AGAIN_S, "fulfilment has not taken the order over yet")
        now = self.desk.clock.now()
        try:
            with session.savepoint():
                came = _Seeing(self.desk, self.site, session, event, case, now).seen()
        except NoEdition as missing:
            raise JobPostponed(AGAIN_S) from missing
        except (StoreError, CaseChanged):
            raise
        except ClearwayError as refused:
            came = Came(REFUSED, str(refused), refused.code)
        end_told(session, event, came.state, came.code, came.detail, now)


@dataclass(frozen=True, slots=True)
class _Seeing:
    """One event, seen to."""

    desk: Desk
    site: Site
    session: WriteSession
    event: ToldEvent
    case: Case
    now: datetime

    def seen(self) -> Came:
        kind = self.event.type
        if kind in MONEY:
            return self._money(MONEY[kind])
        if kind in PARCELS:
            return self._parcel(PARCELS[kind])
        rest: Mapping[str, Callable[[], Came]] = {CANCELLED: self._cancelled, ADDRESS: self._address}
        return rest[kind]() if kind in rest else Came(NOTED)

    def _money(self, kind: Kind) -> Came:
        taken = hear(self.session, self.site, self.event.merchant, self._told(kind), self.now, self._who.name)
        if self.event.type == "chargeback.opened" and self._says_fraud():
            self._label()
        detail = f"the payment is `{taken.payment}`"
        if self.event.type in {*TELLS, CAPTURED} and self.case.stage in OPEN:
            detail = self._decided_anew(detail)
        return Came(APPLIED if taken.is_new else NOTED, detail)

    def _told(self, kind: Kind) -> Told:
        facts, order = self.event.facts, self._order
        gateway = str(facts.get("gateway") or (order.payment.gateway if order.payment is not None else "") or "shop")
        reference = str(facts.get("reference") or f"told:{self.event.event}")
        case = str(facts.get("dispute") or reference)
        is_case = self.event.type in DISPUTES
        # What a dispute is told under must differ by what is told of it; a movement's own name must not.
        return Told(
            gateway=gateway.lower(),
            word=self.event.type,
            kind=kind,
            amount=int(str(facts.get("amount", 0))),
            currency=str(facts.get("currency") or self.case.currency),
            reference=f"{case}:{kind}" if is_case else reference,
            subject=case if is_case else str(facts.get("payment") or reference),
            at=self.event.at,
            names=(),
            orders=(self.event.order_id,),
            expires_at=_moment(facts.get("expires_at")),
            dispute=Disputed(reference=case, reason_code=self._reason, due_at=_moment(facts.get("due_at")))
            if is_case
            else None,
        )

    def _says_fraud(self) -> bool:
        """Whether a chargeback says that the cardholder did not buy: one without a code may, one about goods not."""
        card = self._order.payment.card if self._order.payment is not None else None
        scheme = str(self.event.facts.get("scheme") or (card.brand if card is not None else "") or "")
        category = dispute_book().category(scheme, self._reason, None)
        return category is Category.FRAUD or (category is Category.GENERAL and not self._reason)

    def _label(self) -> None:
        note_label(
            self.desk,
            self.session,
            self._who,
            self.event.order_id,
            "chargeback",
            source=SOURCE,
            known_at=min(self.event.at, self.now),
            reason_code=self._reason or None,
        )

    def _decided_anew(self, detail: str) -> str:
        """The order with what all events say of its payment; what the order cannot hold is left to the ledger."""
        change = payment_change(self._order, told_of(self.session, self.event.merchant, self.event.order_id))
        if not change:
            return detail
        try:
            with self.session.savepoint():
                return f"{detail}; {self._changed({'payment': change})}"
        except (StoreError, NoEdition):
            raise
        except ClearwayError as refused:
            return f"{detail}; the order stays as it is: {refused}"

    def _changed(self, patch: Mapping[str, object]) -> str:
        before = self.desk_version
        decided = change_in(self.desk, self.session, self._who, self.event.order_id, patch)
        row = decided.row
        if row.version == before:
            return f"version {row.version} of the order says so already"
        return f"version {row.version} of the order was decided: {row.outcome}"

    @property
    def desk_version(self) -> int:
        """The version that the order is at."""
        return self.site.desk.standing(self.session, self.event.order_id).version

    def _parcel(self, word: Word) -> Came:
        number = str(self.event.facts.get("number") or "")
        parcels = shipments_of(self.session, self.event.merchant, self.event.order_id)
        numbers = sorted({each.number for each in parcels if number in ("", each.number)})
        if not numbers:
            return self._elsewhere(word)
        scan = Scan(status=word, at=self.event.at, carrier_code=self.event.type)
        for each in numbers:
            record_tracking(self.session, self.site, self.event.merchant, each, [scan], self.now, self._who.name)
        return Came(APPLIED, f"told of {', '.join(numbers)}")

    def _elsewhere(self, word: Word) -> Came:
        """The parcel is none of ours: a marketplace may have sent it."""
        if word is Word.DELIVERED and self.case.stage == Stage.DELEGATED:
            report_delegated_delivery(self.session, self.site, self._occasion)
            return Came(APPLIED)
        return Came(NOTED, "no parcel of this order was sent from here under this number")

    def _cancelled(self) -> Came:
        if self.case.stage in OVER:
            return Came(NOTED, f"the order is `{self.case.stage}` already")
        by_channel = self.event.created_by.startswith(BY)
        why, cause = ("ended at the channel", BUYER) if by_channel else ("told by the shop", PERSON)
        ended = cancel_order(self.session, self.site, self._occasion, why, cause)
        return Came(APPLIED, f"the order is `{ended.stage}`")

    def _address(self) -> Came:
        """Another address, by how far the goods are; on the way carriers are asked once the rules admit it."""
        found, order = outlook_of(self.session, self.event.merchant, self.event.order_id), self._order
        wanted = self._personal["shipping_address"]
        if found.address is Follows.TOO_LATE:
            why = "share a parcel with other orders" if found.reach is Reach.HANDED_OVER else f"are `{found.reach}`"
            return Came(REFUSED, f"the goods {why}; an address changes nothing any more", "too_late")
        if found.reach is Reach.HANDED_OVER and _leads_abroad(order, wanted):
            return Came(REFUSED, "a parcel under way cannot go to another country; cancel to call it back", "too_late")
        detail = self._changed({"shipping_address": wanted})
        lost = warnings_for(order, self.event.created_by)
        return Came(APPLIED, "; ".join([detail, f"goods are `{found.reach}`", *(each.text for each in lost)]))

    @property
    def _personal(self) -> Mapping[str, object]:
        found = personal_of(self.desk, self.session, self.event)
        if found is None or (self.event.type == ADDRESS and "shipping_address" not in found):
            raise PersonErased(self.event.order_id, ("personal values",))
        return found

    @property
    def _order(self) -> Order:
        return content(self.desk, self.session, self.event.order_id)

    @property
    def _reason(self) -> str:
        return str(self.event.facts.get("reason_code") or "")

    @property
    def _who(self) -> Caller:
        return Caller(merchant=self.event.merchant, name=self.event.created_by)

    @property
    def _occasion(self) -> Occasion:
        return Occasion(
            merchant=self.event.merchant, order_id=self.event.order_id, now=self.now, actor=self.event.created_by
        )


def _leads_abroad(order: Order, wanted: object) -> bool:
    country = wanted.get("country") if isinstance(wanted, Mapping) else None
    return country is not None and country != order.shipping_address.country


def _moment(text: object) -> datetime | None:
    return None if text is None else datetime.fromisoformat(str(text))
