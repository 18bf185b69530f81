"""What lives of orders teach: written once, corrected by what comes late once each, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.clock import SystemClock, microseconds
from engine.desk.auditing import AUDIT
from engine.desk.desk import Caller
from engine.store.tables import JOB
from engine.store.worker import Worker
from fulfillment.documents.customs_file import CustomsFile
from fulfillment.errors import NotFound
from fulfillment.freight.sources import Sources
from fulfillment.jobs import LEARN, LEARN_ORDERS
from fulfillment.learning.keeping import SuggestionNotOpen, dismiss, keep_found
from fulfillment.learning.nights import AT_ONCE, LearningWork, begin_learning, learning_handlers
from fulfillment.learning.reading import Life
from fulfillment.learning.suggesting import Found, suggest
from fulfillment.learning.terms import load_terms
from fulfillment.records import (
    Claim,
    Dispute,
    LearntSuggestion,
    OrderOutcome,
    OutcomeFact,
    OutcomePart,
    PaymentEntry,
    ReturnCase,
)
from fulfillment.shipping.own_rates import Entry
from fulfillment.shipping.own_services import import_services
from fulfillment.states import Comeback, Demand, Stage, Voyage
from fulfillment.store.aftersales import add_return
from fulfillment.store.claims import add_claim
from fulfillment.store.disputes import add_dispute
from fulfillment.store.learning import facts_learnt, outcome_of, parts_learnt, put_outcome, suggestions_of
from fulfillment.store.money import add_movement
from fulfillment.store.tables import CASE, SHIPMENT
from tests.builders import an_order
from tests.freight_bills import a_row
from tests.freight_bills import take as take_bill
from tests.fulfilment_site import NOON, House
from tests.lives_learnt import a_life, a_part
from tests.money_house import file_of, sent, the_sources
from tests.own_line import LINE, OWN_LINE, with_own_line
from tests.shipping_goods import DATA


def file(order_id: str = "ord_1", again_for: str | None = None) -> CustomsFile:
    return file_of(replace(an_order(), id=f"A-{order_id}", original_order_id=again_for), order_id, None)


def ended(
    house: House, order_id: str = "ord_1", stage: Stage = Stage.COMPLETED, state: Voyage = Voyage.DELIVERED
) -> None:
    """An order that was sent and whose life is over."""
    sent(house, order_id, number=f"YT-{order_id}", state=state)
    house.desk.orders[order_id] = file(order_id).order
    with house.database.write() as session:
        session.run(update(CASE).where(CASE.c.order_id == order_id).values(stage=stage, version=CASE.c.version + 1))


def touched(house: House, order_id: str = "ord_1") -> None:
    with house.database.write() as session:
        session.run(update(CASE).where(CASE.c.order_id == order_id).values(version=CASE.c.version + 1))


def work_of(house: House, sources: Sources | None = None) -> LearningWork:
    return LearningWork(
        database=house.database, site=house.site, sources=sources or the_sources(file()), clock=house.clock
    )


def kept(house: House, order_id: str = "ord_1") -> tuple[OrderOutcome, list[OutcomePart], dict[str, OutcomeFact]]:
    with house.database.read() as session:
        outcome = outcome_of(session, house.merchant, order_id)
        assert outcome is not None
        parts = parts_learnt(session, house.merchant, [order_id]).get(order_id, [])
        facts = facts_learnt(session, house.merchant, [order_id]).get(order_id, [])
    return outcome, parts, {each.key: each for each in facts}


def paid(house: House, kind: str, amount: int) -> None:
    entry = PaymentEntry(
        id=f"pev_{kind}", merchant_id="main", order_id="ord_1", kind=kind, amount=amount, currency="EUR",
        reference=kind, at=NOON, received_at=NOON, subject="dp_1" if kind == "charge_back" else "",
    )  # fmt: skip
    with house.database.write() as session:
        add_movement(session, entry)


def disputed(house: House, category: str) -> None:
    dispute = Dispute(
        id="dsp_1", merchant_id="main", order_id="ord_1", gateway="stripe", reference="dp_1", scheme="visa",
        reason_code="10.4", category=category, stage="chargeback", amount=4488, currency="EUR", shift="no",
        state="lost", opened_at=NOON, due_at=NOON, is_stated_due=True,
    )  # fmt: skip
    with house.database.write() as session:
        add_dispute(session, dispute)
    touched(house)


def test_order_when_it_went_well_then_line_parcel_and_box_are_kept_without_a_case(house: House) -> None:
    ended(house)
    work_of(house).whole("main")
    outcome, (part,), facts = kept(house)
    assert (outcome.stage, outcome.shop, outcome.is_sent, outcome.corrections) == ("completed", "shop-de", True, 0)
    assert (part.sku, part.box, part.warehouse, part.service_id) == ("TEE-M-BLUE", "B1", "SZX-1", "line-yunexpress")
    assert (facts, part.at_stake) == ({}, 0)


@pytest.mark.parametrize(
    ("service", "days", "is_slow"),
    [("line-yunexpress", 3, False), ("line-yunexpress", 80, True), (LINE, 3, False), (LINE, 8, True)],
)
def test_parcel_when_it_took_longer_than_stated_then_that_is_a_fact_and_no_case(
    house: House, service: str, days: int, is_slow: bool
) -> None:
    ended(house)
    with house.database.write() as session:
        with_own_line(house, session)
        told = {"created_at": microseconds(NOON), "status_at": microseconds(NOON + timedelta(days=days))}
        session.run(update(SHIPMENT).values(service_id=service, **told))
        # What the line states since then counts for later parcels alone.
        later = Entry(merchant=house.merchant, actor="tests", now=NOON + timedelta(days=1))
        restated = OWN_LINE.replace("days: [4, 6]", "days: [8, 9]")
        import_services(session, house.site.ids, DATA, later, restated.encode())
    work_of(house).whole("main")
    _, (part,), facts = kept(house)
    assert [(each.cause, each.family, each.shipment_id) for each in facts.values()] == (
        [("measured_late", "none", part.shipment_id)] if is_slow else []
    )
    assert part.at_stake == 0


def test_order_when_policies_spoke_of_it_then_their_rules_are_kept_under_their_books(house: House) -> None:
    ended(house)
    said = {"policy": "returns", "findings": [{"rule": "RTG-001", "verdict": "grant"}]}
    case = ReturnCase(id="ret_1", merchant_id="main", order_id="ord_1", origin="customer", reason="late",
                      state=Comeback.DECLINED, lines={"1": 1}, created_at=NOON, judgement=said)  # fmt: skip
    with house.database.write() as session:
        add_return(session, case)
    work_of(house).whole("main")
    assert kept(house)[0].data["policies"] == {"returns RTG-001": "grant"}


def test_order_when_lost_then_freight_is_lost_and_money_given_back_is_at_stake(house: House) -> None:
    ended(house, stage=Stage.CANCELLED, state=Voyage.LOST)
    paid(house, "capture", 4488)
    paid(house, "refund", 4488)
    take_bill(house, the_sources(file()), a_row("YT-ord_1", freight="111"))
    work_of(house).whole("main")
    _, (part,), facts = kept(house)
    assert [(each.family, each.cause) for each in facts.values()] == [("logistics", "lost")]
    assert (part.refund, part.freight_lost) == (4488, 1578)


def test_order_when_looked_at_again_then_nothing_is_written_twice(house: House) -> None:
    ended(house, state=Voyage.LOST, stage=Stage.CANCELLED)
    work_of(house).whole("main")
    before = kept(house)
    house.pass_by(days=1)
    touched(house)
    work_of(house).whole("main")
    outcome, parts, facts = kept(house)
    assert (parts, facts, outcome.corrections) == (before[1], before[2], 0)
    assert outcome.case_version == before[0].case_version + 1


def test_chargeback_when_it_comes_after_the_end_then_corrects_once(house: House) -> None:
    ended(house)
    paid(house, "capture", 4488)
    work_of(house).whole("main")
    paid(house, "charge_back", 4488)
    disputed(house, "fraud")
    for _ in range(3):
        house.pass_by(days=1)
        touched(house)
        work_of(house).whole("main")
    outcome, (part,), facts = kept(house)
    assert (outcome.corrections, part.chargeback) == (1, 4488)
    assert facts["dispute:dsp_1"].cause == "charged_back_fraud"


def test_claim_when_a_bill_pays_it_later_then_is_recovered_once(house: House) -> None:
    ended(house, stage=Stage.CANCELLED, state=Voyage.LOST)
    claim = Claim(id="clm_1", merchant_id="main", order_id="ord_1", shipment_id="shp_ord_1_1", kind="loss",
                  state=Demand.PAID, created_at=NOON, since_at=NOON)  # fmt: skip
    with house.database.write() as session:
        add_claim(session, claim)
    work_of(house).whole("main")
    take_bill(house, the_sources(file()), a_row("YT-ord_1", freight="", registration="", 赔付="-164.80"))
    for _ in range(2):
        house.pass_by(minutes=30)
        work_of(house).whole("main")
    outcome, (part,), facts = kept(house)
    assert (outcome.corrections, part.recovered) == (1, 2000)
    assert {"lost:shp_ord_1_1", "claim:clm_1", "paid:clm_1"} == set(facts)


def test_return_when_the_carrier_sent_it_back_from_customs_then_labels_the_order(house: House) -> None:
    ended(house, stage=Stage.RETURNED, state=Voyage.RETURNED)
    back = ReturnCase(id="ret_1", merchant_id="main", order_id="ord_1", origin="customer", reason="Customs refused",
                      state=Comeback.CLOSED, created_at=NOON, lines={"1": 2})  # fmt: skip
    with house.database.write() as session:
        add_return(session, back)
    for _ in range(2):
        work_of(house).whole("main")
        touched(house)
    assert [(each.kind, each.source) for each in house.desk.learnt] == [("refused_at_customs", "aftersales")]


def test_goods_when_sent_again_then_the_first_order_bears_what_it_came_to(house: House) -> None:
    ended(house, state=Voyage.LOST, stage=Stage.CANCELLED)
    sources = the_sources(file(), file("ord_2", again_for="A-ord_1"))
    work_of(house, sources).whole("main")
    ended(house, "ord_2")
    house.desk.orders["ord_2"] = file("ord_2", again_for="A-ord_1").order
    paid(house, "capture", 4488)
    with house.database.write() as session:
        session.run(update(CASE).where(CASE.c.order_id == "ord_2").values(total=0))
    work_of(house, sources).whole("main")
    first, (part,), facts = kept(house)
    again, _, _ = kept(house, "ord_2")
    assert (again.again_for, first.corrections) == ("ord_1", 1)
    assert part.reship == again.again_cost
    assert "again:ord_2" in facts


def test_order_when_nobody_can_read_it_any_more_then_its_end_is_kept_and_what_was_learnt_stays(
    house: House,
) -> None:
    ended(house)
    work_of(house, the_sources()).whole("main")
    outcome, parts, _ = kept(house)
    assert (outcome.is_sent, outcome.data["unreadable"], parts) == (False, NotFound.code, [])
    touched(house)
    work_of(house).whole("main")
    touched(house)
    work_of(house, the_sources()).whole("main")
    assert kept(house)[0].is_sent


def test_orders_when_another_merchants_then_are_not_read(house: House) -> None:
    ended(house)
    work_of(house).whole("other")
    with house.database.read() as session:
        assert outcome_of(session, "main", "ord_1") is None
        assert outcome_of(session, "other", "ord_1") is None


def test_night_when_worked_off_by_a_worker_then_every_order_is_learnt_and_tomorrow_is_there(house: House) -> None:
    many = AT_ONCE + 3
    for number in range(many):
        ended(house, f"ord_{number:03}")
    sources = the_sources(*(file(f"ord_{number:03}") for number in range(many)))
    clock = SystemClock()
    begin_learning(house.database, house.site.ids, clock)
    handlers = learning_handlers(house.database, house.site, sources, clock)
    worker = Worker(house.database, handlers, "tests", luck=lambda: 0.0)
    while worker.run_once():
        pass
    with house.database.read() as session:
        learnt = [outcome_of(session, "main", f"ord_{number:03}") for number in range(many)]
        jobs = [(row.kind, row.state) for row in session.rows(select(JOB.c.kind, JOB.c.state))]
    assert all(learnt)
    assert jobs.count((LEARN, "ready")) == 1
    assert jobs.count((LEARN_ORDERS, "done")) == 4  # two pieces of what ended, what was billed, and what it suggests


@pytest.fixture
def lossy(house: House) -> House:
    """A lane that loses eight of a hundred parcels, beside one that loses none."""
    put(house, "FR", 8, 100)
    put(house, "DE", 0, 300)
    return house


def put(house: House, country: str, lost: int, orders: int) -> None:
    with house.database.write() as session:
        for at in range(orders):
            order_id = f"ord_{country}{at:04}"
            part = a_part(order_id, country=country, refund=2000 if at < lost else 0)
            life: Life = a_life(order_id, *["lost"] * (at < lost), parts=(part,))
            put_outcome(session, life.outcome, life.parts, life.facts)


def looked(house: House) -> tuple[LearntSuggestion, ...]:
    house.pass_by(days=1)
    with house.database.read() as session:
        found: Found = suggest(session, "main", load_terms(), house.clock.now())
    with house.database.write() as session:
        keep_found(session, house.site.ids, "main", found)
    with house.database.read() as session:
        return suggestions_of(session, "main")


def test_suggestion_when_found_again_then_is_the_same_one_with_newer_evidence(lossy: House) -> None:
    (first,), (again,) = looked(lossy), looked(lossy)
    assert (first.rule, first.about, first.state, first.monthly) == (
        "lane-loses",
        "CN-FR line-yunexpress",
        "open",
        16_000,
    )
    assert again.id == first.id
    assert again.seen_at > first.seen_at


def test_suggestion_when_dismissed_then_stays_so_until_more_cases_are_known(lossy: House) -> None:
    (found,) = looked(lossy)
    caller = Caller(merchant="main", name="ana")
    with lossy.database.write() as session:
        dismiss(session, lossy.site.ids, caller, found.id, "a strike", lossy.clock.now())
    assert [each.state for each in looked(lossy)] == ["dismissed"]
    put(lossy, "FR", 12, 101)
    assert [each.state for each in looked(lossy)] == ["dismissed"]
    put(lossy, "FR", 13, 102)
    assert [each.state for each in looked(lossy)] == ["open"]
    with lossy.database.read() as session:
        told = [
            row.payload for row in session.rows(select(JOB.c.payload).where(JOB.c.kind == AUDIT).order_by(JOB.c.id))
        ]
    assert [name in str(each) for each, name in zip(told, ("dismissed", "came_back"), strict=True)] == [True, True]


def test_suggestion_when_dismissed_twice_or_of_nobody_then_refused(lossy: House) -> None:
    (found,) = looked(lossy)
    caller = Caller(merchant="main", name="ana")
    with lossy.database.write() as session:
        dismiss(session, lossy.site.ids, caller, found.id, "a strike", lossy.clock.now())
    with pytest.raises(SuggestionNotOpen), lossy.database.write() as session:
        dismiss(session, lossy.site.ids, caller, found.id, "again", lossy.clock.now())
    with pytest.raises(NotFound), lossy.database.write() as session:
        dismiss(session, lossy.site.ids, replace(caller, merchant="other"), found.id, "x", lossy.clock.now())


def test_suggestion_when_figures_do_not_say_so_any_more_then_is_gone(lossy: House) -> None:
    looked(lossy)
    lossy.pass_by(days=200)
    assert [each.state for each in looked(lossy)] == ["gone"]
