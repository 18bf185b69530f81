"""What a merchant states of costs that no bill names: CSV with the columns kind, name, currency, amount, percent.

`parcel`, `piece`: work for each parcel, for each piece; `material`: filler and tape for each parcel, beside the box.
`tax`: the share of value added tax within prices to the country that `name` is; what an order states goes before.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from io import StringIO

from engine.order.currency import known_currency
from engine.order.money import Money, from_decimal
from fulfillment.errors import FulfilmentError
from fulfillment.records import ProfitTerm

COLUMNS = ("kind", "name", "currency", "amount", "percent")
PPM = 10_000  # of a percent
MOST_PERCENT = 100
MOST_TERMS = 1_000


class Term(StrEnum):
    """What can be stated."""

    PARCEL = "parcel"
    PIECE = "piece"
    MATERIAL = "material"
    TAX = "tax"


class TermsRejected(FulfilmentError):
    """the table of costs cannot be read"""

    code = "profit_terms_rejected"

    def __init__(self, row: int, column: str, detail: str) -> None:
        self.row = row
        self.column = column
        super().__init__(f"row {row}, `{column}`: {detail}")


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of a merchant."""

    stated: Mapping[tuple[str, str], ProfitTerm]

    def cost(self, kind: Term) -> Money | None:
        """What one costs; None where nothing is stated."""
        found = self.stated.get((kind, ""))
        return None if found is None else Money(found.minor, found.currency)

    def tax_within(self, country: str, minor: int) -> int | None:
        """The tax within a price, rounded half up; None where no share is stated for the country."""
        found = self.stated.get((Term.TAX, country))
        if found is None:
            return None
        return (2 * minor * found.share_ppm + (PPM * 100 + found.share_ppm)) // (2 * (PPM * 100 + found.share_ppm))


def terms_of(rows: Iterable[ProfitTerm]) -> Terms:
    """What is kept, to be asked."""
    return Terms({(each.kind, each.name): each for each in rows})


def read_terms(text: str, merchant: str) -> list[ProfitTerm]:
    """All rows. Raises TermsRejected with the row (the heading is 1), the column and what to write."""
    rows = csv.DictReader(StringIO(text), restval="")
    absent = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if absent:
        raise TermsRejected(1, absent[0], f"the column is missing; a heading is {','.join(COLUMNS)}")
    terms: dict[tuple[str, str], ProfitTerm] = {}
    for number, row in enumerate(rows, start=2):
        if number > MOST_TERMS:
            raise TermsRejected(number, "", f"more than {MOST_TERMS} rows; leave out what is no cost of yours")
        term = _term(number, {name: (row[name] or "").strip() for name in COLUMNS}, merchant)
        if (term.kind, term.name) in terms:
            raise TermsRejected(number, "kind", "this stands twice; keep one row")
        terms[term.kind, term.name] = term
    return list(terms.values())


def _term(number: int, cells: Mapping[str, str], merchant: str) -> ProfitTerm:
    try:
        kind = Term(cells["kind"])
    except ValueError as error:
        raise TermsRejected(number, "kind", f"write one of {', '.join(Term)}") from error
    if kind is Term.TAX:
        name = cells["name"]
        if len(name) != 2 or not name.isascii() or not name.isalpha() or not name.isupper():
            raise TermsRejected(number, "name", "write the country as two capitals, such as DE")
        percent = _decimal(number, "percent", cells["percent"])
        if not 0 <= percent <= MOST_PERCENT or percent * PPM != int(percent * PPM):
            raise TermsRejected(number, "percent", "write a number from 0 to 100 with at most 4 decimals, such as 19")
        return ProfitTerm(
            merchant_id=merchant, kind=kind, name=name, currency="", minor=0, share_ppm=int(percent * PPM)
        )
    if cells["name"]:
        raise TermsRejected(number, "name", "leave it empty; only `tax` has one")
    try:
        currency = known_currency(cells["currency"])
        minor = from_decimal(_decimal(number, "amount", cells["amount"]), currency).minor
    except ValueError as error:
        raise TermsRejected(number, "currency", str(error)) from error
    if minor < 0:
        raise TermsRejected(number, "amount", "write what it costs as a positive amount")
    return ProfitTerm(merchant_id=merchant, kind=kind, name="", currency=currency, minor=minor, share_ppm=0)


def _decimal(number: int, column: str, text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount) > 10**12:
        raise TermsRejected(number, column, "write a number such as 0.30")
    return amount
