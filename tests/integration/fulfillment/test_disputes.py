"""Disputes as cases: deadlines, evidence made of the order and of nothing stored, submission, outcomes, labels."""

import zipfile
from datetime import timedelta
from io import BytesIO

import orjson
import pytest

from engine.order.order import Order
from fulfillment.deadlines import Deadline, DeadlinesWanted
from fulfillment.errors import DisputeRefused, NotFound
from fulfillment.payments.confirming import confirm_payment
from fulfillment.payments.disputes.answering import decide_dispute, submit_evidence
from fulfillment.payments.disputes.archive import archive, digest, document, page
from fulfillment.payments.disputes.category import Evidence
from fulfillment.payments.disputes.deadlines import dispute_deadlines
from fulfillment.payments.disputes.evidence import Pack, evidence_in
from fulfillment.payments.taking import PaymentEvent
from fulfillment.records import Dispute
from fulfillment.states import Event, Pay
from fulfillment.store.cases import history
from fulfillment.store.disputes import disputes_after, disputes_of
from fulfillment.tracking.vocabulary import Word
from tests.builders import an_order
from tests.fulfilment_site import House
from tests.gateway_messages import adyen, paypal_dispute, stripe_dispute
from tests.integration.fulfillment.test_gateways import begun, heard, rest
from tests.integration.fulfillment.test_stopping import handed_over, scan


def disputed(house: House, reason: str = "fraudulent", order: Order | None = None) -> Dispute:
    begun(house, an_order() if order is None else order)
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response", reason=reason))
    return only(house)


def only(house: House) -> Dispute:
    with house.database.read() as session:
        (found,) = disputes_of(session, "main", "ord_1")
    return found


def pack_of(house: House, dispute: Dispute) -> Pack:
    with house.database.read() as session:
        return evidence_in(session, house.site, "main", dispute.id, house.clock.now())


def noted(house: House) -> list[str]:
    with house.database.read() as session:
        return [each.event for each in history(session, "main", "ord_1") if each.event.startswith("dispute_")]


def told(house: House, kind: Event, reference: str, amount: int = 4488) -> None:
    event = PaymentEvent(kind=kind, amount=amount, currency="EUR", reference=reference, at=house.clock.now())
    with house.database.write() as session:
        confirm_payment(session, house.site, house.on(), event)
    house.drain()


def test_dispute_when_its_day_comes_near_then_is_warned_of_once_and_then_expires(house: House) -> None:
    disputed(house)
    house.pass_by(days=6.5)
    house.drain()
    house.drain(again=True)
    assert noted(house) == ["dispute_opened", "dispute_due"]
    house.pass_by(days=3)
    house.drain()
    assert (noted(house)[-1], only(house).state) == ("dispute_expired", "expired")


def test_dispute_when_no_day_is_stated_then_is_that_of_the_scheme_at_the_gateway(house: House) -> None:
    begun(house, an_order())
    extra = {"chargebackReasonCode": "4837", "chargebackSchemeCode": "mc", "disputeStatus": "Undefended"}
    heard(house, "adyen", adyen("CHARGEBACK", 4488, additionalData=extra))
    one = only(house)
    assert (one.scheme, one.category, one.is_stated_due) == ("mastercard", "fraud", False)
    assert one.due_at - one.opened_at == timedelta(days=40)


@pytest.mark.parametrize("status", ["Unresponded", "Responded", "Expired"])
def test_inquiry_when_adyen_names_its_status_then_no_money_has_moved(house: House, status: str) -> None:
    begun(house, an_order())
    before = house.case().payment
    extra = {"rfiReasonCode": "4837", "rfiSchemeCode": "mc", "disputeStatus": status}
    heard(house, "adyen", adyen("REQUEST_FOR_INFORMATION", 4488, additionalData=extra))
    assert (only(house).stage, only(house).state, house.case().payment) == ("inquiry", "open", before)


@pytest.mark.parametrize("outcome", ["RESOLVED_WITH_PAYOUT", "NONE"])
def test_dispute_when_paypals_outcome_favours_nobody_by_name_then_stays_open(house: House, outcome: str) -> None:
    begun(house, an_order())
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.CREATED", stage="CHARGEBACK"))
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.RESOLVED", stage="CHARGEBACK", outcome=outcome, later=9))
    assert only(house).state == "open"


@pytest.mark.parametrize(
    ("reason", "due"), [({"chargebackSchemeCode": "mc"}, "table"), ({"chargebackSchemeCode": "a new one"}, "guess")]
)
def test_dispute_when_its_day_is_ours_then_history_says_how_far_to_trust_it(
    house: House, reason: dict[str, str], due: str
) -> None:
    begun(house, an_order())
    heard(house, "adyen", adyen("CHARGEBACK", 4488, additionalData=reason))
    with house.database.read() as session:
        (opened,) = [each for each in history(session, "main", "ord_1") if each.event == "dispute_opened"]
    assert opened.data["due"] == due


def test_dispute_when_told_by_a_person_then_is_a_case_that_ends_with_it(house: House) -> None:
    begun(house, an_order())
    told(house, Event.DISPUTE, "dp_9")
    assert (only(house).state, only(house).category, house.case().payment) == ("open", "general", Pay.DISPUTED)
    told(house, Event.LOSE, "dp_9_lost")
    assert (only(house).state, house.case().payment, rest(house)) == ("lost", Pay.CHARGED_BACK, {})


def test_evidence_when_gathered_then_says_what_the_reason_needs_and_what_is_wanting(house: House) -> None:
    dispute = disputed(house)
    pack = pack_of(house, dispute)
    kinds = {each.kind: each for each in pack.exhibits}
    assert kinds[Evidence.THREE_D_SECURE].rows[0]["liability_shift"] == "yes"
    assert kinds[Evidence.ADDRESS_CHECK].rows == ({"street": "match", "postcode": "match"},)
    assert kinds[Evidence.DECISION].rows[0]["payment.avs"] == "match"
    assert pack.wanting == ("delivery",)


def test_evidence_when_the_parcel_has_arrived_then_holds_the_carriers_proof(house: House) -> None:
    handed_over(house)
    scan(house, Word.DELIVERED)
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response", reason="product_not_received"))
    pack = pack_of(house, only(house))
    delivery = next(each for each in pack.exhibits if each.kind == "delivery")
    assert [row["status"] for row in delivery.rows] == ["delivered"]
    assert pack.wanting == ()


def test_archive_when_made_twice_then_is_the_same_bytes_and_holds_both_forms(house: House) -> None:
    pack = pack_of(house, disputed(house))
    assert archive(pack) == archive(pack)
    with zipfile.ZipFile(BytesIO(archive(pack))) as opened:
        assert opened.namelist() == ["evidence.json", "evidence.html"]
        assert orjson.loads(opened.read("evidence.json"))["order"] == "A-1001"


def test_page_when_the_order_has_signs_of_markup_then_they_are_text(house: House) -> None:
    order = an_order()
    line = order.lines[0]
    house.desk.orders.clear()
    dispute = disputed(house, "product_unacceptable", order=an_order(lines=(type(line)(
        sku=line.sku, title="<script>alert(1)</script>", quantity=2, unit_price=1999),)))  # fmt: skip
    shown = page(pack_of(house, dispute))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_evidence_when_submitted_then_its_digest_is_kept_and_nothing_personal(house: House) -> None:
    dispute = disputed(house)
    pack = pack_of(house, dispute)
    with house.database.write() as session:
        sent = submit_evidence(session, house.site, "main", dispute.id, house.clock.now(), "clerk", "uploaded")
    assert (sent.state, sent.digest, sent.note) == ("submitted", digest(pack), "uploaded")
    assert b"Erika" in orjson.dumps(document(pack))
    with house.database.read() as session:
        rows = [*disputes_of(session, "main", "ord_1"), *history(session, "main", "ord_1")]
    assert "Erika" not in repr(rows)


@pytest.mark.parametrize(
    ("reason", "outcome", "payment", "labels"),
    [
        ("fraudulent", "lost", Pay.CHARGED_BACK, ["chargeback"]),
        ("fraudulent", "won", Pay.CAPTURED, ["friendly_fraud"]),
        ("product_not_received", "won", Pay.CAPTURED, ["friendly_fraud"]),
        ("product_not_received", "lost", Pay.CHARGED_BACK, []),
        ("product_unacceptable", "lost", Pay.CHARGED_BACK, []),
        ("duplicate", "won", Pay.CAPTURED, []),
    ],
)
def test_dispute_when_decided_then_the_money_follows_and_only_what_speaks_of_the_buyer_is_learnt(
    house: House, reason: str, outcome: str, payment: Pay, labels: list[str]
) -> None:
    dispute = disputed(house, reason)
    for _ in range(2):
        with house.database.write() as session:
            decide_dispute(session, house.site, "main", dispute.id, outcome, house.clock.now(), "clerk")
        house.drain()
    assert (house.case().payment, only(house).state) == (payment, outcome)
    assert [each.kind for each in house.desk.learnt] == labels


def test_dispute_when_goods_were_delivered_and_not_received_is_lost_then_is_friendly_fraud(house: House) -> None:
    handed_over(house)
    scan(house, Word.DELIVERED)
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "needs_response", reason="product_not_received"))
    heard(house, "stripe", stripe_dispute("charge.dispute.closed", "lost", reason="product_not_received", later=20))
    assert [each.kind for each in house.desk.learnt] == ["friendly_fraud"]


def test_dispute_when_given_in_then_waits_for_the_bank_and_may_not_be_answered(house: House) -> None:
    dispute = disputed(house)
    with house.database.write() as session:
        decide_dispute(session, house.site, "main", dispute.id, "accepted", house.clock.now(), "clerk")
    assert (only(house).state, house.case().payment) == ("accepted", Pay.DISPUTED)
    with house.database.write() as session, pytest.raises(DisputeRefused):
        submit_evidence(session, house.site, "main", dispute.id, house.clock.now(), "clerk")
    heard(house, "stripe", stripe_dispute("charge.dispute.closed", "lost", later=2))
    assert (only(house).state, house.case().payment) == ("lost", Pay.CHARGED_BACK)


def test_dispute_when_the_loss_is_reversed_then_the_money_is_back(house: House) -> None:
    begun(house, an_order())
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.CREATED", stage="CHARGEBACK"))
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.RESOLVED", outcome="RESOLVED_BUYER_FAVOUR", later=2))
    assert rest(house) == {}
    heard(house, "paypal", paypal_dispute("CUSTOMER.DISPUTE.RESOLVED", outcome="RESOLVED_SELLER_FAVOUR", later=9))
    assert (rest(house), only(house).state, house.case().payment) == ({"EUR": 4488}, "won", Pay.CAPTURED)


def test_dispute_when_another_merchant_asks_then_is_not_found(house: House) -> None:
    dispute = disputed(house)
    with house.database.read() as session:
        assert disputes_after(session, "other", "", 10) == ()
        with pytest.raises(NotFound):
            evidence_in(session, house.site, "other", dispute.id, house.clock.now())


def test_inquiry_when_it_closes_then_teaches_nothing(house: House) -> None:
    begun(house, an_order())
    heard(house, "stripe", stripe_dispute("charge.dispute.created", "warning_needs_response"))
    heard(house, "stripe", stripe_dispute("charge.dispute.closed", "warning_closed", later=4))
    assert (only(house).state, house.desk.learnt, house.case().payment) == ("won", [], Pay.CAPTURED)


def test_deadline_of_a_dispute_when_the_gateway_named_it_then_says_so_and_ends_with_the_answer(house: House) -> None:
    dispute = disputed(house)
    (due,) = ends(house)
    assert (due.id, due.at, due.what_happens, due.source) == (dispute.id, dispute.due_at, "expired", "stated by stripe")
    with house.database.write() as session:
        submit_evidence(session, house.site, "main", dispute.id, house.clock.now(), "ana")
    assert ends(house) == []


@pytest.mark.parametrize(("scheme", "begins"), [("mc", "Chargeflow"), ("a new one", "assumption after Chargeflow")])
def test_deadline_of_a_dispute_when_it_is_ours_then_names_its_table(house: House, scheme: str, begins: str) -> None:
    begun(house, an_order())
    heard(house, "adyen", adyen("CHARGEBACK", 4488, additionalData={"chargebackSchemeCode": scheme}))
    assert [each.source.startswith(begins) for each in ends(house)] == [True]


def ends(house: House) -> list[Deadline]:
    with house.database.read() as session:
        return list(dispute_deadlines(session, "main", DeadlinesWanted(limit=9)))
