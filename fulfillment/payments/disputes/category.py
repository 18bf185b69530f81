"""What a buyer disputes, over all schemes and gateways."""

from enum import StrEnum


class Category(StrEnum):
    """The kind of reason. `general` says too little to answer it better."""

    FRAUD = "fraud"
    NOT_RECEIVED = "not_received"
    NOT_AS_DESCRIBED = "not_as_described"
    DUPLICATE = "duplicate"
    CREDIT_NOT_PROCESSED = "credit_not_processed"
    CANCELLED = "cancelled"
    PROCESSING = "processing"
    GENERAL = "general"


class Evidence(StrEnum):
    """What can be laid before the bank, each read from the order when it is asked for."""

    ORDER = "order"
    GOODS = "goods"
    PAYMENTS = "payments"
    THREE_D_SECURE = "three_d_secure"
    ADDRESS_CHECK = "address_check"
    CARD_CODE_CHECK = "card_code_check"
    ADDRESS = "address"
    DEVICE = "device"
    CUSTOMER_HISTORY = "customer_history"
    DECISION = "decision"
    TIMELINE = "timeline"
    TRACKING = "tracking"
    DELIVERY = "delivery"
    ADDRESS_MATCH = "address_match"
    NOTICES = "notices"
    MESSAGES = "messages"
    PAPERS = "papers"
    RETURNS = "returns"
    REFUNDS = "refunds"
