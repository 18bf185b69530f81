"""What every way takes, answers and refuses."""

from dataclasses import dataclass
from typing import Protocol

from fulfillment.errors import FulfilmentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message. `id` is the same whenever it is sent again; `to` is a mailbox, or a telephone number (E.164)."""

    id: str
    to: str
    content: bytes


class Way(Protocol):
    """Sends, within bounds of time."""

    def send(self, outgoing: Outgoing) -> str:
        """The code with which the other side has taken it.

        Raises NeverTaken where it will not at any time, NotNow where nothing was sent and another try may do, and
        EndUnknown where it may have been sent.
        """
        ...


class WayError(FulfilmentError):
    """a notice did not leave; `reply` is the other side's code, without its words"""

    code = "notice_not_sent"

    def __init__(self, reply: str, message: str) -> None:
        self.reply = reply
        super().__init__(message)


class NeverTaken(WayError):
    """the other side will never take it"""

    code = "notice_never_taken"


class RecipientRefused(NeverTaken):
    """the other side takes nothing for this recipient, now or later"""


class NotNow(WayError):
    """nothing was sent; another try may do"""

    code = "notice_not_now"


class EndUnknown(WayError):
    """the connection broke when it may have been sent"""

    code = "notice_end_unknown"
