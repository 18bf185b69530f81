"""Rate cards of a merchant's own: taken in from a table, kept with their history, read back as a rate book."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.ids import Ids, Prefix
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ShippingRate
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.rate_card import Band, RateBook, RateCard
from fulfillment.shipping.rate_table import RowFault, read_rate_table
from fulfillment.shipping.waking import wake_waiting
from fulfillment.store.shipping import add_shipping_rates, shipping_rates_after, shipping_rates_begun

_BAND = ("over_g", "up_to_g", "base", "included_g", "step_g", "per_kg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who brings a table in, for which merchant, and when; `only_look` keeps nothing."""

    merchant: str
    actor: str
    now: datetime
    only_look: bool = False


@dataclass(frozen=True, slots=True)
class RatesTaken:
    """How many cards are new (or would be), how many stood so already, and every fault; with one nothing is kept."""

    new: int
    known: int
    faults: tuple[RowFault, ...]


def import_rates(session: WriteSession, ids: Ids, data: ShippingData, entry: Entry, content: bytes) -> RatesTaken:
    """Takes a table in. Raises RateTableRefused when it is none."""
    read = read_rate_table(content, data.zones)
    faults = read.faults or _other_currencies(read.cards, data)
    if faults:
        return RatesTaken(0, 0, faults)
    standing = {_place(each): card_of(each) for each in shipping_rates_after(session, entry.merchant)}
    new = [each for each in read.cards if standing.get((each.service, each.zone, each.valid_from.isoformat())) != each]
    if not entry.only_look:
        add_shipping_rates(session, [_row(ids, entry, each) for each in new])
        wake_waiting(session, ids, entry.merchant, entry.now)
    return RatesTaken(len(new), len(read.cards) - len(new), ())


def _other_currencies(cards: Sequence[RateCard], data: ShippingData) -> tuple[RowFault, ...]:
    """Surcharges of a service that the merchant stated are added to its cards, so both are of one currency."""
    stated = data.services
    odd = {(each.service, each.currency) for each in cards
           if stated[each.service].is_own and stated[each.service].currency != each.currency}  # fmt: skip
    return tuple(
        RowFault(1, "currency", f"`{service}` is stated in {stated[service].currency}, not in {currency}")
        for service, currency in sorted(odd)
    )


def rate_book(session: ReadSession, merchant: str, data: ShippingData, on: date) -> RateBook:
    """The cards that count for a merchant on a day."""
    return RateBook(data.cards, [card_of(each) for each in shipping_rates_begun(session, merchant, on)])


def card_of(rate: ShippingRate) -> RateCard:
    """A kept card."""
    bands, registration, fuel_bp = (rate.data[name] for name in ("bands", "registration", "fuel_bp"))
    return RateCard(
        service=rate.service,
        zone=rate.zone,
        currency=rate.currency,
        valid_from=date.fromisoformat(rate.valid_from),
        valid_until=date.fromisoformat(rate.valid_until) if rate.valid_until else None,
        bands=tuple(Band(**dict(zip(_BAND, each, strict=True))) for each in _rows(bands)),
        registration=int(str(registration)),
        fuel_bp=int(str(fuel_bp)),
    )


def _rows(bands: object) -> Sequence[Sequence[int]]:
    return bands if isinstance(bands, list) else ()


def _row(ids: Ids, entry: Entry, card: RateCard) -> ShippingRate:
    data: Mapping[str, object] = {
        "bands": [[getattr(band, name) for name in _BAND] for band in card.bands],
        "registration": card.registration,
        "fuel_bp": card.fuel_bp,
    }
    return ShippingRate(
        id=ids.new(Prefix.SHIPPING_RATE),
        merchant_id=entry.merchant,
        service=card.service,
        zone=card.zone,
        currency=card.currency,
        valid_from=card.valid_from.isoformat(),
        valid_until="" if card.valid_until is None else card.valid_until.isoformat(),
        data=data,
        entered_at=entry.now,
        entered_by=entry.actor,
    )


def _place(rate: ShippingRate) -> tuple[str, str, str]:
    return rate.service, rate.zone, rate.valid_from
