"""The report of a comparison: for people in two languages, and for machines."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import orjson
import pytest

from engine.training.charts import comparison_charts
from engine.training.comparing import Cases, Comparison, compare
from engine.training.comparing_document import Compared, document
from engine.training.comparing_words import CHINESE, ENGLISH, ComparingWords
from engine.training.page import comparison_page
from engine.training.splits import WEEK

ABOUT = Compared(
    data="orders <of> May",
    rules="fraud rules",
    models={"forest": "200 trees"},
    trained="2026-05-01 to 2026-05-14",
    tested="2026-05-15 to 2026-05-28",
    currency="EUR",
    is_simulated=True,
    made_at=datetime(2026, 11, 26, 9, tzinfo=UTC),
)
HOWS = ("half", "best", "first")
START = 1_779_148_800_000_000  # 2026-05-19


def compared(rows: int = 40) -> Comparison:
    chance = np.random.default_rng(5)
    fraud = np.arange(rows) % 4 == 0
    return compare(
        Cases(
            placed=START + np.arange(rows, dtype=np.int64) * WEEK // 20,
            fraud=fraud,
            amount=np.full(rows, 2500, dtype=np.int64),
            rules=np.where(fraud & (np.arange(rows) % 8 == 0), 80.0, np.nan),
            models={"forest": chance.random(rows)},
            scheme=tuple("card testing" if each else "" for each in fraud),
        ),
        0.2,
    )


class Reader(HTMLParser):
    """Counts what stands on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.asked += [value or "" for name, value in attrs if name in {"src", "href"}]


@pytest.mark.parametrize("says", [ENGLISH, CHINESE])
def test_page_when_made_then_holds_everything_and_asks_for_nothing(says: ComparingWords) -> None:
    found = compared()
    page = comparison_page(ABOUT, found, comparison_charts(found, says.charts), says)
    reader = Reader()
    reader.feed(page)
    assert says.simulated in page
    assert "orders &lt;of&gt; May" in page
    assert (reader.tags.count("script"), reader.tags.count("svg"), reader.tags.count("table")) == (0, 1, 4)
    assert all(each.startswith("#") for each in reader.asked)


def test_page_when_there_is_no_order_then_says_so() -> None:
    page = comparison_page(ABOUT, compared(0), comparison_charts(compared(0)))
    assert ENGLISH.nothing in page


def test_page_when_orders_are_real_then_does_not_call_them_simulated() -> None:
    real = Compared(**{name: getattr(ABOUT, name) for name in ABOUT.__slots__} | {"is_simulated": False})
    assert ENGLISH.simulated not in comparison_page(real, compared(), ())


def test_document_when_written_then_machines_read_the_same_figures() -> None:
    found = compared()
    told = orjson.loads(orjson.dumps(document(ABOUT, found)))
    assert [each["way"] for each in told["ways"]] == ["rules", "forest", *(f"rules+forest:{how}" for how in HOWS)]
    assert [each["frauds"] for each in told["ways"]] == [each.caught.frauds for each in found.ways]
    assert told["weeks"][0]["from"] == "2026-05-19"
    assert told["schemes"][0]["scheme"] == "card testing"
    assert told["curves"]["rules"][-1]["share"] == found.shares[-1]


def test_words_when_of_one_language_then_the_other_has_as_many() -> None:
    assert len(ENGLISH.said) == len(CHINESE.said)
    assert len(ENGLISH.ways_columns) == len(CHINESE.ways_columns)
