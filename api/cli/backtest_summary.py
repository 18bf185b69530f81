"""A backtest in words on a terminal: outcomes, flow, rules, work, money, labels, and what to be careful about."""

from collections.abc import Iterator

from api.cli.backtest_phrases import TEXTS, Texts
from api.cli.columns import GAP, padded, table, width_of
from api.cli.phrases import PHRASES, Language
from engine.counted import filled
from engine.workbench.backtest_words import WORDS
from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.document import About
from engine.workbench.comparing.intervals import Interval, wilson
from engine.workbench.comparing.labels import Quality
from engine.workbench.comparing.order import OUTCOMES, SHADOW
from engine.workbench.comparing.slices import UNKNOWN

MOST_RULES = 12
MOST_SLICES = 5
SHOWN_DIGEST = 12


def lines(about: About, found: Comparison, language: Language) -> Iterator[str]:
    """The summary."""
    yield from _Summary(about, found, language).lines()


def euros(cents: float) -> str:
    """Euro cents as people write them."""
    whole = round(abs(cents))
    return f"{'-' if cents < 0 and whole else ''}{whole // 100:,}.{whole % 100:02}"


def percent(share: Interval | None, unknown: str, between: str) -> str:
    """A share with its bounds."""
    if share is None:
        return unknown
    low, high = f"{100 * share.low:.1f}", f"{100 * share.high:.1f}"
    return f"{100 * share.estimate:.1f} % ({between.format(low, high)})"


class _Summary:
    def __init__(self, about: About, found: Comparison, language: Language) -> None:
        self._about = about
        self._found = found
        self._language = language
        self._says: Texts = TEXTS[language]
        self._outcomes = PHRASES[language].outcomes

    def lines(self) -> Iterator[str]:
        about, flow, says = self._about, self._found.flow, self._says
        law = says.then if about.as_of == "then" else says.law_of.format(about.as_of)
        yield says.head.format(about.candidate[:SHOWN_DIGEST], about.against[:SHOWN_DIGEST], law)
        if about.filters:
            yield says.narrowed.format(self._filters())
        if not flow.orders:
            yield says.nothing
        else:
            share = percent(wilson(flow.flipped, flow.orders), says.unknown, says.between)
            yield filled(says.flipped, flow.orders, flow.flipped, share)
            for part in (self._worth(), self._flow(), self._rules(), self._slices(), self._load(), self._labels()):
                yield from part
        yield from self._careful()

    def _filters(self) -> str:
        """As the page says them."""
        page = WORDS[self._language]
        told = (f"{page.filters.get(name, name)} {value}" for name, value in self._about.filters.items())
        return page.charts.listed.join(told)

    def _worth(self) -> Iterator[str]:
        rows = [list(self._says.columns)]
        for each in self._found.money.worth(self._found.flow):
            before, after = self._found.flow.before(each.outcome).orders, self._found.flow.after(each.outcome).orders
            change = self._signed(each.change)
            counts = [f"{before:,}", f"{after:,}", f"{after - before:+,}"]
            rows.append([self._outcomes[each.outcome], *counts, euros(each.before), euros(each.after), change])
        yield ""
        yield from table(rows, GAP)

    def _signed(self, change: Interval) -> str:
        if change.low == change.high == 0:
            return "0"
        return f"{euros(change.estimate)} ({self._says.between.format(euros(change.low), euros(change.high))})"

    def _flow(self) -> Iterator[str]:
        flow = self._found.flow
        rows = [["", *(self._outcomes[each] for each in OUTCOMES)]]
        for before in OUTCOMES:
            cells = [flow.cell(before, after).orders for after in OUTCOMES]
            rows.append([self._outcomes[before], *(f"{count:,}" if count else "." for count in cells)])
        yield ""
        yield self._says.flow
        yield from table(rows, GAP)

    def _rules(self) -> Iterator[str]:
        moved = [each for each in self._found.rules.deltas() if each.moved]
        if not moved:
            return
        yield ""
        yield self._says.rules
        names = [f"{each.rule} {self._verdict(each.verdict)}" for each in moved[:MOST_RULES]]
        width = max(map(width_of, names))
        for name, each in zip(names, moved, strict=False):
            said = filled(self._says.rule, each.before, each.after, each.only_before, each.only_after)
            yield f"{GAP}{padded(name, width)}{GAP}{said}"
        if len(moved) > MOST_RULES:
            yield GAP + filled(self._says.more, len(moved) - MOST_RULES)

    def _verdict(self, verdict: str) -> str:
        return self._says.shadow if verdict == SHADOW else self._outcomes[verdict]

    def _slices(self) -> Iterator[str]:
        found = [each for each in self._found.slices.of("country") if each.flipped][:MOST_SLICES]
        if not found:
            return
        yield ""
        yield self._says.slices
        for each in found:
            name = self._says.unknown if each.name == UNKNOWN else each.name
            moved = f"{euros(each.admitted_before)} -> {euros(each.admitted_after)}"
            yield f"{GAP}{padded(name, 7)}{GAP}{filled(self._says.slice_, each.flipped, each.orders, moved)}"

    def _load(self) -> Iterator[str]:
        load, says = self._found.workload.load(self._found.flow), self._says
        yield ""
        for each in load.work:
            spans = " -> ".join(f"{one.estimate:,.1f} ({self._span(one)})" for one in (each.before, each.after))
            change = f"{each.change.estimate:+,.1f} ({self._span(each.change)})"
            yield f"{says.load[each.outcome]}: {spans}; {change}"
        yield filled(says.by_days if load.by_days else says.by_orders, load.days)

    def _span(self, interval: Interval) -> str:
        return self._says.between.format(f"{interval.low:,.1f}", f"{interval.high:,.1f}")

    def _labels(self) -> Iterator[str]:
        labels, says = self._found.labels, self._says
        yield ""
        if not labels.judged:
            yield says.not_judged
        else:
            before, after = labels.quality("before"), labels.quality("after")
            yield filled(says.judged, labels.judged)
            yield GAP + self._quality(says.columns[1], before)
            yield GAP + self._quality(says.columns[2], after)
            values = (before.caught_value, after.caught_value, before.disturbed_value, after.disturbed_value)
            yield GAP + says.euros.format(*map(euros, values))
        if labels.censored:
            yield filled(says.censored, labels.censored, labels.censored_let_go)

    def _quality(self, side: str, quality: Quality) -> str:
        shares = [percent(each, self._says.unknown, self._says.between) for each in (quality.precision, quality.recall)]
        return self._says.quality.format(side, quality.caught, quality.missed, quality.disturbed, *shares)

    def _careful(self) -> Iterator[str]:
        about, says = self._about, self._says
        if about.left_out:
            why = (f"{count:,} {says.why_left_out.get(name, name)}" for name, count in about.left_out.items())
            yield says.left_out.format(", ".join(why))
        if self._found.flow.once_otherwise:
            yield filled(says.once_otherwise, self._found.flow.once_otherwise)
        if self._found.flow.unvalued:
            yield filled(says.unvalued, self._found.flow.unvalued)
        if about.dead:
            yield filled(says.dead, about.dead)
