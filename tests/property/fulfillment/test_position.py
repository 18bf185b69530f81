"""The position of an order's money does not depend on the order in which gateways tell, nor on how often."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.order.money import Money
from engine.order.terms import PaymentStatus
from engine.store.database import Database
from fulfillment.payments.gateways.message import Disputed, Told
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.hearing import hear
from fulfillment.payments.position import CASE, RANKS, position, stands
from fulfillment.records import PaymentEntry
from fulfillment.states import Pay
from fulfillment.store.money import position_of
from tests.builders import a_payment, an_order
from tests.databases import SqliteFiles
from tests.fulfilment_site import NOON, CountingIds, House

TOTAL = 4488
OWED = Money(TOTAL, "EUR")
KINDS = ("authorise", "capture", "capture_failed", "refund", "refund_failed", "fail", "void", "expire", "dispute",
         "win", "charge_back", "settle", "reconcile")  # fmt: skip
numbers = itertools.count(1)


@st.composite
def ledgers(draw: st.DrawFn) -> list[PaymentEntry]:
    told = draw(
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.sampled_from((TOTAL, 4000, 488, 1)), st.sampled_from(("EUR", "USD")),
                      st.sampled_from("ab"), st.integers(0, 3)),
            max_size=9,
        )
    )  # fmt: skip
    return [
        PaymentEntry(id=f"pev_{place}", merchant_id="m", order_id="o", kind=kind, amount=amount, currency=currency,
                     reference=f"r{place}", at=NOON + timedelta(hours=hours), received_at=NOON, subject=subject)
        for place, (kind, amount, currency, subject, hours) in enumerate(told)
    ]  # fmt: skip


@given(ledger=ledgers(), data=st.data(), was=st.sampled_from([Pay.PENDING, Pay.ON_TERMS, Pay.NOT_NEEDED]))
def test_position_when_entries_come_in_another_order_then_is_the_same(
    ledger: list[PaymentEntry], data: st.DataObject, was: Pay
) -> None:
    shuffled = data.draw(st.permutations(ledger))
    again = [
        replace(each, received_at=NOON + timedelta(hours=place), id=f"x{place}") for place, each in enumerate(shuffled)
    ]
    assert position(again) == position(ledger)
    assert stands(position(again), OWED, was) == stands(position(ledger), OWED, was)


@given(ledger=ledgers())
def test_position_when_summed_then_nothing_is_made_or_lost(ledger: list[PaymentEntry]) -> None:
    found = position(ledger)
    for currency in ("EUR", "USD"):
        out = found.given.get(currency, 0) + found.lost.get(currency, 0)
        assert found.received.get(currency, 0) == found.kept.get(currency, 0) + out
    assert all(rest for rest in found.kept.values())
    assert found.is_disputed <= found.was_disputed == any(each.kind in CASE for each in ledger)


def test_ranks_when_listed_then_are_all_different() -> None:
    assert len(set(RANKS.values())) == len(RANKS)


# ---- the same through the front door: messages, machine, cases ----


def told(kind: Kind, amount: int, reference: str, subject: str, hours: int, case: str = "") -> Told:
    disputed = Disputed(reference=case, scheme="visa", reason_code="10.4") if case else None
    return Told(gateway="stripe", word=str(kind), kind=kind, amount=amount, currency="EUR", reference=reference,
                subject=subject, at=NOON + timedelta(hours=hours), names=("pi",), orders=("A-1001",),
                dispute=disputed)  # fmt: skip


MESSAGES = (
    told(Kind.AUTHORISE, TOTAL, "pi:authorise", "pi", 0),
    told(Kind.FAIL, 0, "evt_1", "pi0", 0),
    told(Kind.CAPTURE, TOTAL, "pi", "pi", 1),
    told(Kind.CAPTURE, 4000, "pi_part", "pi", 1),
    told(Kind.CAPTURE, 488, "pi_rest", "pi", 2),
    told(Kind.CAPTURE_FAILED, 488, "pi_rest:failed", "pi", 3),
    told(Kind.VOID, 0, "pi:void", "pi", 4),
    told(Kind.EXPIRE, 0, "pi:expired", "pi", 5),
    told(Kind.REFUND, 500, "re_1", "re_1", 6),
    told(Kind.REFUND, 3988, "re_2", "re_2", 6),
    told(Kind.REFUND_FAILED, 500, "re_1:failed", "re_1", 7),
    told(Kind.INQUIRY, TOTAL, "dp_1:inquiry", "dp_1", 8, "dp_1"),
    told(Kind.DISPUTE, TOTAL, "dp_1:open", "dp_1", 9, "dp_1"),
    told(Kind.WIN, TOTAL, "dp_1:won", "dp_1", 10, "dp_1"),
    told(Kind.LOSE, TOTAL, "dp_1:lost", "dp_1", 11, "dp_1"),
    told(Kind.DISPUTE, 488, "dp_2:open", "dp_2", 9, "dp_2"),
    told(Kind.LOSE, 488, "dp_2:lost", "dp_2", 12, "dp_2"),
    told(Kind.WARN, 0, "issfr_1", "issfr_1", 8, "issfr_1"),
)


@pytest.fixture(scope="module")
def shared(sqlite_files: SqliteFiles) -> Iterator[Database]:
    """One database for all examples; each is a merchant of its own."""
    with sqlite_files.fresh() as database:
        yield database


def lived(database: Database, folder: Path, messages: list[Told]) -> tuple[str, dict[str, int]]:
    number = next(numbers)
    house = House(database, folder, CountingIds(number * 10_000), merchant=f"m{number}")
    order_id = f"ord_{number}"
    unpaid = a_payment(status=PaymentStatus.PENDING, captured=None, authorised=None, gateway_reference=None)
    house.decide("admit", order_id, an_order(payment=unpaid))
    house.drain()
    for each in messages:
        with database.write() as session:
            hear(session, house.site, house.merchant, each, house.clock.now())
    case = house.case(order_id)
    with database.read() as session:
        found = position_of(session, order_id)
    assert case.payment == stands(found, OWED, Pay(case.payment))
    return case.payment, dict(found.kept)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=7), data=st.data())
def test_payment_when_messages_come_in_any_order_and_twice_then_ends_the_same(
    shared: Database, tmp_path: Path, chosen: list[Told], data: st.DataObject
) -> None:
    once = sorted(dict.fromkeys(chosen), key=lambda each: (each.at, each.reference))
    again = data.draw(st.permutations([*once, *chosen]))
    assert lived(shared, tmp_path, list(again)) == lived(shared, tmp_path, once)
