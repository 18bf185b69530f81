"""Papers: what is handed in only counts once an analyst has verified it, and only for the goods it is about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.desk.changing import change, decide_anew
from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.errors import FileUnknown, NotFound, PaperJudged, PaperRefused, PersonErased
from engine.desk.intake import submit
from engine.desk.papers import Claim, attach, file_content, hand_in, opened_paper, reject, verify, withdraw
from engine.desk.replaying import replay
from engine.desk.telling import handlers
from engine.store.feed import events_of
from engine.store.papers import PaperRow, papers_of_order
from tests.desks import ANALYST, MAIN, OTHER, document, medicine_to_australia
from tests.draining import drain

PERMIT = Claim(kind="medicine_permit", number="TGA-7781", issuer="TGA", line=1)


def asked(desk: Desk) -> str:
    """The id of an order that waits for a permit."""
    return submit(desk, MAIN, document(medicine_to_australia())).row.order_id


def handed_in(desk: Desk, claim: Claim = PERMIT) -> tuple[str, PaperRow]:
    order_id = asked(desk)
    row, _ = hand_in(desk, MAIN, order_id, claim)
    return order_id, row


def reasons(decided: Decided) -> set[str]:
    return {each.reason for each in decided.decision.findings}


def anew(desk: Desk, order_id: str) -> Decided:
    with desk.database.write() as session:
        return decide_anew(desk, session, ANALYST, order_id, "rescreened")


def test_order_when_a_permit_is_missing_then_the_customer_is_asked(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(medicine_to_australia()))
    assert decided.row.outcome == "ask_customer"
    assert "IMP_LICENCE_MISSING" in reasons(decided)


def test_permit_when_handed_in_then_the_order_waits_for_an_analyst(desk: Desk) -> None:
    _, decided = hand_in(desk, MAIN, asked(desk), PERMIT)
    assert decided.row.outcome == "hold"
    assert "IMP_LICENCE_MISSING" not in reasons(decided)


def test_permit_when_verified_then_neither_question_nor_hold_is_left(desk: Desk) -> None:
    _, row = handed_in(desk)
    _, decided = verify(desk, ANALYST, row.paper.id)
    assert not reasons(decided) & {"IMP_LICENCE_MISSING", "IMP_PAPER_CLAIMED"}
    assert decided.row.outcome == "admit"


def test_permit_when_rejected_then_the_customer_is_asked_again(desk: Desk) -> None:
    _, row = handed_in(desk)
    _, decided = reject(desk, ANALYST, row.paper.id, "another importer")
    assert decided.row.outcome == "ask_customer"


def test_verified_permit_when_rejected_later_then_it_no_longer_counts(desk: Desk) -> None:
    _, row = handed_in(desk)
    verify(desk, ANALYST, row.paper.id)
    _, decided = reject(desk, ANALYST, row.paper.id, "the register denies it")
    assert "IMP_LICENCE_MISSING" in reasons(decided)


def test_permit_when_withdrawn_then_the_customer_is_asked_again(desk: Desk) -> None:
    _, row = handed_in(desk)
    assert withdraw(desk, MAIN, row.paper.id)[1].row.outcome == "ask_customer"


def test_verified_permit_when_the_goods_change_then_it_speaks_of_others(desk: Desk) -> None:
    order_id, row = handed_in(desk)
    verify(desk, ANALYST, row.paper.id)
    other = document(medicine_to_australia())["lines"]
    lines = [{**line, "quantity": 50} for line in other]  # type: ignore[attr-defined]
    assert "IMP_LICENCE_MISSING" in reasons(change(desk, MAIN, order_id, {"lines": lines}))


def test_verified_permit_when_its_validity_ends_then_the_next_decision_asks(desk: Desk) -> None:
    order_id, row = handed_in(desk)
    verify(desk, ANALYST, row.paper.id, valid_until=desk.clock.now().date() + timedelta(days=3))
    assert "IMP_LICENCE_MISSING" not in reasons(anew(desk, order_id))
    desk.clock.pass_by(timedelta(days=4))  # type: ignore[attr-defined]
    assert "IMP_LICENCE_MISSING" in reasons(anew(desk, order_id))


def test_permit_when_judged_twice_then_the_second_is_refused(desk: Desk) -> None:
    _, row = handed_in(desk)
    verify(desk, ANALYST, row.paper.id)
    with pytest.raises(PaperJudged, match="verified"):
        verify(desk, ANALYST, row.paper.id)


@pytest.mark.parametrize(
    ("claim", "field"),
    [
        (replace(PERMIT, kind="library_card"), "kind"),
        (replace(PERMIT, line=2), "line"),
        (replace(PERMIT, valid_from=date(2026, 5, 2), valid_until=date(2026, 5, 1)), "valid_until"),
    ],
)
def test_claim_when_it_cannot_be_then_the_field_is_named(desk: Desk, claim: Claim, field: str) -> None:
    with pytest.raises(PaperRefused) as raised:
        hand_in(desk, MAIN, asked(desk), claim)
    assert raised.value.field == field


def test_paper_when_another_merchant_asks_then_there_is_none(desk: Desk) -> None:
    _, row = handed_in(desk)
    with pytest.raises(NotFound):
        verify(desk, OTHER, row.paper.id)


def test_decision_with_papers_when_replayed_then_same_byte_for_byte(desk: Desk) -> None:
    _, row = handed_in(desk)
    _, decided = verify(desk, ANALYST, row.paper.id)
    reject(desk, ANALYST, row.paper.id, "the register denies it")
    assert replay(desk, ANALYST, decided.row.id).is_same


def test_file_when_attached_then_it_is_sealed_and_comes_back(desk: Desk) -> None:
    _, row = handed_in(desk)
    attach(desk, MAIN, row.paper.id, b"%PDF-1.7 permit")
    with desk.database.read() as session:
        assert file_content(desk, session, ANALYST, row.paper.id) == ("application/pdf", b"%PDF-1.7 permit")


def test_file_when_it_is_a_program_then_refused(desk: Desk) -> None:
    _, row = handed_in(desk)
    with pytest.raises(FileUnknown):
        attach(desk, MAIN, row.paper.id, b"MZ\x90\x00")


def test_file_when_the_paper_is_verified_then_it_cannot_be_exchanged(desk: Desk) -> None:
    _, row = handed_in(desk)
    verify(desk, ANALYST, row.paper.id)
    with pytest.raises(PaperJudged):
        attach(desk, MAIN, row.paper.id, b"%PDF-1.7 another")


def test_person_when_erased_then_what_papers_said_is_gone(desk: Desk) -> None:
    order_id, row = handed_in(desk)
    attach(desk, MAIN, row.paper.id, b"%PDF-1.7 permit")
    erase(desk, ANALYST, order_id)
    with desk.database.read() as session:
        assert opened_paper(desk, session, papers_of_order(session, "main", order_id)[0]).said is None
        with pytest.raises(PersonErased):
            file_content(desk, session, ANALYST, row.paper.id)


def test_paper_when_it_goes_its_way_then_each_step_is_told(desk: Desk) -> None:
    order_id, row = handed_in(desk)
    verify(desk, ANALYST, row.paper.id)
    drain(desk.database, handlers(desk.ids))
    with desk.database.read() as session:
        told = [each.type for each in events_of(session, "main", order_id)]
    assert [each for each in told if each.startswith("paper.")] == ["paper.claimed", "paper.verified"]
