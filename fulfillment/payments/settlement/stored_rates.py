"""Rates of exchange as the merchant has stored them, for weighing what a provider made of an amount."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from engine.order.currency import exponents
from engine.order.money import Money
from engine.store.sessions import ReadSession
from fulfillment.errors import NoRate
from fulfillment.payments.rates import convert
from fulfillment.payments.settlement.expected import Rates

OLDEST = timedelta(days=7)  # no market is closed for longer; an older rate says nothing of this day
UNITS = 10**9  # of the smaller kind, so that rounding to the other's does not show


def stored_rates(session: ReadSession, merchant: str) -> Rates:
    """What one major unit was worth on a day, straight, turned round or by way of the euro."""

    @cache
    def known(base: str, quote: str, at: datetime) -> Decimal | None:
        digits = exponents()
        if base not in digits or quote not in digits:
            return None
        try:
            found = convert(session, merchant, Money(UNITS, base), quote, at)
        except NoRate:
            return None
        if any(at - each.at > OLDEST for each in found.rates):
            return None
        return Decimal(found.amount.minor).scaleb(-digits[quote]) / Decimal(UNITS).scaleb(-digits[base])

    return known
