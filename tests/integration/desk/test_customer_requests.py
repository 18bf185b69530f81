"""Questions to customers over both databases: opened, answered, closed, reminded and ended by what happens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.desk.changing import change
from engine.desk.customer_answering import AS_CUSTOMER, Sent, Taken, opened_answer, take_answer
from engine.desk.customer_answers import Answer, NumberGiven, PaperGiven
from engine.desk.customer_requests import EXPIRE, LETTER, REMIND, ask, cancel, form_of, resend
from engine.desk.deciding import ASKS
from engine.desk.desk import Caller, Desk
from engine.desk.erasing import erase
from engine.desk.errors import NotFound, PersonErased
from engine.desk.intake import submit
from engine.desk.papers import reject
from engine.desk.preferences import ASK_CUSTOMERS, prefer
from engine.desk.reading import order_file
from engine.desk.request_errors import AnswerRefused, AskedAlready, NothingToAsk, QuestionsChanged, RequestEnded
from engine.desk.request_jobs import request_handlers
from engine.errors import JobPostponed
from engine.order.order import Order
from engine.store.customer_requests import files_kept, open_request_of
from engine.store.feed import events_after
from engine.store.outbox import Job
from engine.store.papers import papers_of_order
from engine.store.reviews import reviews
from tests.asking import all_of, at_once, submitted, the_one
from tests.builders import an_address, an_order
from tests.desks import (
    ANALYST,
    MAIN,
    OTHER,
    StandingClock,
    a_vague_address,
    an_honest_order,
    an_unpaid_order,
    document,
    medicine_to_australia,
)
from tests.draining import drain

CUSTOMER = Caller(merchant="main", name="customer")
PDF = b"%PDF-1.7 a permit"
POSTCODE = Answer(address={"postcode": "10115"})


def answered(desk: Desk, answer: Answer, **sent: object) -> Taken:
    as_sent = Sent(answer=answer, answered_as=AS_CUSTOMER, **sent)  # type: ignore[arg-type]
    taken = take_answer(desk, CUSTOMER, all_of(desk)[0].id, as_sent)
    drain(desk.database, at_once(desk))
    return taken


def told(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        found = events_after(session, "main", 0, 500)
    return [each.type.removeprefix("customer_request.") for each in found if each.type.startswith("customer_request.")]


def queue(desk: Desk) -> str:
    with desk.database.read() as session:
        (review,) = reviews(session, "main", 9, state="open")
    return review.queue


def run_timer(desk: Desk, kind: str) -> None:
    drain(desk.database, {kind: request_handlers(desk)[kind]})
    drain(desk.database, at_once(desk))


def test_request_when_a_decision_asks_then_is_opened_once_and_told(desk: Desk) -> None:
    submitted(desk, a_vague_address())
    drain(desk.database, at_once(desk), twice=True)
    row = the_one(desk)
    assert (row.state, row.asks, row.round, row.created_by) == ("open", ("address.postcode",), 1, "rules")
    assert told(desk) == ["created"]
    assert queue(desk) == "customer"


@pytest.mark.parametrize(("due", "opened"), [(timedelta(0), 1), (timedelta(days=30), 0)])
def test_request_when_the_clock_of_the_worker_is_days_ahead_then_is_over_only_if_the_job_was_late(
    desk: Desk, due: timedelta, opened: int
) -> None:
    order_id = submit(desk, MAIN, document(a_vague_address())).row.order_id
    assert isinstance(desk.clock, StandingClock)
    at = desk.clock.at + due
    desk.clock.pass_by(timedelta(days=30))
    job = Job(id="job_1", kind=ASKS, merchant="main", aggregate=order_id, payload={}, attempts=1, fence=1, due=at)
    with desk.database.write() as session:
        request_handlers(desk)[ASKS](session, job)
    assert len(all_of(desk)) == opened


@pytest.mark.parametrize("order", [an_honest_order(), an_unpaid_order()])
def test_request_when_the_decision_asks_nothing_then_is_not_opened(desk: Desk, order: Order) -> None:
    submitted(desk, order)
    assert all_of(desk) == []


def test_request_when_the_merchant_asks_itself_then_is_not_opened(desk: Desk) -> None:
    prefer(desk, ANALYST, ASK_CUSTOMERS, 0)
    submitted(desk, a_vague_address())
    assert all_of(desk) == []


def test_answer_when_it_helps_then_is_a_new_version_and_the_order_goes_on(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    taken = answered(desk, POSTCODE)
    assert taken.decided is not None
    assert (taken.decided.row.outcome, taken.decided.row.cause, taken.decided.row.version) == ("admit", "answered", 2)
    row = the_one(desk)
    assert (row.state, row.ended_by, row.answered_as, row.decision) == (
        "answered", "customer", "customer", taken.decided.row.id,
    )  # fmt: skip
    with desk.database.read() as session:
        address = order_file(desk, session, "main", order_id).document["shipping_address"]
        said = opened_answer(desk, session, row)
    assert isinstance(address, dict)
    assert address["postcode"] == "10115"
    assert said is not None
    assert said["address"] == {"postcode": "10115"}
    assert told(desk) == ["created", "answered"]


def test_answer_when_sent_again_then_changes_nothing(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    answered(desk, POSTCODE)
    with pytest.raises(RequestEnded):
        answered(desk, Answer(address={"postcode": "80331"}))
    with desk.database.read() as session:
        assert len(order_file(desk, session, "main", order_id).versions) == 2


def test_answer_when_it_does_not_help_then_is_refused_in_the_rules_words_and_nothing_is_kept(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    with pytest.raises(AnswerRefused) as refused:
        answered(desk, Answer(address={"postcode": "1"}), language="de")
    (fault,) = refused.value.fields
    assert (fault.field, fault.code) == ("address.postcode", "still")
    assert "Postleitzahl" in fault.text
    with desk.database.read() as session:
        assert len(order_file(desk, session, "main", order_id).versions) == 1
    assert the_one(desk).state == "open"


def test_answer_when_its_number_is_invented_then_says_what_shows_it_and_insisting_is_open(desk: Desk) -> None:
    vague = a_vague_address()
    address = replace(vague.shipping_address, phone="0123456789")
    submitted(desk, replace(vague, shipping_address=address))
    asked = the_one(desk).asks
    with pytest.raises(AnswerRefused) as refused:
        answered(desk, replace(POSTCODE, phone="+82 10 2345 6789"), language="ja")
    assert "phone" in asked
    (fault,) = refused.value.fields
    assert (fault.field, fault.code, fault.text, fault.may_be_right) == ("phone", "phone_sequence", "", True)
    assert answered(desk, replace(POSTCODE, phone="+82 10 2845 6719")).row.state == "answered"


def test_answer_when_the_customer_insists_then_is_kept_and_a_person_looks(desk: Desk) -> None:
    submitted(desk, a_vague_address())
    taken = answered(desk, Answer(address={"postcode": "1"}, insists=True))
    assert taken.decided is not None
    assert taken.decided.row.outcome == "ask_customer"
    assert [each.state for each in all_of(desk)] == ["answered"]
    assert queue(desk) == "risk"


def test_answer_when_the_new_country_asks_for_more_then_another_round_begins(desk: Desk) -> None:
    order = an_order(id="A-9", shipping_address=an_address(country=None))
    submitted(desk, order)
    there = {
        "country": "Brazil",
        "state": "SP",
        "city": "São Paulo",
        "postcode": "01310-100",
        "line1": "Av. Paulista 9",
    }
    answered(desk, Answer(address=there))
    assert [(each.round, each.state) for each in all_of(desk)] == [(2, "open"), (1, "answered")]
    assert "number.CPF" in all_of(desk)[0].asks
    assert queue(desk) == "customer"


def test_request_when_the_shop_corrects_the_order_then_closes(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    change(desk, MAIN, order_id, {"shipping_address": {"postcode": "10115"}})
    drain(desk.database, at_once(desk))
    assert (the_one(desk).state, the_one(desk).end_reason) == ("cancelled", "no_longer_asked")
    assert told(desk) == ["created", "cancelled"]


def test_answer_when_the_order_asks_no_more_then_closes_without_a_decision(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    change(desk, MAIN, order_id, {"shipping_address": {"postcode": "10115"}})
    taken = answered(desk, POSTCODE)
    assert taken.decided is None
    assert the_one(desk).end_reason == "no_longer_asked"


def test_answer_when_the_order_changed_since_the_form_then_is_not_taken(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    with desk.database.read() as session:
        form = form_of(desk, session, "main", order_id)
    seen = form.asked.seen_at(form.row.version)
    change(desk, MAIN, order_id, {"shipping_address": {"city": "Hamburg"}})
    with pytest.raises(QuestionsChanged):
        answered(desk, POSTCODE, seen=seen)
    assert the_one(desk).state == "open"


def test_paper_when_handed_in_then_is_claimed_and_sealed_and_the_order_waits(desk: Desk) -> None:
    order_id = submitted(desk, medicine_to_australia())
    (word,) = the_one(desk).asks
    taken = answered(desk, Answer(papers={word: PaperGiven(number="IP-1", content=PDF)}))
    assert taken.decided is not None
    assert taken.decided.row.outcome == "hold"
    with desk.database.read() as session:
        (paper,) = papers_of_order(session, "main", order_id)
    assert (paper.paper.state, paper.claimed_by) == ("claimed", "customer")
    assert the_one(desk).state == "answered"


def test_paper_when_rejected_then_the_customer_is_asked_again(desk: Desk) -> None:
    order_id = submitted(desk, medicine_to_australia())
    (word,) = the_one(desk).asks
    answered(desk, Answer(papers={word: PaperGiven(content=PDF)}))
    with desk.database.read() as session:
        (paper,) = papers_of_order(session, "main", order_id)
    reject(desk, ANALYST, paper.paper.id, "of another importer")
    drain(desk.database, at_once(desk))
    assert [(each.round, each.state) for each in all_of(desk)] == [(2, "open"), (1, "answered")]


def test_paper_when_the_customer_has_none_then_a_person_looks(desk: Desk) -> None:
    submitted(desk, medicine_to_australia())
    (word,) = the_one(desk).asks
    answered(desk, Answer(papers={word: PaperGiven(lacking=True)}))
    assert [each.state for each in all_of(desk)] == ["answered"]
    assert queue(desk) == "risk"


def test_numbers_when_asked_then_a_wrong_check_digit_is_refused_and_a_right_one_is_taken(desk: Desk) -> None:
    address = an_address(
        line1="Avenida Paulista 900", city="São Paulo", state="SP", postcode="01310-100", country="BR",
        phone="+55 11 97263 8104",
    )  # fmt: skip
    submitted(desk, an_order(id="A-10", shipping_address=address))
    assert the_one(desk).asks == ("number.CPF",)
    with pytest.raises(AnswerRefused):
        answered(desk, Answer(numbers={"number.CPF": NumberGiven(kind="CPF", value="52998224726")}))
    taken = answered(desk, Answer(numbers={"number.CPF": NumberGiven(kind="CPF", value="529.982.247-25")}))
    assert taken.decided is not None
    assert taken.decided.row.outcome == "admit"


@pytest.mark.parametrize(("says", "outcome", "where"), [(True, "admit", None), (False, "ask_customer", "risk")])
def test_order_when_placed_twice_then_a_yes_lets_it_go_and_a_no_goes_to_a_person(
    desk: Desk, says: bool, outcome: str, where: str | None
) -> None:
    submitted(desk, an_honest_order("A-1"))
    order = replace(an_honest_order("A-2"), placed_at=an_honest_order().placed_at + timedelta(minutes=5))
    submitted(desk, order)
    row = the_one(desk)
    assert row.asks == ("confirm.PAY-084",)
    taken = answered(desk, Answer(confirmed={"confirm.PAY-084": says}))
    assert taken.decided is not None
    assert taken.decided.row.outcome == outcome
    assert where is None or queue(desk) == where


def test_note_when_it_names_another_address_then_sending_the_form_confirms_it(desk: Desk) -> None:
    submitted(desk, an_order(id="A-11", buyer_note="Please send it to my office instead, at another address"))
    assert the_one(desk).asks
    taken = answered(desk, Answer(address=dict.fromkeys(("name",), "Erika Muster") | FULL))
    assert taken.decided is not None
    assert taken.decided.row.outcome == "admit"


FULL = {"line1": "Torstr. 1", "city": "Berlin", "state": "BE", "postcode": "10119", "country": "DE"}


def test_reminders_when_nobody_answers_then_come_as_often_as_set_and_then_a_person_looks(desk: Desk) -> None:
    assert isinstance(desk.clock, StandingClock)
    submitted(desk, a_vague_address())
    desk.clock.pass_by(timedelta(hours=1))
    run_timer(desk, REMIND)  # and again and again: a drain waits for no timer
    assert (the_one(desk).reminded, told(desk)) == (2, ["created", "reminded", "reminded"])
    with pytest.raises(JobPostponed):
        run_timer(desk, EXPIRE)
    desk.clock.at = the_one(desk).expires_at
    run_timer(desk, EXPIRE)
    assert (the_one(desk).state, told(desk)[-1]) == ("expired", "expired")
    assert queue(desk) == "risk"


def test_answer_when_the_time_is_over_then_is_refused(desk: Desk) -> None:
    assert isinstance(desk.clock, StandingClock)
    submitted(desk, a_vague_address())
    desk.clock.at = the_one(desk).expires_at
    with pytest.raises(RequestEnded):
        answered(desk, POSTCODE)


def test_request_when_made_by_a_person_then_asks_for_what_is_named(desk: Desk) -> None:
    order_id = submitted(desk, an_honest_order())
    with pytest.raises(NothingToAsk):
        ask(desk, ANALYST, order_id)
    row = ask(desk, ANALYST, order_id, ("phone", "email"))
    assert (row.asks, row.created_by) == (("phone", "email"), "ana")
    with pytest.raises(AskedAlready):
        ask(desk, ANALYST, order_id, ("phone",))
    with pytest.raises(NotFound):
        ask(desk, OTHER, order_id, ("phone",))
    answered(desk, Answer(phone="+49 30 901820", email="new@example.com"))
    with desk.database.read() as session:
        kept = order_file(desk, session, "main", order_id).document
    assert isinstance(kept["customer"], dict)
    assert kept["customer"]["email"] == "new@example.com"


def test_link_when_made_anew_then_the_last_one_counts_and_a_letter_goes_out(desk: Desk) -> None:
    submitted(desk, a_vague_address())
    row = the_one(desk)
    assert resend(desk, ANALYST, row.id).link == 2
    letters: list[object] = []
    drain(desk.database, {LETTER: lambda _, job: letters.append(job.payload["number"])})
    assert letters == ["1:0", "2:0"]


def test_request_when_cancelled_then_is_over_and_not_opened_again_for_the_same(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    cancel(desk, ANALYST, the_one(desk).id)
    change(desk, MAIN, order_id, {"shipping_address": {"city": "Hamburg"}})
    drain(desk.database, at_once(desk))
    assert (the_one(desk).state, the_one(desk).end_reason) == ("cancelled", "cancelled")
    with pytest.raises(RequestEnded):
        cancel(desk, ANALYST, the_one(desk).id)


def test_answer_when_the_person_was_erased_then_is_refused_and_what_was_said_is_gone(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    row = the_one(desk)
    erase(desk, ANALYST, order_id)
    with pytest.raises(PersonErased):
        answered(desk, POSTCODE)
    with desk.database.read() as session:
        assert opened_answer(desk, session, replace(row, sealed=b"x", sealed_version=1)) is None


def test_database_when_an_answer_is_kept_then_no_value_lies_in_clear(desk: Desk) -> None:
    submitted(desk, medicine_to_australia())
    (word,) = the_one(desk).asks
    answered(desk, Answer(papers={word: PaperGiven(number="CANARY-42", content=PDF)}))
    assert "CANARY-42" not in repr(everything(desk))


def everything(desk: Desk) -> list[object]:
    from sqlalchemy import select  # noqa: PLC0415 - only this test reads tables

    from engine.store.tables import METADATA  # noqa: PLC0415

    with desk.database.read() as session:
        return [tuple(row) for table in METADATA.sorted_tables for row in session.rows(select(table))]


def test_open_request_when_another_merchant_asks_then_is_not_theirs(desk: Desk) -> None:
    order_id = submitted(desk, a_vague_address())
    with desk.database.read() as session:
        assert open_request_of(session, "acme", order_id) is None
    assert all_of(desk, "acme") == []


def test_file_when_another_field_is_wrong_then_is_kept_sealed_until_the_form_is_complete(desk: Desk) -> None:
    order = medicine_to_australia()
    submitted(desk, replace(order, shipping_address=replace(order.shipping_address, postcode=None)))
    row = the_one(desk)
    (word,) = [each for each in row.asks if each.startswith("paper.")]
    with pytest.raises(AnswerRefused):
        answered(desk, Answer(papers={word: PaperGiven(content=PDF)}))
    with desk.database.read() as session:
        kept = files_kept(session, row)
    assert list(kept) == [word]
    assert PDF not in kept[word][1]
    taken = answered(desk, Answer(address={"postcode": "2000"}))
    assert taken.decided is not None
    with desk.database.read() as session:
        assert files_kept(session, row) == {}
        assert len(papers_of_order(session, "main", row.order_id)) == 1
