"""Amazon's words for an amount (transaction type, amount type, description) and what they are to us.

Amazon publishes no closed list. Read: SP-API documentation, "Settlement Reports"; Tradebox, "Amazon Fees - Settlement
Report Flat File V2"; Sumhound, "Amazon settlement report reconciliation" (types, ItemPrice, ItemFees, both reserves);
Threecolts, "What are the different Amazon Fee Types?" (reimbursements, COMPENSATED_CLAWBACK). The other words are
general knowledge and of low confidence: what they miss counts as an adjustment with a warning, and a report still has
to add up. Order matters: a withheld tax or a reserve is one under whatever transaction it stands.
"""

from fulfillment.payments.settlement.report import LineKind

RESERVES = frozenset({
    "current reserve amount",
    "previous reserve amount balance",
    "deferred transaction release",
    "deferred transaction",
    "unavailable balance",
})  # fmt: skip
TAX_BEGINNINGS = ("marketplacefacilitator", "tcs", "tds", "lowvaluegoodstax", "withheldtax", "mf vat")
PENALTY_PARTS = ("penalt", "violation", "fine for", "infring")
FEE_FORMS = frozenset({
    "itemfees",
    "itemrelatedfees",
    "cost of advertising",
    "costofadvertising",
    "couponredemptionfee",
    "shipping label purchase",
    "shippingservices",
    "order-fee",
    "shipment-fee",
    "item-related-fee",
    "misc-fee",
    "other-fee",
})  # fmt: skip
GOODS_FORMS = frozenset({"itemprice", "promotion", "price", "itempromotion", "itemshippingcredit", "giftwrap"})
ADJUSTMENT_FORMS = frozenset({
    "fba inventory reimbursement",
    "inventory reimbursement",
    "safe-t reimbursement",
    "goodwill",
    "direct-payment",
})  # fmt: skip
ADJUSTMENTS = frozenset({
    "warehouse_damage",
    "warehouse_lost",
    "warehouse_lost_manual",
    "reversal_reimbursement",
    "compensated_clawback",
    "customer_service_issue",
    "missing_from_inbound",
    "free_replacement_refund_items",
    "safe-t reimbursement",
    "payable to amazon",
    "successful charge",
    "balance adjustment",
    "nonsubscriptionfeeadj",
    "manual processing fee reimbursement",
})  # fmt: skip
FEE_TRANSACTIONS = frozenset({"servicefee", "fba inventory fee", "amazonfees", "shippingservices"})
FEE_PARTS = ("fee", "commission", "storage", "subscription", "chargeback", "postage", "shipping label", "advertis")
PAYOUTS = frozenset({"transfer", "failed disbursement", "disbursement"})
REFUNDS = frozenset({"refund", "refund_retrocharge", "partial refund"})
CHARGEBACKS = ("chargeback refund", "a-to-z guarantee", "guarantee")
SALES = frozenset({"order", "order_retrocharge", "shipment", "liquidations", "retrocharge"})


def kind_of(transaction: str, form: str, described: str, amount: int) -> LineKind | None:
    """What an amount is about; None for words that are not known here."""
    transaction, form, described = transaction.casefold(), form.casefold(), described.casefold()
    if described in RESERVES or transaction in RESERVES:
        return LineKind.RESERVE
    if form.endswith("withheldtax") or described.startswith(TAX_BEGINNINGS):
        return LineKind.TAX_WITHHELD
    if any(part in described for part in PENALTY_PARTS):
        return LineKind.PENALTY
    if form in GOODS_FORMS:
        return _of_goods(transaction, amount)
    if form in ADJUSTMENT_FORMS or described in ADJUSTMENTS or transaction in ADJUSTMENTS:
        return LineKind.ADJUSTMENT
    if form in FEE_FORMS or transaction in FEE_TRANSACTIONS:
        return LineKind.FEE
    if transaction in PAYOUTS:
        return LineKind.PAYOUT
    if any(part in described or part in transaction for part in FEE_PARTS):
        return LineKind.FEE
    return None


def _of_goods(transaction: str, amount: int) -> LineKind | None:
    if transaction in SALES:
        return LineKind.SALE
    if transaction.startswith(CHARGEBACKS):
        return LineKind.CHARGEBACK_REVERSAL if amount > 0 and "reversal" in transaction else LineKind.CHARGEBACK
    return LineKind.REFUND if transaction in REFUNDS else None
