"""What the demonstration shop has stated of its costs: work and filler, the tax within its prices, what providers keep,
and the duty that it asks for at checkout. All of it is made up; law and published tariffs are not read for it.
"""

from collections.abc import Mapping
from dataclasses import replace

from api.demo_shop.names import DEMO
from api.demo_shop.orders import Planned
from api.demo_shop.town import Town
from engine.order.order import Order
from engine.order.terms import Incoterm
from engine.simulation.lanes import MARKETS
from fulfillment.payments.settlement.agreeing import agree_fee
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.profit.terms import read_terms
from fulfillment.records import AgreedFee
from fulfillment.store.profit import put_profit_terms

BY = "Omar"
WORK = "parcel,,EUR,0.90,\npiece,,EUR,0.15,\nmaterial,,EUR,0.35,\n"
# Percent within prices; the United States add theirs to the price.
TAX: Mapping[str, str] = {
    "US": "0", "CA": "5", "GB": "20", "AU": "10", "NZ": "15", "IE": "23", "SG": "9", "AE": "5", "DE": "19", "AT": "20",
    "CH": "8.1", "FR": "20", "BE": "21", "NL": "21", "IT": "22", "ES": "21", "MX": "16", "CL": "19", "BR": "17",
    "PL": "23", "SE": "25", "DK": "25", "NO": "25", "JP": "10", "KR": "10",
}  # fmt: skip
# Share in millionths, and cents of euro, dollar and pound for each sale.
FEES: Mapping[str, tuple[int, int]] = {
    "stripe": (15_000, 25), "adyen": (12_000, 11), "paypal": (24_900, 35), "amazon": (150_000, 0),
    "ebay": (110_000, 35), "bank": (0, 20), "cash_on_delivery": (10_000, 150),
}  # fmt: skip
WITH_CENTS, TOLERANCE = frozenset({"EUR", "USD", "GBP"}), 5
DUTY_PERCENT: Mapping[str, int] = {"US": 15, "CA": 8, "MX": 19}  # where no parcel, or hardly any, enters free


def state_costs(town: Town) -> None:
    """Keeps them, as an operator would before the first sale."""
    rows = "".join(f"tax,{country},,,{percent}\n" for country, percent in TAX.items())
    terms = read_terms(f"kind,name,currency,amount,percent\n{WORK}{rows}", DEMO)
    currencies = sorted({each.currency for each in MARKETS.values()})
    with town.house.database.write() as session:
        put_profit_terms(session, DEMO, terms)
        sitting = Sitting(session=session, site=town.site, merchant=DEMO, now=town.now, actor=BY)
        for provider, (share, cents) in FEES.items():
            for currency in currencies:
                fixed = cents if currency in WITH_CENTS else 0
                agree_fee(sitting, AgreedFee(
                    merchant_id=DEMO, provider=provider, currency=currency, share_ppm=share, fixed=fixed,
                    tolerance=TOLERANCE,
                ))  # fmt: skip


def with_duty(one: Planned) -> Planned:
    """The same, with the duty in the sum where the shop bears it on arrival."""
    return replace(one, order=_dutiable(one.order), mended=_dutiable(one.mended))


def _dutiable(order: Order) -> Order:
    to, chosen = order.shipping_address.country or "", order.shipping
    leaves = None if order.ship_from is None else order.ship_from.country
    is_borne = chosen is not None and chosen.incoterm is Incoterm.DDP and leaves != to
    duty = (order.totals.goods or 0) * DUTY_PERCENT.get(to, 0) // 100 if is_borne else 0
    if not duty:
        return order
    totals, payment = replace(order.totals, duty=duty, total=order.totals.total + duty), order.payment
    if payment is not None:
        sums = {name: held + duty for name in ("authorised", "captured") if (held := getattr(payment, name))}
        payment = replace(payment, **sums)
    return replace(order, totals=totals, payment=payment)
