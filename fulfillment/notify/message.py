"""A letter as a message of mail (RFC 5322): plain text with the page as its alternative, the same bytes each time."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from engine.facts.customer import buyer_email
from engine.order.order import Order
from fulfillment.notify.letter import Letter
from fulfillment.records import Notice

DOMAIN = "clearway.invalid"
PLAIN = SMTP.clone(cte_type="7bit")  # bodies that every server takes
# Headers in one line: an address that is folded would be written as an encoded word, which no program opens. RFC 5322
# allows 998 letters.
UNFOLDED = PLAIN.clone(max_line_length=990)


def message(
    letter: Letter, notice: Notice, id_: str, *, to: str = "", sender: str = "", off: str = "", alternative: bool = True
) -> bytes:
    """`id_` is the message's own, the same whenever it is sent again; `off` an address where one click turns the topic
    off (RFC 8058)."""
    mail = EmailMessage(policy=PLAIN)
    mail["Date"] = _date(notice.created_at)
    mail["Message-ID"] = f"<{id_}@{domain_of(sender)}>"
    if sender:
        mail["From"] = sender
    if to:
        mail["To"] = to
    mail["Subject"] = letter.subject
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office replies stay away
    if off:
        mail["List-Unsubscribe"] = f"<{off}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    if alternative:
        mail.add_alternative(letter.html, subtype="html")
        # The library draws boundaries by lot; a message that is sent again must be the same.
        mail.set_boundary(f"=_{id_}")
    mail["Content-Language"] = letter.language  # at last: setting the content would take it along
    return mail.as_bytes(policy=UNFOLDED)


def domain_of(sender: str) -> str:
    """Whose ids those of messages are: the sender's domain, else one that nobody has."""
    return sender.rpartition("@")[2].strip(" >") or DOMAIN


def mailbox_of(order: Order) -> str:
    """Where the customer reads mail, as answers of the inbox and rules take it too; empty where nobody knows."""
    found = buyer_email(order) or ""
    # An address with a break in it would add headers of its own.
    return "" if any(sign in found for sign in "\r\n") else found


def _date(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S +0000")
