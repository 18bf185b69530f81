"""How well brands are found, on synthetic titles of our own with labels: `python -m tests.benchmarks.accuracy_brands`.

A label says which brands a title mentions in one of four ways; a mention counts when brand and way are right.
"""

import csv
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.brands.brand import MentionKind
from engine.brands.files import load_brands
from engine.brands.screening import BrandScreen
from engine.bundled import data_folder

SAMPLE = Path(__file__).parents[1] / "samples" / "brands" / "titles.csv"
ROUNDS = 20


@dataclass(slots=True)
class Tally:
    """Mentions that were right, that should not be, and that are wanting."""

    right: int = 0
    wrong: int = 0
    wanting: int = 0

    @property
    def precision(self) -> float:
        """Share of the mentions that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return self.right / max(1, self.right + self.wanting)


def labelled() -> Iterator[tuple[str, Mapping[MentionKind, frozenset[str]]]]:
    """Titles with their labels."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["title"], {kind: frozenset(row[kind].split("|")) - {""} for kind in MentionKind}


def measured(screen: BrandScreen) -> tuple[Mapping[MentionKind, Tally], list[str]]:
    """The tally by kind, and one line for each mistake."""
    tallies = {kind: Tally() for kind in MentionKind}
    mistakes = []
    for title, labels in labelled():
        screening = screen.screen(title)
        for kind, tally in tallies.items():
            found, wanted = screening.brands(kind), labels[kind]
            tally.right += len(found & wanted)
            tally.wrong += len(found - wanted)
            tally.wanting += len(wanted - found)
            mistakes += [f"{kind} {brand} wrong: {title}" for brand in sorted(found - wanted)]
            mistakes += [f"{kind} {brand} wanting: {title}" for brand in sorted(wanted - found)]
    return tallies, mistakes


def milliseconds(screen: BrandScreen) -> float:
    """CPU time of a title that nobody asked for before."""
    titles = [title for title, _ in labelled()]
    start = time.process_time()
    for _ in range(ROUNDS):
        screen.forget()
        for title in titles:
            screen.screen(title)
    return (time.process_time() - start) * 1000 / (ROUNDS * len(titles))


def main() -> None:
    """Prints precision and recall by kind, the mistakes, and the time."""
    screen = load_brands(data_folder() / "brands")
    tallies, mistakes = measured(screen)
    for kind, tally in tallies.items():
        print(f"{kind:12} precision {tally.precision:.3f} recall {tally.recall:.3f} of {tally.right + tally.wanting}")
    print("\n".join(mistakes))
    print(f"{milliseconds(screen):.3f} ms of CPU a title")


if __name__ == "__main__":
    main()
