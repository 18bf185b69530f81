"""What each kind of evidence is called on the page, and why it is there."""

from collections.abc import Mapping

from fulfillment.payments.disputes.category import Evidence

WEIGHTS: Mapping[str, str] = {"needed": "needed", "helpful": "supporting"}
TITLES: Mapping[Evidence, str] = {
    Evidence.ORDER: "The order",
    Evidence.GOODS: "The goods as they were described",
    Evidence.PAYMENTS: "Payments",
    Evidence.THREE_D_SECURE: "3-D Secure",
    Evidence.ADDRESS_CHECK: "Address check",
    Evidence.CARD_CODE_CHECK: "Card code check",
    Evidence.ADDRESS: "Addresses",
    Evidence.DEVICE: "Where it was ordered from",
    Evidence.CUSTOMER_HISTORY: "The customer's account",
    Evidence.DECISION: "The checks before acceptance",
    Evidence.TIMELINE: "What happened",
    Evidence.TRACKING: "Tracking",
    Evidence.DELIVERY: "Proof of delivery",
    Evidence.ADDRESS_MATCH: "Delivered where it was ordered to",
    Evidence.NOTICES: "What the customer was told",
    Evidence.MESSAGES: "Messages with the customer",
    Evidence.PAPERS: "Papers of the parcels",
    Evidence.RETURNS: "Returns",
    Evidence.REFUNDS: "Refunds",
}
BESIDE: Mapping[Evidence, str] = {
    Evidence.ORDER: "As the buyer placed it.",
    Evidence.GOODS: "Title and price of each line, as the buyer saw them.",
    Evidence.PAYMENTS: "Every movement of money that the gateway told.",
    Evidence.THREE_D_SECURE: "The cardholder's bank authenticated the buyer; if liability shifted, it bears fraud.",
    Evidence.ADDRESS_CHECK: "What the cardholder's bank said of the billing address.",
    Evidence.CARD_CODE_CHECK: "What the cardholder's bank said of the code on the card.",
    Evidence.ADDRESS: "Where the goods were sent.",
    Evidence.DEVICE: "Network address and device, as the shop recorded them.",
    Evidence.CUSTOMER_HISTORY: "As the shop knew the account when the order was placed.",
    Evidence.DECISION: "Each decision, with what was known at that moment.",
    Evidence.TIMELINE: "In the order in which it became known.",
    Evidence.TRACKING: "Scans of the carrier.",
    Evidence.DELIVERY: "The carrier's own scan of the delivery.",
    Evidence.ADDRESS_MATCH: "The place of the delivery scan beside the address of the order.",
    Evidence.NOTICES: "Messages to the buyer, and when they were sent.",
    Evidence.MESSAGES: "What the buyer wrote and was answered, word for word.",
    Evidence.PAPERS: "Labels and customs papers, and when they were made.",
    Evidence.RETURNS: "What the buyer asked to send back, and what came.",
    Evidence.REFUNDS: "Money that went back.",
}
