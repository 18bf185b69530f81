"""What facts rest on beside the order: law and vocabularies from the data folder, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.brands.files import load_brands
from engine.brands.screening import BrandScreen
from engine.customs.conformity_data import ConformityKnowledge, load_conformity
from engine.customs.knowledge import CustomsKnowledge
from engine.facts.context import Rates
from engine.facts.email import load_relays
from engine.facts.note_vocabulary import load_vocabulary
from engine.facts.notes import NoteVocabulary
from engine.facts.rates import EcbRates
from engine.facts.zones import load_zones
from engine.goods.files import read_yaml
from engine.goods.knowledge import GoodsKnowledge
from engine.goods.law import UNION


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """Compared by identity, since it is loaded once. A context's own rates come before these.

    `editions` says of which edition each part is, for the receipt of a decision.
    """

    goods: GoodsKnowledge
    customs: CustomsKnowledge
    conformity: ConformityKnowledge
    brands: BrandScreen
    notes: NoteVocabulary
    relays: frozenset[str]
    zones: Mapping[str, frozenset[str]]
    rates: Rates
    editions: Mapping[str, str] = field(default_factory=dict)


def load_knowledge(data_folder: Path) -> Knowledge:
    """Reads the project's data. Raises DataRejected, naming the file, when one cannot be used."""
    goods = GoodsKnowledge.load(data_folder / "restricted_goods")
    customs = CustomsKnowledge.load(data_folder / "customs")
    members = read_yaml(data_folder / "restricted_goods" / "countries" / f"{UNION}.yaml").texts("members")
    conformity = load_conformity(
        data_folder / "customs", frozenset(members), goods.classifier.categories, goods.documents
    )
    brands = load_brands(data_folder / "brands")
    rates = EcbRates.load(data_folder / "fx" / "pegs.csv")
    return Knowledge(
        goods=goods,
        customs=customs,
        conformity=conformity,
        brands=brands,
        notes=load_vocabulary(data_folder / "notes" / "intents.yaml"),
        relays=load_relays(data_folder / "email" / "relays.csv"),
        zones=load_zones(data_folder / "zones" / "countries.csv"),
        rates=rates,
        editions={
            "restricted_goods": goods.edition,
            "customs": customs.edition,
            "conformity": conformity.edition,
            "brands": brands.edition,
            "rates": rates.edition.isoformat(),
        },
    )
