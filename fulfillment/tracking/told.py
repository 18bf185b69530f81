"""One event as a source told it, without personal values: what is kept, and read again when a table gets better."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from engine.bundled import data_folder

SIGNED = re.compile(
    r"\b(signed|received|accepted|collected|taken)\s+(for\s+)?by\b.*|\b(left|neighbou?r)\b.*", re.IGNORECASE
)
WORDS = re.compile(r"[A-Za-z][A-Za-z-]*")
MOST_DETAIL, MOST_PLACE, MOST_CODE = 200, 80, 64
PLACE = re.compile(r"[^\w .'()/-]+")
STATE, DIGIT = re.compile(r"^([A-Z]{2,3})\s+[\d-]+$"), re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`table` names the data file that reads it, `code` is the source's own; `stated` the time as it was written, with
    or without a zone, `zone` a zone that was stated beside it (an IANA name). `country` is ISO 3166-1 alpha-2, empty
    where none was told. `voids`: this takes back the same event that was told before.
    """

    table: str
    code: str
    stated: str
    detail: str = ""
    country: str = ""
    place: str = ""
    zone: str = ""
    reason: str = ""
    voids: bool = False

    def kept(self) -> Mapping[str, object]:
        """As it is kept: what is empty is left out."""
        return {name: value for name in FIELDS if (value := getattr(self, name))}

    @classmethod
    def of(cls, kept: Mapping[str, object]) -> "Told":
        """As it was kept."""
        texts = {name: str(kept.get(name, "")) for name in FIELDS if name != "voids"}
        return cls(**texts, voids=bool(kept.get("voids")))


FIELDS = ("table", "code", "stated", "detail", "country", "place", "zone", "reason", "voids")


def plain(description: str) -> str:
    """What is kept of a source's own words: those that carriers use, and no name of whoever signed.

    A word that is not in data/tracking/plain_words.txt may be a name and is left out, as is all behind `signed by`.
    """
    said = WORDS.findall(SIGNED.sub(_without_name, description))
    return " ".join(word for each in said if (word := each.lower()) in plain_words())[:MOST_DETAIL]


def place_of(*parts: str) -> str:
    """A town and state as they were told. What has a digit is a street or postcode; of `CA 90001` the state is kept."""
    named = [STATE.sub(r"\1", PLACE.sub(" ", part).strip()) for told in parts for part in told.split(",")]
    return ", ".join(part for part in named if part and not DIGIT.search(part))[:MOST_PLACE]


@cache
def plain_words() -> frozenset[str]:
    """Words that no name is made of."""
    return frozenset((data_folder() / "tracking" / "plain_words.txt").read_text(encoding="utf-8").split())


def _without_name(found: re.Match[str]) -> str:
    """Of `signed for by …` and `left with …` the first word is kept."""
    return found.group(0).split()[0]
