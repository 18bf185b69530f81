"""PayPal's transaction event codes and what they are to us: single codes first, then whole groups.

Source: PayPal Developer, "Transaction event codes" (last updated 2023-03-16, read in November 2026), and "View
transactions" of payouts (2026-09-10) for T1105, T1114 and T1115. The first two digits are the accounting group, which
PayPal says is enough for reconciliation; the codes listed one by one differ from their group. PayPal names codes and
groups; which of our kinds they are is our reading.
"""

from collections.abc import Mapping

from fulfillment.payments.settlement.report import LineKind

CODES: Mapping[str, LineKind] = {
    "T1101": LineKind.PAYOUT,  # a withdrawal came back
    "T1102": LineKind.ADJUSTMENT,  # a purchase of ours with PayPal's debit card came back
    "T1103": LineKind.ADJUSTMENT,  # points
    "T1104": LineKind.ADJUSTMENT,  # a deposit from the bank was taken back
    "T1105": LineKind.RESERVE,
    "T1106": LineKind.CHARGEBACK,  # reversed by PayPal at the end of a dispute
    "T1107": LineKind.REFUND,
    "T1108": LineKind.FEE,
    "T1109": LineKind.FEE,
    "T1110": LineKind.RESERVE,  # kept while a dispute is looked into
    "T1111": LineKind.RESERVE,
    "T1113": LineKind.REFUND,
    "T1114": LineKind.ADJUSTMENT,  # a mass payment of ours was reversed
    "T1115": LineKind.ADJUSTMENT,  # or given back
    "T1116": LineKind.RESERVE,  # a review of an instant payment ended
    "T1117": LineKind.ADJUSTMENT,  # a rebate was taken back
    "T1201": LineKind.CHARGEBACK,
    "T1202": LineKind.CHARGEBACK_REVERSAL,
    "T1203": LineKind.ADJUSTMENT,
    "T1205": LineKind.CHARGEBACK_REVERSAL,
    "T1207": LineKind.CHARGEBACK,
    "T1208": LineKind.CHARGEBACK_REVERSAL,
}
GROUPS: Mapping[str, LineKind] = {
    "T00": LineKind.SALE,
    "T01": LineKind.FEE,
    "T02": LineKind.EXCHANGE,
    "T03": LineKind.ADJUSTMENT,  # money put in from the bank
    "T04": LineKind.PAYOUT,
    "T05": LineKind.ADJUSTMENT,
    "T06": LineKind.ADJUSTMENT,  # a purchase of ours, given back to our own credit card
    "T07": LineKind.ADJUSTMENT,
    "T08": LineKind.ADJUSTMENT,
    "T09": LineKind.ADJUSTMENT,
    "T11": LineKind.REFUND,
    "T12": LineKind.ADJUSTMENT,
    "T15": LineKind.RESERVE,
    "T17": LineKind.PAYOUT,
    "T19": LineKind.ADJUSTMENT,
    "T20": LineKind.ADJUSTMENT,
    "T21": LineKind.RESERVE,
    "T22": LineKind.ADJUSTMENT,
}
NO_MONEY = frozenset({"T13", "T98"})  # authorisations, and rows that PayPal only shows
GROUP_DIGITS = 3


def kind_of(code: str, *, comes: bool) -> LineKind | None:
    """What a code is about; None for one that is not known here. A payment that goes out is no sale of ours."""
    kind = CODES.get(code) or GROUPS.get(code[:GROUP_DIGITS])
    if kind is LineKind.SALE and not comes:
        return LineKind.ADJUSTMENT
    if kind is LineKind.CHARGEBACK and comes:
        return LineKind.CHARGEBACK_REVERSAL
    return kind
