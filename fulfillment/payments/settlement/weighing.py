"""All lines of one order against what our books say of it. What comes out depends on the lines, not on their order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from engine.order.currency import exponents
from fulfillment.payments.settlement.difference import Difference, about
from fulfillment.payments.settlement.expected import Expected, Fee, Terms
from fulfillment.payments.settlement.kinds import PAID, Differs
from fulfillment.payments.settlement.report import LineKind
from fulfillment.records import SettledLine

MILLION = 1_000_000
REFUND = "refund"


def weigh(expected: Expected, lines: Sequence[SettledLine], terms: Terms) -> tuple[Difference, ...]:
    """Everything that differs about an order."""
    paid = [line for line in lines if line.kind in PAID]
    found = [*_missing(expected, lines, terms), *_refunds(expected, lines)]
    if paid:
        found += [*_amounts(expected, paid), *_late(expected, paid, terms)]
        found += [*_fees(expected, lines, terms), *_exchanges(expected, paid, terms)]
    return tuple(found)


def came(line: SettledLine, expected: Expected) -> tuple[str, int]:
    """Currency and amount of a line as the order counts: what the buyer paid, where that was exchanged."""
    if line.original_amount and line.original_currency in expected.coming:
        amount = abs(line.original_amount)
        return line.original_currency, amount if line.gross >= 0 else -amount
    return line.currency, line.gross


def is_settled(expected: Expected, lines: Sequence[SettledLine]) -> bool:
    """Whether all that was captured has been settled."""
    sums = _sums(expected, [line for line in lines if line.kind in PAID])
    return bool(sums) and all(sums[currency] >= amount for currency, amount in expected.coming.items())


def _missing(expected: Expected, lines: Sequence[SettledLine], terms: Terms) -> Iterator[Difference]:
    for part, at, kinds, amounts in (
        ("", expected.captured_at, PAID, expected.captured),
        (REFUND, expected.refunded_at, {LineKind.REFUND}, expected.refunded),
    ):
        if at is None or terms.kept_since is None or at < terms.kept_since or any(each.kind in kinds for each in lines):
            continue
        if terms.now - at > terms.bounds.missing_after:
            sign = 1 if part == REFUND else -1
            for currency, amount in sorted(amounts.items()):
                yield _of_order(Differs.MISSING, expected, sign * amount, currency, {"at": at.isoformat()}, part)


def _amounts(expected: Expected, paid: Sequence[SettledLine]) -> Iterator[Difference]:
    sums = _sums(expected, paid)
    strange = {currency: amount for currency, amount in sums.items() if currency not in expected.coming and amount}
    for currency, amount in sorted(strange.items()):
        yield _of_order(Differs.CURRENCY, expected, amount, currency, {"expected": dict(expected.coming)})
    if strange:
        return
    for currency, due in sorted(expected.coming.items()):
        more = sums[currency] - due
        if not more:
            continue
        again = _again(expected, [line for line in paid if came(line, expected)[0] == currency])
        kind = Differs.DUPLICATE if more > 0 and (more == sum(again) or more in again) else Differs.AMOUNT
        yield _of_order(kind, expected, more, currency, {"expected": due, "settled": sums[currency]})


def _refunds(expected: Expected, lines: Sequence[SettledLine]) -> Iterator[Difference]:
    """More went back by the report than by our books; what has not gone back yet is missing after a while."""
    sums = _sums(expected, [line for line in lines if line.kind == LineKind.REFUND])
    for currency, amount in sorted(sums.items()):
        ours = expected.refunded.get(currency, 0)
        if -amount > ours:
            data = {"expected": -ours, "settled": amount}
            yield _of_order(Differs.AMOUNT, expected, amount + ours, currency, data, REFUND)


def _late(expected: Expected, paid: Sequence[SettledLine], terms: Terms) -> Iterator[Difference]:
    first = min(paid, key=lambda line: (line.at, line.identity))
    if expected.captured_at is None or first.at - expected.captured_at <= terms.bounds.late_after:
        return
    days = (first.at - expected.captured_at).days
    currency, amount = came(first, expected)
    yield _of_order(Differs.LATE, expected, amount, currency, {"days": days})


def _fees(expected: Expected, lines: Sequence[SettledLine], terms: Terms) -> Iterator[Difference]:
    sales: dict[tuple[str, str], list[SettledLine]] = {}
    for line in lines:
        if line.kind == LineKind.SALE and (line.provider, line.currency) in terms.fees:
            sales.setdefault((line.provider, line.currency), []).append(line)
    for (provider, currency), sold in sorted(sales.items()):
        agreed = terms.fees[provider, currency]
        kept = sum(line.fee for line in sold) + sum(
            line.net
            for line in lines
            if line.kind == LineKind.FEE and (line.provider, line.currency) == (provider, currency)
        )
        more = kept + agreed_fee(agreed, sold)
        if abs(more) > agreed.tolerance:
            data = {"expected": -agreed_fee(agreed, sold), "settled": kept}
            yield _of_order(Differs.FEE, expected, more, currency, data, provider=provider)


def agreed_fee(agreed: Fee, sold: Sequence[SettledLine]) -> int:
    """What a provider may keep of these sales; the fixed part once a payment. Rounds half to even, sale by sale."""
    shares = sum(_rounded(Decimal(line.gross * agreed.share_ppm) / MILLION) for line in sold)
    payments = {line.payment_reference or line.merchant_reference or line.identity for line in sold}
    return shares + agreed.fixed * len(payments)


def _exchanges(expected: Expected, paid: Sequence[SettledLine], terms: Terms) -> Iterator[Difference]:
    for line in paid:
        if not line.original_amount or line.original_currency in ("", line.currency):
            continue
        for rate, source, room in _rates(line, terms):
            due = exchanged(abs(line.original_amount), line.original_currency, line.currency, rate)
            if due is None:
                continue
            more = abs(line.gross) - due
            if abs(more) > max(1, due * room // MILLION):
                data = {"expected": due, "settled": abs(line.gross), "rate": str(rate), "of": source}
                yield _of_line(Differs.EXCHANGE, expected, line, more, data)
                break


def _rates(line: SettledLine, terms: Terms) -> Iterator[tuple[Decimal, str, int]]:
    """The report's own rate, which its amounts must follow to a tenth of a percent; then ours, with more room.

    Reports round their rates: four significant digits of a rate can be half a thousandth off.
    """
    if line.exchange_rate:
        yield Decimal(line.exchange_rate), "report", 1_000
    ours = terms.rates(line.original_currency, line.currency, line.at)
    if ours is not None:
        yield ours, "books", terms.bounds.exchange_ppm


def exchanged(amount: int, base: str, quote: str, rate: Decimal) -> int | None:
    """Minor units of `base` as minor units of `quote`; None for a currency that ISO 4217 does not list."""
    digits = exponents()
    if base not in digits or quote not in digits:
        return None
    return _rounded(Decimal(amount).scaleb(digits[quote] - digits[base]) * rate)


def _again(expected: Expected, paid: Sequence[SettledLine]) -> list[int]:
    """Amounts of lines that say once more what another line said."""
    said = Counter(
        (line.payment_reference or line.merchant_reference, line.kind, *came(line, expected)) for line in paid
    )
    return [key[-1] for key, many in said.items() for _ in range(many - 1)]


def _sums(expected: Expected, lines: Sequence[SettledLine]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for line in lines:
        currency, amount = came(line, expected)
        sums[currency] += amount
    return sums


def _rounded(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding=ROUND_HALF_EVEN))


def _of_order(
    kind: Differs,
    expected: Expected,
    amount: int,
    currency: str,
    data: Mapping[str, object],
    part: str = "",
    provider: str = "",
) -> Difference:
    return Difference(
        kind=kind,
        about=about(kind, expected.order_id, currency, part or provider),
        amount=amount,
        currency=currency,
        provider=provider,
        order_id=expected.order_id,
        data={**data, "part": part} if part else data,
    )


def _of_line(
    kind: Differs, expected: Expected, line: SettledLine, amount: int, data: Mapping[str, object]
) -> Difference:
    return Difference(
        kind=kind,
        about=about(kind, line.provider, line.identity),
        amount=amount,
        currency=line.currency,
        provider=line.provider,
        order_id=expected.order_id,
        line_id=line.id,
        batch=line.batch,
        data=data,
    )
