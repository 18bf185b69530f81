"""The inbox at work: clocks that warn, escalate and end, letters that leave once, disputes as cases, what an erasure
takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, update

from api.composition.inbox import make_inbox
from api.composition.site import make_site
from engine.clock import microseconds
from engine.desk.erasing import ERASED, erase
from engine.desk.errors import PersonErased
from engine.desk.intake import submit
from engine.desk.rule_telling import rule_handlers
from engine.order.party import Customer
from engine.store.database import Database
from engine.store.handling import AnyHandler, Outside
from engine.store.outbox import Job
from engine.store.tables import EVENT, JOB
from fulfillment.inbox.arriving import Incoming, TakenIn, take_in
from fulfillment.inbox.cases import found_case
from fulfillment.inbox.disputes import DisputeFollowing
from fulfillment.inbox.errors import InboxMessageRefused
from fulfillment.inbox.handlers import inbox_handlers
from fulfillment.inbox.personal import forget_written, written_about
from fulfillment.inbox.queue import close
from fulfillment.inbox.sending import Reply, reply
from fulfillment.inbox.words import CaseState, CloseCode, Delivery
from fulfillment.jobs import INBOX_DISPUTE
from fulfillment.notify.post_room import MAIL, keyed
from fulfillment.payments.disputes.opening import ACCEPTED, LOST, OPEN, SUBMITTED
from fulfillment.records import BouncedAddress, Dispute, InboxCase, InboxMessage
from fulfillment.store.bounced import note_bounced
from fulfillment.store.disputes import add_dispute, save_dispute
from fulfillment.store.inbox import case_of_dispute
from fulfillment.store.inbox_messages import messages_of_case
from fulfillment.store.tables import INBOX_CASE, INBOX_MESSAGE
from tests.desks import MAIN, NOW, StandingClock, a_desk, an_honest_order, document


class Counter:
    """An inbox with its jobs done by their time."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.clock = StandingClock()
        self.desk = a_desk(database, clock=self.clock)
        self.inbox = make_inbox(self.desk, make_site(self.desk))
        self.folder = folder
        self.order = submit(self.desk, MAIN, document(an_honest_order())).row.order_id
        self.handlers: Mapping[str, AnyHandler] = {
            **inbox_handlers(self.inbox, folder), **rule_handlers(), ERASED: forget_written,
        }  # fmt: skip

    def told(self, text: str = "Where is my parcel?", **fields: object) -> TakenIn:
        said: dict[str, object] = {"channel": "own_shop", "name": "m-1", "at": self.clock.now(), "order": self.order}
        with self.desk.database.write() as session:
            return take_in(self.inbox, session, MAIN, Incoming(text=text, **(said | fields)))  # type: ignore[arg-type]

    def case(self, taken: TakenIn) -> InboxCase:
        with self.desk.database.read() as session:
            return found_case(session, "main", taken.case.id)

    def messages(self, taken: TakenIn) -> tuple[InboxMessage, ...]:
        with self.desk.database.read() as session:
            return messages_of_case(session, "main", taken.case.id)

    def work(self, *, again: bool = False, **later: float) -> None:
        """Lets time pass and does what is due of the kinds that the inbox knows."""
        self.clock.pass_by(timedelta(**later))
        while job := self._due():
            self._do(job)
            if again:
                self._do(job)

    def told_of(self) -> list[str]:
        with self.desk.database.read() as session:
            rows = session.rows(select(EVENT.c.type).where(EVENT.c.type.like("case.%")).order_by(EVENT.c.seq))
            return [row.type.removeprefix("case.") for row in rows]

    def _due(self) -> Job | None:
        asked = select(JOB).where(
            JOB.c.state == "ready", JOB.c.kind.in_(self.handlers), JOB.c.run_after <= microseconds(self.clock.now())
        )
        with self.desk.database.read() as session:
            row = session.first(asked.order_by(JOB.c.run_after, JOB.c.id))
        if row is None:
            return None
        return Job(id=row.id, kind=row.kind, merchant=row.merchant_id, aggregate=row.aggregate,
                   payload=orjson.loads(row.payload), attempts=0, fence=0)  # fmt: skip

    def _do(self, job: Job) -> None:
        handler = self.handlers[job.kind]
        effect = handler.attempt(job) if isinstance(handler, Outside) else None
        with self.desk.database.write() as session:
            if effect is not None:
                effect(session)
            elif not isinstance(handler, Outside):
                handler(session, job)
            session.run(update(JOB).where(JOB.c.id == job.id).values(state="done"))


@pytest.fixture
def counter(database: Database, tmp_path: Path) -> Counter:
    return Counter(database, tmp_path)


def test_case_when_nobody_answers_then_warns_once_and_escalates_once(counter: Counter) -> None:
    taken = counter.told()
    counter.work(hours=18.5, again=True)
    assert (counter.told_of(), counter.case(taken).overdue_at) == (["opened", "due"], None)
    counter.work(hours=6, again=True)
    case = counter.case(taken)
    assert (counter.told_of(), case.state, case.assignee) == (["opened", "due", "overdue"], CaseState.OPEN, None)
    assert case.overdue_at is not None
    assert case.rank_at < case.opened_at


def test_case_when_answered_in_time_then_its_clocks_do_nothing(counter: Counter) -> None:
    taken = counter.told()
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))
    counter.work(days=2)
    assert (counter.told_of(), counter.case(taken).state) == (["opened"], CaseState.ANSWERED)


def test_case_when_the_buyer_writes_no_more_then_closes_by_itself(counter: Counter) -> None:
    taken = counter.told()
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))
    counter.work(days=14.1, again=True)
    case = counter.case(taken)
    assert (case.state, case.reason_code, counter.told_of()) == (
        CaseState.CLOSED,
        CloseCode.NO_REPLY,
        ["opened", "closed"],
    )


def test_case_when_they_write_again_after_an_answer_then_a_new_clock_runs(counter: Counter) -> None:
    taken = counter.told()
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))
    counter.clock.pass_by(timedelta(days=3))
    again = counter.told("Still not here", name="m-2")
    assert (again.case.id, again.case.due_at) == (taken.case.id, counter.clock.now() + timedelta(hours=24))


def test_case_when_they_write_twice_then_the_first_end_stays(counter: Counter) -> None:
    taken = counter.told()
    counter.clock.pass_by(timedelta(hours=5))
    assert counter.told("Hello?", name="m-2").case.due_at == taken.case.due_at


def test_letter_when_written_twice_then_is_one_file_that_answers_the_mail(counter: Counter) -> None:
    taken = counter.told(channel="email", name="<1@example.test>", email="lena.vogel@example.test")
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow.", subject="Your\r\nBcc: x@y.test order"))
    counter.work(again=True)
    (path,) = (counter.folder / "messages").glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert (mail["In-Reply-To"], mail["Bcc"], mail.get_content().strip()) == ("<1@example.test>", None, "Tomorrow.")
    assert counter.messages(taken)[-1].delivery == Delivery.SENT


def test_letter_when_the_person_was_erased_before_it_left_then_never_leaves(counter: Counter) -> None:
    taken = counter.told()
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))
    erase(counter.desk, MAIN, counter.order)
    counter.work()
    assert counter.messages(taken)[-1].delivery == Delivery.REFUSED
    assert not (counter.folder / "messages").exists()
    assert counter.case(taken).state == CaseState.OPEN


def came_back(counter: Counter) -> None:
    """A notice of the order bounced from its buyer's mailbox."""
    mail = (an_honest_order().customer or Customer()).email or ""
    dead = BouncedAddress(merchant_id="main", order_id=counter.order, way=MAIL, cause="5.1.1", order_version=1,
                          address=keyed(counter.desk.seal.digest, "main", MAIL, mail),
                          noted_at=counter.clock.now())  # fmt: skip
    with counter.desk.database.write() as session:
        note_bounced(session, dead)


def test_reply_when_mail_to_the_buyer_came_back_then_says_so_and_may_be_told_another_way(counter: Counter) -> None:
    taken = counter.told()
    came_back(counter)
    with pytest.raises(InboxMessageRefused, match=r"comes back \(5\.1\.1\).*`by_hand`"):
        reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow.", by_hand=True))
    assert counter.case(taken).state == CaseState.ANSWERED


def test_letter_when_mail_came_back_before_it_left_then_the_case_waits_for_us_again(counter: Counter) -> None:
    taken = counter.told()
    reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))
    came_back(counter)
    counter.work()
    assert (counter.messages(taken)[-1].delivery, counter.case(taken).state) == (Delivery.REFUSED, CaseState.OPEN)


def test_texts_when_the_person_is_erased_then_nobody_reads_them_and_nothing_can_be_said(counter: Counter) -> None:
    taken = counter.told()
    erase(counter.desk, MAIN, counter.order)
    with counter.desk.database.read() as session:
        said = written_about(counter.desk, session, "main", counter.order)["messages"]
    assert [each["said"] for each in said] == [None]
    with pytest.raises(PersonErased):
        reply(counter.inbox, MAIN, taken.case.id, Reply(text="Tomorrow."))


def test_message_of_no_order_when_its_writer_is_erased_then_is_forgotten(counter: Counter) -> None:
    mail = an_honest_order().customer
    assert mail is not None
    other = submit(counter.desk, MAIN, document(an_honest_order("A-1002"))).row.order_id
    taken = counter.told("Hello", order="", email=mail.email or "", name="m-2")
    assert taken.message.order_id is None  # two orders of this person
    erase(counter.desk, MAIN, other)
    counter.work(minutes=3)
    (message,) = counter.messages(taken)
    assert (message.sealed, message.own_key, message.person) == (None, None, None)


def test_tables_when_a_message_is_kept_then_hold_nothing_of_it(counter: Counter) -> None:
    counter.told("Wo ist das blaue Fahrrad?", subject="Fahrrad", email="jane@example.test", sender="Jane")
    with counter.desk.database.read() as session:
        for table in (INBOX_CASE, INBOX_MESSAGE, JOB, EVENT):
            rows = str([row._asdict() for row in session.rows(select(table))])
            assert not any(word in rows for word in ("Fahrrad", "jane@", "Jane")), table.name


@dataclass
class _Told:
    counter: Counter
    dispute: Dispute

    def becomes(self, state: str) -> InboxCase:
        made = Dispute(**{**{name: getattr(self.dispute, name) for name in Dispute.__slots__}, "state": state})
        job = Job(id="job_1", kind=INBOX_DISPUTE, merchant="main", aggregate="x",
                  payload={"dispute_id": made.id}, attempts=0, fence=0)  # fmt: skip
        with self.counter.desk.database.write() as session:
            save_dispute(session, made)
            following = DisputeFollowing(self.counter.inbox)
            following(session, job)
            following(session, job)
        with self.counter.desk.database.read() as session:
            case = case_of_dispute(session, "main", made.id)
        assert case is not None
        return case


@pytest.mark.parametrize(("scheme", "kind"), [("visa", "chargeback"), ("paypal", "wallet_dispute")])
def test_dispute_when_it_moves_then_its_case_follows(counter: Counter, scheme: str, kind: str) -> None:
    dispute = Dispute(
        id="dsp_1", merchant_id="main", order_id=counter.order, gateway="stripe", reference="dp_1", scheme=scheme,
        reason_code="13.1", category="not_received", stage="chargeback", amount=100, currency="EUR", shift="no",
        state=OPEN, opened_at=NOW, due_at=NOW + timedelta(days=7), is_stated_due=True,
    )  # fmt: skip
    with counter.desk.database.write() as session:
        add_dispute(session, dispute)
    told = _Told(counter, dispute)
    assert [(case.kind, case.state, case.reason_code) for case in map(told.becomes, (OPEN, SUBMITTED, LOST))] == [
        (kind, CaseState.OPEN, ""), (kind, CaseState.ANSWERED, ""), (kind, CaseState.CLOSED, "lost"),
    ]  # fmt: skip
    assert told.becomes(ACCEPTED).reason_code == "accepted"


def test_messages_when_others_close_at_once_then_one_is_told(counter: Counter) -> None:
    taken = counter.told()
    close(counter.inbox, MAIN, taken.case.id, CloseCode.SOLVED)
    assert counter.told("And?", name="m-2").case.reopened == 1
