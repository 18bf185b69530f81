"""What an order should earn, before it ships: every part of it with where it is from, and what nobody knows as unknown.

Amounts are compared and exchanged at the reference rates that the desk decides by; nothing is converted for payment.
"""

from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.freight.parcels import SentParcel, sent_parcels
from fulfillment.freight.sources import Sources
from fulfillment.profit.exchanging import Till
from fulfillment.profit.figure import OrderProfit
from fulfillment.profit.goods import goods_cost, warehouses
from fulfillment.profit.sale import Fees, fees, revenue, tax_within
from fulfillment.profit.sending import duty, freight, packing
from fulfillment.profit.sold import seen_of, sold_lines
from fulfillment.profit.terms import Terms, terms_of
from fulfillment.shipping.loading import ShippingData
from fulfillment.store.profit import profit_terms
from fulfillment.store.settlement_cases import agreed_fees


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a merchant has stated for all of its orders: costs, fees, and services of its own beside others."""

    terms: Terms
    fees: Fees
    shipping: ShippingData


def agreed_by(session: ReadSession, sources: Sources, merchant: str) -> Agreed:
    """Read once for many orders."""
    fees_ = {(each.provider, each.currency): each for each in agreed_fees(session, merchant)}
    terms, shipping = terms_of(profit_terms(session, merchant)), sources.shipping_of(session, merchant)
    return Agreed(terms=terms, fees=fees_, shipping=shipping)


def expected_profit(
    session: ReadSession, sources: Sources, merchant: str, order_id: str, *, currency: str = "", service: str = ""
) -> OrderProfit:
    """What the order should earn. `total_minor` of it is None where a part is not known; `known_minor` never is.

    `currency`: in which, else in the order's own. `service`: with this service of data/shipping, else with that of its
    parcels, or else with the one that a quote chooses. Raises NotFound and PersonErased.
    """
    file = sources.view.file_of(session, merchant, order_id)
    parcels = sent_parcels(session, merchant, file, sources.data)
    agreed = agreed_by(session, sources, merchant)
    return expected_of(session, sources, merchant, file, parcels, agreed, currency=currency, service=service)


def expected_of(
    session: ReadSession, sources: Sources, merchant: str, file: CustomsFile, parcels: tuple[SentParcel, ...],
    agreed: Agreed, *, currency: str = "", service: str = "",
) -> OrderProfit:  # fmt: skip
    """The same of an order that was read already."""
    till = Till(currency or file.order.currency, file.rates)
    lines = sold_lines(file)
    sent = freight(session, file, agreed.shipping, sources.laws, merchant, parcels, lines, till, service)
    return OrderProfit(
        order_id=file.order_id,
        currency=till.currency,
        figures=(
            revenue(file, till),
            *tax_within(file, till, agreed.terms),
            *goods_cost(file, till, warehouses(session, merchant, file.order_id)),
            *fees(file, till, agreed.fees),
            *packing(parcels, lines, till, agreed.terms),
            *sent.figures,
            *duty(file, till),
        ),
        lines=lines,
        seen=seen_of(file, parcels, sent.chosen),
    )
