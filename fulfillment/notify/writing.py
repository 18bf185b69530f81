"""Writes what leaves the house into files of an outbox folder: notices as messages, refunds as instructions.

Both act outside the transaction and may act twice, so the file is named by the job: a repeat writes the same file with
the same content. Personal values are read from the order at that moment and stand nowhere else.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

import orjson

from engine.clock import Clock
from engine.order.order import Order
from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.desk_view import AskingLink, DeskView
from fulfillment.errors import NotFound
from fulfillment.notify.telling import CARRIER
from fulfillment.notify.texts import ENGLISH, language_of, words_of
from fulfillment.records import Notice
from fulfillment.store.money import find_refund, mark_sent
from fulfillment.store.notices import find_notice, mark_written

REQUEST = "request_id"  # the parameter of a notice that names what a customer is asked; links are stored nowhere


class OutsideWork(Protocol):
    """Acts on the outside without a transaction, then settles what came of it in one."""

    def act(self, job: Job) -> object: ...

    def settle(self, session: WriteSession, job: Job, result: object) -> None: ...


class NoticeWriter:
    """Writes each notice as a message file that any mail program opens. The result is the path."""

    def __init__(self, database: Database, desk: DeskView, clock: Clock, folder: Path) -> None:
        self._database = database
        self._desk = desk
        self._clock = clock
        self._folder = folder / "notices"

    def act(self, job: Job) -> str:
        """Writes `notices/<job id>.eml`. Raises NotFound for a notice that is not there."""
        with self._database.read() as session:
            notice = find_notice(session, job.merchant, str(job.payload["notice_id"]))
            if notice is None:
                raise NotFound("notice", str(job.payload["notice_id"]))
            order = self._desk.order_of(session, notice.order_id)
            asked = notice.params.get(REQUEST)
            link = None if asked is None else self._desk.asking_link(session, job.merchant, str(asked))
        if asked is not None and link is None:
            return ""  # nobody waits for the answer any more
        return write_file(self._folder / f"{job.id}.eml", message(notice, order, job.id, link))

    def settle(self, session: WriteSession, job: Job, result: object) -> None:  # noqa: ARG002 - the notice knows enough
        """Marks the notice as written."""
        mark_written(session, str(job.payload["notice_id"]), self._clock.now())


class RefundWriter:
    """Writes each refund as an instruction for the gateway, until one is connected. The result is the path."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder / "refunds"

    def act(self, job: Job) -> str:
        """Writes `refunds/<job id>.json`. Raises NotFound for a refund that is not there."""
        with self._database.read() as session:
            refund = find_refund(session, job.merchant, str(job.payload["refund_id"]))
        if refund is None:
            raise NotFound("refund", str(job.payload["refund_id"]))
        told = {
            "refund": refund.id,
            "order": refund.order_id,
            "amount": refund.amount,
            "currency": refund.currency,
            "reason": refund.reason,
        }
        return write_file(self._folder / f"{job.id}.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))

    def settle(self, session: WriteSession, job: Job, result: object) -> None:  # noqa: ARG002
        """Marks the refund as sent."""
        mark_sent(session, str(job.payload["refund_id"]), self._clock.now())


def message(notice: Notice, order: Order, id_: str, link: AskingLink | None = None) -> bytes:
    """The notice in the reader's language; the same bytes each time. `link` is of a form that the customer is sent."""
    to_customer = notice.audience != CARRIER
    words = words_of(notice.kind, language_of(order) if to_customer else ENGLISH)
    values: dict[str, object] = {
        "name": _name(order), "order": order.id, "number": "-", "amount": "-", "stand_in": "-", "address": "-",
        "rma": "-", "until": "-", **notice.params,
    }  # fmt: skip
    if notice.audience == CARRIER:
        values |= {"address": _address(order)}
    if link is not None:
        values |= {"link": link.url, "until": f"{link.until:%Y-%m-%d %H:%M} UTC"}
    mail = EmailMessage(policy=SMTP)
    mail["Date"] = _date(notice.created_at)
    mail["Message-ID"] = f"<{id_}@clearway.invalid>"
    if to_customer and (address := _mailbox(order)):
        mail["To"] = address
    mail["Subject"] = " ".join(words.subject.format_map(values).split())  # a header takes one line
    mail.set_content(words.text.format_map(values))
    return mail.as_bytes()


def write_file(path: Path, content: bytes) -> str:
    """All or nothing: whoever collects the folder never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f"{path.suffix}.part")
    draft.write_bytes(content)
    draft.replace(path)
    return str(path)


def _name(order: Order) -> str:
    customer = order.customer
    return (customer.name if customer is not None else None) or order.shipping_address.name or ""


def _address(order: Order) -> str:
    """The delivery address in lines, as a carrier reads it."""
    place = order.shipping_address
    town = " ".join(part for part in (place.postcode, place.city, place.state) if part)
    lines = (place.name, place.company, place.line1, place.line2, place.line3, town, place.country)
    return "\n".join(line for line in lines if line)


def _mailbox(order: Order) -> str:
    customer = order.customer
    found = (customer.email if customer is not None else None) or order.shipping_address.email or ""
    # An address with a break in it would add headers of its own.
    return "" if any(sign in found for sign in "\r\n") else found


def _date(moment: datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S +0000")
