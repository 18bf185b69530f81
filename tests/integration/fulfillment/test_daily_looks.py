"""The daily looks go from merchant to merchant: whose books are wrong stops nobody else's, nor the look of tomorrow."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.clock import SystemClock
from engine.store.tables import JOB
from engine.store.worker import Worker
from fulfillment.handlers import handlers
from fulfillment.inventory.expiring import begin_spoiling
from fulfillment.jobs import RECONCILE, SPOIL
from fulfillment.payments.settlement.daily import begin_reconciling
from fulfillment.records import Lot
from fulfillment.store.settlement import lock_books
from fulfillment.store.warehouses import find_lot, put_lot
from tests.fulfilment_site import NOON, House

MERCHANTS = ("main", "other")


def work(house: House) -> None:
    kinds = {kind: each for kind, each in handlers(house.site, SystemClock()).items() if kind in (SPOIL, RECONCILE)}
    worker = Worker(house.database, kinds, "tests", luck=lambda: 0.0)
    while worker.run_once():
        pass


def jobs(house: House, kind: str) -> Counter[tuple[str, bool]]:
    """Merchant, and whether the job is done -> how many."""
    with house.database.read() as session:
        chosen = select(JOB.c.merchant_id, JOB.c.state).where(JOB.c.kind == kind)
        rows = [row._asdict() for row in session.rows(chosen)]
    return Counter((str(row["merchant_id"]), row["state"] == "done") for row in rows)


def test_lots_when_one_merchants_cannot_be_judged_then_the_others_are_and_tomorrow_is_looked_at_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.database.write() as session:
        for merchant in MERCHANTS:
            last = (NOON - timedelta(days=1)).date().isoformat()
            put_lot(session, Lot(merchant_id=merchant, sku="TEA", code="L1", received_at=NOON, expires_on=last))

    def failing(_: object, merchant: str) -> dict[str, int]:
        if merchant == "main":
            raise RuntimeError
        return {"shelf_life_margin_days": 0}

    monkeypatch.setattr("fulfillment.inventory.expiring.preferences", failing)
    begin_spoiling(house.database, house.site.ids, SystemClock())
    work(house)
    with house.database.read() as reading:
        lots = [find_lot(reading, merchant, "TEA", "L1") for merchant in MERCHANTS]
    assert [each and each.state for each in lots] == ["good", "expired"]
    assert jobs(house, SPOIL) == {("main", True): 1, ("main", False): 2, ("other", True): 1}


def test_books_when_one_merchants_cannot_be_judged_then_the_others_are_and_tomorrow_is_looked_at_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.database.write() as session:
        for merchant in MERCHANTS:
            lock_books(session, merchant)

    def failing(session: object, merchant: str) -> None:
        if merchant == "main":
            raise RuntimeError

    monkeypatch.setattr("fulfillment.payments.settlement.daily.lock_books", failing)
    begin_reconciling(house.database, house.site.ids, SystemClock())
    work(house)
    assert jobs(house, RECONCILE) == {("all", True): 1, ("all", False): 1, ("main", False): 1, ("other", True): 1}
