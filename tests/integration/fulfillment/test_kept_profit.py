"""Profits that are kept: nothing that an order is made of changes without its being counted again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from api.storage import TABLES
from engine.products.product import PurchaseCost
from engine.store.kept_about import forget_texts, rows_about
from engine.store.outbox import Job
from engine.store.sessions import WriteSession
from fulfillment.freight.sources import Sources
from fulfillment.jobs import PROFIT, PROFIT_ORDERS
from fulfillment.profit.actual import profits_of
from fulfillment.profit.kept_order import KeptOrder, as_kept
from fulfillment.profit.reporting import summed_up
from fulfillment.profit.tables import Over
from fulfillment.profit.terms import read_terms
from fulfillment.profit.turns import ProfitTurns, articles_changed
from fulfillment.profit.wanted import Wanted
from fulfillment.records import AgreedFee, Claim, PaymentEntry
from fulfillment.states import Demand, Stage
from fulfillment.store.boxes import put_box
from fulfillment.store.cases import find_case, save_case
from fulfillment.store.claims import add_claim
from fulfillment.store.money import add_movement
from fulfillment.store.profit import put_profit_terms
from fulfillment.store.profit_due import count_due, currencies_kept, due_within
from fulfillment.store.profit_shares import put_shares
from fulfillment.store.settlement_cases import put_fee
from fulfillment.store.tables import PROFIT_KEPT, PROFIT_SHARE
from tests import settlements
from tests.builders import an_order
from tests.freight_bills import a_row
from tests.freight_bills import take as take_bill
from tests.fulfilment_site import NOON, House
from tests.money_house import (
    BOX,
    COSTED,
    PACKED_AT,
    ToldFiles,
    ToldLaws,
    books_of,
    file_of,
    kept_orders,
    sent,
    the_sources,
)

WANTED = Wanted(merchant="main", since=PACKED_AT - timedelta(days=1), until=NOON, currency="EUR")
ORDERS = ("ord_1", "ord_2", "ord_3")
Fact = Callable[[House, Sources], object]


@pytest.fixture
def sources(house: House) -> Sources:
    """Three orders, packed and sent."""
    for order_id in ORDERS:
        sent(house, order_id)
    return the_sources(*(file_of(an_order(), order_id) for order_id in ORDERS))


def due(house: House, wanted: Wanted = WANTED) -> int:
    with house.database.read() as session:
        return count_due(session, wanted)


def live(house: House, sources: Sources) -> list[KeptOrder]:
    with house.database.read() as session:
        return [as_kept(profits_of(session, sources, "main", each, currency="EUR").actual) for each in ORDERS]


def written(house: House, work: Callable[[WriteSession], object]) -> None:
    with house.database.write() as session:
        work(session)


def marks(house: House) -> int:
    with house.database.read() as session:
        return session.number(select(func.sum(PROFIT_KEPT.c.marked)))


def ends(session: WriteSession, order_id: str) -> None:
    case = find_case(session, "main", order_id)
    assert case is not None
    save_case(session, replace(case, stage=Stage.CANCELLED, version=case.version + 1), case.version)


def moves(house: House, sources: Sources) -> None:
    written(house, lambda session: ends(session, "ord_1"))


def money_comes(house: House, sources: Sources) -> None:
    entry = PaymentEntry(
        id="pev_1", merchant_id="main", order_id="ord_1", kind="capture", amount=4400, currency="EUR",
        reference="ch_1", at=NOON, received_at=NOON, subject="",
    )  # fmt: skip
    written(house, lambda session: add_movement(session, entry))


def report_comes(house: House, sources: Sources) -> None:
    money_comes(house, sources)
    settlements.take(house, settlements.a_line(fee=-166, merchant="A-ord_1", metadata="ord_1"))


def claim_is_granted(house: House, sources: Sources) -> None:
    claim = Claim(id="clm_1", merchant_id="main", order_id="ord_1", shipment_id="shp_ord_1_1", kind="lost",
                  state=Demand.APPROVED, created_at=NOON, since_at=NOON)  # fmt: skip
    written(house, lambda session: add_claim(session, claim))


def bill_comes(house: House, sources: Sources) -> None:
    take_bill(house, sources, a_row("YT11", freight="99"))


def fees_are_agreed(house: House, sources: Sources) -> None:
    fee = AgreedFee(merchant_id="main", provider="stripe", currency="EUR", share_ppm=50_000, fixed=30, tolerance=1)
    written(house, lambda session: put_fee(session, fee))


def costs_are_stated(house: House, sources: Sources) -> None:
    terms = read_terms("kind,name,currency,amount,percent\npiece,,EUR,0.30,\n", "main")
    written(house, lambda session: put_profit_terms(session, "main", terms))


def box_gets_dearer(house: House, sources: Sources) -> None:
    written(house, lambda session: put_box(session, replace(BOX, cost_minor=90)))


def another_label_is_made(house: House, sources: Sources) -> None:
    sent(house, "ord_1", part=2, number="YT12")


def article_gets_dearer(house: House, sources: Sources) -> None:
    dearer = replace(COSTED, purchase_cost=PurchaseCost(minor=6400, currency="CNY"))
    assert isinstance(sources.view, ToldFiles)
    sources.view.files.update({each: file_of(an_order(), each, dearer) for each in ORDERS})
    job = Job(id="j", kind="", merchant="main", aggregate="", payload={"skus": ["TEE-M-BLUE"]}, attempts=1, fence=1)
    written(house, lambda session: articles_changed(session, job))


FACTS: tuple[tuple[Fact, int], ...] = (
    (moves, 1), (money_comes, 1), (report_comes, 1), (claim_is_granted, 1), (bill_comes, 1),
    (another_label_is_made, 3), (fees_are_agreed, 3), (costs_are_stated, 3), (box_gets_dearer, 3),
    (article_gets_dearer, 3),
)  # fmt: skip


@pytest.mark.parametrize(("fact", "many"), FACTS, ids=[fact.__name__ for fact, _ in FACTS])
def test_order_when_something_it_is_made_of_changes_then_it_is_due_and_counted_as_it_is_now(
    house: House, sources: Sources, fact: Fact, many: int
) -> None:
    before = kept_orders(house, sources, WANTED)
    assert (before, due(house)) == (live(house, sources), 0)
    fact(house, sources)
    assert due(house) == many
    after = kept_orders(house, sources, WANTED)
    assert (after, due(house)) == (live(house, sources), 0)
    assert after != before


def test_orders_when_several_boxes_get_dearer_at_once_then_each_order_is_marked_once(
    house: House, sources: Sources
) -> None:
    kept_orders(house, sources, WANTED)
    before = marks(house)
    with house.database.write() as session:
        for name in ("S", "M", "L"):
            put_box(session, replace(BOX, name=name))
    assert marks(house) == before + len(ORDERS)


def test_orders_when_nobody_has_asked_for_profits_then_nothing_is_marked(house: House, sources: Sources) -> None:
    with house.database.read() as session:
        assert session.number(select(func.count()).select_from(PROFIT_KEPT)) == 0


def test_orders_when_more_are_due_than_are_counted_at_once_then_it_is_said_how_many_wait(
    house: House, sources: Sources
) -> None:
    books = books_of(house, sources)
    assert books.catch_up(WANTED, 2) == 2
    with house.database.read() as session:
        standing = books.standing(session, WANTED)
        assert (standing.pending, standing.as_of) == (1, NOON)
        assert summed_up(session, WANTED, Over.SHOP).total.orders == 2


def test_profits_when_asked_in_another_currency_then_both_are_kept(house: House, sources: Sources) -> None:
    kept_orders(house, sources, WANTED)
    found = kept_orders(house, sources, replace(WANTED, currency="CNY"))
    assert {each.currency for each in found} == {"CNY"}
    money_comes(house, sources)
    assert (due(house), due(house, replace(WANTED, currency="CNY"))) == (1, 1)


def test_currencies_when_many_are_asked_for_then_the_one_asked_for_first_makes_room(
    house: House, sources: Sources
) -> None:
    books = books_of(house, sources)
    for currency in ("EUR", "CNY", "USD", "GBP", "JPY", "PLN", "CHF", "SEK"):
        books.see_to("main", currency)
        house.pass_by(minutes=1)
    with house.database.read() as session:
        kept = {each.currency for each in currencies_kept(session, "main")}
    assert kept == {"EUR", "USD", "GBP", "JPY", "PLN", "CHF", "SEK"}


def test_orders_when_another_edition_is_in_force_then_all_are_due(house: House, sources: Sources) -> None:
    kept_orders(house, sources, WANTED)
    assert isinstance(sources.laws, ToldLaws)
    sources.laws.in_force = "second"
    assert books_of(house, sources).catch_up(WANTED) == len(ORDERS)
    assert books_of(house, sources).catch_up(WANTED) == 0


def test_order_when_its_buyer_was_erased_then_what_was_counted_stays_and_else_it_is_left_out(
    house: House, sources: Sources
) -> None:
    assert isinstance(sources.view, ToldFiles)
    hidden = sources.view.files.pop("ord_3")
    assert [each.order_id for each in kept_orders(house, sources, WANTED)] == ["ord_1", "ord_2"]
    del sources.view.files["ord_1"]
    fees_are_agreed(house, sources)
    assert [each.order_id for each in kept_orders(house, sources, WANTED)] == ["ord_1", "ord_2"]
    with house.database.read() as session:
        assert books_of(house, sources).standing(session, WANTED).left_out == 1
    sources.view.files["ord_3"] = hidden
    costs_are_stated(house, sources)
    assert len(kept_orders(house, sources, WANTED)) == len(ORDERS)


def test_order_when_it_changes_while_it_is_counted_then_it_stays_due(house: House, sources: Sources) -> None:
    books = books_of(house, sources)
    books.see_to("main", "EUR")
    with house.database.read() as session:
        found = books.count(session, due_within(session, WANTED, 9))
    money_comes(house, sources)
    written(house, lambda session: books.keep(session, found))
    assert due(house) == 1
    kept = kept_orders(house, sources, WANTED)
    written(house, lambda session: books.keep(session, found))  # who is late keeps nothing
    assert (kept_orders(house, sources, WANTED), due(house)) == (kept, 0)


def test_share_when_a_later_mark_was_counted_then_an_earlier_one_is_refused(house: House, sources: Sources) -> None:
    books = books_of(house, sources)
    books.see_to("main", "EUR")
    with house.database.read() as session:
        (first, *_) = books.count(session, due_within(session, WANTED, 1))
    with house.database.write() as session:
        assert put_shares(session, first.due, first.shares, 1)
        assert not put_shares(session, first.due, first.shares, 2)


def a_job(kind: str, **payload: object) -> Job:
    return Job(id=f"job_{kind}", kind=kind, merchant="main", aggregate=kind, payload=payload, attempts=1, fence=1)


def turn(house: House, sources: Sources) -> ProfitTurns:
    turns = ProfitTurns(books=books_of(house, sources), ids=house.site.ids)
    written(house, lambda session: turns.turn(session, a_job(PROFIT, turn=0)))
    return turns


def test_turn_when_nobody_has_asked_then_all_orders_are_counted_all_the_same(house: House, sources: Sources) -> None:
    turns = turn(house, sources)
    assert due(house) == len(ORDERS)
    job = a_job(PROFIT_ORDERS, currency="EUR", turn=1)
    found = turns.act(job)
    written(house, lambda session: turns.settle(session, job, found))
    assert due(house) == 0
    assert kept_orders(house, sources, WANTED) == live(house, sources)


def test_turn_when_the_night_is_over_then_what_nobody_marked_is_found(house: House, sources: Sources) -> None:
    kept_orders(house, sources, WANTED)
    with house.database.write() as session:
        session.run(delete(PROFIT_KEPT).where(PROFIT_KEPT.c.order_id == "ord_2"))
    house.pass_by(days=1)
    turn(house, sources)
    assert due(house) == len(ORDERS)  # two of them go on, so that their profit is that of today


def test_turn_when_the_night_is_over_then_what_has_ended_and_was_counted_since_is_not_counted_again(
    house: House, sources: Sources
) -> None:
    with house.database.write() as session:
        for order_id in ORDERS:
            ends(session, order_id)
    kept_orders(house, sources, WANTED)
    house.pass_by(days=1)
    turn(house, sources)
    assert due(house) == 0


def test_turn_when_a_currency_was_not_asked_for_in_a_month_then_it_is_kept_no_longer(
    house: House, sources: Sources
) -> None:
    for currency in ("EUR", "CNY"):
        kept_orders(house, sources, replace(WANTED, currency=currency))
    house.pass_by(days=31)
    turn(house, sources)
    with house.database.read() as session:
        kept = {str(row[0]) for row in session.rows(select(PROFIT_SHARE.c.currency).distinct())}
    assert kept == {"EUR"}


def test_jobs_when_an_order_is_due_then_each_currency_has_one(house: House, sources: Sources) -> None:
    turn(house, sources)
    assert [job.payload["currency"] for job in house.waiting(PROFIT_ORDERS)] == ["EUR"]


def test_order_when_its_buyer_asks_or_is_erased_then_margins_are_neither_told_nor_lost(
    house: House, sources: Sources
) -> None:
    before = kept_orders(house, sources, WANTED)
    with house.database.write() as session:
        told = {table for table, _ in rows_about(session, TABLES, "main", "ord_1")}
        forget_texts(session, TABLES, "main", ORDERS)
    assert ("lifecycle_case" in told, "profit_share" in told) == (True, False)
    assert kept_orders(house, sources, WANTED) == before
    with house.database.read() as session:
        assert summed_up(session, WANTED, Over.SHOP).why["fee.not_agreed"] == len(ORDERS)
