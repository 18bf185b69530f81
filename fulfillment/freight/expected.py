"""What a bill should say of a parcel: by what was packed, the rate card of the day, and what customs should ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.desk.errors import PersonErased
from engine.order.money import Money
from engine.order.terms import Incoterm
from engine.store.sessions import ReadSession
from fulfillment.documents.converting import Converter, StoredRates
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.documents.declaration_errors import NoStoredRate
from fulfillment.errors import NotFound
from fulfillment.freight.parcels import SentParcel, sent_parcels
from fulfillment.freight.rated import Rated, rated
from fulfillment.freight.sources import Sources
from fulfillment.parts import has_left
from fulfillment.records import Shipment
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_rates import rate_book
from fulfillment.shipping.rate_card import RateCard
from fulfillment.states import Voyage
from fulfillment.store.shipments import shipments_of_number
from fulfillment.tracking.vocabulary import is_under_way

EURO = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """What a carrier may have advanced to customs for the sender; None where nobody can tell. `why` says on what that
    rests."""

    duty: Money | None
    tax: Money | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedBill:
    """One parcel. `rated` is a word where it has no price; `cards` are those of the service's other zones that day."""

    shipment: Shipment
    sent: SentParcel | None
    rated: Rated | str
    cards: Mapping[str, RateCard] = field(default_factory=dict)
    advance: Advance | None = None
    rates: StoredRates | None = None

    @property
    def is_voided(self) -> bool:
        """Its label was taken back, and no carrier ever had it."""
        return self.shipment.state == Voyage.VOIDED and not self.is_taken

    @property
    def is_taken(self) -> bool:
        """The carrier has it, or had it."""
        seen = is_under_way(self.shipment.status) or has_left(self.shipment)
        return seen or self.handed_on is not None

    @property
    def handed_on(self) -> date | None:
        """The day of the hand-over."""
        return None if self.sent is None else self.sent.day

    def in_currency(self, money: Money, currency: str) -> int | None:
        """An amount as the bill counts; None where no rate is stored."""
        try:
            return Converter(source=money.currency, target=currency, rates=self.rates).minor(money.minor)
        except NoStoredRate:
            return None


@dataclass(slots=True)
class Expectations:
    """Answers for the parcels of one bill; an order is read once."""

    sources: Sources
    merchant: str
    services: Mapping[str, str]  # the carrier's word -> service
    _files: dict[str, CustomsFile | str] = field(default_factory=dict)
    _sent: dict[str, Mapping[str, SentParcel]] = field(default_factory=dict)
    _data: ShippingData | None = None

    def of(self, session: ReadSession, number: str, word: str) -> ExpectedBill | None:
        """What a number on one of our labels stands for; `word` is the carrier's for the service. None for no label."""
        found = shipments_of_number(session, self.merchant, number)
        if not found:
            return None
        shipment = next((each for each in found if each.state != Voyage.VOIDED), found[0])
        file = self._file(session, shipment.order_id)
        if isinstance(file, str):
            return ExpectedBill(shipment=shipment, sent=None, rated=file)
        sent = self._sent[shipment.order_id].get(shipment.id)
        if sent is None:
            return ExpectedBill(shipment=shipment, sent=None, rated="parcel_unknown")
        service = shipment.service_id or self.services.get(word.casefold(), "")
        data = self._shipping(session)
        book = rate_book(session, self.merchant, data, sent.day or file.lane.on)
        priced = rated(data, book, service, sent.dispatch(file)) if service else "service_not_chosen"
        cards = {}
        if isinstance(priced, Rated):
            day = sent.day or file.lane.on
            zones = (each.id for each in priced.service.zones)
            cards = {zone: card[0] for zone in zones if (card := book.card(service, zone, day)) is not None}
        return ExpectedBill(
            shipment=shipment,
            sent=sent,
            rated=priced,
            cards=cards,
            advance=advance_of(file) if len(found) == 1 else None,
            rates=file.rates,
        )

    def _shipping(self, session: ReadSession) -> ShippingData:
        """Services, the merchant's own among them."""
        if self._data is None:
            self._data = self.sources.shipping_of(session, self.merchant)
        return self._data

    def _file(self, session: ReadSession, order_id: str) -> CustomsFile | str:
        if order_id not in self._files:
            try:
                file = self.sources.view.file_of(session, self.merchant, order_id)
            except PersonErased:
                self._files[order_id] = "person_erased"
            except NotFound:
                self._files[order_id] = "order_unknown"
            else:
                sent = sent_parcels(session, self.merchant, file, self.sources.data, voided=True)
                self._files[order_id] = file
                self._sent[order_id] = {each.shipment.id: each for each in sent}
        return self._files[order_id]


def advance_of(file: CustomsFile) -> Advance:
    """Duty and tax that the sender may be asked for, as the law of today is read for the order.

    Nothing where the buyer pays on arrival; no tax where it was paid at the sale. What a duty comes to is known only
    where none is due, or where the order states what the buyer paid for it.
    """
    order, lane = file.order, file.lane
    nothing = Money(0, order.currency)
    is_ddp = order.shipping is not None and order.shipping.incoterm is Incoterm.DDP
    if lane.movement is not None and lane.movement != "import":
        return Advance(duty=nothing, tax=nothing, why="no_import")
    if lane.movement is None:
        return Advance(duty=None, tax=None, why="movement_unknown")
    if not is_ddp:
        is_known = order.shipping is not None and order.shipping.incoterm is not None
        unpaid = nothing if is_known else None
        return Advance(duty=unpaid, tax=unpaid, why="paid_by_buyer" if is_known else "terms_unknown")
    return Advance(duty=_duty(file), tax=_tax(file), why="delivered_duty_paid")


def _duty(file: CustomsFile) -> Money | None:
    lane, totals = file.lane, file.order.totals
    if lane.is_free_of_tariff:
        return Money(lane.charges_eur_minor or 0, EURO)
    if totals.duty is None:
        return None
    return Money(totals.duty, file.order.currency)


def _tax(file: CustomsFile) -> Money | None:
    lane, totals = file.lane, file.order.totals
    if lane.regime is not None or lane.tax_due is False:
        return Money(0, file.order.currency)
    return None if totals.tax is None else Money(totals.tax, file.order.currency)
