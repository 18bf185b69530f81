"""Orders come in: decided once, whatever is sent again."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from engine.desk.desk import Desk, Request
from engine.desk.errors import OtherMerchant, RequestReused
from engine.desk.intake import submit
from engine.desk.reading import order_file, recalled
from engine.errors import OrderRejected
from engine.explanation import single_reasons
from engine.order.order import Order
from engine.store.tables import DECISION, JOB, ORDER_VERSION, SIGHTING
from tests.desks import MAIN, OTHER, a_power_bank_by_post, a_vague_address, an_honest_order, an_unpaid_order, document
from tests.statements import counted


def a_changed_order() -> Order:
    return replace(an_honest_order(), buyer_note="Please ring twice")


FIRST = Request(key="k-1", fingerprint="f-1")


def rows(desk: Desk) -> dict[str, int]:
    with desk.database.read() as session:
        return {
            table.name: session.number(select(func.count()).select_from(table))
            for table in (ORDER_VERSION, DECISION, SIGHTING, JOB)
        }


def test_submit_when_the_order_is_honest_then_it_is_admitted_with_all_its_rows(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(an_honest_order()))
    assert decided.row.outcome == "admit"
    assert rows(desk) == {"order_version": 1, "decision": 1, "sighting": 1, "job": 2}


def test_submit_when_sent_again_without_a_key_then_answers_the_same_decision(desk: Desk) -> None:
    first, second = (submit(desk, MAIN, document(an_unpaid_order())) for _ in range(2))
    assert (second.row, second.replayed) == (first.row, True)
    assert rows(desk)["decision"] == 1


def test_submit_when_the_key_comes_again_then_answers_as_at_first_although_the_order_changed(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()), FIRST)
    submit(desk, MAIN, document(a_changed_order()))
    assert submit(desk, MAIN, document(an_honest_order()), FIRST).row.id == first.row.id


def test_submit_when_the_key_comes_with_another_body_then_it_is_refused(desk: Desk) -> None:
    submit(desk, MAIN, document(an_honest_order()), FIRST)
    with pytest.raises(RequestReused):
        submit(desk, MAIN, document(an_unpaid_order()), Request(key="k-1", fingerprint="f-2"))


def test_submit_when_the_same_order_comes_with_other_content_then_a_version_supersedes(desk: Desk) -> None:
    first = submit(desk, MAIN, document(an_honest_order()))
    second = submit(desk, MAIN, document(a_changed_order()))
    with desk.database.read() as session:
        file = order_file(desk, session, "main", first.row.order_id)
    assert second.row.order_id == first.row.order_id
    assert [(each.version, each.superseded_by) for each in file.decisions] == [(1, second.row.id), (2, None)]


def test_submit_when_two_merchants_use_one_id_then_they_are_two_orders(desk: Desk) -> None:
    one, two = submit(desk, MAIN, document(an_honest_order())), submit(desk, OTHER, document(an_honest_order()))
    assert one.row.order_id != two.row.order_id
    assert not two.replayed


def test_submit_when_the_document_names_another_merchant_then_nothing_is_stored(desk: Desk) -> None:
    with pytest.raises(OtherMerchant):
        submit(desk, MAIN, document(an_honest_order()) | {"merchant": "acme"})
    assert rows(desk)["decision"] == 0


def test_submit_when_the_document_is_faulty_then_all_faults_come_and_nothing_is_stored(desk: Desk) -> None:
    with pytest.raises(OrderRejected) as caught:
        submit(desk, MAIN, b'{"id": 7, "colour": "red"}')
    assert {"/id", "/colour", "/lines"} <= {fault.pointer for fault in caught.value.faults}
    assert rows(desk)["order_version"] == 0


def test_submit_when_it_waits_then_each_reason_is_a_hold_of_its_own(desk: Desk) -> None:
    for order, rule, waivable in (
        (an_unpaid_order(), "PAY-002", True),
        (a_vague_address(), "ADR-005", True),
        (a_power_bank_by_post(), "IMP-080", False),
    ):
        decided = submit(desk, MAIN, document(order))
        with desk.database.read() as session:
            holds = order_file(desk, session, "main", decided.row.order_id).holds
        assert [(each.rule, each.waivable) for each in holds] == [(rule, waivable)]


def test_submit_when_stored_then_no_personal_value_lies_open(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(a_vague_address()))
    with desk.database.read() as session:
        file = order_file(desk, session, "main", decided.row.order_id)
        told = session.rows(select(JOB.c.payload))
    open_text = b"".join(
        (file.versions[0].document, decided.row.content, decided.row.trace, *(each.payload.encode() for each in told))
    )
    found = [
        word
        for word in ("Erika", "Muster", "Chausseestr", "erika.muster", "901820", "411111")
        if word.encode() in open_text
    ]
    assert not found


def test_decision_when_opened_again_then_is_what_was_decided(desk: Desk) -> None:
    decided = submit(desk, MAIN, document(a_power_bank_by_post()))
    with desk.database.read() as session:
        again = recalled(desk, session, decided.row).decision
    assert (again.outcome, again.findings, again.receipt) == (
        decided.decision.outcome,
        decided.decision.findings,
        decided.decision.receipt,
    )


@pytest.mark.parametrize(("order", "most"), [(an_honest_order(), 6), (an_unpaid_order(), 7)])
def test_submit_when_counted_then_costs_six_statements_and_a_seventh_for_holds(
    desk: Desk, order: Order, most: int
) -> None:
    submit(desk, MAIN, document(an_honest_order("warm-up")))
    with counted(desk.database) as statements:
        submit(desk, MAIN, document(order))
    assert len(statements.data) <= most, statements.data
    assert statements.commits == 1


@pytest.mark.parametrize("field", ["ship_by", "placed_at"])
def test_submit_when_a_moment_lies_beyond_all_years_in_utc_then_is_refused(desk: Desk, field: str) -> None:
    # What no database gives back would make the order unreadable for good.
    sent = document(an_unpaid_order()) | {field: "9999-12-31T23:59:59-14:00"}
    with pytest.raises(OrderRejected) as caught:
        submit(desk, MAIN, sent)
    assert f"/{field}" in {each.pointer for each in caught.value.faults}


def test_reasons_when_kept_then_stand_in_the_order_in_which_people_read_them(desk: Desk) -> None:
    both = replace(an_unpaid_order(), shipping_address=a_vague_address().shipping_address)
    decided = submit(desk, MAIN, document(both))
    shown = single_reasons(decided.decision, decided.loaded.admission.book, "en")
    assert decided.row.reasons[:2] == ("PAY_FAILED", "ADR_POSTCODE")
    assert decided.row.reasons == tuple(dict.fromkeys(each.reason for each in shown if each.verdict != "admit"))
