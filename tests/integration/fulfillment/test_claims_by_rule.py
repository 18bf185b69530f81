"""Claims that the rules carry on: what is asked, paid back and filed without a person, and where people look first."""

from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.states import Demand, Event, Stage
from fulfillment.store.cases import history
from fulfillment.store.money import refunds_of
from fulfillment.tracking.vocabulary import Word
from tests.claim_house import PNG, claim, claims, step, told_open, with_claims
from tests.claimed_parcels import PRICE, events, noted, others_claimed, proved, sent, wait_for_the_end
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import scan


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
    others_claimed(house, "ord_7", "ord_8", "ord_9")
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
