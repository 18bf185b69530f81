"""Names of denied parties: pairs that are hard, misspelt listed names, honest names; ours beside rapidfuzz's scorers.

The folder holds official lists in their published formats. Pairs: names of one entry against the most similar names of
other entries, weak aliases left out; of the pairs that share nothing at all only some are kept, as in public pair sets.
"""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from rapidfuzz import fuzz, process, utils

from engine.parties.evidence import Party
from engine.parties.formats.reader import OFAC_CSV, format_of, read_list
from engine.parties.matching import THRESHOLD, compare
from engine.parties.name import Role, read_name
from engine.parties.party_list import PartyList, Strength
from engine.parties.screen import Field, Screen
from tests.benchmarks.party_names import clean_names, misspelt

Pair = tuple[str, str, bool]
Figures = dict[str, float]
SEED = 20_261
PAIRS, MISSPELT, HONEST = 1_000, 1_000, 3_000
LEAST_LETTERS, LIKE_AT_ALL, KEPT_UNLIKE = 8, 78, 0.12
BASELINES: dict[str, tuple[Callable[..., float], int]] = {
    "token_set_ratio at 80": (fuzz.token_set_ratio, 80),
    "token_set_ratio at 90": (fuzz.token_set_ratio, 90),
    "token_sort_ratio at 80": (fuzz.token_sort_ratio, 80),
    "WRatio at 86": (fuzz.WRatio, 86),
}


def measure(folder: Path) -> dict[str, Figures]:
    """Precision, recall and F1 on pairs, recall and alarms per thousand when screening, and what it costs."""
    lists = read_lists(folder)
    random = Random(SEED)
    pairs = pairs_of(max(lists, key=lambda each: len(each.entries)), random)
    found = {"pairs, clearway": score(pairs, lambda one, other: compare(one, other).score >= THRESHOLD)}
    for name, (scorer, least) in BASELINES.items():
        found[f"pairs, {name}"] = score(pairs, _baseline(scorer, least))
    return found | _screening(lists, random)


def read_lists(folder: Path) -> list[PartyList]:
    """Every file that is a list; OFAC's delimited files join by the first word of their names."""
    groups: dict[str, list[bytes]] = {}
    for path in sorted(each for each in folder.iterdir() if each.suffix in (".csv", ".txt", ".xml", ".json")):
        data = path.read_bytes()
        delimited = format_of(data, path.name) is OFAC_CSV
        key = f"ofac {'cons' in path.name}" if delimited else path.name
        groups.setdefault(key, []).append(data)
    return [read_list(files, where=key).list for key, files in groups.items()]


def pairs_of(each: PartyList, random: Random) -> list[Pair]:
    """Names of one entry, and the nearest names of others."""
    named = [(entry.id, name.text) for entry in each.entries for name in entry.names if name.strength != Strength.WEAK]
    folded = [utils.default_process(name) for _, name in named]
    aliases = [
        (entry.name, name.text, True)
        for entry in each.entries
        for name in entry.names
        if name.text != entry.name and name.strength != Strength.WEAK
    ]
    same = random.sample(aliases, min(PAIRS * 2, len(aliases)))
    pairs = [pair for pair in same if _alike(pair[0], pair[1]) or random.random() < KEPT_UNLIKE]
    scorers = (fuzz.token_set_ratio, fuzz.token_sort_ratio, fuzz.WRatio)
    for at in random.sample(range(len(named)), min(PAIRS, len(named))):
        near = process.extract(folded[at], folded, scorer=random.choice(scorers), limit=20)
        for _, _, other in near:
            if named[other][0] != named[at][0] and folded[other] != folded[at]:
                pairs.append((named[at][1], named[other][1], False))
                break
    return pairs


def _alike(one: str, other: str) -> bool:
    folded = utils.default_process(one), utils.default_process(other)
    return max(fuzz.token_set_ratio(*folded), fuzz.WRatio(*folded)) >= LIKE_AT_ALL


def _baseline(scorer: Callable[..., float], least: int) -> Callable[[str, str], bool]:
    return lambda one, other: scorer(one, other, processor=utils.default_process) >= least


def score(pairs: list[Pair], judged: Callable[[str, str], bool]) -> Figures:
    """Precision, recall and F1 of a judge."""
    said = [(judged(one, other), same) for one, other, same in pairs]
    true = sum(1 for yes, same in said if yes and same)
    precision = true / max(1, sum(1 for yes, _ in said if yes))
    recall = true / max(1, sum(1 for _, same in said if same))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"pairs": float(len(pairs)), "precision": precision, "recall": recall, "f1": f1}


def _screening(lists: list[PartyList], random: Random) -> dict[str, Figures]:
    start = time.process_time()
    screen = Screen(lists)
    built = time.process_time() - start
    listed = [name.text for each in lists for entry in each.entries for name in entry.names]
    words = {_words(name) for name in listed}
    wrong = _misspelt(listed, random)
    honest = [name for name in clean_names(SEED, HONEST) if _words(name) not in words]
    start = time.process_time()
    alarms = sum(_hit(screen, name) for name in honest)
    cost = (time.process_time() - start) / max(1, len(honest))
    sorted_at_90 = _baseline(fuzz.token_sort_ratio, 90)
    mild = [pair for pair in wrong if sorted_at_90(*pair)]
    return {
        "screening": {
            "names": float(screen.names),
            "recall of misspelt": sum(_hit(screen, name) for name, _ in wrong) / len(wrong),
            "recall of token_sort_ratio at 90, own name only": sum(sorted_at_90(*pair) for pair in wrong) / len(wrong),
            "recall of those that token_sort_ratio finds": sum(_hit(screen, name) for name, _ in mild) / len(mild),
            "alarms per 1000 honest names": 1_000 * alarms / len(honest),
        },
        "screening, cost": {
            "build, seconds": built,
            "index, MB": screen.memory_bytes() / 1e6,
            "a new name, CPU ms": cost * 1_000,
        },
    }


def _misspelt(listed: list[str], random: Random) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    long = [name for name in listed if len(name) >= LEAST_LETTERS]
    while len(found) < MISSPELT:
        name = random.choice(long)
        wrong = misspelt(name, random)
        if wrong != name:
            found.append((wrong, name))
    return found


def _hit(screen: Screen, name: str) -> bool:
    return any(hit.field is Field.NAME for hit in screen.hits((Party(role="party", names=(name,)),)))


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.head for word in read_name(name).words if word.role is not Role.PARTICLE))
