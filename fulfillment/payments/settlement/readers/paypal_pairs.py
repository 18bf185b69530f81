"""The two sides of a currency conversion at PayPal (T0200, T0201 …): each learns what the other was."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from engine.order.currency import exponents
from fulfillment.payments.settlement.readers.drafting import Draft
from fulfillment.payments.settlement.report import LineKind, SettlementLine

RATE_DIGITS = Decimal("1.0000000000")
PAIR = 2


def paired(draft: Draft) -> list[SettlementLine]:
    """The lines with conversions joined by the transaction they are of; a side without another is remarked on."""
    sides: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, line in enumerate(draft.lines):
        if line.kind is LineKind.EXCHANGE:
            sides[line.batch, line.references.payment].append(at)
    lines = list(draft.lines)
    for places in sides.values():
        for one, other in zip(places[::2], places[1::2], strict=False):
            lines[one], lines[other] = _joined(lines[one], lines[other]), _joined(lines[other], lines[one])
        _remark(draft, [lines[at] for at in places])
    return lines


def _joined(line: SettlementLine, other: SettlementLine) -> SettlementLine:
    """This side with the other as what it was before; the rate is ours for one of theirs."""
    rate = None
    if other.gross:
        mine = Decimal(abs(line.gross)).scaleb(-exponents()[line.currency])
        theirs = Decimal(abs(other.gross)).scaleb(-exponents()[other.currency])
        rate = (mine / theirs).quantize(RATE_DIGITS)
    return replace(line, original_currency=other.currency, original_amount=-other.gross, exchange_rate=rate)


def _remark(draft: Draft, sides: list[SettlementLine]) -> None:
    lonely = sides[-1:] if len(sides) % PAIR else []
    fit = all(one.gross * other.gross < 0 for one, other in zip(sides[::2], sides[1::2], strict=False))
    for line in lonely or ([] if fit else sides[:1]):
        detail = "one side of a conversion without the other; the other may be in the file before or after"
        draft.warn(line.row, "lonely_exchange", line.word, detail)
