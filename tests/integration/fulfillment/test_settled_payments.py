"""What settlement lines do to payments: settled, at the bank, disputed and won back, early, late and after the end."""

from datetime import timedelta

import pytest

from fulfillment.deciding import cancel_order
from fulfillment.errors import NotFound
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.settlement.case_errors import CaseDecided, MatchRefused
from fulfillment.payments.settlement.daily import look_at
from fulfillment.payments.settlement.deciding import decide, match_by_hand
from fulfillment.payments.settlement.kinds import Act
from fulfillment.payments.settlement.report import LineKind
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.payments.taking import PaymentEvent
from fulfillment.records import SettlementCase
from fulfillment.states import Event, Pay
from fulfillment.store.cases import history
from fulfillment.store.disputes import disputes_of
from fulfillment.store.settlement import payouts_under_way
from fulfillment.store.settlement_cases import entries_of
from tests.builders import an_order
from tests.fulfilment_site import NOON, House
from tests.gateway_messages import stripe_dispute
from tests.integration.fulfillment.test_gateways import heard
from tests.settlements import SETTLED_AT, a_line, cases_in, paid_order, take, told

PAYOUT = a_line(LineKind.PAYOUT, -4388, batch="po_1", at=SETTLED_AT + timedelta(hours=1))
SALE = a_line(payment="pi_ord_1", batch="po_1", fee=-100)
CREDIT = a_line(LineKind.BANK_CREDIT, 4388, at=SETTLED_AT + timedelta(days=1))


def paid(house: House, order_id: str = "ord_1") -> str:
    house.drain()
    return house.case(order_id).payment


def act(house: House, case: SettlementCase, what: Act, why: str = "because") -> SettlementCase:
    with house.database.write() as session:
        return decide(sitting(house, session), case.id, what, why)


def sitting(house: House, session: object) -> Sitting:
    return Sitting(session=session, site=house.site, merchant=house.merchant, now=house.clock.now(), actor="ana")  # type: ignore[arg-type]


def match(house: House, case: SettlementCase, chosen: str) -> None:
    with house.database.write() as session:
        match_by_hand(sitting(house, session), case.id, chosen, "by the buyer's mail")


def looked(house: House) -> None:
    """The daily look, now."""
    with house.database.write() as session:
        look_at(session, house.site, house.merchant, house.clock.now())


def test_payment_when_its_sale_is_settled_and_the_payout_at_the_bank_then_is_reconciled(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, SALE, PAYOUT)
    assert paid(house) == Pay.SETTLED
    take(house, CREDIT, provider="bank")
    assert (paid(house), cases_in(house)) == (Pay.RECONCILED, ())


def test_payment_when_the_bank_is_told_first_then_is_reconciled_all_the_same(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, CREDIT, provider="bank")
    assert told(cases_in(house)) == [("unknown_in_books", "", 4388, "open")]
    take(house, SALE, PAYOUT)
    assert (paid(house), told(cases_in(house))) == (Pay.RECONCILED, [("unknown_in_books", "", 4388, "explained")])


def test_batch_when_no_report_says_that_it_was_paid_out_then_the_banks_credit_does(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, SALE)
    take(house, CREDIT, provider="bank")
    assert paid(house) == Pay.RECONCILED


def test_payment_when_too_little_came_then_is_not_settled(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(payment="pi_ord_1", gross=4000))
    assert paid(house) == Pay.CAPTURED


def disputes(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.state for each in disputes_of(session, "main", "ord_1")]


def test_payment_when_it_is_charged_back_and_won_back_then_follows_both(house: House) -> None:
    paid_order(house, "ord_1")
    house.desk.orders["ord_1"] = an_order()
    take(house, SALE, a_line(LineKind.CHARGEBACK, -4488, payment="pi_ord_1", modification="dp_1"))
    assert (paid(house), disputes(house)) == (Pay.DISPUTED, ["open"])
    take(house, a_line(LineKind.CHARGEBACK_REVERSAL, 4488, payment="pi_ord_1", modification="dp_1"))
    assert (paid(house), disputes(house)) == (Pay.SETTLED, ["won"])


def test_chargeback_when_the_gateway_told_first_then_is_not_told_again(house: House) -> None:
    paid_order(house, "ord_1")
    house.desk.orders["ord_1"] = an_order()
    for kind, reference in ((Event.DISPUTE, "dp_1"), (Event.WIN, "dp_1:won")):
        event = PaymentEvent(kind=kind, amount=4488, currency="EUR", reference=reference, at=SETTLED_AT)
        with house.database.write() as session:
            confirm_payment(session, house.site, house.on(), event)
    take(house, SALE, a_line(LineKind.CHARGEBACK, -4488, payment="pi_ord_1", modification="dp_1"))
    assert (paid(house), disputes(house)) == (Pay.SETTLED, ["won"])


def charged_back(house: House, *, amount: int = 4488, payment: str = "pi_1") -> None:
    """A report tells of a chargeback under a name of its own."""
    paid_order(house, "ord_1", reference="pi_1")
    house.desk.orders["ord_1"] = an_order()
    back = a_line(LineKind.CHARGEBACK, -amount, payment=payment, modification="txn_1")
    take(house, a_line(payment="pi_1"), back)
    assert (paid(house), disputes(house)) == (Pay.DISPUTED, ["open"])


def test_chargeback_when_the_report_told_first_under_another_name_then_is_one_dispute_that_can_be_won(
    house: House,
) -> None:
    charged_back(house)
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    assert disputes(house) == ["open"]
    heard(house, "stripe", stripe_dispute("charge.dispute.closed", "won", later=3))
    assert (paid(house), disputes(house)) == (Pay.CAPTURED, ["won"])
    take(house, a_line(LineKind.CHARGEBACK_REVERSAL, 4488, payment="pi_1", modification="txn_2"))
    assert (paid(house), disputes(house)) == (Pay.SETTLED, ["won"])


def test_chargeback_when_the_gateway_tells_of_another_amount_then_is_another_dispute(house: House) -> None:
    charged_back(house, amount=1000)
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response"))
    assert disputes(house) == ["open", "open"]


def test_order_when_it_has_ended_then_late_lines_break_nothing(house: House) -> None:
    house.decide("admit")
    house.drain()
    with house.database.write() as session:
        cancel_order(session, house.site, house.on(), "the buyer rang")
    house.drain()
    before = house.case()
    take(house, a_line(payment="pi_3PqTestTestTest"), a_line(LineKind.CHARGEBACK, -4488, payment="pi_3PqTestTestTest"))
    house.drain(again=True)
    assert house.case().stage == before.stage


def test_jobs_when_they_are_done_again_then_nothing_more_happens(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, SALE, PAYOUT)
    take(house, CREDIT, provider="bank")
    house.drain()
    house.drain(again=True)
    with house.database.read() as session:
        steps = [each.event for each in history(session, "main", "ord_1") if each.machine == "payment"]
    assert steps == ["settle", "reconcile"]


def test_credits_when_two_payouts_could_be_meant_then_a_person_chooses(house: House) -> None:
    take(house, PAYOUT, a_line(LineKind.PAYOUT, -4388, batch="po_2", at=SETTLED_AT + timedelta(hours=2)))
    take(house, CREDIT, provider="bank")
    (case,) = [each for each in cases_in(house) if each.kind == "match_proposed"]
    with house.database.read() as session:
        first, second = payouts_under_way(session, "main")
    assert case.data["payouts"] == sorted([first.id, second.id])
    match(house, case, second.id)
    with house.database.read() as session:
        assert [each.id for each in payouts_under_way(session, "main")] == [first.id]


def test_credit_when_it_names_its_payout_then_is_paired_among_equals(house: House) -> None:
    take(house, PAYOUT, a_line(LineKind.PAYOUT, -4388, batch="po_2", at=SETTLED_AT + timedelta(hours=2)))
    named = a_line(LineKind.BANK_CREDIT, 4388, at=CREDIT.at, text="STRIPE po_2 Erika Muster DE89370400440532013000")
    take(house, named, provider="bank")
    with house.database.read() as session:
        assert [each.batch for each in payouts_under_way(session, "main")] == ["po_1"]


def test_payout_when_the_bank_never_credits_it_then_is_a_case_after_some_days(house: House) -> None:
    take(house, PAYOUT)
    take(house, a_line(LineKind.BANK_CREDIT, 1, at=NOON), provider="bank")
    looked(house)
    assert "payout_without_credit" not in {each.kind for each in cases_in(house)}
    house.pass_by(days=3)
    looked(house)
    assert ("payout_without_credit", "", -4388, "open") in told(cases_in(house))
    take(house, CREDIT, provider="bank")
    assert ("payout_without_credit", "", -4388, "recovered") in told(cases_in(house))


def test_unknown_line_when_a_person_gives_it_its_order_then_is_weighed_with_it(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(merchant="A-9", gross=4000))
    match(house, cases_in(house)[0], "ord_1")
    assert told(cases_in(house)) == [
        ("amount_differs", "ord_1", -488, "open"),
        ("unknown_in_books", "", 4000, "explained"),
    ]


def test_unknown_line_when_it_is_given_an_order_of_nobody_then_nothing_is_kept(house: House) -> None:
    take(house, a_line(merchant="A-9"))
    with pytest.raises(NotFound):
        match(house, cases_in(house)[0], "ord_9")
    assert told(cases_in(house)) == [("unknown_in_books", "", 4488, "open")]


def test_match_when_the_case_is_about_no_line_then_is_refused(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(payment="pi_ord_1", gross=1))
    with pytest.raises(MatchRefused):
        match(house, cases_in(house)[0], "ord_1")


def test_case_when_it_is_explained_then_stays_so_until_the_amount_changes(house: House) -> None:
    paid_order(house, "ord_1")
    take(house, a_line(payment="pi_ord_1", gross=4000))
    act(house, cases_in(house)[0], Act.EXPLAIN, "shipping was paid in cash")
    take(house, a_line(LineKind.FEE, -1, payment="pi_ord_1"))
    assert told(cases_in(house)) == [("amount_differs", "ord_1", -488, "explained")]
    take(house, a_line(payment="pi_ord_1", gross=100, modification="2"))
    assert told(cases_in(house)) == [("amount_differs", "ord_1", -388, "open")]


def test_case_when_it_is_appealed_then_can_be_won_and_its_history_says_who_and_why(house: House) -> None:
    take(house, a_line(LineKind.PENALTY, -500, word="late_shipment"), provider="ebay")
    (case,) = cases_in(house)
    act(house, case, Act.APPEAL, "the carrier was late")
    act(house, case, Act.WIN, "credited")
    with pytest.raises(CaseDecided, match="possible now: `recover`"):
        act(house, case, Act.EXPLAIN)
    with house.database.read() as session:
        entries = entries_of(session, "main", case.id)
    assert [(each.act, each.actor) for each in entries] == [("open", "tests"), ("appeal", "ana"), ("win", "ana")]
    assert [each.why for each in entries] == ["", "the carrier was late", "credited"]


def test_penalty_when_the_marketplace_lets_appeal_then_the_case_has_its_deadline_and_a_clock(house: House) -> None:
    take(house, a_line(LineKind.PENALTY, -500, at=NOON), provider="ebay")
    (case,) = cases_in(house)
    assert (case.due_at, case.data["confidence"]) == (NOON + timedelta(days=30), "high")
    house.drain()
    house.pass_by(days=27)
    house.drain()
    house.pass_by(days=3)
    house.drain()
    with house.database.read() as session:
        acts = [(each.act, each.why) for each in entries_of(session, "main", case.id)]
    assert acts[1:] == [
        ("remind", "the time to appeal ends on 2026-12-25"),
        ("remind", "the time to appeal ended on 2026-12-25"),
    ]


def test_penalty_when_it_was_appealed_then_nobody_is_reminded(house: House) -> None:
    take(house, a_line(LineKind.PENALTY, -500, at=NOON), provider="ebay")
    act(house, cases_in(house)[0], Act.APPEAL)
    house.pass_by(days=40)
    house.drain()
    assert cases_in(house)[0].version == 2


def test_penalty_when_nobody_says_how_long_then_the_case_has_no_deadline(house: House) -> None:
    take(house, a_line(LineKind.PENALTY, -500), provider="temu")
    assert [each.due_at for each in cases_in(house)] == [None]
