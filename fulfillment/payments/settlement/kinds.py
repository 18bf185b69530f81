"""The words of reconciliation: how a line was matched, what can differ, and where a case about it stands."""

from enum import StrEnum

from fulfillment.payments.settlement.report import LineKind


class How(StrEnum):
    """By what a line was matched with an order; the best first."""

    MERCHANT = "merchant_reference"
    METADATA = "metadata"
    PAYMENT = "payment_reference"
    MODIFICATION = "modification_reference"
    AMOUNT = "amount_and_day"
    PERSON = "person"
    NONE = ""


class Place(StrEnum):
    """Where a line belongs. Each line has one place: an order, the account as a whole, or a case about the line."""

    ORDER = "order"
    ACCOUNT = "account"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"


class Differs(StrEnum):
    """What can differ between the provider's report, the bank's statement and our books."""

    MISSING = "missing_in_report"
    UNKNOWN = "unknown_in_books"
    PROPOSAL = "match_proposed"
    AMOUNT = "amount_differs"
    CURRENCY = "currency_differs"
    FEE = "fee_differs"
    EXCHANGE = "exchange_differs"
    BATCH = "batch_does_not_close"
    PAYOUT = "payout_without_credit"
    DUPLICATE = "duplicate"
    LATE = "late"
    PENALTY = "penalty"


class Standing(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    EXPLAINED = "explained"
    WRITTEN_OFF = "written_off"
    RECOVERED = "recovered"
    APPEALED = "appealed"
    WON = "won"
    LOST = "lost"


class Act(StrEnum):
    """What is done to a case. `change`, `reopen` and `close` are the books' own, the others people's."""

    EXPLAIN = "explain"
    WRITE_OFF = "write_off"
    RECOVER = "recover"
    APPEAL = "appeal"
    WIN = "win"
    LOSE = "lose"
    MATCH = "match"
    OPEN = "open"
    CHANGE = "change"
    REOPEN = "reopen"
    CLOSE = "close"
    REMIND = "remind"


# What brings an order's money, and what may belong to one. A transfer may come straight from the buyer.
PAID = frozenset({LineKind.SALE, LineKind.BANK_CREDIT})
OF_ORDERS = frozenset(
    {
        LineKind.SALE,
        LineKind.REFUND,
        LineKind.FEE,
        LineKind.TAX_WITHHELD,
        LineKind.RESERVE,
        LineKind.CHARGEBACK,
        LineKind.CHARGEBACK_REVERSAL,
        LineKind.PENALTY,
        LineKind.ADJUSTMENT,
        LineKind.BANK_CREDIT,
    }
)
# Without an order these are a question; of the others an account has its own.
NEED_AN_ORDER = frozenset(
    {LineKind.SALE, LineKind.REFUND, LineKind.CHARGEBACK, LineKind.CHARGEBACK_REVERSAL, LineKind.BANK_CREDIT}
)
OF_AN_ORDER = frozenset(
    {
        Differs.MISSING,
        Differs.AMOUNT,
        Differs.CURRENCY,
        Differs.FEE,
        Differs.EXCHANGE,
        Differs.DUPLICATE,
        Differs.LATE,
    }
)

STEPS: dict[tuple[Standing, Act], Standing] = {
    (Standing.OPEN, Act.EXPLAIN): Standing.EXPLAINED,
    (Standing.OPEN, Act.WRITE_OFF): Standing.WRITTEN_OFF,
    (Standing.OPEN, Act.RECOVER): Standing.RECOVERED,
    (Standing.OPEN, Act.APPEAL): Standing.APPEALED,
    (Standing.OPEN, Act.MATCH): Standing.EXPLAINED,
    (Standing.APPEALED, Act.WIN): Standing.WON,
    (Standing.APPEALED, Act.LOSE): Standing.LOST,
    (Standing.APPEALED, Act.EXPLAIN): Standing.EXPLAINED,
    (Standing.WON, Act.RECOVER): Standing.RECOVERED,
    (Standing.LOST, Act.WRITE_OFF): Standing.WRITTEN_OFF,
}
STANDS_OPEN = frozenset({Standing.OPEN, Standing.APPEALED})
