"""All that is known of goods and import law, read once from `data/restricted_goods`, with the digest of its edition."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.categories import Categories, load_categories
from engine.goods.classify import Classifier
from engine.goods.consignee_ids import ConsigneeIds, load_consignee_ids
from engine.goods.dangerous import DangerousGood, load_dangerous_goods
from engine.goods.embargo import Embargoes, load_embargoes
from engine.goods.files import read_yaml
from engine.goods.hs import HsHeadings, load_headings
from engine.goods.law import UNION, LawBook
from engine.goods.restriction import Restriction, Source, read_restriction
from engine.goods.words import load_words


@dataclass(frozen=True, slots=True)
class GoodsKnowledge:
    """One edition. `edition` changes when, and only when, a statement of the data does."""

    classifier: Classifier
    headings: HsHeadings
    law: LawBook
    consignee_ids: ConsigneeIds
    restrictions: tuple[Restriction, ...]
    dangerous_goods: Mapping[str, tuple[DangerousGood, ...]]
    documents: frozenset[str]
    edition: str

    @classmethod
    def load(cls, folder: Path) -> "GoodsKnowledge":
        """Reads and checks every file. Raises DataRejected, naming the place, when one cannot be used."""
        categories = load_categories(folder / "categories.yaml")
        headings = load_headings(folder / "hs_headings.yaml")
        sources = _ids(folder / "sources.yaml", "sources", ("title", "publisher", "url", "dated", "trust"))
        documents = _ids(folder / "documents.yaml", "documents", ("authority",))
        files, members = _country_files(folder / "countries")
        restrictions = tuple(restriction for part in files.values() for restriction in part)
        embargoes = load_embargoes(folder / "embargo.yaml")
        consignee_ids = load_consignee_ids(folder / "consignee_ids.yaml", members, UNION)
        dangerous_goods = load_dangerous_goods(folder / "dangerous_goods.yaml")
        if unknown := dangerous_goods.keys() - categories.keys():
            raise DataRejected("dangerous_goods.yaml", f"names the unknown category `{min(unknown)}`")
        _check(restrictions, categories, documents)
        _check_sources(_quoted(restrictions, embargoes, consignee_ids), sources)
        return cls(
            classifier=Classifier(categories, load_words(folder / "words.yaml"), headings),
            headings=headings,
            law=LawBook(files, members, categories, embargoes),
            consignee_ids=consignee_ids,
            restrictions=restrictions,
            dangerous_goods=dangerous_goods,
            documents=documents,
            edition=edition_of(folder),
        )


def edition_of(folder: Path) -> str:
    """SHA-256 over all files, by name; comments, blank lines and trailing blanks are no statements."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml"), key=lambda item: item.relative_to(folder).as_posix()):
        digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                digest.update(line.rstrip().encode() + b"\n")
    return digest.hexdigest()


def _country_files(folder: Path) -> tuple[dict[str, list[Restriction]], frozenset[str]]:
    files: dict[str, list[Restriction]] = {}
    members: frozenset[str] = frozenset()
    for path in sorted(folder.glob("*.yaml")):
        record = read_yaml(path)
        destination = record.text("destination")
        if destination != path.stem:
            raise record.reject("destination", f"`{path.stem}`, as the file is named")
        reviewed_on = record.day("reviewed_on")
        members |= frozenset(record.texts("members"))
        files[destination] = [read_restriction(item, reviewed_on) for item in record.records("restrictions")]
        record.close()
    return files, members


def _ids(path: Path, key: str, fields: Iterable[str]) -> frozenset[str]:
    """Ids of a register whose other fields are for people, but must be there."""
    record = read_yaml(path)
    found: set[str] = set()
    for item in record.records(key):
        for field in fields:
            item.text(field)
        found.add(item.text("id"))
        name = item.part("name")
        if name.names():
            name.text("en")
            name.text("zh")
        item.close()
    record.close()
    return frozenset(found)


def _check(restrictions: Iterable[Restriction], categories: Categories, documents: frozenset[str]) -> None:
    seen: set[str] = set()
    for restriction in restrictions:
        if restriction.id in seen:
            raise DataRejected(restriction.id, "stands twice; ids are never reused")
        seen.add(restriction.id)
        if restriction.category not in categories:
            raise DataRejected(restriction.id, f"has the unknown category `{restriction.category}`")
        if unknown := restriction.documents - documents:
            raise DataRejected(restriction.id, f"asks for `{min(unknown)}`; add it to documents.yaml")


def _quoted(
    restrictions: Iterable[Restriction], embargoes: Embargoes, ids: ConsigneeIds
) -> Iterable[tuple[str, Source]]:
    for restriction in restrictions:
        yield from ((restriction.id, source) for source in restriction.sources)
    yield from ((embargo.id, embargo.source) for embargo in embargoes.all)
    for code, country in ids.countries.items():
        yield from ((f"consignee_ids.yaml/{code}", need.source) for need in country.needs)


def _check_sources(quoted: Iterable[tuple[str, Source]], sources: frozenset[str]) -> None:
    for where, source in quoted:
        if source.id not in sources:
            raise DataRejected(where, f"quotes the unknown source `{source.id}`; add it to sources.yaml")
