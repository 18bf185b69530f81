"""Why a person ended a hold or a review, in one word that reports can count; the rest is said in the note."""

from enum import StrEnum


class ReasonCode(StrEnum):
    """One word. `other` is explained in the note."""

    PAYMENT_SEEN = "payment_seen"
    CUSTOMER_CONFIRMED = "customer_confirmed"
    ADDRESS_CONFIRMED = "address_confirmed"
    DOCUMENT_SEEN = "document_seen"
    FALSE_ALARM = "false_alarm"
    RISK_ACCEPTED = "risk_accepted"
    PAYMENT_MISUSED = "payment_misused"
    ACCOUNT_TAKEN = "account_taken"
    CUSTOMER_UNREACHABLE = "customer_unreachable"
    MERCHANT_WISH = "merchant_wish"
    OTHER = "other"
