"""What an order has earned: bills, reports and the ledger in the place of what was expected, as far as they came."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.store.sessions import ReadSession
from fulfillment.freight.parcels import SentParcel, sent_parcels
from fulfillment.freight.sources import Sources
from fulfillment.parts import counted
from fulfillment.profit.billed import Billed, billed
from fulfillment.profit.exchanging import Till
from fulfillment.profit.expecting import Agreed, agreed_by, expected_of
from fulfillment.profit.figure import Figure, OrderProfit, Part
from fulfillment.profit.settled import Booked, booked
from fulfillment.records import Claim
from fulfillment.states import Demand, Stage
from fulfillment.store.cases import find_case
from fulfillment.store.claims import claims_of
from fulfillment.store.freight import freight_lines_of_parcels
from fulfillment.store.money import position_of
from fulfillment.store.settlement import lines_of_orders

CALLED_OFF = frozenset({Stage.CANCELLED, Stage.REJECTED})
GRANTED = frozenset({Demand.APPROVED, Demand.PAID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profits:
    """An order's profit as it was expected, and as far as it is booked by now. `is_off`: it was called off before it
    left, and nothing more is expected of it."""

    expected: OrderProfit
    actual: OrderProfit
    is_off: bool = False


def profits_of(
    session: ReadSession, sources: Sources, merchant: str, order_id: str, *, currency: str = "",
    agreed: Agreed | None = None,
) -> Profits:  # fmt: skip
    """Both profits of an order, in a currency, else in the order's own. Raises NotFound and PersonErased."""
    file = sources.view.file_of(session, merchant, order_id)
    parcels = sent_parcels(session, merchant, file, sources.data, voided=True)
    numbered = {each.id for each in counted([each.shipment for each in parcels])}
    live = tuple(each for each in parcels if each.shipment.id in numbered)
    stated = agreed or agreed_by(session, sources, merchant)
    expected = expected_of(session, sources, merchant, file, live, stated, currency=currency)
    till = Till(expected.currency, file.rates)
    bills = freight_lines_of_parcels(session, merchant, {each.shipment.number for each in parcels})
    # A number may stand on a voided label and on one that counts: whoever sends in it now comes first.
    ordered = (*live, *(each for each in parcels if each.shipment.id not in numbered))
    freight = billed(file, ordered, expected.lines, bills, till)
    money = booked(
        lines_of_orders(session, merchant, [order_id]).get(order_id, ()),
        position_of(session, order_id),
        file.order.channel,
        till,
    )
    claims = claims_of(session, merchant, order_id)
    case = find_case(session, merchant, order_id)
    is_off = case is not None and case.stage in CALLED_OFF
    actual = actual_of(replace(expected, figures=()) if is_off else expected, live, money, freight, claims, till)
    return Profits(expected=expected, actual=actual, is_off=is_off)


def actual_of(
    expected: OrderProfit, parcels: tuple[SentParcel, ...], money: Booked, freight: Billed, claims: tuple[Claim, ...],
    till: Till,
) -> OrderProfit:  # fmt: skip
    """What is booked takes the place of what was expected of the same part; of freight, parcel by parcel."""
    replaced = money.replaces | freight.parts
    kept = [each for each in expected.figures if each.part is not Part.FREIGHT and each.part not in replaced]
    kept += _unbilled(expected, parcels, freight)
    kept += _claims(claims, freight, till)
    figures = (*kept, *money.figures, *freight.figures)
    order = list(Part)
    return replace(expected, figures=tuple(sorted(figures, key=lambda each: order.index(each.part))))


def _unbilled(expected: OrderProfit, parcels: tuple[SentParcel, ...], freight: Billed) -> Iterator[Figure]:
    """Freight that is still expected: of parcels that no bill names, or all of it before there are any."""
    figures = [each for each in expected.figures if each.part is Part.FREIGHT]
    if len(figures) == len(parcels):
        pairs = zip(figures, parcels, strict=True)
        yield from (figure for figure, sent in pairs if sent.shipment.number not in freight.parcels)
    elif any(sent.shipment.number not in freight.parcels for sent in parcels) or not freight.parcels:
        yield from figures


def _claims(claims: tuple[Claim, ...], freight: Billed, till: Till) -> Iterator[Figure]:
    """A carrier that has granted a claim pays it with a later bill."""
    if Part.CLAIM not in freight.parts and any(each.state in GRANTED for each in claims):
        yield till.unknown(Part.CLAIM, "claim.not_in_a_bill_yet")
