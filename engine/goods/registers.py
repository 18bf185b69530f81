"""The registers that restrictions name: categories, papers, sources. What is in none is refused in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.goods.categories import Categories
from engine.goods.faults import Faults, nearest
from engine.goods.files import read_yaml
from engine.goods.record import Record
from engine.goods.restriction import Restriction, Source

Entries = Mapping[str, Mapping[str, str]]
SOURCE_FIELDS = ("title", "publisher", "url", "dated", "trust")
DOCUMENT_FIELDS = ("authority",)


@dataclass(frozen=True, slots=True)
class Registers:
    """Ids that may be named."""

    categories: Categories
    documents: frozenset[str]
    sources: frozenset[str]
    cited: Entries = field(default_factory=dict)  # title, publisher and date of each source

    def check(self, record: Record, restriction: Restriction) -> None:
        """Refuses what a restriction names and nobody registered."""
        if restriction.category not in self.categories:
            hint = nearest(restriction.category, frozenset(self.categories))
            record.refuse("category", f"has the unknown category `{restriction.category}`{hint}")
        for unknown in sorted(restriction.documents - self.documents):
            record.refuse("documents", f"asks for `{unknown}`; add it to documents.yaml")
        self.check_sources(record, "sources", restriction.sources)

    def check_sources(self, record: Record, key: str, sources: Iterable[Source]) -> None:
        """Refuses a source that sources.yaml does not list."""
        for source in sources:
            if source.id not in self.sources:
                record.refuse(key, f"quotes the unknown source `{source.id}`; add it to sources.yaml")

    def check_category(self, record: Record, category: str) -> None:
        """Refuses a category that categories.yaml does not list."""
        if category not in self.categories:
            hint = nearest(category, frozenset(self.categories))
            record.refuse("category", f"names the unknown category `{category}`{hint}")


def read_ids(folder: Path, key: str, fields: Iterable[str], faults: Faults | None = None) -> frozenset[str]:
    """Ids of the register in the file named after it; its other fields are for people, but must be there."""
    return frozenset(read_register(folder, key, fields, faults))


def read_register(folder: Path, key: str, fields: Iterable[str], faults: Faults | None = None) -> Entries:
    """The same with what it tells people of each."""
    record = read_yaml(folder / f"{key}.yaml", faults)
    found: dict[str, dict[str, str]] = {}
    names = tuple(fields)

    def one(item: Record) -> None:
        told = {name: item.text(name) for name in names}
        id_ = item.text("id")
        if id_ in found:
            item.refuse("id", "stands twice; ids are unique")
        found[id_] = told
        name = item.part("name")
        if name.names():
            name.text("en")
            name.text("zh")
            name.close()
        item.close()

    record.each(key, one)
    record.close()
    return found
