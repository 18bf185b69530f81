"""A notice leaves once: by the way that was chosen, by day, again after what fails in passing, never after a yes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.desk.errors import PersonErased
from engine.order.order import Order
from engine.store.tables import EVENT
from fulfillment.notify.choices import ChoiceRefused, Wanted, choose, chosen, wish
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.leaving import GAVE_UP, GIVE_UP_AFTER, UNKNOWN, note_refusal
from fulfillment.notify.post_room import MAIL, OFF, TEXT
from fulfillment.notify.ways.port import EndUnknown, NeverTaken, NotNow
from fulfillment.store.notices import forget_choices, tries_of, wish_of
from tests.builders import an_address, an_order
from tests.fulfilment_site import House
from tests.notice_house import PERSON, Crash, NoticeHouse

TO = "erika.muster@shop.example"
NIGHT = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # half past eleven in Berlin


def order_of(**changes: str | None) -> Order:
    order = an_order(shipping_address=an_address(country="DE", state=None, email=None, phone=None))
    return replace(order, customer=replace(order.customer, **{"email": TO, "phone": "+4915123456789"} | changes))  # type: ignore[type-var]


@pytest.fixture
def sending(house: House) -> NoticeHouse:
    return NoticeHouse(house, order_of())


def chose(sending: NoticeHouse, **ways: str) -> None:
    with sending.house.database.write() as session:
        choose(session, "main", PERSON, ways, sending.house.clock.now(), by_text=True)


def refusals(sending: NoticeHouse) -> list[str]:
    with sending.house.database.read() as session:
        rows = session.rows(select(EVENT.c.data).where(EVENT.c.type == "notice.refused"))
        return [str(row.data) for row in rows]


def outcomes(sending: NoticeHouse) -> list[str]:
    with sending.house.database.read() as session:
        return [each.outcome for each in tries_of(session, sending.last.id)]


def test_notice_when_sent_then_the_mailbox_has_it_and_a_repeat_sends_nothing(sending: NoticeHouse) -> None:
    sending.tell("delivered")
    (job,) = sending.jobs()
    assert sending.go() == []
    assert [each.to for each in sending.mail.seen] == [TO]
    assert (sending.last.state, sending.last.way) == ("sent", "mail")
    assert sending.work.act(job).state == "sent"
    assert len(sending.mail.seen) == 1


def test_notice_when_the_process_dies_between_yes_and_its_note_then_is_not_sent_again(sending: NoticeHouse) -> None:
    sending.tell("delivered")
    (job,) = sending.jobs()
    sending.work.act(job)  # and nothing settles it
    assert sending.go() == []
    assert len(sending.mail.seen) == 1
    assert sending.last.state == "sent"


def test_notice_when_a_yes_was_not_noted_then_no_later_choice_or_news_makes_it_another(sending: NoticeHouse) -> None:
    sending.tell("delivered")
    (job,) = sending.jobs()
    sending.work.act(job)
    chose(sending, progress=OFF)
    assert sending.work.act(job).state == "sent"
    assert len(sending.mail.seen) == 1


def test_notice_when_a_no_was_not_noted_then_is_not_asked_again(sending: NoticeHouse) -> None:
    sending.tell("delivered")
    sending.mail.answers = [NeverTaken("550", "refused")]
    (job,) = sending.jobs()
    sending.work.act(job)
    sending.go()
    assert (sending.last.state, sending.last.cause, len(sending.mail.seen)) == ("refused", "550", 1)


def test_notice_when_the_process_dies_while_it_is_sent_then_is_sent_once_more_with_the_same_id(
    sending: NoticeHouse,
) -> None:
    sending.tell("delivered")
    (job,) = sending.jobs()
    sending.mail.answers = [Crash(), Crash(), "250"]
    for _ in range(2):
        with pytest.raises(Crash):
            sending.work.act(job)
    sending.go()
    assert len(sending.mail.seen) == 2
    assert sending.mail.seen[0] == sending.mail.seen[1]
    assert (sending.last.state, sending.last.cause) == ("refused", UNKNOWN)
    assert len(refusals(sending)) == 1


def test_notice_when_the_server_breaks_off_then_is_repeated_once(sending: NoticeHouse) -> None:
    sending.tell("delivered")
    sending.mail.answers = [EndUnknown("", "gone")]
    assert len(sending.go()) == 1
    assert sending.go() == []
    assert outcomes(sending) == ["open", "sent"]
    assert sending.last.state == "sent"


def test_notice_when_the_server_is_busy_then_waits_longer_and_longer_and_is_sent(sending: NoticeHouse) -> None:
    sending.tell("delivered")
    sending.mail.answers = [NotNow("450", "later")] * 3
    waits = [sending.go()[0] for _ in range(3)]
    assert waits == sorted(set(waits))
    assert sending.go() == []
    assert outcomes(sending) == ["failed", "failed", "failed", "sent"]


def test_notice_when_it_fails_for_days_then_is_given_up_and_people_are_told(sending: NoticeHouse) -> None:
    sending.tell("cancelled")
    sending.mail.answers = [NotNow("450", "later")] * 2
    sending.go()
    sending.house.clock.pass_by(GIVE_UP_AFTER)
    sending.go()
    assert (sending.last.state, sending.last.cause) == ("refused", GAVE_UP)
    assert len(refusals(sending)) == 1


def test_notice_when_the_mailbox_is_unknown_then_is_refused_once_and_the_feed_holds_no_address(
    sending: NoticeHouse,
) -> None:
    sending.tell("delivered")
    sending.mail.answers = [NeverTaken("550-5.1.1", "refused")]
    assert sending.go() == []
    assert (sending.last.state, sending.last.cause) == ("refused", "550-5.1.1")
    (told,) = refusals(sending)
    assert "550-5.1.1" in told
    assert TO not in told
    with sending.house.database.write() as session:
        assert not note_refusal(session, "main", sending.last.id, "mail", "550", sending.house.clock.now())


def test_notice_when_it_is_night_there_then_leaves_in_the_morning(sending: NoticeHouse) -> None:
    sending.at(NIGHT)
    sending.tell("delivered")
    (wait,) = sending.go()
    morning = NIGHT + timedelta(seconds=wait)
    assert morning == datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    assert sending.mail.seen == []
    sending.at(morning)
    assert sending.go() == []
    assert len(sending.mail.seen) == 1


def test_notice_when_it_is_urgent_then_leaves_at_night(sending: NoticeHouse) -> None:
    sending.at(NIGHT)
    sending.tell("address_problem")
    assert sending.go() == []


def test_notice_when_overtaken_in_the_night_then_only_the_last_news_is_told(sending: NoticeHouse) -> None:
    sending.at(NIGHT)
    sending.tell("import_held")
    sending.tell("parcel_late")
    assert len(sending.go()) == 2
    sending.house.clock.pass_by(timedelta(hours=3))
    sending.tell("delivered")
    sending.at(NIGHT + timedelta(hours=9))
    assert sending.go() == []
    assert len(sending.mail.seen) == 1
    assert b"ist angekommen" in sending.mail.seen[0].content


def test_notice_when_the_topic_is_off_then_is_not_sent_but_what_must_be_said_is(sending: NoticeHouse) -> None:
    chose(sending, progress=OFF, service=TEXT)
    sending.tell("delivered")
    assert sending.go() == []
    assert (sending.last.state, sending.last.cause) == ("dropped", "unwanted")
    sending.tell("cancelled")
    sending.go()
    assert sending.mail.seen == []
    (sms,) = sending.text.seen
    assert (sms.to, sms.content.decode()) == ("+4915123456789", "Bestellung A-1001 wurde storniert.")


def test_notice_when_text_is_chosen_and_the_phone_is_no_mobile_then_goes_by_mail(house: House) -> None:
    sending = NoticeHouse(house, order_of(phone="+49 30 901820"))
    chose(sending, progress=TEXT)
    sending.tell("delivered")
    sending.go()
    assert (len(sending.mail.seen), len(sending.text.seen)) == (1, 0)


def test_notice_when_there_is_no_mailbox_then_lies_in_the_folder(house: House) -> None:
    sending = NoticeHouse(house, order_of(email=None))
    sending.tell("delivered")
    sending.go()
    assert (sending.last.state, sending.last.way) == ("written", "folder")


def test_notice_when_the_person_is_erased_then_nothing_is_sent(
    sending: NoticeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased(*_: object) -> Order:
        raise PersonErased("ord_1", ("customer.email",))

    sending.tell("delivered")
    monkeypatch.setattr(sending.house.desk, "order_of", erased)
    assert sending.go() == []
    assert (sending.last.state, sending.last.cause) == ("dropped", "person_erased")


def test_choice_when_a_topic_must_be_told_then_cannot_be_turned_off(sending: NoticeHouse) -> None:
    with pytest.raises(ChoiceRefused):
        chose(sending, service=OFF)
    with pytest.raises(ChoiceRefused):
        chose(sending, gossip=MAIL)


def test_choice_when_changed_then_the_last_one_counts_and_an_erasure_takes_it(sending: NoticeHouse) -> None:
    chose(sending, progress=OFF)
    chose(sending, progress=TEXT, trouble=OFF)
    with sending.house.database.write() as session:
        assert chosen(session, "main", PERSON) == {"service": MAIL, "progress": TEXT, "trouble": OFF}
        assert chosen(session, "other", PERSON)["progress"] == MAIL
        assert forget_choices(session, "main", [PERSON]) == 2
        assert set(chosen(session, "main", PERSON).values()) == {MAIL}


def test_topics_when_listed_then_each_kind_has_one_that_exists() -> None:
    assert {each.topic for each in kind_book().kinds.values()} == set(kind_book().topics)


def wished(sending: NoticeHouse, **values: str | tuple[str, str]) -> None:
    with sending.house.database.write() as session:
        wish(session, "main", PERSON, Wanted(**values), sending.house.clock.now())  # type: ignore[arg-type]


def test_notice_when_another_language_is_wished_then_is_written_in_it_until_that_is_taken_back(
    sending: NoticeHouse,
) -> None:
    wished(sending, language="fr")
    sending.tell("delivered", about="1")
    sending.go()
    wished(sending, language="")
    sending.tell("delivered", about="2")
    sending.go()
    first, second = (each.content for each in sending.mail.seen)
    assert (b"Content-Language: fr" in first, b"Content-Language: de" in second) == (True, True)


def test_notice_when_other_quiet_hours_are_wished_then_these_count(sending: NoticeHouse) -> None:
    wished(sending, quiet=("12:00", "15:00"))
    sending.tell("delivered", about="1")
    assert sending.go() == [3600.0 * 2]  # it is one o'clock in Berlin
    sending.at(NIGHT)
    assert sending.go() == []


def test_wish_when_the_person_is_erased_then_goes_with_the_choices(sending: NoticeHouse) -> None:
    wished(sending, language="fr", quiet=("22:00", "07:00"))
    with sending.house.database.write() as session:
        assert forget_choices(session, "main", [PERSON]) == 1
        assert wish_of(session, "main", PERSON) is None
        assert forget_choices(session, "main", []) == 0


def test_wish_when_a_form_is_left_blank_then_nothing_is_kept_and_nobody_is_said_to_have_chosen(
    sending: NoticeHouse,
) -> None:
    wished(sending, language="", quiet=("", ""))
    with sending.house.database.read() as session:
        assert wish_of(session, "main", PERSON) is None
