"""What the inbox refuses.

InboxError
├── InboxCaseChanged   somebody else changed the case since it was seen
├── InboxCaseLocked    somebody else has it at the moment
├── InboxCaseClosed    the case is closed
├── InboxCaseRefused   this cannot be done with the case, or cannot be opened
├── InboxMessageRefused a message that cannot be taken in, or an answer that cannot leave
└── MailRefused        what came is no message of RFC 5322, or a larger one than is taken
"""

from datetime import datetime

from fulfillment.errors import FulfilmentError


class InboxError(FulfilmentError):
    """the inbox did not do what was asked"""

    code = "inbox_error"


class InboxCaseChanged(InboxError):
    """somebody else changed the case since it was seen; read it again"""

    code = "inbox_case_changed"


class InboxCaseLocked(InboxError):
    """somebody else has the case at the moment"""

    code = "inbox_case_locked"

    def __init__(self, assignee: str, until: datetime) -> None:
        self.assignee = assignee
        self.until = until
        super().__init__(f"`{assignee}` has the case until {until:%Y-%m-%d %H:%M} UTC; take another, or assign it anew")


class InboxCaseClosed(InboxError):
    """the case is closed; open it again first"""

    code = "inbox_case_closed"


class InboxCaseRefused(InboxError):
    """this cannot be done with the case"""

    code = "inbox_case_refused"


class InboxMessageRefused(InboxError):
    """the message cannot be taken in, or cannot leave"""

    code = "inbox_message_refused"


class MailRefused(InboxError):
    """this is no message of RFC 5322 that can be taken"""

    code = "inbox_mail_refused"
