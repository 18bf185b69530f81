"""Processor time of classifying a line: `python -m tests.benchmarks.goods_speed`. Writes to `build/bench.json`.

Cold lines are read for the first time; warm ones are remembered. Lines are made from a seed of words of the
vocabulary, so that they find as much to weigh as real ones.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import Journey
from engine.order.line import Line
from tests.benchmarks.report import write

DATA = Path(__file__).parents[2] / "data" / "restricted_goods"
LINES = 4_000
MICROSECONDS = 1e6
_FILLING = "made of cotton and steel in navy, size M; machine washable. Ideal for travel, keep away from fire. "


def measure() -> dict[str, float]:
    """Microseconds of processor time a line."""
    knowledge = GoodsKnowledge.load(DATA)
    titles = _titles(knowledge, LINES)
    short = [Line(quantity=1, unit_price=1000, title=title, hs_code="61091000") for title in titles]
    long = [
        Line(quantity=1, unit_price=1000, title="cotton shirt", description=f"{title} {_FILLING * 5}")
        for title in titles
    ]
    classify, law = knowledge.classifier.classify, knowledge.law
    classify(short[0])  # opens the nomenclature
    journey = Journey(destination="AU", movement="import", decided_on=date(2026, 1, 1), placed_on=date(2026, 1, 1))
    law.screen(short[0], classify(short[0]), journey)
    return {
        "title, cold": _each(short[1:], classify),
        "title, warm": _each(short[1:], classify),
        "description of 500 characters, cold": _each(long, classify),
        "title with law, warm": _each(short[1:], lambda line: law.screen(line, classify(line), journey)),
    }


def table(figures: Mapping[str, float]) -> str:
    """One line a figure."""
    return "\n".join(f"goods, {name}: {figure:.1f} us a line" for name, figure in figures.items())


def _titles(knowledge: GoodsKnowledge, count: int) -> list[str]:
    chance = Random(7)
    every = knowledge.classifier.categories.values()
    words = sorted({word for each in every for word in (*each.vocabulary.phrases, *each.vocabulary.keywords)})
    return [" ".join(chance.sample(words, 3)) + f" {number}" for number in range(count)]


def _each(lines: Sequence[Line], work: Callable[[Line], object]) -> float:
    start = time.process_time()
    for line in lines:
        work(line)
    return (time.process_time() - start) / len(lines) * MICROSECONDS


if __name__ == "__main__":
    found = measure()
    print(table(found))
    write({"goods": found})
