"""A quote: every service for an order or a stated dispatch, with prices, refusals, and the one that is chosen.

Values and prices are compared by the reference rates that the desk decides by; nothing is converted for payment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.facts.values import line_value
from engine.order.money import Money
from engine.store.sessions import ReadSession
from fulfillment.documents.converting import Converter, StoredRates
from fulfillment.documents.customs_file import CustomsFile, CustomsView
from fulfillment.documents.declaration_errors import NoStoredRate
from fulfillment.packing.boxing import CLOSED
from fulfillment.packing.errors import Unmeasured
from fulfillment.shipping.choosing import Choice, Wishes, choose
from fulfillment.shipping.desk import Laws
from fulfillment.shipping.dispatch import Dispatch, Parcel, Terms
from fulfillment.shipping.feasible import Feasible, feasible
from fulfillment.shipping.goods_class import classes_of
from fulfillment.shipping.live import NOT_ASKED, Live, with_live
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_rates import rate_book
from fulfillment.store.boxes import boxes_at
from fulfillment.store.cases import fulfilments_of
from fulfillment.store.warehouse import parcels_of

DEFAULT_ORIGIN = "CN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """`currency` is what services are compared in."""

    dispatch: Dispatch
    feasible: Feasible
    choice: Choice
    currency: str
    costs: Mapping[str, int]


def quote(
    session: ReadSession, data: ShippingData, laws: Laws, merchant: str, dispatch: Dispatch, wishes: Wishes,
    currency: str, live: Live = NOT_ASKED,
) -> Quote:  # fmt: skip
    """What every service says of a dispatch, by what carriers answered before the merchant's own rate cards, and by
    these before those that come with Clearway."""
    book = rate_book(session, merchant, data, dispatch.on)
    found = with_live(feasible(data.services.values(), book, dispatch), dispatch, live)
    rates = laws.reference_rates(merchant)
    costs = {each.service.id: cost for each in found.offers
             if (cost := in_currency(each.price.total, currency, rates)) is not None}  # fmt: skip
    choice = choose(found.offers, costs, wishes)
    return Quote(dispatch=dispatch, feasible=found, choice=choice, currency=currency, costs=costs)


def dispatch_of_order(
    session: ReadSession, view: CustomsView, data: ShippingData, laws: Laws, merchant: str, order_id: str
) -> Dispatch:
    """An order as it would be sent today: its packed boxes, or else all of it as one parcel whose size is known only
    where it is a single piece. Raises NotFound, PersonErased, and Unmeasured where no weight is known.
    """
    return dispatch_of_file(session, view.file_of(session, merchant, order_id), data, laws, merchant)


def dispatch_of_file(
    session: ReadSession, file: CustomsFile, data: ShippingData, laws: Laws, merchant: str
) -> Dispatch:
    """The same of an order that was read already. Raises Unmeasured."""
    order, address, on = file.order, file.order.shipping_address, file.lane.on
    country, postcode = address.country or "", address.postcode or ""
    parcels = tuple(_packed(session, merchant, file, data)) or (_unpacked(file, data),)
    worth = Money(sum(line_value(each) for each in order.lines), order.currency)
    incoterm = None if order.shipping is None else order.shipping.incoterm
    return Dispatch(
        parcels=parcels,
        origin=DEFAULT_ORIGIN if order.ship_from is None else order.ship_from.country,
        country=country,
        on=on,
        postcode=postcode,
        values=values_in(worth, data, laws.reference_rates(merchant)),
        identifiers=identifiers_of(file),
        terms=None if incoterm is None else Terms(incoterm),
        barred=laws.embargo_over(merchant, country, address.state or "", postcode, on),
        city=address.city or "",
        origin_postcode="" if order.ship_from is None else order.ship_from.postcode or "",
    )


def values_in(worth: Money, data: ShippingData, rates: StoredRates | None) -> Mapping[str, int]:
    """What goods are worth in every currency in which a service states a cap, as far as rates are known."""
    asked = {each.cap.currency for each in data.services.values() if each.cap is not None} | {worth.currency, "EUR"}
    found = {currency: in_currency(worth, currency, rates) for currency in asked}
    return {currency: minor for currency, minor in sorted(found.items()) if minor is not None}


def in_currency(money: Money, currency: str, rates: StoredRates | None) -> int | None:
    """An amount in another currency; None without a rate."""
    try:
        return Converter(source=money.currency, target=currency, rates=rates).minor(money.minor)
    except NoStoredRate:
        return None


def identifiers_of(file: CustomsFile) -> frozenset[str]:
    """Kinds of numbers at hand: of the order, of the buyer where the law asks for them, and of the merchant."""
    own = (each.kind.strip().upper() for each in file.order.tax_identifiers)
    kept = (each.kind.upper() for each in file.registrations if each.in_force(file.lane.on))
    given = (each.upper() for each in file.lane.ids_required - file.lane.ids_missing - file.lane.ids_invalid)
    return frozenset((*own, *kept, *given))


def _unpacked(file: CustomsFile, data: ShippingData) -> Parcel:
    lines = [each.effective.line for each in file.lines if each.effective.line.quantity]
    missing = [each.sku or each.title or "a line without a name" for each in lines if each.weight_g is None]
    if missing:
        raise Unmeasured(missing)
    only = lines[0] if len(lines) == 1 and lines[0].quantity == 1 else None
    size = None if only is None else only.dimensions
    return Parcel(
        weight_g=sum((each.weight_g or 0) * each.quantity for each in lines),
        goods=classes_of(lines, data.classes),
        sides_mm=None if size is None else sides_of(size.length_mm, size.width_mm, size.height_mm),
    )


def sides_of(*sides: int) -> tuple[int, int, int]:
    """Three sides, the longest first."""
    longest, middle, shortest = sorted(sides, reverse=True)
    return longest, middle, shortest


def _packed(session: ReadSession, merchant: str, file: CustomsFile, data: ShippingData) -> Iterator[Parcel]:
    """Each packed box with what lies in it; its sides where its kind is known."""
    for part in fulfilments_of(session, merchant, file.order_id):
        closed = [each for each in parcels_of(session, part.id) if each.state == CLOSED]
        boxes = {each.name: each for each in boxes_at(session, merchant, part.warehouse)} if closed else {}
        for parcel in closed:
            box = boxes.get(parcel.box)
            inside = {int(number) for number in parcel.contents}
            yield Parcel(
                weight_g=parcel.weight_g,
                goods=classes_of((each.effective.line for each in file.lines if each.effective.number in inside),
                                 data.classes),
                sides_mm=None if box is None else sides_of(
                    box.outer_length_mm, box.outer_width_mm, box.outer_height_mm),
            )  # fmt: skip
