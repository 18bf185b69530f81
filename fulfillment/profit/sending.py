"""What sending an order should cost: boxes and work, freight, and duty that the seller bears."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.order.money import Money
from engine.store.sessions import ReadSession
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.freight.parcels import SentParcel
from fulfillment.freight.rated import Rated, rated
from fulfillment.packing.errors import Unmeasured
from fulfillment.profit.exchanging import Till
from fulfillment.profit.figure import Figure, Part, SoldLine
from fulfillment.profit.sale import is_paid_by_seller
from fulfillment.profit.terms import Term, Terms
from fulfillment.shipping.choosing import Needs, Way, Wishes
from fulfillment.shipping.desk import Laws
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_rates import rate_book
from fulfillment.shipping.quoting import dispatch_of_file, quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """Figures, and the service that a quote chose where no parcel has one."""

    figures: tuple[Figure, ...]
    chosen: str = ""


def packing(parcels: Sequence[SentParcel], lines: Sequence[SoldLine], till: Till, terms: Terms) -> Iterator[Figure]:
    """Boxes as they were taken, and what the merchant stated of material and work; what nobody stated is no figure."""
    for each in parcels:
        if each.box is not None and each.box.cost_minor:
            share = own_share(each, Money(each.box.cost_minor, each.box.currency))
            yield till.figure(Part.PACKING, share, f"box:{each.box.name}", weights=weights_in(each, lines))
    many = max(1, len(parcels))
    material, parcel, piece = (terms.cost(each) for each in (Term.MATERIAL, Term.PARCEL, Term.PIECE))
    if material is not None:
        yield till.figure(Part.PACKING, Money(-material.minor * many, material.currency), "terms.material")
    if parcel is not None:
        yield till.figure(Part.LABOUR, Money(-parcel.minor * many, parcel.currency), "terms.parcel")
    if piece is not None:
        pieces = sum(each.pieces for each in lines)
        yield till.figure(Part.LABOUR, Money(-piece.minor * pieces, piece.currency), "terms.piece")


def freight(
    session: ReadSession, file: CustomsFile, data: ShippingData, laws: Laws, merchant: str,
    parcels: Sequence[SentParcel], lines: Sequence[SoldLine], till: Till, service: str,
) -> Freight:  # fmt: skip
    """By the rate card in force: of each parcel's own service, of the one that is named, or of the one that a quote
    chooses for the order as it would be sent today."""
    if parcels and (service or all(each.shipment.service_id for each in parcels)):
        book = rate_book(session, merchant, data, max(each.day or file.lane.on for each in parcels))
        priced = [
            (each, rated(data, book, service or each.shipment.service_id, each.dispatch(file))) for each in parcels
        ]
        return Freight(figures=tuple(_of_parcel(each, found, lines, till) for each, found in priced))
    try:
        return _quoted(session, file, data, laws, merchant, till, service)
    except Unmeasured:
        return Freight(figures=(till.unknown(Part.FREIGHT, "freight.goods_unmeasured"),))


def duty(file: CustomsFile, till: Till) -> Iterator[Figure]:
    """Duty and fixed charges that the seller bears (DDP), as far as they are known before the carrier bills them. Where
    a flat duty is due for each item, no rate of the tariff counts beside it."""
    lane = file.lane
    if lane.movement != "import" or not is_paid_by_seller(file):
        return
    if lane.charges_eur_minor:
        yield till.figure(Part.DUTY, Money(-lane.charges_eur_minor, "EUR"), "customs.charges")
    if lane.is_free_of_tariff:
        return
    if file.order.totals.duty:
        yield till.figure(Part.DUTY, Money(-file.order.totals.duty, file.order.currency), "order.totals.duty")
    else:
        yield till.unknown(Part.DUTY, "duty.rate_not_known")


def weights_in(sent: SentParcel, lines: Sequence[SoldLine]) -> Mapping[int, int]:
    """Grams of each line in a parcel; its pieces where some weight is not known."""
    inside = [each for each in lines if sent.pieces.get(each.number)]
    if any(each.grams is None for each in inside):
        return {each.number: sent.pieces[each.number] for each in inside}
    return {each.number: (each.grams or 0) * sent.pieces[each.number] // each.pieces for each in inside}


def own_share(sent: SentParcel, money: Money) -> Money:
    """The order's share of what a parcel costs, as something that goes."""
    return Money(-sent.own(money.minor), money.currency)


def _of_parcel(sent: SentParcel, found: Rated | str, lines: Sequence[SoldLine], till: Till) -> Figure:
    weights = weights_in(sent, lines)
    if isinstance(found, str):
        return till.unknown(Part.FREIGHT, f"freight.{found}:{sent.shipment.service_id}", weights)
    return till.figure(Part.FREIGHT, own_share(sent, found.price.total), found.source, weights=weights)


def _quoted(
    session: ReadSession, file: CustomsFile, data: ShippingData, laws: Laws, merchant: str, till: Till, service: str
) -> Freight:
    sent = dispatch_of_file(session, file, data, laws, merchant)
    wishes = Wishes(way=Way.WEIGHED, needs=Needs(), worth=data.worth, terms=sent.terms)
    found = quote(session, data, laws, merchant, sent, wishes, data.worth_currency)
    chosen = service or found.choice.chosen
    offer = next((each for each in found.feasible.offers if each.service.id == chosen), None)
    if offer is None:
        why = f"freight.refused:{service}" if service else "freight.no_service"
        return Freight(figures=(till.unknown(Part.FREIGHT, why),))
    total = offer.price.total
    figure = till.figure(Part.FREIGHT, Money(-total.minor, total.currency), f"quote:{chosen}/{offer.zone.id}")
    return Freight(figures=(figure,), chosen=chosen)
