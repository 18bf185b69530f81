"""Pictures of a backtest, as SVG and PNG. The only importer of matplotlib.

Colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008), which people of every colour vision can
tell apart; what matters is written beside them too. Text stays text in an SVG, and takes the colour of the page that
it stands in.
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.order import ADMIT, OUTCOMES
from engine.workbench.comparing.rules import RuleDelta
from engine.workbench.comparing.slices import UNKNOWN, Slice

COLOURS = {"admit": "#009E73", "ask_customer": "#56B4E9", "hold": "#E69F00", "cancel": "#D55E00"}
NAMES = {"admit": "admit", "ask_customer": "ask customer", "hold": "hold", "cancel": "cancel", "shadow": "shadow"}
BEFORE, AFTER = "#7A7A7A", "#0072B2"
LESS, MORE = "#56B4E9", "#D55E00"
INK, FAINT = "#1F2328", "#8C959F"
ON_COLOUR = "#101010"
WIDTH = 9.0  # inches
ROW = 0.34
MOST_ROWS = 15
LEAST_LABELLED = 0.045  # of a bar, below which its number has no room
DPI = 150
# Names of shops may be Chinese; the first of these that is installed is used for what the default lacks.
_ASIAN = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei")
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
    "date.converter": "concise",
}
CHARTS = ("outcomes", "rules", "by_country", "by_channel", "by_shop", "by_month", "workload")
_Draw = Callable[[Axes], None]


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` is that of its file, `says` tells in a sentence what there is to see."""

    name: str
    says: str
    height: float
    draw: _Draw

    def png(self) -> bytes:
        """On white."""
        stream = BytesIO()
        self._save(stream, "png")
        return stream.getvalue()

    def svg(self) -> str:
        """The same bytes for the same figures."""
        stream = StringIO()
        self._save(stream, "svg")
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

    def _save(self, stream: BytesIO | StringIO, form: str) -> None:
        style: Any = _STYLE | {"svg.hashsalt": self.name, "font.family": _fonts()}
        with mpl.rc_context(style), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a letter that no font has is drawn as a box
            figure = Figure(figsize=(WIDTH, self.height), layout="constrained")
            self.draw(figure.add_subplot())
            metadata = {"Date": None} if form == "svg" else {"Software": None}
            figure.savefig(stream, format=form, dpi=DPI, transparent=form == "svg", metadata=metadata)


def _fonts() -> list[str]:
    known = set(font_manager.fontManager.get_font_names())
    return ["DejaVu Sans", *(each for each in _ASIAN if each in known)]


def charts(found: Comparison) -> tuple[Chart, ...]:
    """All pictures of a comparison; those that would show nothing are left out."""
    if not found.flow.orders:
        return ()
    drawn = [_outcomes(found)]
    moved = [each for each in found.rules.deltas() if each.moved]
    if moved:
        drawn.append(_rules(moved))
    for by, title in (("country", "destination"), ("channel", "channel"), ("shop", "shop"), ("month", "month")):
        parts = found.slices.of(by)
        if len(parts) > 1:
            drawn.append(_slices(by, title, parts))
    if len(found.workload.days()) > 1:
        drawn.append(_workload(found))
    return tuple(drawn)


def _outcomes(found: Comparison) -> Chart:
    flow = found.flow

    def draw(axes: Axes) -> None:
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
        axes.set_yticks([1, 0], ["before", "after"])
        axes.set_xlim(0, 100)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} %"))
        axes.set_xlabel(f"share of {flow.orders:,} orders")
        axes.set_title("Outcomes before and after", pad=30)
        handles = [mpl.patches.Patch(color=COLOURS[each], label=NAMES[each]) for each in OUTCOMES]
        axes.legend(handles=handles, ncols=4, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False,
                    borderaxespad=0.2)  # fmt: skip

    says = ", ".join(
        f"{NAMES[each]} {flow.before(each).orders:,} before and {flow.after(each).orders:,} after" for each in OUTCOMES
    )
    return Chart("outcomes", f"Outcomes: {says}.", 2.7, draw)


def _rules(moved: Sequence[RuleDelta]) -> Chart:
    shown = list(reversed(moved[:MOST_ROWS]))

    def draw(axes: Axes) -> None:
        places = range(len(shown))
        axes.barh(places, [-each.only_before for each in shown], color=LESS, height=0.66, label="only before")
        axes.barh(places, [each.only_after for each in shown], color=MORE, height=0.66, label="only after")
        reach = max(each.moved for each in shown)
        for place, each in zip(places, shown, strict=True):
            for count, side, align in ((each.only_before, -1, "right"), (each.only_after, 1, "left")):
                if count:
                    axes.text(side * (count + reach * 0.012), place, f"{count:,}", ha=align, va="center", fontsize=9)
        axes.set_yticks(places, [f"{each.rule}  {NAMES[each.verdict]}" for each in shown])
        axes.axvline(0, color=FAINT, linewidth=1)
        axes.set_xlim(-max(each.only_before for each in shown) - reach * 0.12,
                      max(each.only_after for each in shown) + reach * 0.12)  # fmt: skip
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
        axes.set_xlabel("orders on which the rule speaks on one side only")
        axes.set_title("Rules that speak otherwise", pad=30)
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)

    first = moved[0]
    says = f"{len(moved)} rules speak otherwise; most of all {first.rule}, on {first.moved:,} orders."
    return Chart("rules", says, _height(len(shown)), draw)


def _slices(by: str, title: str, parts: Sequence[Slice]) -> Chart:
    shown = list(reversed(parts[:MOST_ROWS])) if by != "month" else list(reversed(parts[-MOST_ROWS:]))

    def draw(axes: Axes) -> None:
        places = range(len(shown))
        before, after = ([_not_admitted(each, side) for each in shown] for side in ("before", "after"))
        axes.hlines(places, before, after, color=FAINT, linewidth=2, zorder=1)
        axes.scatter(before, places, s=70, facecolors="white", edgecolors=BEFORE, linewidths=2, label="before",
                     zorder=2)  # fmt: skip
        axes.scatter(after, places, s=46, color=AFTER, label="after", zorder=3)
        axes.set_yticks(places, [f"{_named(each)}  ({each.orders:,})" for each in shown])
        axes.set_ylim(-0.6, len(shown) - 0.4)
        top = max([*before, *after, 1.0])
        axes.set_xlim(-top * 0.03, top * 1.08)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} %"))
        axes.grid(axis="x", color=FAINT, alpha=0.3)
        axes.set_xlabel("orders held, cancelled, or asked about")
        axes.set_title(f"Orders not admitted, by {title} (of how many)", pad=30)
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)

    changed = sum(each.before[ADMIT] != each.after[ADMIT] for each in parts)
    says = f"Share of orders not admitted by {title}, before and after; it differs in {changed} of {len(parts)}."
    return Chart(f"by_{by}", says, _height(len(shown)), draw)


def _not_admitted(part: Slice, side: str) -> float:
    counts = part.before if side == "before" else part.after
    return 100 * (part.orders - counts[ADMIT]) / part.orders


def _named(part: Slice) -> str:
    return "unknown" if part.name == UNKNOWN else part.name


def _workload(found: Comparison) -> Chart:
    days = found.workload.days()

    def draw(axes: Axes) -> None:
        when: Any = [each.day for each in days]  # matplotlib knows days, its annotations do not
        before, after = (
            [each.holds_before + each.asks_before for each in days],
            [each.holds_after + each.asks_after for each in days],
        )
        axes.step(when, before, where="mid", color=BEFORE, linewidth=2, linestyle=(0, (4, 2)), label="before")
        axes.step(when, after, where="mid", color=AFTER, linewidth=2, label="after")
        axes.set_ylim(0, max([*before, *after, 1]) * 1.1)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="y", color=FAINT, alpha=0.3)
        axes.set_ylabel("orders held or asked about")
        axes.set_title("Work a day, by the day of placing", pad=30)
        axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)

    totals = [sum(each.holds_before + each.asks_before for each in days),
              sum(each.holds_after + each.asks_after for each in days)]  # fmt: skip
    says = f"Orders held or asked about over {len(days)} days: {totals[0]:,} before and {totals[1]:,} after."
    return Chart("workload", says, 3.4, draw)


def _height(rows: int) -> float:
    return 1.7 + ROW * max(rows, 2)
