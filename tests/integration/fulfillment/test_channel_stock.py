"""What channels are told, on both databases: buffers, nothing of what must not be sold, changes only."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from sqlalchemy import func, select

from engine.store.database import Database
from engine.store.outbox import Job
from engine.store.sessions import ReadSession
from engine.store.tables import JOB
from fulfillment.errors import NotFound
from fulfillment.inventory.channel_stock import Sellable, keep_rule, remove_rule, sellable_in
from fulfillment.inventory.channel_telling import ChannelStockWork, begin_telling
from fulfillment.inventory.errors import ChannelRuleRefused
from fulfillment.inventory.keeping import close_warehouse, keep_warehouse
from fulfillment.inventory.shelves import receive_stock
from fulfillment.jobs import CHANNEL_STOCK
from fulfillment.records import ChannelRule, Warehouse
from fulfillment.store.channel_stock import told_to
from fulfillment.store.stock import reserve
from tests.fulfilment_site import NOON, House


@dataclass
class Shop:
    """Implements SaleView with what the test has put in."""

    stopped: dict[str, str] = field(default_factory=dict)

    def unsellable(self, session: ReadSession, merchant: str, skus: Collection[str]) -> dict[str, str]:
        return self.stopped

    def names(self, session: ReadSession, merchant: str, channel: str, skus: Collection[str]) -> dict[str, str]:
        return {"TEA": "B0TEA"} if channel == "amazon" else {}


@dataclass
class Teller:
    """The job, run by hand, and the files that it wrote."""

    house: House
    shop: Shop
    folder: Path
    runs: int = 0

    def tell(self) -> list[dict[str, object]]:
        self.runs += 1
        work = ChannelStockWork(self.house.database, self.shop, self.house.site.ids, self.house.clock, self.folder)
        job = Job(id=f"job_{self.runs}", merchant="main", kind=CHANNEL_STOCK, aggregate=CHANNEL_STOCK,
                  payload={"minute": NOON.isoformat()}, attempts=1, fence=1)  # fmt: skip
        result = work.act(job)
        again = {path: path.read_bytes() for path in self.folder.rglob("*.json")}
        assert work.act(job) == result  # a worker died before it told anybody
        assert {path: path.read_bytes() for path in self.folder.rglob("*.json")} == again
        with self.house.database.write() as session:
            work.settle(session, job, result)
        return [orjson.loads(path.read_bytes()) for path in sorted(self.folder.rglob(f"{job.id}.json"))]


@pytest.fixture
def teller(house: House, tmp_path: Path) -> Teller:
    """Ten pieces here and four there; `amazon` keeps two back."""
    with house.database.write() as session:
        for code, country, pieces in (("HAM-1", "DE", 10), ("SZX-1", "CN", 4)):
            keep_warehouse(session, Warehouse(merchant_id="main", code=code, country=country))
            receive_stock(session, house.site.ids, "main", "TEA", code, pieces, house.clock.now())
        keep_rule(session, ChannelRule(merchant_id="main", channel="amazon", buffer=2))
    return Teller(house, Shop(), tmp_path)


def shown(teller: Teller, channel: str = "amazon") -> tuple[Sellable, ...]:
    with teller.house.database.read() as session:
        return sellable_in(session, teller.shop, "main", channel)


def rule(house: House, **fields: object) -> None:
    with house.database.write() as session:
        keep_rule(session, ChannelRule(merchant_id="main", channel="amazon", **fields))  # type: ignore[arg-type]


def test_channel_when_asked_then_shows_what_is_free_less_the_buffer(teller: Teller) -> None:
    assert shown(teller) == (Sellable(sku="TEA", name="B0TEA", free=14, pieces=12),)
    with teller.house.database.write() as session:
        reserve(session, "main", "TEA", "HAM-1", 9)
        close_warehouse(session, "main", "SZX-1", is_open=False)
    assert [(each.free, each.pieces) for each in shown(teller)] == [(1, 0)]
    with pytest.raises(NotFound):
        shown(teller, "ebay")


def test_rule_when_of_an_article_then_goes_before_the_general_one(teller: Teller) -> None:
    rule(teller.house, sku="TEA", percent=50, cap=3, warehouses="HAM-1")
    assert [(each.free, each.pieces) for each in shown(teller)] == [(10, 3)]
    with pytest.raises(ChannelRuleRefused):
        rule(teller.house, percent=101)


def test_channel_when_stock_did_not_change_then_is_told_nothing(teller: Teller) -> None:
    assert [each["levels"] for each in teller.tell()] == [[{"sku": "TEA", "name": "B0TEA", "pieces": 12, "why": ""}]]
    assert teller.tell() == []
    with teller.house.database.write() as session:
        reserve(session, "main", "TEA", "HAM-1", 1)
        reserve(session, "main", "TEA", "HAM-1", 2)
    assert [each["levels"] for each in teller.tell()] == [[{"sku": "TEA", "name": "B0TEA", "pieces": 9, "why": ""}]]


@pytest.mark.parametrize("why", ["delisted", "takedown"])
def test_channel_when_the_law_says_no_then_is_told_none(teller: Teller, why: str) -> None:
    teller.tell()
    teller.shop.stopped = {"TEA": why}
    assert [each["levels"] for each in teller.tell()] == [[{"sku": "TEA", "name": "B0TEA", "pieces": 0, "why": why}]]


def test_channel_when_its_last_rule_is_gone_then_is_told_none_once(teller: Teller) -> None:
    teller.tell()
    with teller.house.database.write() as session:
        remove_rule(session, "main", "amazon", "")
    assert [each["levels"] for each in teller.tell()] == [
        [{"sku": "TEA", "name": "TEA", "pieces": 0, "why": "no_rule"}]]  # fmt: skip
    assert teller.tell() == []
    with teller.house.database.read() as session:
        assert told_to(session, "main", "amazon") == {"TEA": 0}


def test_looks_when_begun_by_many_then_are_one_a_minute(database: Database, house: House) -> None:
    for _ in range(3):
        begin_telling(database, house.site.ids, house.clock)
    with database.read() as session:
        assert session.number(select(func.count()).select_from(JOB).where(JOB.c.kind == CHANNEL_STOCK)) == 1
