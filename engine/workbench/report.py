"""The page of a backtest: one HTML file with its style and pictures inside, without script, that asks for nothing else.

Pages of other packages are made with what stands here, and extend `frame.html`.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TypeVar

from engine import pages
from engine.pages import Markup
from engine.workbench.backtest_words import ENGLISH, ChartWords, PageWords
from engine.workbench.charts import Chart
from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.document import About, document
from engine.workbench.comparing.intervals import Interval
from engine.workbench.comparing.order import OUTCOMES, Compared, made_by
from engine.workbench.frame import OWN, environment_of

Words = TypeVar("Words")

TEMPLATE = "backtest.html"
MOST_RULES = 40
MOST_PARTS = 25
SHOWN_DIGEST = 12


def page(
    about: About,
    found: Comparison,
    drawn: Sequence[Chart[ChartWords]],
    flips: Sequence[Compared],
    says: PageWords = ENGLISH,
) -> str:
    """The page. `flips` are those orders that it lists, all or the first of them; charts are drawn in its language."""
    environment = environment_of(OWN)
    environment.filters |= {
        "euros": euros,
        "signed": signed,
        "count": count,
        "share": partial(share, says=says),
        "figure": partial(figure, says=says),
    }
    return environment.get_template(TEMPLATE).render(
        says=says,
        words=says.charts,
        about=about,
        digests=(about.candidate[:SHOWN_DIGEST], about.against[:SHOWN_DIGEST]),
        found=document(about, found),
        flow=found.flow,
        outcomes=OUTCOMES,
        pictures=pictures_of(drawn),
        rules=[each for each in found.rules.deltas() if each.moved],
        most_rules=MOST_RULES,
        most_parts=MOST_PARTS,
        load=found.workload.load(found.flow),
        flips=[(order, made_by(order)) for order in flips],
    )


def pictures_of(drawn: Sequence[Chart[Words]]) -> Mapping[str, tuple[str, Markup]]:
    """What each shows, in words and as SVG. It is our own drawing, and matplotlib escapes the texts in it."""
    return {chart.name: (chart.says, pages.as_written(chart.inline())) for chart in drawn}


def euros(cents: float) -> str:
    """Euro cents with separators."""
    whole = round(abs(cents))
    return f"{'−' if cents < 0 and whole else ''}{whole // 100:,}.{whole % 100:02}"


def signed(cents: float) -> str:
    """A change of euro cents."""
    return euros(cents) if round(cents) <= 0 else f"+{euros(cents)}"


def count(number: int) -> str:
    """A number of orders."""
    return f"{number:,}"


def share(interval: Mapping[str, float] | None, says: PageWords = ENGLISH) -> str:
    """A share with its bounds, in percent."""
    if interval is None:
        return says.charts.unknown
    low, high = f"{interval['low']:.1%}", f"{interval['high']:.1%}"
    return says.window.format(f"{interval['estimate']:.1%}", says.between.format(low, high))


def figure(interval: Interval, says: PageWords = ENGLISH) -> str:
    """A number a day with its bounds."""
    bounds = says.between.format(f"{interval.low:,.1f}", f"{interval.high:,.1f}")
    return says.window.format(f"{interval.estimate:,.1f}", bounds)
