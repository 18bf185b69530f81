"""Fines of marketplaces, and until when one can appeal: `data/payments/penalties.yaml`.

Where the file says nothing of a marketplace, a case has no deadline: none is invented.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.bundled import data_folder
from engine.goods.files import read_yaml
from engine.goods.record import Record

CONFIDENCES = frozenset({"high", "medium", "low"})
MOST_DAYS = 540
FILE = "penalties.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRule:
    """Calendar days after the line within which one can appeal; who says so, and how sure that is."""

    provider: str
    words: frozenset[str]
    days: int
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Penalties:
    """All rules; of those that fit, one that names the word goes before one for all words."""

    rules: tuple[AppealRule, ...] = ()

    def rule_for(self, provider: str, word: str) -> AppealRule | None:
        """The rule for a line; None where nobody has said anything."""
        own = [each for each in self.rules if each.provider == provider]
        named = [each for each in own if word in each.words]
        return next(iter([*named, *(each for each in own if not each.words)]), None)


@cache
def bundled_penalties() -> Penalties:
    """Those that this version came with."""
    return read_penalties(data_folder() / "payments" / FILE)


def read_penalties(path: Path) -> Penalties:
    """Rules of a file. Raises FaultyData with the place of what is wrong."""
    record = read_yaml(path)
    rules = record.each("penalties", _rule)
    record.close()
    return Penalties(rules)


def _rule(record: Record) -> AppealRule:
    days = record.number("days")
    if not (days.is_integer() and 0 < days <= MOST_DAYS):
        record.wrong("days", f"a whole number from 1 to {MOST_DAYS}")
    record.needed_day("read")
    return AppealRule(
        provider=record.text("provider"),
        words=frozenset(record.texts("words")),
        days=int(days),
        source=record.text("source"),
        confidence=record.choice("confidence", CONFIDENCES),
    )
