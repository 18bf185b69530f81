"""Parcels that something happened to: cases, days, proofs, files, money."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import orjson
import pytest
from sqlalchemy import select, update

from engine.order.money import Money
from engine.store.tables import EVENT
from fulfillment.claims.checklist import checklist
from fulfillment.claims.deadlines import claim_deadlines
from fulfillment.claims.dossier import archive, dossier_of
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.claims.moving import Answered, Happened, change_claim, move_claim, open_claim
from fulfillment.claims.paying import Paid, book_payment, open_for_credit
from fulfillment.claims.proving import hand_in, opened_proof
from fulfillment.claims.reading import claim_in_sight
from fulfillment.deadlines import DeadlinesWanted
from fulfillment.documents.typesetting import typesetter
from fulfillment.errors import ClaimRefused, IllegalStep, NotFound
from fulfillment.records import Claim
from fulfillment.states import Demand, Event, Stage
from fulfillment.store.cases import history
from fulfillment.store.claims import add_claim, claim_payments, proofs_of
from fulfillment.store.money import refunds_of
from fulfillment.store.tables import SHIPMENT
from fulfillment.tracking.recording import Scan, record_tracking
from fulfillment.tracking.vocabulary import Word
from tests.claim_house import PNG, claim, claims, step, told_open, watched_open, with_claims
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import handed_over, scan

PRICE = 3998  # two pieces of the order of the builders, 19.99 EUR each
EUR, CREDIT = "EUR", "CN-1"


def sent(house: House, carrier: str = "dhl") -> None:
    """An order with one parcel that left with a carrier."""
    handed_over(house)
    with house.database.write() as session:
        session.run(update(SHIPMENT).values(carrier=carrier))


def wait_for_the_end(house: House, made: Claim) -> None:
    """Looks some days before its last day, a day before it, and a day after it."""
    assert made.due_at is not None
    for days in (6, 1, -1):
        house.clock.pass_by(made.due_at - timedelta(days=days) - house.clock.now())
        house.drain()


def noted(house: House, what: str) -> int:
    with house.database.read() as session:
        return sum(each.event == what for each in history(session, "main", "ord_1"))


def events(house: House) -> list[str]:
    with house.database.read() as session:
        return [str(row.type) for row in session.rows(select(EVENT.c.type).where(EVENT.c.type.like("claim.%")))]


def proved(house: House, kind: Proof, content: bytes = PNG) -> None:
    with house.database.write() as session:
        hand_in(session, house.site, house.on(), claim(house).id, kind, content)


def test_parcel_when_told_as_lost_then_a_case_is_opened_once_with_its_last_day(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    scan(house, Word.LOST)
    scan(house, Word.LOST)
    (found,) = claims(house)
    assert (found.kind, found.carrier, found.terms) == (Mishap.LOSS, "dhl", "dhl-express")
    assert found.due_at is not None
    assert timedelta(days=30) < found.due_at - house.clock.now() <= timedelta(days=31)
    assert found.is_due_sure
    assert events(house) == ["claim.opened"]


def test_parcel_when_withdrawn_and_lost_after_all_then_is_claimed_again(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    scan(house, Word.LOST)
    step(house, Event.WITHDRAW)
    assert watched_open(house, Mishap.LOSS) is not None
    assert [each.state for each in claims(house)] == [Demand.WITHDRAWN, Demand.OPENED]


def test_silence_when_the_parcel_is_told_as_lost_then_gives_way(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    watched_open(house, Mishap.SILENT)
    scan(house, Word.LOST)
    assert {each.kind: each.state for each in claims(house)} == {
        Mishap.SILENT: Demand.WITHDRAWN,
        Mishap.LOSS: Demand.OPENED,
    }
    assert watched_open(house, Mishap.SILENT) is None


def test_silence_when_it_was_filed_then_the_loss_is_no_claim_of_its_own(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    watched_open(house, Mishap.SILENT)
    step(house, Event.FILE)
    scan(house, Word.LOST)
    assert [each.kind for each in claims(house)] == [Mishap.SILENT]


def test_parcel_when_customs_sent_it_back_then_the_case_says_so(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    back = Scan(status=Word.RETURNED, at=house.clock.now(), reason="customs_prohibited")
    with house.database.write() as session:
        record_tracking(session, house.site, "main", house.parcels()[0].number, [back], house.clock.now())
    assert claim(house).kind == Mishap.CUSTOMS


@pytest.mark.parametrize("since", ["later", "unsent"])
def test_claim_when_it_cannot_have_happened_then_is_refused(house: House, since: str) -> None:
    with_claims(house)
    sent(house)
    told = Happened(kind=Mishap.DAMAGE, since=house.clock.now() + timedelta(days=1))
    if since == "unsent":
        told = replace(told, since=house.clock.now(), parcel="unknown")
    with house.database.write() as session, pytest.raises((ClaimRefused, NotFound)):
        open_claim(session, house.site, house.on(), told)


def test_claim_when_pieces_are_named_then_only_these_are_claimed(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="own")
    made = told_open(house, Mishap.DAMAGE)
    assert made.data["price"] == PRICE
    with house.database.write() as session:
        fewer = change_claim(session, house.site, house.on(), made.id, {1: 1}, None)
    assert (fewer.data["price"], fewer.lines) == (PRICE // 2, {"1": 1})
    with house.database.write() as session, pytest.raises(ClaimRefused):
        change_claim(session, house.site, house.on(), made.id, {1: 3}, None)


def test_amount_when_the_convention_limits_it_then_says_by_how_much_and_whose_rule(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    limit = made.data["limit"]
    assert isinstance(limit, dict)
    # 26 SDR a kilogram for 480 g, at 0.849816 SDR for a euro: 14.685 EUR.
    assert (limit["minor"], made.amount, made.data["limited"]) == (1469, 1469, True)
    assert "26 SDR" in str(limit["source"])


def test_amount_when_the_limit_is_only_assumed_then_is_claimed_in_full(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="nobody")
    made = told_open(house, Mishap.DAMAGE)
    assert made.due_source.startswith("assumption") or not made.due_source
    assert made.amount == (1469 if made.data["limited"] else PRICE)


def test_freight_when_the_terms_give_it_back_then_is_claimed_too(house: House) -> None:
    seal = with_claims(house, by_rule=False)
    seal.charged = Money(812, EUR)
    sent(house)
    made = told_open(house, Mishap.LATE)
    assert (made.data["goods"], made.data["freight"], made.amount) == (0, 812, 812)


def test_claim_when_its_last_day_is_over_then_is_barred_by_time_and_never_filed(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    wait_for_the_end(house, told_open(house, Mishap.LOSS))
    assert claim(house).state == Demand.TIME_BARRED
    assert noted(house, "claim_due") == 2
    with house.database.write() as session, pytest.raises(IllegalStep):
        move_claim(session, house.site, house.on(), claims(house)[0].id, Event.FILE)


def test_claim_when_no_clock_rang_then_is_not_filed_too_late_either(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    house.pass_by(days=40)
    with pytest.raises(ClaimRefused, match="last day"):
        step(house, Event.FILE)


def test_claim_when_the_day_is_only_assumed_then_passing_it_warns_and_ends_nothing(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="nobody")
    wait_for_the_end(house, told_open(house, Mishap.LOSS))
    assert (claim(house).state, noted(house, "claim_due")) == (Demand.OPENED, 3)
    assert step(house, Event.FILE).state == Demand.FILED


def test_damage_when_nobody_knows_the_delivery_then_the_day_comes_with_it(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house, carrier="fedex")
    assert told_open(house, Mishap.DAMAGE).due_at is None
    scan(house, Word.DELIVERED)
    house.pass_by(days=1)
    house.drain()
    found = claim(house)
    assert found.due_at is not None
    assert found.due_at - house.clock.now() < timedelta(days=21)


def test_proof_when_handed_in_then_is_sealed_and_kept_once(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.DAMAGE)
    proved(house, Proof.PHOTOS)
    proved(house, Proof.PHOTOS)
    with (
        house.database.read() as session,
        claim_in_sight(session, house.site, house.on(), claim(house).id) as (file, found, parcel),
    ):
        items = {each.kind: each for each in checklist(file, found, parcel)}
        (kept,) = proofs_of(session, "main", found.id)
        assert kept.sealed != PNG
        assert opened_proof(session, house.site, "main", kept.id) == ("image/png", PNG)
    assert (items[Proof.PHOTOS].files, items[Proof.STATEMENT].is_missing) == (1, True)


@pytest.mark.parametrize(
    ("kind", "content"), [(Proof.PHOTOS, b"<html>"), (Proof.PHOTOS, b"it broke"), (Proof.STATEMENT, b"\x00\x01"),
                          (Proof.PHOTOS, b"")],
)  # fmt: skip
def test_proof_when_it_is_not_what_it_says_then_is_refused(house: House, kind: Proof, content: bytes) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.DAMAGE)
    with pytest.raises(ClaimRefused):
        proved(house, kind, content)


def test_statement_when_it_is_text_then_is_taken(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.DAMAGE)
    proved(house, Proof.STATEMENT, "打开时已碎。".encode())
    with pytest.raises(NotFound), house.database.read() as session:
        opened_proof(session, house.site, "main", "clp_1")


def test_file_when_it_is_filed_then_lies_in_the_outbox_with_letter_and_exhibits(house: House) -> None:
    seal = with_claims(house, by_rule=False)
    sent(house, carrier="china-post")
    told_open(house, Mishap.DAMAGE)
    proved(house, Proof.PHOTOS)
    filed = step(house, Event.FILE)
    house.drain()
    path = house.folder / "claims" / f"{filed.id}.claim.zip"
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as found:
        names = set(found.namelist())
        told = orjson.loads(found.read("claim.json"))
        chinese = found.read("letter.zh.txt").decode()
    assert {"letter.en.txt", "letter.zh.txt", "exhibits/01-photos.png", "exhibits/tracking.csv"} <= names
    assert (told["amount"], told["number"]) == (filed.amount, house.parcels()[0].number)
    assert "索赔" in chinese
    seal.erased.add("ord_1")
    with house.database.read() as session, claim_in_sight(session, house.site, house.on(), filed.id) as seen:
        assert "exhibits/01-photos.png" not in dossier_of(*seen).files


def test_archive_when_it_is_made_twice_then_is_the_same(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    filed = step(house, Event.FILE)
    with house.database.read() as session, claim_in_sight(session, house.site, house.on(), filed.id) as seen:
        first = archive(dossier_of(*seen), typesetter())
        assert archive(dossier_of(*seen), typesetter()) == first


def test_claim_when_it_is_paid_in_full_then_is_closed(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    filed = step(house, Event.FILE)
    step(house, Event.ACKNOWLEDGE, Answered(reference="C-4711"))
    approved = step(house, Event.APPROVE, Answered(approved=1000))
    assert (approved.reference, approved.approved) == ("C-4711", 1000)
    paid = Paid(amount=1000, currency=EUR, reference=CREDIT, at=house.clock.now())
    for _ in range(2):
        with house.database.write() as session:
            book_payment(session, house.site, house.on(), filed.id, paid)
    (closed,) = claims(house)
    assert (closed.state, closed.paid) == (Demand.CLOSED, 1000)
    with house.database.read() as session:
        assert len(claim_payments(session, "main", filed.id)) == 1


@pytest.mark.parametrize("amount", [1470, 5000])
def test_payment_when_it_is_more_than_was_claimed_then_is_refused(house: House, amount: int) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    step(house, Event.FILE)
    paid = Paid(amount=amount, currency=EUR, reference=CREDIT, at=house.clock.now())
    with house.database.write() as session, pytest.raises(ClaimRefused):
        book_payment(session, house.site, house.on(), made.id, paid)


def test_payment_when_its_name_was_booked_with_another_amount_then_is_refused(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    step(house, Event.FILE)
    paid = Paid(amount=500, currency=EUR, reference=CREDIT, at=house.clock.now())
    with house.database.write() as session:
        book_payment(session, house.site, house.on(), made.id, paid)
    with house.database.write() as session, pytest.raises(ClaimRefused):
        book_payment(session, house.site, house.on(), made.id, replace(paid, amount=501))
    assert (claim(house).state, claim(house).paid) == (Demand.PAID, 500)


def test_credit_when_one_claim_is_owed_just_that_then_it_comes_first(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    told_open(house, Mishap.LOSS)
    filed = step(house, Event.FILE)
    with house.database.read() as session:
        assert [each.id for each in open_for_credit(session, "main", "dhl", Money(filed.amount, EUR))] == [filed.id]
        assert not open_for_credit(session, "main", "dhl", Money(filed.amount + 1, EUR))
        assert not open_for_credit(session, "main", "ups", Money(filed.amount, EUR))


def test_deadlines_when_listed_then_say_what_happens_and_by_whose_rule(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    with house.database.read() as session:
        (end,) = claim_deadlines(session, "main", DeadlinesWanted(limit=10))
        assert not claim_deadlines(session, "acme", DeadlinesWanted(limit=10))
    assert (end.kind, end.id, end.at, end.what_happens) == ("claim", made.id, made.due_at, "time_barred")
    assert "DHL Express" in end.source


def test_loss_when_the_rules_decide_then_waits_refunds_files_and_each_once(house: House) -> None:
    with_claims(house)
    sent(house)
    scan(house, Word.LOST)
    house.drain()
    assert (claim(house).outcome, claim(house).buyers) == ("wait", "wait")
    for _ in range(4):
        house.pass_by(days=1)
        house.drain()
    house.drain(again=True)
    with house.database.read() as session:
        assert len(refunds_of(session, "main", "ord_1")) == 1
    assert house.case().stage == Stage.CANCELLED
    assert [(each.kind, each.state) for each in claims(house)] == [(Mishap.LOSS, Demand.FILED)]
    assert (noted(house, "file"), noted(house, "claim_refunded")) == (1, 1)


def test_damage_when_proofs_are_missing_then_they_are_asked_of_the_right_people(house: House) -> None:
    with_claims(house)
    sent(house)
    scan(house, Word.DELIVERED)
    told_open(house, Mishap.DAMAGE)
    house.drain()
    assert (claim(house).state, noted(house, "claim_evidence_wanted")) == (Demand.EVIDENCE_PENDING, 1)
    with house.database.read() as session:
        (wanted,) = [e.data["wanted"] for e in history(session, "main", "ord_1") if e.event == "claim_evidence_wanted"]
    assert wanted == ["photos:buyer", "statement:buyer"]
    for kind, content in ((Proof.PHOTOS, PNG), (Proof.STATEMENT, b"the box was crushed")):
        proved(house, kind, content)
    house.drain()
    assert claim(house).state == Demand.FILED
    with house.database.read() as session:
        assert [each.amount for each in refunds_of(session, "main", "ord_1")] == [PRICE]


def test_buyer_when_they_claim_often_then_a_person_looks_before_money_goes(house: House) -> None:
    seal = with_claims(house)
    sent(house)
    seal.buyers["ord_1"] = frozenset({"ord_7", "ord_8", "ord_9"})
    _others_claimed(house, "ord_7", "ord_8", "ord_9")
    scan(house, Word.LOST)
    for _ in range(4):
        house.pass_by(days=1)
        house.drain()
    with house.database.read() as session:
        assert not refunds_of(session, "main", "ord_1")
    assert (claim(house).buyers, noted(house, "claim_review")) == ("review", 1)


def test_wrong_delivery_when_the_buyer_states_it_then_the_goods_are_asked_for_again_once(house: House) -> None:
    with_claims(house)
    sent(house)
    scan(house, Word.DELIVERED)
    told_open(house, Mishap.WRONG_DELIVERY)
    proved(house, Proof.STATEMENT, b"it is at number 12, nobody knows whose")
    house.drain()
    house.pass_by(days=1)
    house.drain()
    assert events(house).count("claim.reship_wanted") == 1


def test_denial_when_all_is_proved_then_is_appealed_once_and_let_go_later(house: House) -> None:
    with_claims(house)
    sent(house)
    scan(house, Word.LOST)
    for _ in range(3):
        house.pass_by(days=1)
        house.drain()
    denied = step(house, Event.DENY)
    assert denied.appeal_at is not None
    house.drain()
    assert claim(house).state == Demand.DENIED  # less than is worth an appeal
    house.pass_by(days=61)
    house.drain()
    assert claims(house)[-1].state == Demand.CLOSED


def test_parcel_when_its_buyer_was_erased_then_is_told_of_all_the_same_and_time_still_bars(house: House) -> None:
    with_claims(house)
    sent(house)
    made = told_open(house, Mishap.LOSS)
    house.drain()
    house.desk.erased.add("ord_1")
    scan(house, Word.DAMAGED)
    assert {each.kind for each in claims(house)} == {Mishap.LOSS, Mishap.DAMAGE}
    wait_for_the_end(house, made)
    assert {each.kind: each.state for each in claims(house)}[Mishap.LOSS] == Demand.TIME_BARRED


def test_rules_when_there_is_no_book_then_nothing_happens_by_itself(house: House) -> None:
    with_claims(house, by_rule=False)
    sent(house)
    scan(house, Word.LOST)
    for _ in range(5):
        house.pass_by(days=1)
        house.drain()
    assert (claim(house).state, claim(house).outcome) == (Demand.OPENED, "")


def _others_claimed(house: House, *orders: str) -> None:
    with house.database.write() as session:
        for number, order in enumerate(orders):
            add_claim(
                session, replace(_a_claim(house), id=f"clm_x{number}", order_id=order, shipment_id=f"shp_x{number}")
            )


def _a_claim(house: House) -> Claim:
    now = house.clock.now()
    return Claim(id="clm_x", merchant_id="main", order_id="x", shipment_id="x", kind="loss", state="closed",
                 created_at=now, since_at=now)  # fmt: skip
