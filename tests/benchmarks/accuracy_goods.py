"""Precision and recall of goods classification on a folder of labelled descriptions (`dev_labels.tsv`)."""

import csv
from collections import Counter
from pathlib import Path

from engine.goods.knowledge import GoodsKnowledge
from engine.order.line import Line

DATA = Path(__file__).parents[2] / "data" / "restricted_goods"
Scores = dict[str, float]


def measure(folder: Path) -> dict[str, Scores]:
    """Scores with the HS code of each row, and by text alone; `by_code` rows are left out of the latter."""
    knowledge = GoodsKnowledge.load(DATA)
    with (folder / "dev_labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["unsure"] != "1"]
    by_text = [row for row in rows if row["by_code"] != "1"]
    return {
        "with_hs": _score(knowledge, rows, with_code=True),
        "text_only": _score(knowledge, by_text, with_code=False),
    }


def _score(knowledge: GoodsKnowledge, rows: list[dict[str, str]], *, with_code: bool) -> Scores:
    counts: Counter[str] = Counter()
    for row in rows:
        expected, likely = _words(row["labels"]), _words(row["likely"])
        said = predicted(knowledge, row["text"], row["hs_code"] if with_code else None) - likely
        counts["true"] += len(said & expected)
        counts["false"] += len(said - expected)
        counts["missed"] += len(expected - said)
    precision = counts["true"] / max(1, counts["true"] + counts["false"])
    recall = counts["true"] / max(1, counts["true"] + counts["missed"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"rows": float(len(rows)), "precision": precision, "recall": recall, "f1": f1}


def predicted(knowledge: GoodsKnowledge, text: str, hs_code: str | None) -> frozenset[str]:
    """Top-level categories that a description is taken for."""
    line = Line(quantity=1, unit_price=1000, title=text, hs_code=hs_code)
    return knowledge.classifier.classify(line).categories & knowledge.classifier.categories.top_level


def _words(cell: str | None) -> frozenset[str]:
    return frozenset((cell or "").split("|")) - {""}
