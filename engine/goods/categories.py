"""Categories of goods that some law somewhere speaks of: a tree, with the words and codes of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.faults import Faults
from engine.goods.files import Record, read_yaml
from engine.goods.vocabulary import Vocabulary, read_vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """`hs_default` presumes it, `hs_plausible` lets words count, under `hs_phrases_only` no keyword does.

    `outranks` names what this one silences.
    `keywords_need_code`: without a fitting code no keyword counts. `worn`: a necklace can be of it, and is no likeness.
    `common` says that consumers order such goods. `main` is one of the answers about what goods are; the others only
    group what laws speak of.
    """

    id: str
    label_en: str
    label_zh: str
    parent: str | None
    vocabulary: Vocabulary
    hs_default: tuple[str, ...]
    hs_plausible: tuple[str, ...]
    hs_phrases_only: tuple[str, ...]
    outranks: frozenset[str]
    common: bool
    main: bool
    keywords_need_code: bool = False
    worn: bool = False

    def fits(self, hs_code: str) -> bool:
        """The code does not speak against the category."""
        return hs_code.startswith((*self.vocabulary.hs_prefixes, *self.hs_default, *self.hs_plausible))

    def lets_keywords_count(self, hs_code: str) -> bool:
        """The code fits, and its goods are of the category often enough for a bare keyword to mean it."""
        return self.fits(hs_code) and not hs_code.startswith(self.hs_phrases_only)


class Categories(Mapping[str, Category]):
    """Categories by id. Raises DataRejected for a repeated id or an unknown parent."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._by_id: dict[str, Category] = {}
        for category in categories:
            if category.id in self._by_id:
                raise DataRejected(f"categories.yaml/{category.id}", "stands twice; ids must be unique")
            self._by_id[category.id] = category
        self._lineage = {name: self._line(name) for name in self._by_id}
        for category in self._by_id.values():
            if unknown := category.outranks - self._by_id.keys():
                raise DataRejected(f"categories.yaml/{category.id}", f"outranks the unknown `{min(unknown)}`")

    def _line(self, name: str) -> frozenset[str]:
        line: set[str] = set()
        at: str | None = name
        while at is not None:
            if at not in self._by_id or at in line:
                raise DataRejected(f"categories.yaml/{name}", f"parent `{at}` is unknown or its own ancestor")
            line.add(at)
            at = self._by_id[at].parent
        return frozenset(line)

    def __getitem__(self, name: str) -> Category:
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def with_ancestors(self, names: Iterable[str]) -> frozenset[str]:
        """The categories and everything they are a kind of."""
        found: frozenset[str] = frozenset()
        for name in names:
            found |= self._lineage[name]
        return found

    @cached_property
    def top_level(self) -> frozenset[str]:
        """Ids of the main categories without a parent."""
        return frozenset(name for name, category in self._by_id.items() if category.main and category.parent is None)


def load_categories(path: Path, faults: Faults | None = None) -> Categories:
    """The tree of `categories.yaml`."""
    record = read_yaml(path, faults)
    categories = Categories(record.each("categories", _category))
    record.close()
    return categories


def _category(record: Record) -> Category:
    label = record.part("label")
    category = Category(
        id=record.text("id"),
        label_en=label.text("en"),
        label_zh=label.text("zh"),
        parent=record.optional("parent"),
        vocabulary=read_vocabulary(record),
        hs_default=record.digits("hs_default"),
        hs_plausible=record.digits("hs_plausible"),
        hs_phrases_only=record.digits("hs_phrases_only"),
        outranks=frozenset(record.texts("outranks")),
        common=record.choice("common", frozenset({"yes", "no"}), "yes") == "yes",
        main=record.choice("main", frozenset({"yes", "no"}), "yes") == "yes",
        keywords_need_code=record.choice("keywords_need_code", frozenset({"yes", "no"}), "no") == "yes",
        worn=record.choice("worn", frozenset({"yes", "no"}), "no") == "yes",
    )
    label.close()
    record.close()
    return category
