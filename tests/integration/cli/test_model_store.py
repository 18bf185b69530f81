"""`clearway model` from what decisions kept in the database, on both kinds of it."""

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from engine.anomaly.features import FEATURES
from engine.desk.desk import Desk
from engine.desk.labelling import label
from engine.desk.model_rows import model_rows
from engine.facts.knowledge import load_knowledge
from engine.store.database import Database
from tests.desks import SECRET
from tests.histories import SHOP, a_house, keep
from tests.integration.cli.conftest import Clearway
from tests.synthetic.honest import honest_orders
from tests.synthetic.planted import planted_orders

ORDERS, PLANTED, SEED = 90, 30, 5


@dataclass(frozen=True, slots=True)
class House:
    """An installation with history, its planted orders labelled."""

    desk: Desk
    as_of: str


@pytest.fixture(scope="module", autouse=True)
def data_are_read_once() -> Iterator[None]:
    """The project's data do not change between two tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.desk.editions.load_knowledge", cache(load_knowledge))
        yield


@pytest.fixture
def house(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("CLEARWAY_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("CLEARWAY_DATABASE_URL", database.url)
    monkeypatch.setenv("CLEARWAY_SECRET", SECRET.hex())
    desk, clock = a_house(database)
    planted = [each.order for each in planted_orders(PLANTED, SEED)]
    orders = list(heapq.merge(honest_orders(ORDERS, SEED), planted, key=lambda order: order.placed_at))
    kept = keep(desk, clock, orders)
    bad = {order.id for order in planted}
    for order, id_ in zip(orders, kept, strict=True):
        if order.id in bad:
            label(desk, SHOP, id_, "fraud", source="analyst", known_at=order.placed_at + timedelta(hours=2))
    clock.at += timedelta(days=1)
    return House(desk, clock.at.isoformat())


def test_train_when_from_the_database_then_reads_what_was_served_and_is_made_again(
    house: House, clearway: Clearway, tmp_path: Path
) -> None:
    asked = ("--store", "--as-of", house.as_of, "--least-rows", 50, "--mature-days", 0)
    ran = clearway("model", "train", *asked, "--out", tmp_path / "m")
    assert ran.code == 0, ran.err
    card = json.loads((tmp_path / "m" / "card.json").read_text(encoding="utf-8"))
    with house.desk.database.read() as session:
        rows = list(model_rows(house.desk, session, "main", as_of=house.desk.clock.now()))
    assert card["made"]["rows"] == len({row.order_id for row in rows}) > ORDERS
    assert card["made"]["labels"]["by_source"] == {"analyst": card["made"]["labels"]["fraud"]}
    assert card["features"] == list(FEATURES)
    again = clearway(
        "model", "train", "--store", "--from-card", tmp_path / "m" / "card.json", "--out", tmp_path / "again"
    )
    assert again.code == 0, again.err
    assert (tmp_path / "again" / "model.npz").read_bytes() == (tmp_path / "m" / "model.npz").read_bytes()


def test_train_when_the_database_holds_too_little_then_says_what_to_do(
    house: House, clearway: Clearway, tmp_path: Path
) -> None:
    ran = clearway("model", "train", "--store", "--as-of", house.as_of, "--out", tmp_path / "m")
    assert ran.code == 2
    assert "let rules decide alone until" in ran.err
