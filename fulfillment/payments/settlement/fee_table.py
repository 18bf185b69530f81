"""A table of agreed fees: CSV with the columns provider, currency, percent, fixed, tolerance (major units)."""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from io import StringIO

from engine.order.currency import known_currency
from engine.order.money import from_decimal
from fulfillment.payments.settlement.agreeing import MOST_MINOR, PROVIDER
from fulfillment.payments.settlement.case_errors import FeesRejected
from fulfillment.records import AgreedFee

COLUMNS = ("provider", "currency", "percent", "fixed", "tolerance")
NEEDED = COLUMNS[:3]
PPM = 10_000  # of a percent
MOST_PERCENT = 100


def read_fees(text: str, merchant: str) -> list[AgreedFee]:
    """All rows. `fixed` and `tolerance` may be empty: nothing, and one minor unit. Raises FeesRejected."""
    rows = csv.DictReader(StringIO(text))
    absent = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if absent:
        raise FeesRejected(1, absent[0], f"the column is missing; a heading is {','.join(COLUMNS)}")
    fees = [_fee(number, row, merchant) for number, row in enumerate(rows, start=2)]
    seen: set[tuple[str, str]] = set()
    for number, fee in enumerate(fees, start=2):
        if (fee.provider, fee.currency) in seen:
            raise FeesRejected(number, "currency", "this provider and currency stand twice; keep one row")
        seen.add((fee.provider, fee.currency))
    return fees


def _fee(number: int, row: Mapping[str, str | None], merchant: str) -> AgreedFee:
    provider = (row["provider"] or "").strip()
    if re.fullmatch(PROVIDER, provider) is None:
        raise FeesRejected(number, "provider", "name the provider as reports do, such as stripe")
    try:
        currency = known_currency((row["currency"] or "").strip())
    except ValueError as error:
        raise FeesRejected(number, "currency", str(error)) from error
    percent = _decimal(number, row, "percent")
    if percent is None or not 0 <= percent <= MOST_PERCENT:
        raise FeesRejected(number, "percent", "write a number from 0 to 100, such as 2.9")
    if percent * PPM % 1:
        raise FeesRejected(number, "percent", "write at most four digits behind the point")
    return AgreedFee(
        merchant_id=merchant,
        provider=provider,
        currency=currency,
        share_ppm=int(percent * PPM),
        fixed=_minor(number, row, "fixed", currency, 0),
        tolerance=_minor(number, row, "tolerance", currency, 1),
    )


def _minor(number: int, row: Mapping[str, str | None], name: str, currency: str, otherwise: int) -> int:
    amount = _decimal(number, row, name)
    if amount is None:
        return otherwise
    try:
        minor = from_decimal(amount, currency).minor
    except ValueError as error:
        raise FeesRejected(number, name, str(error)) from error
    if minor < 0:
        raise FeesRejected(number, name, "write what is kept as a positive amount")
    if minor > MOST_MINOR:
        raise FeesRejected(number, name, "is more than any fee")
    return minor


def _decimal(number: int, row: Mapping[str, str | None], name: str) -> Decimal | None:
    text = (row.get(name) or "").strip()
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise FeesRejected(number, name, f"`{text[:20]}` is no number; write one such as 0.30")
    return amount
