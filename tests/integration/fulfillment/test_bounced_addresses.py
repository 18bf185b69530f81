"""What came back for good is not written to again: another way that the customer allows, another address, or a wait."""

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from engine.errors import JobPostponed
from engine.store.tables import EVENT
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.jobs import LIFECYCLE
from fulfillment.notify.bouncing import Bounce, take_bounce
from fulfillment.notify.deadlines import notice_deadlines
from fulfillment.notify.post_room import OFF, TEXT
from fulfillment.notify.told import send_again
from fulfillment.notify.ways.port import NeverTaken, RecipientRefused
from fulfillment.records import Notice
from fulfillment.store.bounced import bounced_of
from fulfillment.store.notices import notices_of, tries_of
from fulfillment.store.tables import NOTICE_BOUNCED, NOTICE_TRY
from tests.fulfilment_site import House
from tests.notice_house import NUMBER, TO, NoticeHouse, order_of

OTHER = "erika@other.example"
UNKNOWN = RecipientRefused("550-5.1.1", "refused")


@pytest.fixture
def sending(house: House) -> NoticeHouse:
    return NoticeHouse(house, order_of())


def bounced(sending: NoticeHouse) -> None:
    """The first mail is refused, since nobody has that mailbox."""
    sending.mail.answers = [UNKNOWN]
    sending.tell("shipped")
    assert sending.go() == []
    assert sending.last.state == "refused"


def told(sending: NoticeHouse, kind: str) -> Notice:
    with sending.house.database.read() as session:
        return next(each for each in notices_of(session, "main", "ord_1") if each.kind == kind)


def changed(sending: NoticeHouse, email: str) -> None:
    """The order gets another version, which is decided."""
    house = sending.house
    house.decide("admit", version=2, order=order_of(email=email))
    for job in house.waiting(LIFECYCLE):
        house.do(job)
    sending.go()


def test_notice_when_its_mailbox_was_refused_then_is_not_sent_there_but_waits_and_says_why(
    sending: NoticeHouse,
) -> None:
    bounced(sending)
    sending.tell("delivered")
    assert sending.go() == []
    assert (sending.last.state, sending.last.cause) == ("waiting", "address_bounced")
    with sending.house.database.read() as session:
        waits = session.rows(select(EVENT.c.data).where(EVENT.c.type == "notice.waiting"))
    assert [orjson.loads(row.data)["notice_id"] for row in waits] == [sending.last.id]
    assert [each.to for each in sending.mail.seen] == [TO]
    assert sending.text.seen == []


def test_notice_when_text_messages_were_chosen_for_another_topic_then_goes_by_one(sending: NoticeHouse) -> None:
    sending.chose(trouble=TEXT)
    bounced(sending)
    sending.tell("delivered")
    sending.go()
    assert (sending.last.state, sending.last.way) == ("sent", "text")
    assert [each.to for each in sending.text.seen] == [NUMBER]


def test_notice_when_the_chosen_number_is_refused_then_later_ones_go_by_mail(sending: NoticeHouse) -> None:
    sending.chose(progress=TEXT)
    sending.text.answers = [RecipientRefused("400", "no number")]
    sending.tell("shipped")
    sending.go()
    sending.tell("delivered")
    sending.go()
    assert (sending.last.state, sending.last.way, len(sending.text.seen)) == ("sent", "mail", 1)


def test_notice_when_the_topic_is_off_then_is_dropped_and_waits_for_nothing(sending: NoticeHouse) -> None:
    bounced(sending)
    sending.chose(progress=OFF)
    sending.tell("delivered")
    sending.go()
    assert sending.last.state == "dropped"


def test_notice_when_the_order_names_another_mailbox_then_leaves_there(sending: NoticeHouse) -> None:
    bounced(sending)
    sending.tell("cancelled")
    sending.go()
    assert sending.last.state == "waiting"
    changed(sending, OTHER)
    assert told(sending, "cancelled").state == "sent"
    assert [each.to for each in sending.mail.seen] == [TO, OTHER]
    with sending.house.database.read() as session:
        (sent,) = tries_of(session, told(sending, "cancelled").id)
    assert sent.order_version == 2


def test_notice_when_another_version_names_the_same_mailbox_then_waits_on_until_the_moment_it_had(
    sending: NoticeHouse,
) -> None:
    bounced(sending)
    sending.tell("cancelled")
    sending.go()
    due = told(sending, "cancelled").due_at
    assert due == sending.house.clock.now() + timedelta(hours=48)
    sending.house.clock.pass_by(timedelta(minutes=1))
    changed(sending, TO.upper())
    again = told(sending, "cancelled")
    assert (again.state, again.due_at, len(sending.mail.seen)) == ("waiting", due, 1)
    with sending.house.database.read() as session:
        listed = notice_deadlines(session, "main", DeadlinesWanted(limit=9))
    assert {(each.id, each.at) for each in listed} >= {(again.id, due)}


def test_notice_when_the_order_changes_while_it_finds_no_address_then_looks_again(sending: NoticeHouse) -> None:
    bounced(sending)
    sending.tell("cancelled")
    (job,) = sending.jobs()
    found = sending.work.act(job)
    sending.house.decide("admit", version=2, order=order_of(email=OTHER))
    with sending.house.database.write() as session, pytest.raises(JobPostponed):
        sending.work.settle(session, job, found)
    sending.go()
    assert sending.last.state == "sent"


def test_notice_when_a_message_was_refused_for_what_is_in_it_then_the_next_one_is_sent(sending: NoticeHouse) -> None:
    sending.mail.answers = [NeverTaken("554-5.7.1", "refused")]
    sending.tell("shipped")
    sending.go()
    sending.tell("delivered")
    sending.go()
    assert (sending.last.state, len(sending.mail.seen)) == ("sent", 2)


@pytest.mark.parametrize(("status", "sends"), [("5.1.1", 1), ("5.0.0", 1), ("5.2.2", 2), ("5.7.1", 2), ("5.1.8", 2)])
def test_notice_when_an_earlier_mail_came_back_then_the_status_says_whether_it_is_sent(
    sending: NoticeHouse, status: str, sends: int
) -> None:
    sending.tell("shipped")
    (job,) = sending.jobs()
    sending.go()
    with sending.house.database.write() as session:
        assert take_bounce(session, Bounce(job.id, status), sending.house.clock.now()) == sending.last.id
        assert take_bounce(session, Bounce(job.id, status), sending.house.clock.now()) is None
    sending.tell("delivered")
    sending.go()
    assert len(sending.mail.seen) == sends


def test_bounce_when_the_notice_was_sent_again_since_then_does_not_refuse_it(sending: NoticeHouse) -> None:
    sending.mail.answers = [NeverTaken("554", "refused")]
    sending.tell("shipped")
    (job,) = sending.jobs()
    sending.go()
    again(sending)
    with sending.house.database.write() as session:
        assert take_bounce(session, Bounce(job.id, "5.1.1"), sending.house.clock.now()) is None
    assert sending.last.state == "sent"


def again(sending: NoticeHouse, *, address_is_right: bool = False) -> None:
    house = sending.house
    with house.database.write() as session:
        send_again(
            session, house.site.ids, "main", sending.last.id, house.clock.now(), address_is_right=address_is_right
        )
    sending.go()


def test_notice_when_people_say_the_address_is_right_then_it_and_what_waits_are_sent(sending: NoticeHouse) -> None:
    bounced(sending)
    sending.tell("delivered")
    sending.go()
    again(sending)
    assert sending.last.state == "waiting"
    again(sending, address_is_right=True)
    assert (sending.last.state, [each.to for each in sending.mail.seen]) == ("sent", [TO, TO])


def test_bounced_address_when_kept_then_no_table_holds_it(sending: NoticeHouse) -> None:
    bounced(sending)
    with sending.house.database.read() as session:
        (kept,) = bounced_of(session, "main", "ord_1")
        rows = [*session.rows(select(NOTICE_TRY)), *session.rows(select(NOTICE_BOUNCED))]
    assert (kept.way, kept.order_version, kept.cause) == ("mail", 1, "550-5.1.1")
    assert [row for row in rows if TO in str(row)] == []
