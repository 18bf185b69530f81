"""Facts of denied parties out of hits and of what people said of them.

A name says nothing here but by token: what a verdict is remembered by is keyed with the installation's secret.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.lexicon.spec import Value
from engine.parties.screen import Band, Hit

# Publishers renew their lists within days; a list of a month ago has been missed several times.
STALE_AFTER_DAYS = 30
UNDATED = "unknown date"


class Verdict(StrEnum):
    """What a person said of a hit."""

    CLEARED = "cleared"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and until when it counts; None is for good."""

    verdict: Verdict
    until: datetime | None = None

    def counts(self, at: datetime) -> bool:
        """It has not run out."""
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDate:
    """A list in force by its operator's name, its digest, and the date it states."""

    name: str
    digest: str
    dated: date | None

    def __str__(self) -> str:
        return f"{self.name} of {self.dated or UNDATED}"

    def is_stale(self, on: date) -> bool:
        """Too old to rely on, or of unknown age."""
        return self.dated is None or (on - self.dated).days > STALE_AFTER_DAYS


Judged = Callable[[Hit, str], Judgement | None]


def entry_of(hit: Hit, lists: Sequence[ListDate]) -> str:
    """List and entry, such as `ofac-sdn:7157`."""
    name = next((each.name for each in lists if each.digest == hit.list_digest), hit.list_source)
    return f"{name}:{hit.entry_id}"


def party_facts(
    hits: Sequence[Hit], lists: Sequence[ListDate], judged: Judged, at: datetime, on: date
) -> Mapping[str, Value]:
    """`party.*` of an order. `judged` answers what people said of a hit's party and an entry."""
    found: dict[str, set[str]] = {name: set() for name in ("confirmed", "strong_hits", "weak_hits", "cleared")}
    open_scores = [0.0]
    words: set[str] = set()
    for hit in hits:
        entry = entry_of(hit, lists)
        standing = _standing(hit, judged(hit, entry), at)
        found[standing].add(entry)
        if standing != "cleared":
            open_scores.append(hit.score)
            words.add(f"{hit.role}: {hit.score:.2f} like {hit.listed} ({entry}, {hit.band})")
    stale = frozenset(str(each) for each in lists if each.is_stale(on))
    # Cleared of an entry in one role and not in another, the entry is open.
    found["cleared"] -= found["strong_hits"] | found["weak_hits"] | found["confirmed"]
    return {
        "party.lists": frozenset(str(each) for each in lists),
        "party.stale_lists": stale,
        "party.stale_count": len(stale),
        "party.confirmed_count": len(found["confirmed"]),
        "party.strong_count": len(found["strong_hits"]),
        "party.weak_count": len(found["weak_hits"]),
        "party.best_score": round(max(open_scores) * 100),
        "party.evidence": frozenset(words),
        **{f"party.{name}": frozenset(entries) for name, entries in found.items()},
    }


def _standing(hit: Hit, judgement: Judgement | None, at: datetime) -> str:
    if judgement is not None and judgement.counts(at):
        return judgement.verdict.value
    return "strong_hits" if hit.band is Band.STRONG else "weak_hits"
