"""Lines of a report as they are kept: matched, cut to what a column holds, and without a payer's name."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from engine.ids import Ids, Prefix
from fulfillment.payments.settlement.batches import STATED
from fulfillment.payments.settlement.matching import Match
from fulfillment.payments.settlement.report import LineKind, SettlementLine, SettlementReport
from fulfillment.records import Payout, SettledLine, SettlementFile, StatedSum

MOST = 128
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:#-]{3,63}")
_MAIL = re.compile(r"\S+@\S+")
_DIGIT = re.compile(r"[0-9]")
# ISO 13616: country, two check digits, up to 30 characters. An account number may be a person's.
# Digits as people write telephone numbers (ITU-T E.123), at least as many as a subscriber has. Domestic account numbers
# and dates look the same.
_NUMBER = re.compile(r"(?<![A-Za-z0-9_-])[+(]{0,2}[0-9](?:[ ()./-]{0,2}[0-9]){6,}(?![A-Za-z0-9_-])")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


def kept(
    line: SettlementLine,
    identity: str,
    match: Match,
    file: SettlementFile,
    report: SettlementReport,
    ids: Ids,
    ours: Collection[str] = (),
) -> SettledLine:
    """The row of a line. `ours`: names of payouts and batches that we know, see `numbers_in`."""
    names = line.references
    return SettledLine(
        id=ids.new(Prefix.SETTLEMENT_LINE),
        merchant_id=file.merchant_id,
        provider=report.provider,
        file_id=file.id,
        number=line.row,
        identity=identity,
        kind=line.kind,
        word=line.word[:MOST],
        batch=line.batch[:MOST],
        currency=line.currency,
        gross=line.gross,
        fee=line.fee,
        tax=line.tax,
        at=moment_of(line, report, file.received_at),
        original_currency=line.original_currency,
        original_amount=line.original_amount,
        exchange_rate="" if line.exchange_rate is None else str(line.exchange_rate)[:MOST],
        merchant_reference=(names.merchant or names.metadata or _named_in(line, ours))[:MOST],
        payment_reference=names.payment[:MOST],
        modification_reference=names.modification[:MOST],
        other_references=" ".join(names.others),
        place=match.place,
        how=match.how,
        order_id=match.order_id,
    )


def moment_of(line: SettlementLine, report: SettlementReport, received_at: datetime) -> datetime:
    """When a line was, as well as the file knows."""
    return line.at or line.available_at or report.until or report.since or received_at


def payouts_in(lines: Sequence[SettledLine], ids: Ids) -> list[Payout]:
    """Money that left for the bank. What came back from it (positive) is no payout, but part of its batch."""
    return [
        Payout(
            id=ids.new(Prefix.PAYOUT),
            merchant_id=line.merchant_id,
            provider=line.provider,
            batch=line.batch,
            currency=line.currency,
            amount=-line.net,
            at=line.at,
            reference=line.payment_reference or line.modification_reference or line.merchant_reference or line.batch,
            line_id=line.id,
        )
        for line in lines
        if line.kind == LineKind.PAYOUT and line.net < 0
    ]


def stated_sums(merchant: str, report: SettlementReport) -> list[StatedSum]:
    """What the file states of its batches. A bank's statement is its own proof, and was looked at when it was read."""
    banks = {each.batch for each in report.lines if each.kind is LineKind.BANK_CREDIT}
    return [
        StatedSum(
            merchant_id=merchant,
            provider=report.provider,
            batch=each.batch[:MOST],
            currency=each.currency,
            of=each.of,
            amount=each.amount,
        )
        for each in report.totals
        if each.batch and each.batch not in banks and each.of in STATED
    ]


def numbers_in(lines: Iterable[SettlementLine]) -> frozenset[str]:
    """What in the texts of a bank's lines may be the number of a payout as well as somebody's telephone."""
    banks = (line.text for line in lines if line.kind is LineKind.BANK_CREDIT)
    return frozenset(word for text in banks for found in _NUMBER.findall(text) for word in _NAME.findall(found))


def _named_in(line: SettlementLine, ours: Collection[str]) -> str:
    """What in the text of a bank's line may be the name of a payout: it has a digit, and is nobody's account, mailbox
    or telephone. A bare number is kept only where it is one of `ours`."""
    if line.kind is not LineKind.BANK_CREDIT:
        return ""
    text = _NUMBER.sub(
        lambda found: " ".join(w for w in _NAME.findall(found[0]) if w in ours), _MAIL.sub(" ", line.text)
    )
    words = (word for word in _NAME.findall(text) if _DIGIT.search(word) and not _IBAN.fullmatch(word))
    return " ".join(dict.fromkeys(words))
