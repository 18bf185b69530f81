"""What `clearway simulate` does: reads the scenario, makes the orders one after the other, writes and counts them."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.cli.failing import Exit, say
from api.cli.phrases import Language
from api.cli.progress import counting
from api.cli.simulate_phrases import saying
from engine.simulation import SCHEMES, Scenario, Simulated, simulate
from engine.simulation.checking import read_scenario

SHOWN_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the command line says instead of the scenario; None leaves the scenario's."""

    orders: int | None = None
    days: int | None = None
    first_day: date | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What is written where."""

    out: Path | None = None
    labels: Path | None = None
    events: Path | None = None


def scenario_of(path: Path | None, overrides: Overrides) -> Scenario:
    """The scenario of a file, or the usual one, with what the command line says. Raises DataRejected."""
    scenario = Scenario() if path is None else read_scenario(path.read_text(encoding="utf-8"), path.name)
    return replace(
        scenario,
        orders=scenario.orders if overrides.orders is None else overrides.orders,
        days=scenario.days if overrides.days is None else overrides.days,
        first_day=overrides.first_day or scenario.first_day,
        seed=scenario.seed if overrides.seed is None else overrides.seed,
    )


def run(path: Path | None, overrides: Overrides, files: Files, *, language: Language, quiet: bool) -> Exit:
    """Simulates; nothing is kept but the counts of the summary."""
    scenario = scenario_of(path, overrides)
    counts: Counter[str] = Counter()
    for simulated in _written(scenario, files, language, quiet=quiet):
        counts[simulated.scheme or "honest"] += 1
        counts["known"] += simulated.label is not None and simulated.scheme is not None
    if not quiet:
        for line in summary(counts, scenario, language):
            say(line)
    return Exit.DONE


def summary(counts: Counter[str], scenario: Scenario, language: Language) -> Iterator[str]:
    """What the stream holds, and that it is no evidence."""
    planted = sum(counts[scheme] for scheme in SCHEMES)
    yield saying("made", language, planted + counts["honest"], scenario.first_day, scenario.days, scenario.seed)
    yield saying("planted", language, planted, counts["known"])
    for scheme in SCHEMES:
        yield f"  {saying(scheme, language)} {counts[scheme]}"
    yield saying("no_evidence", language)


def _written(scenario: Scenario, files: Files, language: Language, *, quiet: bool) -> Iterator[Simulated]:
    from api.cli.simulate_files import EventTable, OrderLines, Written, label_rows, order_lines, write_mapping

    with ExitStack() as opened:
        written: list[Written] = []
        if files.out is not None:
            written.append(opened.enter_context(order_lines(files.out)))
        elif files.labels is None and files.events is None:
            written.append(OrderLines(sys.stdout.buffer))
        if files.labels is not None:
            written.append(opened.enter_context(label_rows(files.labels)))
        if files.events is not None:
            written.append(opened.enter_context(EventTable(files.events)))
            write_mapping(files.events, scenario)
        step = opened.enter_context(counting(saying("progress", language), scenario.orders, quiet=quiet))
        for number, simulated in enumerate(simulate(scenario), start=1):
            for file in written:
                file.add(simulated)
            if number % SHOWN_EVERY == 0:
                step(number)
            yield simulated
