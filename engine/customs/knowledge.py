"""All that is known of customs, read once from `data/customs`, with the digest of its edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.customs.identifiers import ConsigneeIds, load_consignee_ids
from engine.customs.law import ImportCharges, load_law
from engine.customs.regimes import TaxRegimes, load_regimes
from engine.customs.thresholds import Thresholds, load_thresholds
from engine.errors import DataRejected
from engine.goods.edition import edition_of
from engine.goods.files import read_yaml


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A source as people read it."""

    title: str
    publisher: str
    url: str
    dated: str

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher}, {self.dated})"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsKnowledge:
    """One edition. `edition` changes when, and only when, a statement of the data does."""

    consignee_ids: ConsigneeIds
    regimes: TaxRegimes
    thresholds: Thresholds
    law: ImportCharges
    sources: Mapping[str, SourceNote]
    edition: str

    @classmethod
    def load(cls, folder: Path) -> "CustomsKnowledge":
        """Reads and checks every file. Raises DataRejected, naming the place."""
        found = cls(
            consignee_ids=load_consignee_ids(folder / "identifiers.yaml"),
            regimes=load_regimes(folder / "tax_regimes.yaml"),
            thresholds=load_thresholds(folder / "deminimis.csv"),
            law=load_law(folder / "law.yaml"),
            sources=_sources(folder / "sources.yaml"),
            edition=edition_of(folder),
        )
        for where, source in _quoted(found):
            if source not in found.sources:
                raise DataRejected(where, f"quotes the unknown source `{source}`; add it to sources.yaml")
        return found


def _sources(path: Path) -> Mapping[str, SourceNote]:
    record = read_yaml(path)
    found: dict[str, SourceNote] = {}
    for item in record.records("sources"):
        note = SourceNote(item.text("title"), item.text("publisher"), item.text("url"), item.text("dated"))
        item.choice("trust", frozenset({"official", "carrier", "secondary"}))
        found[item.text("id")] = note
        item.close()
    record.close()
    return found


def _quoted(knowledge: CustomsKnowledge) -> Iterable[tuple[str, str]]:
    for code, country in knowledge.consignee_ids.countries.items():
        yield from ((f"identifiers.yaml/{code}", need.source.id) for need in country.needs)
    yield from ((f"tax_regimes.yaml/{one.id}", one.source.id) for one in knowledge.regimes.regimes)
    yield from ((f"deminimis.csv/{one.place}", one.source) for one in knowledge.thresholds.rows)
    for one in knowledge.law.statutes:
        yield from ((f"law.yaml/{one.id}", source.id) for source in one.sources)
