"""Answers on their way out: what is said to a channel, what is written as a letter, and what came of each.

Personal values are opened at that moment and stand nowhere else. Both may act twice, so a letter is a file named by its
job, and a channel is given the saying's own key.
"""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from engine.desk.desk import Caller
from engine.desk.errors import PersonErased
from engine.store.outbox import Job
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.channels.protocol import Message
from fulfillment.channels.said_facts import ReplyFacts
from fulfillment.inbox.book import clock_of_kind
from fulfillment.inbox.cases import found_case, kept, waits_for_us
from fulfillment.inbox.clock_jobs import wind
from fulfillment.inbox.draft_words import Sentence, written
from fulfillment.inbox.inbox import BY_ITSELF, Inbox, tell_case
from fulfillment.inbox.language import known
from fulfillment.inbox.sealing import text_of, words_in
from fulfillment.inbox.sending import address_of, dead_because
from fulfillment.inbox.words import CaseState, Delivery, Direction
from fulfillment.notify.files import write_file
from fulfillment.notify.texts import ENGLISH
from fulfillment.records import InboxCase, InboxMessage
from fulfillment.store.inbox_messages import find_message, mark_delivery, messages_of_case


@dataclass(frozen=True, slots=True)
class Replies:
    """What the work that says things to channels asks about an answer; satisfies
    `fulfillment.channels.saying_work.ReplyWords`."""

    inbox: Inbox

    def words(self, session: ReadSession, merchant: str, facts: ReplyFacts, kind: str) -> Message | None:
        """The message to say; None where nobody can read it any more, or nobody waits for it."""
        message = find_message(session, merchant, facts.message)
        if message is None or message.delivery != Delivery.WAITING:
            return None
        words = words_in(self.inbox.desk, session, message)
        if words is None:
            return None
        return Message(
            ref=facts.ref,
            kind=kind,
            subject=text_of(words, "subject") or _usual_subject(message),
            text=text_of(words, "text"),
            language=message.language or ENGLISH,
        )

    def said(self, session: WriteSession, merchant: str, message_id: str, at: datetime) -> None:
        """It has left."""
        mark_delivery(session, merchant, message_id, Delivery.SENT, at)

    def refused(self, session: WriteSession, merchant: str, message_id: str) -> None:
        """It will never leave: the case waits for us again, by the clock of the question."""
        refuse(self.inbox, session, merchant, message_id)


@dataclass(frozen=True, slots=True)
class LetterWriter:
    """Writes each answer that goes by mail as a message file, as notices are written. The result is the path."""

    inbox: Inbox
    folder: Path

    def act(self, job: Job) -> str:
        """Writes `messages/<job id>.eml`; nothing where nobody can read it any more, or nobody is left to write to."""
        with self.inbox.desk.database.read() as session:
            message = find_message(session, job.merchant, str(job.payload["message"]))
            if message is None or message.delivery != Delivery.WAITING:
                return ""
            letter = self._letter(session, message, job.id)
        return "" if letter is None else write_file(self.folder / "messages" / f"{job.id}.eml", letter)

    def settle(self, session: WriteSession, job: Job, result: object) -> None:
        """Marks it as sent, or takes it back."""
        name = str(job.payload["message"])
        if result:
            mark_delivery(session, job.merchant, name, Delivery.SENT, self.inbox.desk.clock.now())
        else:
            refuse(self.inbox, session, job.merchant, name)

    def _letter(self, session: ReadSession, message: InboxMessage, id_: str) -> bytes | None:
        words = words_in(self.inbox.desk, session, message)
        case = found_case(session, message.merchant_id, message.case_id)
        try:
            to = address_of(self.inbox, session, case)
        except PersonErased:
            to = ""
        if to and dead_because(self.inbox, session, case, to):
            return None  # mail to it came back since the answer was given
        if words is None or not to or any(sign in to for sign in "\r\n"):
            return None
        before = _answered(self.inbox, session, case)
        mail = EmailMessage(policy=SMTP)
        mail["Date"] = message.at.strftime("%a, %d %b %Y %H:%M:%S +0000")
        mail["Message-ID"] = f"<{id_}@clearway.invalid>"
        mail["To"] = to
        if before:
            mail["In-Reply-To"] = mail["References"] = before
        mail["Subject"] = text_of(words, "subject") or _usual_subject(message)
        mail.set_content(text_of(words, "text") + "\n")
        return mail.as_bytes()


def refuse(inbox: Inbox, session: WriteSession, merchant: str, message_id: str) -> None:
    """An answer that will never leave: it is marked so, and the case waits for us again."""
    message = find_message(session, merchant, message_id)
    if message is None or not mark_delivery(session, merchant, message_id, Delivery.REFUSED):
        return
    case = found_case(session, merchant, message.case_id)
    if case.state != CaseState.ANSWERED:
        return
    now = inbox.desk.clock.now()
    clock = clock_of_kind(case.kind, case.channel, is_matched=case.order_id is not None)
    anew = kept(session, case, waits_for_us(case, clock, case.last_in_at))
    wind(inbox.desk, session, anew, now)
    tell_case(inbox.desk, session, Caller(merchant=merchant, name=BY_ITSELF), "answer_refused", anew, now)


def _answered(inbox: Inbox, session: ReadSession, case: InboxCase) -> str:
    """The sender's own id of the last message by mail, as a header takes it; empty where there is none."""
    for each in reversed(messages_of_case(session, case.merchant_id, case.id)):
        words = words_in(inbox.desk, session, each) if each.direction == Direction.IN else None
        name = "" if words is None else text_of(words, "name")
        if name.startswith("<") and name.endswith(">") and not any(sign in name for sign in "\r\n "):
            return name
    return ""


def _usual_subject(message: InboxMessage) -> str:
    return written(Sentence("subject_unknown"), known(message.language) or ENGLISH)
