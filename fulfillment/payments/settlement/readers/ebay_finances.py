"""eBay's Finances API: answers of getTransactions and getPayouts, single or joined in one document.

Fields: eBay Developers, Sell Finances API v1, `Transaction` and `Payout` (read in November 2026). `amount` is what
moved, without sign; `bookingEntry` says which way. A sale's amount is its fee basis less its fees, so gross is both
together; a refund mirrors it.
"""

from collections.abc import Iterator, Mapping

from fulfillment.payments.settlement.errors import quoted
from fulfillment.payments.settlement.readers.documents import Document, document_of
from fulfillment.payments.settlement.readers.drafting import NOT_EXCHANGED, Draft, Exchanged, by_sign
from fulfillment.payments.settlement.report import LineKind, References, SettlementLine, SettlementReport

PROVIDER = "ebay"
LISTS = ("transactions", "payouts")
KINDS: Mapping[str, LineKind] = {
    "sale": LineKind.SALE,
    "refund": LineKind.REFUND,
    "credit": LineKind.ADJUSTMENT,
    "dispute": LineKind.CHARGEBACK,
    "shipping_label": LineKind.FEE,
    "non_sale_charge": LineKind.FEE,
    "transfer": LineKind.ADJUSTMENT,
    "adjustment": LineKind.ADJUSTMENT,
    "withdrawal": LineKind.PAYOUT,
    "loan_repayment": LineKind.ADJUSTMENT,
    "purchase": LineKind.ADJUSTMENT,
}
PENALTY_FEES = ("BELOW_STANDARD", "PENALTY", "HIGH_ITEM_NOT_AS_DESCRIBED", "REGULATORY_FINE")
UNSETTLED = frozenset({"FAILED"})
NOT_PAID = frozenset({"TERMINATED", "REVERSED", "RETRYABLE_FAILED", "TERMINAL_FAILED"})
OPENINGS = (b"{", b"[")
BLANK = b" \t\r\n\xef\xbb\xbf"


def looks_like(content: bytes) -> bool:
    """Whether a file begins as JSON."""
    return content.lstrip(BLANK).startswith(OPENINGS)


def read(content: bytes, name: str) -> SettlementReport:
    """The report of a document. Raises ReportRejected."""
    draft = Draft(PROVIDER, name, content)
    document = document_of(content.lstrip(b"\xef\xbb\xbf"), draft.faults)
    for listed, found in _objects(draft, document):
        if not isinstance(found.value, dict):
            found.bad((listed,), "not_an_object", "this must be an object")
        elif listed == "payouts":
            _take_payout(draft, found)
        else:
            _take(draft, found)
    return draft.report()


def _objects(draft: Draft, document: object) -> Iterator[tuple[str, Document]]:
    """Which list an object is of, and the object; numbers go on from one list to the next."""
    pages = document if isinstance(document, list) else [document]
    number = 0
    for page in pages:
        lists = [name for name in LISTS if isinstance(page, dict) and isinstance(page.get(name), list)]
        if lists and isinstance(page, dict):
            objects = [(name, each) for name in lists for each in page[name]]
        elif isinstance(page, dict) and {"transactionId", "payoutId"} & page.keys():
            objects = [("transactions" if "transactionId" in page else "payouts", page)]
        else:
            draft.faults.add(number + 1, "", "no_list", "write `transactions` or `payouts` as the API answers them")
            continue
        for name, each in objects:
            number += 1
            yield name, Document(draft.faults, number, each)


def _take(draft: Draft, found: Document) -> None:
    word, status = found.text("transactionType"), found.text("transactionStatus")
    if status in UNSETTLED:
        draft.warn(found.number, "no_money_moved", status, f"`{quoted(word)}` failed and moved no money")
        return
    currency = found.currency("amount", "currency")
    amount, fee = found.amount(currency, "amount", "value"), _fee(found, currency)
    sign = _sign(found)
    kind = by_sign(sign, _penalised(draft.kind(found.number, word, KINDS), found.text("feeType")))
    was = _original(found, sign)
    batch = found.text("payoutId")
    draft.lines.append(
        SettlementLine(
            row=found.number,
            kind=kind,
            word=word if not found.text("feeType") else f"{word}/{found.text('feeType')}",
            currency=currency,
            gross=sign * (amount + fee),
            fee=-sign * fee,
            at=found.moment("transactionDate"),
            references=_references(found),
            batch=batch,
            original_currency=was.currency,
            original_amount=was.amount,
            exchange_rate=was.rate,
            text=found.text("transactionMemo"),
            stated_net=sign * amount,
            fee_parts=_fee_parts(found, currency, sign),
        )
    )
    if kind is LineKind.PAYOUT and sign < 0:
        draft.total(found.number, batch, currency, amount)


def _references(found: Document) -> References:
    """A charge names its order among its references alone."""
    others = [(each.text("referenceType").upper(), each.text("referenceId")) for each in found.parts("references")]
    orders = [name for kind, name in others if kind == "ORDER_ID"]
    return References(
        merchant=found.text("orderId") or next(iter(orders), ""),
        metadata=found.text("salesRecordReference"),
        payment=found.text("transactionId"),
        others=tuple(name for kind, name in others if name and kind != "ORDER_ID"),
    )


def _sign(found: Document) -> int:
    way = found.text("bookingEntry").upper()
    if way not in ("CREDIT", "DEBIT"):
        found.bad(("bookingEntry",), "bad_direction", f"`{quoted(way)}` is neither CREDIT nor DEBIT")
    return -1 if way == "DEBIT" else 1


def _fee(found: Document, currency: str) -> int:
    return found.amount(currency, "totalFeeAmount", "value") if found.at("totalFeeAmount") is not None else 0


def _fee_parts(found: Document, currency: str, sign: int) -> tuple[tuple[str, int], ...]:
    """Fees of the articles, where the document lists them; what it says of a whole sale must be their sum."""
    fees = [fee for article in found.parts("orderLineItems") for fee in article.parts("marketplaceFees")]
    if found.at("totalFeeAmount") is None:
        return ()
    return tuple((fee.text("feeType"), -sign * fee.amount(currency, "amount", "value")) for fee in fees)


def _original(found: Document, sign: int) -> Exchanged:
    if found.at("amount", "convertedFromCurrency") is None:
        return NOT_EXCHANGED
    sold = found.currency("amount", "convertedFromCurrency")
    amount = found.amount(sold, "amount", "convertedFromValue")
    # The rate is of the net amount, and a line's rate is of its gross: it is told only where there is no fee between.
    rate = found.rate("amount", "exchangeRate") if found.at("totalFeeAmount") is None else None
    return Exchanged(sold, sign * amount, rate)


def _penalised(kind: LineKind, fee_type: str) -> LineKind:
    fined = kind is LineKind.FEE and any(part in fee_type.upper() for part in PENALTY_FEES)
    return LineKind.PENALTY if fined else kind


def _take_payout(draft: Draft, found: Document) -> None:
    status, batch = found.text("payoutStatus"), found.text("payoutId")
    currency = found.currency("amount", "currency")
    amount = found.amount(currency, "amount", "value")
    if status in NOT_PAID:
        draft.warn(found.number, "not_paid", status, "this payout did not reach the bank and has no payout line")
        return
    draft.lines.append(
        SettlementLine(
            row=found.number,
            kind=LineKind.PAYOUT,
            word="payout",
            currency=currency,
            gross=-amount,
            at=found.moment("payoutDate"),
            references=References(payment=found.text("bankReference"), modification=batch),
            batch=batch,
            text=found.text("payoutMemo"),
        )
    )
    draft.total(found.number, batch, currency, amount)
