"""Messages that came back: a report of delivery status (RFC 3464) names our message and why it cannot be delivered.

Whoever collects the mailbox to which bounces go hands the files in; nothing here fetches mail. Only what failed for
good (status 5, RFC 3463) refuses the notice; where the status is about the address, nothing of the order is sent there
any more. The report's words are not kept: they hold the address.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.notify.bounce_codes import is_of_address
from fulfillment.notify.leaving import note_dead, note_refusal
from fulfillment.store.notices import end_try, notice_sent_as, tries_of

_OURS = re.compile(rf"<({Prefix.JOB}_[0-9a-f]{{32}})@[^>\s]+>")
BOUNCED = "bounced"
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """Which of our messages came back, and the code of why."""

    sent_as: str
    status: str


def bounce_of(content: bytes) -> Bounce | None:
    """What a message says of one of ours that failed for good; None for every other message."""
    mail = message_from_bytes(content, policy=default)
    if mail.get_content_type() != "multipart/report":
        return None
    status = sent_as = ""
    for part in mail.walk():
        match part.get_content_type():
            case "message/delivery-status":
                status = status or _failed(part)
            case "message/rfc822" | "text/rfc822-headers" | "message/rfc822-headers":
                sent_as = sent_as or _named(part)
    return Bounce(sent_as, status) if status and sent_as else None


def take_bounce(session: WriteSession, bounce: Bounce, now: datetime, merchant: str = "") -> str | None:
    """Refuses the notice, once; answers which, None where it is none of ours, was refused before, or was sent again
    since. A `merchant` who hands it in reaches their own notices alone."""
    sent = notice_sent_as(session, bounce.sent_as)
    if sent is None or sent.outcome == BOUNCED or merchant not in ("", sent.merchant_id):
        return None
    end_try(session, sent, BOUNCED, bounce.status, now)
    if is_of_address(bounce.status):
        note_dead(session, sent, bounce.status, now)
    if sent.number != tries_of(session, sent.notice_id)[-1].number:
        return None  # it was sent once more since, and how that ended is another matter
    if not note_refusal(session, sent.merchant_id, sent.notice_id, sent.way, bounce.status, now):
        return None
    return sent.notice_id


def _failed(part: Message | EmailMessage) -> str:
    """The status of a recipient whom the message did not reach: fields in groups, one a recipient."""
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, Message) and str(group.get("Action", "")).strip().lower() == "failed":
            found = _STATUS.search(str(group.get("Status", "")))
            if found is not None and found[0].startswith("5"):
                return found[0]
    return ""


def _named(part: Message | EmailMessage) -> str:
    """Our id, out of the headers of the message that is sent back."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    told = str(inner.get("Message-ID", "")) if isinstance(inner, Message) else str(part.get_payload(decode=False))
    found = _OURS.search(told)
    return found[1] if found is not None else ""
