"""The states of one country by every spelling: official, local, Latin, coded, shortened, or transliterated otherwise.

Three indexes, from strict to lenient. A lenient spelling counts only while it means one state and no other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from engine.address.sources import own_rows
from engine.address.spelling import fold

CJK_KIND = re.compile(
    r"(?:(?:壮族|壯族|回族|维吾尔|維吾爾)?自治[区區]|特[别別]行政[区區]|省|市|県|府|都|특별자치도|특별자치시|특별시|광역시|도)$"
)
THAI_KIND = "จังหวัด"
ADJECTIVE = re.compile(r"(?:sk(?:aya|iy|yy|ii|yi|ij|yj|oye|oe|oy|a|y|i)?|s ka)$")
ARTICLE = re.compile(r"^(?:al|el|ash|ad|at|az|as|an|ar)\s")
SOUNDS = (("ph", "f"), ("kh", "k"), ("gh", "g"), ("ou", "u"), ("q", "k"), ("c", "k"), ("z", "s"), ("w", "v"))
QUIET = re.compile(r"[aeiouyh\s]")
DOUBLED = re.compile(r"(.)\1+")
SHORTEST_SKELETON = 3


@dataclass(frozen=True, slots=True)
class Region:
    """One state. `code` is ISO 3166-2 without the country where there is one; `key` is what its post calls it."""

    code: str
    key: str
    spellings: tuple[str, ...]
    postcodes: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class RegionIndex:
    """Folded spelling to code, from strict to lenient."""

    exact: Mapping[str, str]
    core: Mapping[str, str]
    skeleton: Mapping[str, str]

    def code_of(self, text: str) -> str | None:
        """The one state that is meant; None when unknown or when it could be several."""
        folded = fold(text)
        found = self.exact.get(folded) or self.exact.get(folded.replace(" ", ""))
        if found is not None:
            return found
        bare = core(folded)
        return self.exact.get(bare) or self.core.get(bare) or self.skeleton.get(skeleton(bare))


def core(folded: str) -> str:
    """The name alone, without the words that only say that it is a province."""
    kinds = _kinds()
    words = [word for word in folded.split() if word not in kinds]
    bare = CJK_KIND.sub("", " ".join(words) if words else folded).removeprefix(THAI_KIND)
    return bare if len(bare) > 1 else folded


def skeleton(bare: str) -> str:
    """First letter and consonants: what transliterations of one name share. Empty when too little is left."""
    name = DOUBLED.sub(r"\1", ADJECTIVE.sub("", ARTICLE.sub("", bare).strip()))
    if not name.isascii():
        return ""
    for heard, written in SOUNDS:
        name = name.replace(heard, written)
    bones = DOUBLED.sub(r"\1", name[:1] + QUIET.sub("", name[1:]))
    return bones if len(bones) >= SHORTEST_SKELETON else ""


def index_regions(country: str, regions: Iterable[Region]) -> RegionIndex:
    """Indexes over all spellings. Regions come with the most important first: it keeps a spelling that two share."""
    listed = tuple(regions)
    exact: dict[str, str] = {}
    for region in listed:
        for spelling in (region.code, f"{country}-{region.code}", region.key):
            exact.setdefault(fold(spelling), region.code)
    for region in listed:
        for spelling in map(fold, region.spellings):
            exact.setdefault(spelling, region.code)
            exact.setdefault(spelling.replace(" ", ""), region.code)
    cores = _unambiguous((core(fold(spelling)), region.code) for region in listed for spelling in region.spellings)
    bones = _unambiguous((skeleton(name), code) for name, code in cores.items())
    exact.pop("", None)
    return RegionIndex(exact, cores, bones)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for spelling, code in pairs:
        meant.setdefault(spelling, set()).add(code)
    meant.pop("", None)
    return {spelling: next(iter(codes)) for spelling, codes in meant.items() if len(codes) == 1}


@cache
def _kinds() -> frozenset[str]:
    """What a state calls itself. Left away, "Lombardia" and "Regione Lombardia" agree."""
    return frozenset(row["word"] for row in own_rows("state_kinds"))
