"""The page `docs/coverage.md`: how much law is on file for which country, and of which kinds of goods it speaks."""

from collections.abc import Iterable, Iterator, Sequence

from engine.counted import counted
from engine.goods.categories import Categories
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import UNION, WORLD, Coverage, LawBook
from engine.goods.restriction import Kind, Reach, Restriction, Trust

INTRODUCTION = """\
# Which law is on file

This page is made from the data: `clearway docs coverage > docs/coverage.md`.

What is on file is what somebody read, not all that is law. **A thin country is thin**: that nothing stands against
goods there says little, and `goods.coverage` tells rules so. A country that is not on this page has `no_data`: bans of
the whole world and embargoes count, the rest is yours to look up.

Countries are rich from 15 restrictions on import, of which five are their own and bind every parcel; those of the
European Union count for each member, and neither they nor what posts and carriers refuse make one rich alone. Kinds
of goods beside the thirty below are counted in the first table only.
"""
LEGEND = """\
In the tables, a letter is the strongest that the law on file says of a kind of goods: **P** prohibited, **L** licence
or certificate, **c** conditions, **t** only some way of carriage refuses it, **?** only sources of low confidence speak
of it, blank nothing on file. Narrower matches count as well: a P may be of one article only.
"""
COLUMNS = 10
_PAPERS = frozenset({Kind.LICENCE_REQUIRED, Kind.CERTIFICATE_REQUIRED})
STRENGTH = ("P", "L", "c", "t", "?", " ")
NAMES = {UNION: "European Union", WORLD: "everywhere"}


def coverage_page(knowledge: GoodsKnowledge) -> str:
    """The whole page as Markdown."""
    law, categories = knowledge.law, knowledge.classifier.categories
    codes = sorted(law.files)
    kinds = sorted(categories.top_level)
    restrictions = counted(len(knowledge.restrictions), "restriction", "restrictions")
    sizes = f"{counted(len(codes), 'file', 'files')}, {restrictions}.\n"
    parts = [INTRODUCTION, sizes, "## Countries\n", *_countries(knowledge, codes), "", "## Kinds of goods\n", LEGEND]
    for start in range(0, len(kinds), COLUMNS):
        parts.extend((*_table(law, categories, codes, kinds[start : start + COLUMNS]), ""))
    return "\n".join(parts)


def _countries(knowledge: GoodsKnowledge, codes: Sequence[str]) -> Iterator[str]:
    yield "| country | restrictions | of them law | low confidence | coverage | sources | reviewed on |"
    yield "|---|--:|--:|--:|---|--:|---|"
    for code in codes:
        own = knowledge.law.files[code]
        binding = sum(Reach.LAW in one.reaches for one in own)
        weak = sum(one.trust is Trust.LOW for one in own)
        sources = len({source.id for one in own for source in one.sources})
        coverage = "counts for others" if code in NAMES else _coverage(knowledge.law, code)
        reviewed = max((one.reviewed_on for one in own), default=knowledge.reviewed[code])
        yield f"| {NAMES.get(code, code)} | {len(own)} | {binding} | {weak} | {coverage} | {sources} | {reviewed} |"


def _coverage(law: LawBook, code: str) -> str:
    found = law.coverage(code)
    return f"**{found}**" if found is not Coverage.RICH else str(found)


def _table(law: LawBook, categories: Categories, codes: Sequence[str], kinds: Sequence[str]) -> Iterator[str]:
    yield "| country | " + " | ".join(f"`{kind}`" for kind in kinds) + " |"
    yield "|---|" + ":-:|" * len(kinds)
    for code in codes:
        marks = (_mark(_about(law.files[code], categories, kind)) for kind in kinds)
        yield f"| {NAMES.get(code, code)} | " + " | ".join(marks) + " |"


def _about(restrictions: Iterable[Restriction], categories: Categories, kind: str) -> Iterator[Restriction]:
    return (one for one in restrictions if kind in categories.with_ancestors((one.category,)))


def _mark(restrictions: Iterable[Restriction]) -> str:
    return min((_letter(one) for one in restrictions), key=STRENGTH.index, default=" ")


def _letter(restriction: Restriction) -> str:
    if restriction.trust is Trust.LOW:
        return "?"
    if Reach.LAW not in restriction.reaches:
        return "t"
    if restriction.kind is Kind.PROHIBITED:
        return "P"
    return "L" if restriction.kind in _PAPERS else "c"
