"""Lines over days: gaps stay gaps, a day alone is a dot, and the script gets the same numbers."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from api.console.charting import TALL, WIDE, Chart, Line

DAYS = [f"2026-11-{day:02}" for day in range(1, 31)]
VALUES = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=30)


def a_chart(*values: float | None) -> tuple[Chart, Line]:
    line = Line("held", "hold", values)
    return Chart(title="t", unit="%", days=DAYS[: len(values)], lines=[line]), line


def test_line_when_a_day_has_no_value_then_is_broken_there() -> None:
    chart, line = a_chart(1, 2, None, 3)
    assert chart.path(line).count("M") == 2
    assert chart.path(line).endswith("h0.01")


def test_chart_when_nothing_has_a_value_then_is_empty() -> None:
    assert a_chart(None, None)[0].is_empty
    assert not a_chart(None, 0)[0].is_empty


def test_numbers_when_handed_to_the_script_then_days_are_seconds() -> None:
    chart, _ = a_chart(1, None)
    told = orjson.loads(chart.numbers())
    assert told["days"] == [1_793_491_200, 1_793_577_600]
    assert told["lines"] == [{"name": "held", "color": "hold", "values": [1, None]}]


@given(VALUES)
def test_points_when_drawn_then_lie_within_the_picture(values: list[float | None]) -> None:
    chart, line = a_chart(*values)
    numbers = chart.path(line).replace("M", " ").replace("L", " ").replace("h0.01", "").split()
    pairs = list(zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True))
    assert len(pairs) == sum(value is not None for value in values)
    assert all(0 <= x <= WIDE and 0 <= y <= TALL for x, y in pairs)
