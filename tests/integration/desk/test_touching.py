"""Which waiting orders a change of the law touches."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.desk.intake import submit
from engine.desk.products import put_product
from engine.desk.touching import Touched, touched
from engine.goods.knowledge import GoodsKnowledge
from tests.builders import a_line
from tests.desks import MAIN, a_power_bank_by_post, an_unpaid_order, document


@pytest.fixture
def changed(tmp_path: Path) -> GoodsKnowledge:
    """The project's data of a day on which the German post takes batteries."""
    folder = shutil.copytree(data_folder() / "restricted_goods", tmp_path / "data")
    germany = folder / "countries" / "DE.yaml"
    text = germany.read_text(encoding="utf-8")
    before, entry = text.split("  - id: DE-BATT-001\n", 1)
    germany.write_text(before + entry[entry.index("  - id: ") :], encoding="utf-8")
    return GoodsKnowledge.load(folder)


def _touched(desk: Desk, old: GoodsKnowledge, new: GoodsKnowledge) -> list[Touched]:
    ids = [submit(desk, MAIN, document(order)).row.order_id for order in (a_power_bank_by_post(), an_unpaid_order())]
    with desk.database.read() as session:
        return list(touched(desk, session, MAIN, ids, old, new))


def test_touched_when_a_restriction_ends_then_names_the_orders_it_spoke_of(desk: Desk, changed: GoodsKnowledge) -> None:
    now = desk.editions.current("main").admission.knowledge.goods
    found = _touched(desk, now, changed)
    assert [(one.ref, sorted(one.gone), sorted(one.come)) for one in found] == [("A-1004", ["DE-BATT-001"], [])]


def test_touched_when_only_the_product_file_says_what_the_goods_are_then_names_the_order_too(
    desk: Desk, changed: GoodsKnowledge
) -> None:
    put_product(desk, MAIN, "PB", {"battery": {"kind": "lithium_ion", "packing": "alone", "watt_hours": 74}})
    plain = a_line(sku="PB", title="Travel companion", hs_code=None)
    order_id = submit(desk, MAIN, document(replace(a_power_bank_by_post(), lines=(plain,)))).row.order_id
    now = desk.editions.current("main").admission.knowledge.goods
    with desk.database.read() as session:
        (found,) = touched(desk, session, MAIN, [order_id], now, changed)
    assert found.gone == {"DE-BATT-001"}


def test_touched_when_nothing_changed_then_nothing(desk: Desk) -> None:
    now = desk.editions.current("main").admission.knowledge.goods
    assert _touched(desk, now, now) == []
