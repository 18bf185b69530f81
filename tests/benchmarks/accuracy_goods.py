"""Precision and recall of goods classification on labelled descriptions, beside a naive matcher of the same words.

A folder holds `dev_labels.tsv` and perhaps `vague_terms.csv`, descriptions that are too vague for customs. The naive
matcher takes a description for every category one of whose phrases or keywords stands in it as letters.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.goods.categories import Categories
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.text import plain
from engine.order.line import Line

DATA = Path(__file__).parents[2] / "data" / "restricted_goods"
LONGEST_TITLE = 300
Row = Mapping[str, str]


@dataclass(slots=True)
class Score:
    """Counts of categories that were said rightly, said wrongly, and missed."""

    true: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """1 when nothing was said."""
        return self.true / (self.true + self.false) if self.true + self.false else 1.0

    @property
    def recall(self) -> float:
        """1 when nothing was to be found."""
        return self.true / (self.true + self.missed) if self.true + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    def plain(self) -> dict[str, float]:
        """For the report."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(slots=True)
class Scores:
    """In total, micro-averaged, and of each category."""

    total: Score = field(default_factory=Score)
    of: dict[str, Score] = field(default_factory=dict)

    def count(self, said: frozenset[str], expected: frozenset[str]) -> None:
        """One description."""
        for name in said | expected:
            for score in (self.total, self.of.setdefault(name, Score())):
                score.true += name in said and name in expected
                score.false += name not in expected
                score.missed += name not in said


def measure(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Scores with the HS code of each row, by text alone, and of the naive matcher; shares called vague."""
    knowledge = GoodsKnowledge.load(DATA)
    rows = labelled(folder / "dev_labels.tsv")
    figures = {
        "with_hs": _plain(scored(knowledge, rows, with_code=True)),
        "text_only": _plain(scored(knowledge, rows, with_code=False)),
        "naive": _plain(naively_scored(knowledge.classifier.categories, rows)),
    }
    vague = folder / "vague_terms.csv"
    return figures | ({"called_vague": _vague(knowledge, vague, rows)} if vague.exists() else {})


def labelled(path: Path) -> list[Row]:
    """Rows that a person was sure of."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row["unsure"] != "1"]


def scored(knowledge: GoodsKnowledge, rows: Iterable[Row], *, with_code: bool) -> Scores:
    """Our answers. Rows that only their code decides are left out when codes are withheld."""
    scores = Scores()
    for row in rows:
        if with_code or row["by_code"] != "1":
            said = predicted(knowledge, row["text"], row["hs_code"] if with_code else None)
            scores.count(said - _words(row["likely"]), _words(row["labels"]))
    return scores


def naively_scored(categories: Categories, rows: Iterable[Row]) -> Scores:
    """What the words of our own vocabulary reach without any of the rules about them."""
    words = {
        name: {plain(word) for word in (*category.vocabulary.phrases, *category.vocabulary.keywords)}
        for name, category in categories.items()
    }
    scores = Scores()
    for row in rows:
        text = plain(row["text"])
        found = categories.with_ancestors(name for name, terms in words.items() if any(term in text for term in terms))
        scores.count((found & categories.top_level) - _words(row["likely"]), _words(row["labels"]))
    return scores


def predicted(knowledge: GoodsKnowledge, text: str, hs_code: str | None) -> frozenset[str]:
    """Top-level categories that a description is taken for."""
    line = Line(quantity=1, unit_price=1000, title=text, hs_code=hs_code)
    return knowledge.classifier.classify(line).categories & knowledge.classifier.categories.top_level


def table(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """One line a category: precision, recall and F1 with the code, by text alone, and of the naive matcher."""
    columns = [name for name in ("with_hs", "text_only", "naive") if name in figures]
    lines = [f"{'goods: P R F1':36}" + "".join(f"{name:>18}" for name in columns)]
    for name in sorted(
        {name for column in columns for name in figures[column]}, key=lambda name: (name != "all", name)
    ):
        cells = (figures[column].get(name) for column in columns)
        lines.append(f"{name:36}" + "".join(f"{_cell(cell):>18}" for cell in cells))
    for name, shares in figures.get("called_vague", {}).items():
        lines.append(f"called vague, {name}: " + ", ".join(f"{key} {share:.3f}" for key, share in shares.items()))
    return "\n".join(lines)


def _cell(score: Mapping[str, float] | None) -> str:
    return "-" if score is None else f"{score['precision']:.2f} {score['recall']:.2f} {score['f1']:.2f}"


def _vague(knowledge: GoodsKnowledge, path: Path, rows: list[Row]) -> dict[str, dict[str, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        terms = [cells[0] for cells in csv.reader(file) if cells]
    return {
        "vague terms": _shares(knowledge, [(term, None) for term in terms]),
        "labelled rows, with their code": _shares(knowledge, [(row["text"], row["hs_code"]) for row in rows]),
        "labelled rows, by text alone": _shares(knowledge, [(row["text"], None) for row in rows]),
    }


def _shares(knowledge: GoodsKnowledge, pairs: list[tuple[str, str | None]]) -> dict[str, float]:
    """`nothing`: no word names goods. `undeclarable`: customs could not tell them either."""
    counts: Counter[str] = Counter()
    for text, code in pairs:
        line = Line(quantity=1, unit_price=1000, title=text[:LONGEST_TITLE], hs_code=code)
        found = knowledge.classifier.classify(line)
        counts["nothing"] += found.description_vague
        counts["undeclarable"] += found.undeclarable
    return {name: count / len(pairs) for name, count in counts.items()}


def _plain(scores: Scores) -> dict[str, dict[str, float]]:
    return {"all": scores.total.plain()} | {name: score.plain() for name, score in sorted(scores.of.items())}


def _words(cell: str | None) -> frozenset[str]:
    return frozenset((cell or "").split("|")) - {""}
