"""The words of the inbox: what a case is, how it stands, why it ended, what a message wants."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What a case joins. `message`: all that a buyer wrote about an order, by whatever way."""

    MESSAGE = "message"
    A_TO_Z = "a_to_z"
    EBAY_NOT_RECEIVED = "ebay_not_received"
    EBAY_NOT_AS_DESCRIBED = "ebay_not_as_described"
    EBAY_RETURN = "ebay_return"
    WALLET_DISPUTE = "wallet_dispute"
    CHARGEBACK = "chargeback"


MARKETPLACE_CLAIMS = frozenset(
    {CaseKind.A_TO_Z, CaseKind.EBAY_NOT_RECEIVED, CaseKind.EBAY_NOT_AS_DESCRIBED, CaseKind.EBAY_RETURN}
)
OF_A_DISPUTE = frozenset({CaseKind.WALLET_DISPUTE, CaseKind.CHARGEBACK})


class CaseState(StrEnum):
    """`open`: the next word is ours. `answered`: it is theirs."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class CloseCode(StrEnum):
    """Why a case was closed. `no_reply`: the buyer was answered and wrote nothing more; `nobodys`: it is of no order
    of ours; `joined`: another case has its messages now."""

    SOLVED = "solved"
    NO_ANSWER_NEEDED = "no_answer_needed"
    REFUNDED = "refunded"
    REPLACED = "replaced"
    RETURNED = "returned"
    WON = "won"
    LOST = "lost"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NO_REPLY = "no_reply"
    UNWANTED = "unwanted"
    NOBODYS = "nobodys"
    JOINED = "joined"


BY_ITSELF = frozenset({CloseCode.NO_REPLY, CloseCode.EXPIRED, CloseCode.JOINED})  # nobody says so of a case by hand


class Direction(StrEnum):
    """Who wrote."""

    IN = "in"
    OUT = "out"


class Way(StrEnum):
    """How an answer leaves. `by_hand`: somebody has told it elsewhere, such as in a marketplace's own pages."""

    CHANNEL = "channel"
    MAIL = "mail"
    BY_HAND = "by_hand"


class Delivery(StrEnum):
    """How far a message is; what came in has `taken`."""

    TAKEN = "taken"
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


class Passed(StrEnum):
    """What happens when a case's time is over. `escalated`: it goes to the head of the queue, to somebody else than
    before; `lost_by_default`: so too, and whoever judges may have decided against us meanwhile."""

    ESCALATED = "escalated"
    LOST_BY_DEFAULT = "lost_by_default"


class Subject(StrEnum):
    """What of an order a case is about."""

    ORDER = "order"
    PARCEL = "parcel"
    LINE = "line"


class MailKind(StrEnum):
    """By what a message came, where that is no channel of orders."""

    EMAIL = "email"
    PAGE = "page"
    PHONE = "phone"
