"""Screening names against whole lists: recall by kind of slip, alarms on honest names, what it costs, what is lost.

`python -m tests.benchmarks.party_screening [FOLDER of official lists]`. Recall and alarms need the lists, speed does
not: it is of 50,000 names made here. `lost` are names that the matcher would accept and the index did not give it.
"""

import gc
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from engine.parties.evidence import Party
from engine.parties.matching import SCREENING, screened
from engine.parties.name import Role, read_name
from engine.parties.party_list import Entry, Kind, ListedName, PartyList, Strength
from engine.parties.screen import Field, Screen
from tests.benchmarks.accuracy_parties import read_lists
from tests.benchmarks.party_cultures import honest_names, invented_names
from tests.benchmarks.party_slips import ONE_LETTER, SLIPS

Figures = dict[str, float]
SEEDS = (11, 22, 33, 44, 55)
HONEST, MISSPELT = 4_000, 400
LEAST_LETTERS = 8
NAMES, ORDERS, NAMES_AN_ORDER, BRUTE = 50_000, 1_000, 3, 500
TRIES = 20
LIKE_AT_ALL = 68


def measure(folder: Path) -> dict[str, Figures]:
    """Of official lists: recall by kind, alarms by seed, names lost by the index."""
    lists = read_lists(folder)
    screen = Screen(lists)
    listed = sorted(
        {
            name.text
            for each in lists
            for entry in each.entries
            for name in entry.names
            if name.strength is not Strength.WEAK and sum(map(str.isalpha, name.text)) >= LEAST_LETTERS
        }
    )
    return {
        "recall": recall(screen, listed, MISSPELT),
        "alarms per 1000": alarms(screen, [name.text for each in lists for e in each.entries for name in e.names]),
        "index": lost(screen, listed, BRUTE),
    }


def recall(screen: Screen, listed: Sequence[str], count: int) -> Figures:
    """Share of misspelt listed names that hit, by kind of slip; `one letter` and `all` are means of their kinds."""
    found: Figures = {}
    for kind, slip in SLIPS.items():
        random = Random(f"{kind} {SEEDS[0]}")
        asked: list[str] = []
        for _ in range(count * TRIES):
            wrong = slip(random.choice(listed), random)
            if wrong is not None and len(asked) < count:
                asked.append(wrong)
        found[kind] = sum(_hit(screen, name) for name in asked) / len(asked)
    found["one letter"] = sum(found[kind] for kind in ONE_LETTER) / len(ONE_LETTER)
    found["all"] = sum(found[kind] for kind in SLIPS) / len(SLIPS)
    return found


def alarms(screen: Screen, listed: Sequence[str]) -> Figures:
    """Hits of honest names that no list has, for a thousand, by seed and on average."""
    known = {_words(name) for name in listed}
    found: Figures = {}
    for seed in SEEDS:
        honest = [name for name in honest_names(seed, HONEST) if _words(name) not in known]
        found[f"seed {seed}"] = 1_000 * sum(_hit(screen, name) for name in honest) / len(honest)
    return found | {"mean": sum(found.values()) / len(found)}


def lost(screen: Screen, listed: Sequence[str], count: int) -> Figures:
    """Misspelt and honest names against all listed names by the matcher alone: what the index did not give.

    Names with nothing in common by two plain ratios are not weighed: with 25,000 names that would take an hour.
    """
    random = Random(SEEDS[1])
    asked = [random.choice(list(SLIPS.values()))(name, random) or name for name in random.sample(listed, count // 2)]
    asked += honest_names(SEEDS[1], count - len(asked))
    names = [read_name(name) for name in screen.texts]
    folded = [" ".join(word.head for word in name.words) for name in names]
    accepted = missed = 0
    for text in asked:
        one = read_name(text)
        given = {at for _, at in screen.near(text)}
        own = [" ".join(word.head for word in one.words)]
        likes = np.maximum(
            *(cdist(own, folded, scorer=scorer)[0] for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio))
        )
        for at in np.flatnonzero(likes >= LIKE_AT_ALL).tolist():
            if screened(one, names[at])[0] >= SCREENING:
                accepted += 1
                missed += at not in given
    return {"names": float(len(asked)), "accepted": float(accepted), "lost": float(missed)}


def speed() -> Figures:
    """CPU of new orders with three names nobody asked before, and of building, on a synthetic list."""
    texts = invented_names(SEEDS[0], NAMES)
    lists = (_list_of(texts),)
    start = time.process_time()
    screen = Screen(lists)
    built = time.process_time() - start
    asked = _orders(texts)
    gc.collect()
    gc.freeze()  # as the service does when lists come into force
    spent: list[float] = []
    for parties in asked:
        start = time.process_time()
        screen.hits(parties)
        spent.append((time.process_time() - start) * 1_000)
    ordered = sorted(spent)
    return {
        "names": float(screen.names),
        "build, CPU s": built,
        "index, MB": screen.memory_bytes() / 1e6,
        "first 20 orders, mean CPU ms": sum(spent[:20]) / 20,
        "order, median CPU ms": ordered[len(ordered) // 2],
        "order, p95 CPU ms": ordered[int(len(ordered) * 0.95)],
        "order, p99 CPU ms": ordered[int(len(ordered) * 0.99)],
        "order, max CPU ms": ordered[-1],
    }


def _orders(listed: Sequence[str]) -> list[tuple[Party, ...]]:
    """Each with three new names; one order in twenty names somebody who is listed, misspelt."""
    random = Random(SEEDS[0])
    names = list(honest_names(SEEDS[0] + 1, ORDERS * NAMES_AN_ORDER))
    for at in range(0, len(names), NAMES_AN_ORDER * 20):
        names[at] = random.choice(list(ONE_LETTER.values()))(random.choice(listed), random) or names[at]
    return [
        tuple(
            Party(role=f"party {number}", names=(name,)) for number, name in enumerate(names[at : at + NAMES_AN_ORDER])
        )
        for at in range(0, len(names), NAMES_AN_ORDER)
    ]


def _list_of(texts: Sequence[str]) -> PartyList:
    entries = tuple(
        Entry(id=str(at), kind=Kind.UNKNOWN, names=(ListedName(text=text),)) for at, text in enumerate(texts)
    )
    return PartyList(source="MADE", title="made for measuring", dated=None, digest="00", entries=entries)


def _hit(screen: Screen, name: str) -> bool:
    return any(hit.field is Field.NAME for hit in screen.hits((Party(role="party", names=(name,)),)))


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.head for word in read_name(name).words if word.role is not Role.PARTICLE))


def table(figures: Mapping[str, float], about: str) -> str:
    """One line a figure."""
    return "\n".join(f"parties, {about}, {name}: {figure:.4g}" for name, figure in figures.items())


def main(arguments: Sequence[str]) -> None:
    """Measures and prints."""
    if arguments:
        for about, figures in measure(Path(arguments[0])).items():
            print(table(figures, about))
    print(table(speed(), "speed"))


if __name__ == "__main__":
    main(sys.argv[1:])
