"""Pictures of models: precision and recall, calibration, scores, drift. Draws what a card holds, as SVG and PNG.

The only importer of matplotlib here. Colours are those of `engine.workbench.charts`, which people of every colour
vision can tell apart; lines differ in their dashes as well.
"""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, PercentFormatter

from engine.counted import filled
from engine.training.card_words import ENGLISH, ChartWords
from engine.training.comparing import BEST, FIRST, HALF, Comparison, Way
from engine.training.comparing_words import ENGLISH as COMPARING_ENGLISH
from engine.training.comparing_words import ComparingChartWords
from engine.training.measured import ANOMALY, PROBABILITY, Bin, Histogram, Measured
from engine.workbench.charts import FAINT, INK, Chart
from engine.workbench.comparing.intervals import wilson

COLOURS = {ANOMALY: "#0072B2", PROBABILITY: "#D55E00"}
DASHES: Mapping[str, object] = {ANOMALY: (0, (5, 2)), PROBABILITY: "solid"}
FRAUD, OTHER = "#D55E00", "#8C959F"
MODEL_COLOURS = {"forest": "#009E73", "classifier": "#D55E00"}
LINES: Mapping[str, object] = {"": (0, (5, 2)), BEST: "solid", FIRST: "dashdot"}
CHARTS = ("precision_recall", "calibration", "scores_anomaly", "scores_fraud", "drift")
MOST_FEATURES = 15
WATCH, ACT = 0.1, 0.25
FLOOR = 1e-4  # of a logarithmic axis of probabilities
SCORE = "score"


def charts(tested: Measured, words: ChartWords = ENGLISH.charts) -> tuple[Chart[ChartWords], ...]:
    """All pictures of a test; those that would show nothing are left out."""
    drawn = []
    if tested.curves:
        drawn.append(_curves(tested, words))
    if tested.calibration:
        drawn.append(_calibration(tested, words))
    drawn += [_scores(model, tested.scores[model], words) for model in (ANOMALY, PROBABILITY) if model in tested.scores]
    if tested.drift:
        drawn.append(_drift(tested.drift, words))
    return tuple(drawn)


def _chart(name: str, says: str, height: float, draw: object, words: ChartWords) -> Chart[ChartWords]:
    return Chart(name, says, height, draw, words, ENGLISH.charts)  # type: ignore[arg-type]


def _curves(tested: Measured, words: ChartWords) -> Chart[ChartWords]:
    def draw(axes: Axes, says: ChartWords) -> None:
        for model, curve in tested.curves.items():
            figures = tested.models[model]
            label = says.curve_model.format(says.models[model], figures.average_precision or 0.0)
            axes.plot(curve.recall, curve.precision, color=COLOURS[model], linestyle=DASHES[model], linewidth=2,
                      drawstyle="steps-pre", label=label)  # fmt: skip
            if figures.recall_at_budget is not None and figures.precision_at_budget is not None:
                axes.plot(figures.recall_at_budget, figures.precision_at_budget, "o", markersize=9, zorder=4,
                          markerfacecolor="white", markeredgecolor=COLOURS[model], markeredgewidth=2)  # fmt: skip
        axes.plot([], [], "o", markersize=9, markerfacecolor="white", markeredgecolor=INK, markeredgewidth=2,
                  label=says.curve_budget.format(tested.budget))  # fmt: skip
        base = tested.frauds / max(tested.rows, 1)
        axes.axhline(base, color=FAINT, linewidth=1.5, linestyle=(0, (1, 2)), label=says.curve_base.format(base))
        axes.set_xlim(0, 1.01)
        axes.set_ylim(0, 1.02)
        _shares(axes)
        axes.set_xlabel(says.curve_x)
        axes.set_ylabel(says.curve_y)
        _headed(axes, says.curve_title, columns=2, rows=2)

    told = "; ".join(
        words.curve_model.format(words.models[model], figures.average_precision or 0.0)
        for model, figures in tested.models.items()
    )
    return _chart("precision_recall", words.curve_says.format(told), 5.4, draw, words)


def _shares(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.grid(color=FAINT, alpha=0.3)


def _headed(axes: Axes, title: str, *, columns: int, rows: int = 1) -> None:
    """The title, and below it the legend, in so many rows above the picture."""
    axes.set_title(title, pad=12 + 19 * rows)
    axes.legend(ncols=columns, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, borderaxespad=0.2)


def _calibration(tested: Measured, words: ChartWords) -> Chart[ChartWords]:
    def draw(axes: Axes, says: ChartWords) -> None:
        low = _floor(tested.calibration)
        axes.plot([low, 1], [low, 1], color=FAINT, linewidth=1.5, linestyle=(0, (1, 2)), label=says.calibration_ideal)
        colour, empty = COLOURS[PROBABILITY], False
        for number, each in enumerate(tested.calibration):
            bounds = wilson(round(each.found * each.rows), each.rows)
            x, y = max(each.told, low), max(each.found, low)
            if bounds is not None:
                axes.vlines(x, max(bounds.low, low), max(bounds.high, low), color=colour, linewidth=1.5, zorder=2)
            filled = each.found > 0
            label = says.calibration_bin if number == _first(tested.calibration, found=True) else None
            if not filled and not empty:
                label, empty = says.calibration_none, True
            axes.plot(x, y, "o", markersize=8, markeredgecolor=colour, markeredgewidth=2, zorder=3, clip_on=False,
                      linestyle="none", markerfacecolor=colour if filled else "white", label=label)  # fmt: skip
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(low, 1)
        axes.set_ylim(low, 1)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
        axes.grid(color=FAINT, alpha=0.3)
        axes.set_xlabel(says.calibration_x)
        axes.set_ylabel(says.calibration_y)
        _headed(axes, says.calibration_title, columns=3)

    error = tested.models[PROBABILITY].calibration_error or 0.0
    told = filled(words.calibration_says, len(tested.calibration), error)
    return _chart("calibration", told, 5.0, draw, words)


def _first(bins: Sequence[Bin], *, found: bool) -> int | None:
    return next((number for number, each in enumerate(bins) if (each.found > 0) is found), None)


def _floor(bins: Sequence[Bin]) -> float:
    """A tenth, a hundredth … below all that is shown."""
    least = min((value for each in bins for value in (each.told, each.found) if value > 0), default=1e-2)
    floor = 0.1
    while floor > min(least, 0.05) and floor > FLOOR:
        floor /= 10
    return floor


def _scores(model: str, histogram: Histogram, words: ChartWords) -> Chart[ChartWords]:
    frauds, others = sum(histogram.fraud), sum(histogram.other)

    def draw(axes: Axes, says: ChartWords) -> None:
        axes.stairs(histogram.other, histogram.edges, fill=True, color=OTHER, alpha=0.45, baseline=0.5,
                    label=says.scores_other.format(others))  # fmt: skip
        axes.stairs(histogram.fraud, histogram.edges, color=FRAUD, linewidth=2.2, baseline=0.5,
                    label=says.scores_fraud.format(frauds))  # fmt: skip
        axes.set_yscale("log")
        axes.set_ylim(0.5, 2 * max(*histogram.fraud, *histogram.other, 1))
        axes.set_xlim(histogram.edges[0], histogram.edges[-1])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else ""))
        if model == PROBABILITY:
            axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        axes.grid(axis="y", color=FAINT, alpha=0.3)
        axes.set_xlabel(says.scores_x[model])
        axes.set_ylabel(says.scores_y)
        _headed(axes, says.scores_title[model], columns=2)

    return _chart(f"scores_{model}", filled(words.scores_says, frauds, others), 3.8, draw, words)


def _drift(drift: Mapping[str, float], words: ChartWords) -> Chart[ChartWords]:
    ranked = sorted(drift.items(), key=lambda each: (-each[1], each[0]))
    shown = list(reversed(ranked[:MOST_FEATURES]))

    def draw(axes: Axes, says: ChartWords) -> None:
        places = range(len(shown))
        reach = max(max(value for _, value in shown) * 1.12, ACT * 1.25)
        axes.barh(places, [value for _, value in shown], color=COLOURS[ANOMALY], height=0.62)
        for place, (_, value) in zip(places, shown, strict=True):
            axes.text(value + reach * 0.008, place, f"{value:.3f}", va="center", fontsize=9, zorder=4,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85})  # fmt: skip
        axes.axvline(WATCH, color="#E69F00", linewidth=1.8, linestyle=(0, (5, 2)), label=says.drift_watch)
        axes.axvline(ACT, color="#D55E00", linewidth=1.8, label=says.drift_act)
        axes.set_yticks(places, [says.drift_score if name == SCORE else name for name, _ in shown])
        axes.set_xlim(0, reach)
        axes.grid(axis="x", color=FAINT, alpha=0.3)
        axes.set_xlabel(says.drift_x)
        _headed(axes, says.drift_title, columns=2)

    name, most = ranked[0]
    told = words.drift_says.format(words.drift_score if name == SCORE else name, most)
    return _chart("drift", told, 1.7 + 0.34 * max(len(shown), 2), draw, words)


def comparison_charts(
    found: Comparison, words: ComparingChartWords = COMPARING_ENGLISH.charts
) -> tuple[Chart[ComparingChartWords], ...]:
    """Fraud caught over the workload, a line for each way; nothing where there is no fraud."""
    frauds = found.frauds.frauds
    if not frauds:
        return ()
    shown = [each for each in found.curves if each.way.how != HALF]

    def draw(axes: Axes, says: ComparingChartWords) -> None:
        for curve in shown:
            caught = [each / frauds for each in curve.frauds]
            axes.plot(found.shares, caught, marker="o", markersize=4, linewidth=2, label=says.way(curve.way),
                      color=_colour(curve.way), linestyle=LINES[curve.way.how])  # fmt: skip
        axes.axvline(found.share, color=FAINT, linewidth=1.5, linestyle=(0, (1, 2)), label=says.chosen)
        axes.set_xscale("log")
        axes.set_xticks(found.shares)
        axes.minorticks_off()
        axes.set_ylim(0, 1.02)
        _shares(axes)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.4g} %"))
        axes.set_xlabel(says.x)
        axes.set_ylabel(says.y)
        rows = -(-(len(shown) + 1) // 2)
        _headed(axes, says.title, columns=2, rows=rows)

    told = ", ".join(
        f"{words.way(each.way)} {each.caught.frauds / frauds:.0%}" for each in found.ways if each.way.how != HALF
    )
    says = words.says.format(f"{found.share:.2%}", told)
    return (Chart("workload", says, 5.6, draw, words, COMPARING_ENGLISH.charts),)


def _colour(way: Way) -> str:
    """Blue for rules, a colour a model, dashed alone, and otherwise with the rules."""
    if not way.model:
        return COLOURS[ANOMALY]
    return MODEL_COLOURS.get(way.model, OTHER)
