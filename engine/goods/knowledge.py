"""All that is known of goods and import law, read once from `data/restricted_goods`, with the digest of its edition."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.goods.classify import Classifier
from engine.goods.dangerous import DangerousGoods
from engine.goods.edition import edition_of
from engine.goods.exceptions import Exceptions
from engine.goods.hs import HsHeadings
from engine.goods.law import LawBook
from engine.goods.likeness import Likenesses
from engine.goods.reading import read_statements
from engine.goods.registers import Entries
from engine.goods.restriction import Restriction


@dataclass(frozen=True, slots=True)
class GoodsKnowledge:
    """One edition. `edition` changes when, and only when, a statement of the data does.

    `reviewed` says by country when its file was last gone through, `sources` what each source is.
    """

    classifier: Classifier
    headings: HsHeadings
    law: LawBook
    restrictions: tuple[Restriction, ...]
    dangerous_goods: DangerousGoods
    documents: frozenset[str]
    reviewed: Mapping[str, date | None]
    edition: str
    sources: Entries = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> "GoodsKnowledge":
        """Reads and checks every file. Raises DataRejected, naming the place, when one cannot be used."""
        with _uncollected():
            return cls._load(folder)

    @classmethod
    def _load(cls, folder: Path) -> "GoodsKnowledge":
        stated = read_statements(folder)
        files, members, categories = stated.files, stated.members, stated.registers.categories
        exceptions = Exceptions(row for row, _ in stated.exceptions)
        return cls(
            classifier=Classifier(categories, stated.words, stated.trade_names, stated.headings),
            headings=stated.headings,
            law=LawBook(files, members, categories, stated.embargoes, exceptions, Likenesses(stated.words)),
            restrictions=tuple(restriction for part in files.values() for restriction in part),
            dangerous_goods=stated.dangerous_goods,
            documents=stated.registers.documents,
            reviewed={file.country: file.reviewed_on for file in reversed(stated.countries)},
            edition=edition_of(folder),
            sources=stated.registers.cited,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector, which would walk the same tens of thousands of nodes again and again: half of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
