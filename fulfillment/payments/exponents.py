"""With how many decimal digits a gateway counts a currency, and its amounts turned into ours and back.

Ours are minor units after ISO 4217. data/payments/minor_units.yaml lists where a gateway counts otherwise; JPY 15000
of a PayPal report is 150 yen, CLP 1000 of Adyen is ten pesos.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType

from engine.bundled import data_folder
from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.order.currency import exponents
from fulfillment.errors import PaymentRefused


@dataclass(frozen=True, slots=True)
class Counting:
    """How one gateway counts: `every` currency alike, or some otherwise; `step` is the smallest amount it takes."""

    digits: Mapping[str, int]
    step: Mapping[str, int]
    every: int | None = None


def psp_exponent(gateway: str, currency: str) -> int:
    """Decimal digits of a currency at a gateway; those of ISO 4217 where nothing else is known.

    Raises PaymentRefused for what is no currency.
    """
    counting = countings().get(gateway)
    if currency not in exponents():
        msg = f"`{currency}` is no currency of ISO 4217; check the message"
        raise PaymentRefused(msg)
    if counting is None:
        return exponents()[currency]
    return counting.every if counting.every is not None else counting.digits.get(currency, exponents()[currency])


def from_gateway(gateway: str, amount: int, currency: str) -> int:
    """A gateway's whole amount as ours. Raises PaymentRefused when ours cannot hold it."""
    return _whole(Decimal(amount).scaleb(-psp_exponent(gateway, currency)), exponents()[currency], currency)


def from_decimal_text(gateway: str, text: str, currency: str) -> int:
    """An amount in major units, as PayPal writes it, as ours. Raises PaymentRefused for what is none."""
    digits = psp_exponent(gateway, currency)
    try:
        value = Decimal(text)
        exact = (
            value.is_finite() and abs(value) < Decimal(10) ** 13 and value == value.quantize(Decimal(1).scaleb(-digits))
        )
    except InvalidOperation:
        exact = False
    if not exact:
        msg = f"`{text}` is no amount of {currency}, which `{gateway}` counts with {digits} decimals"
        raise PaymentRefused(msg)
    return _whole(value, exponents()[currency], currency)


def to_gateway(gateway: str, amount: int, currency: str) -> int:
    """Our amount as a gateway counts it. Raises PaymentRefused when the gateway could not take it exactly."""
    theirs = _whole(Decimal(amount).scaleb(-exponents().get(currency, 0)), psp_exponent(gateway, currency), currency)
    counting = countings().get(gateway)
    step = 1 if counting is None else counting.step.get(currency, 1)
    if theirs % step:
        msg = f"`{gateway}` takes {currency} only in steps of {step} of its units; {theirs} is none"
        raise PaymentRefused(msg)
    return theirs


def takeable(gateway: str, amount: int, currency: str) -> int:
    """The largest amount of ours, at most this one, that a gateway takes exactly; 0 where there is none."""
    ours, theirs = exponents()[currency], psp_exponent(gateway, currency)
    counting = countings().get(gateway)
    step = 1 if counting is None else counting.step.get(currency, 1)
    # How many of our units one step is; where theirs are finer than ours, the least that is whole in both.
    units = int(max(Decimal(1), Decimal(step).scaleb(ours - theirs)))
    return amount - amount % units


@cache
def countings() -> Mapping[str, Counting]:
    """The whole table, by gateway. Raises DataRejected when it is not as it must be."""
    file = read_yaml(data_folder() / "payments" / "minor_units.yaml")
    return MappingProxyType({name: _counting(file.part(name)) for name in file.names()})


def _counting(record: Record) -> Counting:
    for told in ("source", "url"):
        record.text(told)
    record.needed_day("read")
    record.choice("confidence", frozenset({"high", "medium", "low"}))
    every = record.optional("every")
    read = Counting(_numbers(record, "digits"), _numbers(record, "step"), None if every is None else int(every))
    record.close()
    return read


def _numbers(record: Record, key: str) -> Mapping[str, int]:
    part = record.part(key)
    found = {name: int(part.number(name)) for name in part.names()}
    unknown = found.keys() - exponents().keys()
    if unknown:
        raise DataRejected(part.where, f"{', '.join(sorted(unknown))} is no currency of ISO 4217")
    return MappingProxyType(found)


def _whole(major: Decimal, digits: int, currency: str) -> int:
    scaled = major.scaleb(digits)
    whole = scaled.to_integral_value(rounding=ROUND_HALF_EVEN)
    if whole != scaled:
        msg = f"{major} {currency} has more decimals than can be counted here; check the currency"
        raise PaymentRefused(msg)
    return int(whole)
