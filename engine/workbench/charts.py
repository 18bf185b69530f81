"""Pictures of a backtest, as SVG and PNG. The only importer of matplotlib.

Colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008), which people of every colour vision can
tell apart; what matters is written beside them too. Text stays text in an SVG, and takes the colour of the page that
it stands in.
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from typing import Any, Generic, TypeVar

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.ticker import FuncFormatter, MaxNLocator

from engine.counted import filled
from engine.workbench.backtest_words import ENGLISH, ChartWords
from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.order import ADMIT, OUTCOMES
from engine.workbench.comparing.rules import RuleDelta
from engine.workbench.comparing.slices import UNKNOWN, Slice

COLOURS = {"admit": "#009E73", "ask_customer": "#56B4E9", "hold": "#E69F00", "cancel": "#D55E00"}
BEFORE, AFTER = "#7A7A7A", "#0072B2"
LESS, MORE = "#56B4E9", "#D55E00"
INK, FAINT = "#1F2328", "#8C959F"
ON_COLOUR = "#101010"
WIDTH = 9.0  # inches
ROW = 0.34
MOST_ROWS = 15
LEAST_LABELLED = 0.045  # of a bar, below which its number has no room
DPI = 150
# Words and names of shops may be Chinese: of the installed fonts that have the letters, the first of these, or any.
_ASIAN = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
_PLAIN = "DejaVu Sans"  # comes with matplotlib
_NO_LETTERS = "Last Resort"  # claims all letters, and draws boxes
_FIRST_ASIAN = "\u2e80"
_COMMON = frozenset("店国中")  # of names, where the words need no font
_STYLE = {
    "svg.fonttype": "none",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.axisbelow": True,
}
CHARTS = ("outcomes", "rules", "by_country", "by_channel", "by_shop", "by_month", "workload")
Words = TypeVar("Words")  # the texts of one language, a dataclass


@dataclass(frozen=True, slots=True)
class Chart(Generic[Words]):
    """`name` is that of its file, `says` tells in a sentence what there is to see.

    Letters of a PNG are drawn, so one is in `english` where no font of this machine has the letters of the words.
    """

    name: str
    says: str
    height: float
    draw: Callable[[Axes, Words], None]
    words: Words
    english: Words

    def png(self) -> bytes:
        """On white."""
        stream = BytesIO()
        self._save(stream, "png", self.words if _asian(_letters(self.words)) else self.english)
        return stream.getvalue()

    def svg(self) -> str:
        """The same bytes for the same figures."""
        stream = StringIO()
        self._save(stream, "svg", self.words)
        return stream.getvalue()

    def inline(self) -> str:
        """For a page: without declarations, without a ground of its own, in the colour of the page's text."""
        text = self.svg()
        text = text[text.index("<svg") :]
        text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
        text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
        text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
        text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
        return text.replace(INK.lower(), "currentColor").replace("<svg ", '<svg aria-hidden="true" ', 1)

    def _save(self, stream: BytesIO | StringIO, form: str, words: Words) -> None:
        style: Any = _STYLE | {"svg.hashsalt": self.name, "font.family": _fonts(_letters(words))}
        with mpl.rc_context(style), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a letter that no font has is drawn as a box
            figure = Figure(figsize=(WIDTH, self.height), layout="constrained")
            self.draw(figure.add_subplot(), words)
            metadata = {"Date": None} if form == "svg" else {"Software": None}
            figure.savefig(stream, format=form, dpi=DPI, transparent=form == "svg", metadata=metadata)


def _letters(words: object) -> frozenset[str]:
    """Letters of the words that matplotlib's own font lacks."""
    return frozenset(letter for letter in f"{words}" if letter >= _FIRST_ASIAN)


def _fonts(letters: frozenset[str]) -> list[str]:
    found = _asian(letters or _COMMON)
    return [_PLAIN, found] if found else [_PLAIN]


@cache
def _asian(letters: frozenset[str]) -> str:
    """The name of an installed font that has all these letters; blank when there is none. Any has no letters."""
    if not letters:
        return _PLAIN
    wanted = {ord(letter) for letter in letters}
    fonts = [each for each in font_manager.fontManager.ttflist if not each.name.startswith(_NO_LETTERS)]
    fonts.sort(key=lambda each: (each.name not in _ASIAN, each.name, each.fname))
    return next((each.name for each in fonts if _has(each.fname, wanted)), "")


def _has(path: str, wanted: set[int]) -> bool:
    try:
        return wanted <= get_font(path).get_charmap().keys()
    except (OSError, RuntimeError):  # removed since matplotlib listed it, or broken
        return False


def charts(found: Comparison, words: ChartWords = ENGLISH.charts) -> tuple[Chart[ChartWords], ...]:
    """All pictures of a comparison; those that would show nothing are left out."""
    if not found.flow.orders:
        return ()
    drawn = [_outcomes(found, words)]
    moved = [each for each in found.rules.deltas() if each.moved]
    if moved:
        drawn.append(_rules(moved, words))
    for by in words.by:
        parts = found.slices.of(by)
        if len(parts) > 1:
            drawn.append(_slices(by, parts, words))
    if len(found.workload.days()) > 1:
        drawn.append(_workload(found, words))
    return tuple(drawn)


def _outcomes(found: Comparison, words: ChartWords) -> Chart[ChartWords]:
    flow = found.flow

    def draw(axes: Axes, says: ChartWords) -> None:
        for row, count_of in ((1, flow.before), (0, flow.after)):
            left = 0.0
            for outcome in OUTCOMES:
                count = count_of(outcome).orders
                share = 100 * count / flow.orders
                axes.barh(row, share, left=left, color=COLOURS[outcome], edgecolor="white", height=0.62)
                if share / 100 >= LEAST_LABELLED:
                    axes.text(left + share / 2, row, f"{share:.1f} %\n{count:,}", ha="center", va="center",
                              color=ON_COLOUR, fontsize=9)  # fmt: skip
                left += share
        axes.set_yticks([1, 0], [says.before, says.after])
        axes.set_xlim(0, 100)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} %"))
        axes.set_xlabel(filled(says.outcomes_axis, flow.orders))
        axes.set_title(says.outcomes_title, pad=30)
        handles = [mpl.patches.Patch(color=COLOURS[each], label=says.outcomes[each]) for each in OUTCOMES]
        axes.legend(handles=handles, ncols=4, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False,
                    borderaxespad=0.2)  # fmt: skip

    told = words.listed.join(
        words.outcome_says.format(words.outcomes[each], flow.before(each).orders, flow.after(each).orders)
        for each in OUTCOMES
    )
    return Chart("outcomes", words.outcomes_says.format(told), 2.7, draw, words, ENGLISH.charts)


def _rules(moved: Sequence[RuleDelta], words: ChartWords) -> Chart[ChartWords]:
    shown = list(reversed(moved[:MOST_ROWS]))

    def draw(axes: Axes, says: ChartWords) -> None:
        places = range(len(shown))
        axes.barh(places, [-each.only_before for each in shown], color=LESS, height=0.66, label=says.only_before)
        axes.barh(places, [each.only_after for each in shown], color=MORE, height=0.66, label=says.only_after)
        reach = max(each.moved for each in shown)
        for place, each in zip(places, shown, strict=True):
            for count, side, align in ((each.only_before, -1, "right"), (each.only_after, 1, "left")):
                if count:
                    axes.text(side * (count + reach * 0.012), place, f"{count:,}", ha=align, va="center", fontsize=9)
        axes.set_yticks(places, [f"{each.rule}  {says.outcomes[each.verdict]}" for each in shown])
        axes.axvline(0, color=FAINT, linewidth=1)
        axes.set_xlim(-max(each.only_before for each in shown) - reach * 0.12,
                      max(each.only_after for each in shown) + reach * 0.12)  # fmt: skip
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
        axes.set_xlabel(says.rules_axis)
        axes.set_title(says.rules_title, pad=30)
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)

    first = moved[0]
    told = filled(words.rules_says, len(moved), first.rule, first.moved)
    return Chart("rules", told, _height(len(shown)), draw, words, ENGLISH.charts)


def _slices(by: str, parts: Sequence[Slice], words: ChartWords) -> Chart[ChartWords]:
    shown = list(reversed(parts[:MOST_ROWS])) if by != "month" else list(reversed(parts[-MOST_ROWS:]))

    def draw(axes: Axes, says: ChartWords) -> None:
        places = range(len(shown))
        before, after = ([_not_admitted(each, side) for each in shown] for side in ("before", "after"))
        axes.hlines(places, before, after, color=FAINT, linewidth=2, zorder=1)
        axes.scatter(before, places, s=70, facecolors="white", edgecolors=BEFORE, linewidths=2, label=says.before,
                     zorder=2)  # fmt: skip
        axes.scatter(after, places, s=46, color=AFTER, label=says.after, zorder=3)
        axes.set_yticks(places, [f"{_named(each, says)}  ({each.orders:,})" for each in shown])
        axes.set_ylim(-0.6, len(shown) - 0.4)
        top = max([*before, *after, 1.0])
        axes.set_xlim(-top * 0.03, top * 1.08)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} %"))
        axes.grid(axis="x", color=FAINT, alpha=0.3)
        axes.set_xlabel(says.slices_axis)
        axes.set_title(says.slices_title.format(says.by[by]), pad=30)
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)

    changed = sum(each.before[ADMIT] != each.after[ADMIT] for each in parts)
    told = filled(words.slices_says, words.by[by], changed, len(parts))
    return Chart(f"by_{by}", told, _height(len(shown)), draw, words, ENGLISH.charts)


def _not_admitted(part: Slice, side: str) -> float:
    counts = part.before if side == "before" else part.after
    return 100 * (part.orders - counts[ADMIT]) / part.orders


def _named(part: Slice, says: ChartWords) -> str:
    return says.unknown if part.name == UNKNOWN else part.name


def _workload(found: Comparison, words: ChartWords) -> Chart[ChartWords]:
    days = found.workload.days()

    def draw(axes: Axes, says: ChartWords) -> None:
        when: Any = [each.day for each in days]  # matplotlib knows days, its annotations do not
        before, after = (
            [each.holds_before + each.asks_before for each in days],
            [each.holds_after + each.asks_after for each in days],
        )
        locator = AutoDateLocator()  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.step(when, before, where="mid", color=BEFORE, linewidth=2, linestyle=(0, (4, 2)), label=says.before)
        axes.step(when, after, where="mid", color=AFTER, linewidth=2, label=says.after)
        axes.set_ylim(0, max([*before, *after, 1]) * 1.1)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(_days(locator, says))
        axes.grid(axis="y", color=FAINT, alpha=0.3)
        axes.set_ylabel(says.work_axis)
        axes.set_title(says.work_title, pad=30)
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)

    totals = [sum(each.holds_before + each.asks_before for each in days),
              sum(each.holds_after + each.asks_after for each in days)]  # fmt: skip
    told = filled(words.work_says, len(days), *totals)
    return Chart("workload", told, 3.4, draw, words, ENGLISH.charts)


def _days(locator: AutoDateLocator, says: ChartWords) -> ConciseDateFormatter:
    """Days as the language writes them; what all of them share stands once, at the end of the axis."""
    year, month, *_ = says.days
    around = ["", year, says.month_of_year, says.day_of_year, says.day_of_year, says.day_of_year]
    zeros = ["", year, month, says.day_of_month, *says.days[3:5]]
    forms = list(says.days)
    return ConciseDateFormatter(locator, formats=forms, zero_formats=zeros, offset_formats=around)  # type: ignore[no-untyped-call]


def _height(rows: int) -> float:
    return 1.7 + ROW * max(rows, 2)
