"""Lines, orders and the one loaded edition of goods knowledge, for tests of goods."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from engine.goods.classification import Classification
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Journey, LineLaw
from engine.order.address import Address
from engine.order.line import Line
from engine.order.order import Order, Totals

DATA = Path(__file__).parents[3] / "data" / "restricted_goods"
TODAY = date(2026, 11, 22)


@cache
def knowledge() -> GoodsKnowledge:
    """The project's own data, read once for all tests."""
    return GoodsKnowledge.load(DATA)


def a_line(title: str | None = None, hs_code: str | None = None, *, quantity: int = 1) -> Line:
    """A line with a title, a code, or both."""
    return Line(quantity=quantity, unit_price=1000, title=title, hs_code=hs_code)


def an_order(*lines: Line, country: str | None = "DE", state: str | None = None) -> Order:
    """A retail order placed the day before."""
    return Order(
        id="T-1",
        placed_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
        currency="EUR",
        lines=lines,
        totals=Totals(total=1000),
        shipping_address=Address(country=country, state=state),
    )


def classified(title: str | None = None, hs_code: str | None = None) -> Classification:
    """What a title, a code, or both are taken for."""
    return knowledge().classifier.classify(a_line(title, hs_code))


def screened(line: Line, destination: str, *, mode: str | None = None, movement: str = "import") -> LineLaw:
    """What the law of a destination says of a line today."""
    journey = Journey(destination=destination, movement=movement, mode=mode, decided_on=TODAY, placed_on=TODAY)
    return knowledge().law.screen(line, knowledge().classifier.classify(line), journey)
