"""What boxes and fillers are made of, and what follows from it: `data/packing/materials.yaml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.packing.sources import CONFIDENCE, source

FILE = "packing/materials.yaml"
MM3_PER_DM3 = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """`marked_wood`: has to bear the mark of ISPM 15 when it crosses a border."""

    id: str
    recyclable: bool
    marked_wood: bool
    what: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """What fills the voids of a box: grams and minor units for a cubic decimetre of void."""

    material: str
    g_per_dm3: int
    minor_per_dm3: int = 0

    def grams(self, void_mm3: int) -> int:
        """Its weight in that much void, up to the next gram."""
        return -(-void_mm3 * self.g_per_dm3 // MM3_PER_DM3)

    def minor(self, void_mm3: int) -> int:
        """Its cost in that much void, up to the next minor unit."""
        return -(-void_mm3 * self.minor_per_dm3 // MM3_PER_DM3)


def needs_wood_mark(materials: Iterable[str], known: Mapping[str, Material]) -> bool:
    """Some of it is raw wood, which crosses borders only with the mark of ISPM 15."""
    return any(known[each].marked_wood for each in materials if each in known)


def not_recyclable(known: Mapping[str, Material]) -> frozenset[str]:
    """What to forbid where only recyclable packaging may be used."""
    return frozenset(each.id for each in known.values() if not each.recyclable)


def load_materials(data: Path) -> Mapping[str, Material]:
    """Materials by their word. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    found = file.each("materials", _material)
    file.each("sources", source)
    file.close()
    return {each.id: each for each in found}


def _material(record: Record) -> Material:
    record.text("source")
    yes_or_no = frozenset({"yes", "no"})
    material = Material(
        id=record.text("id"),
        recyclable=record.choice("recyclable", yes_or_no) == "yes",
        marked_wood=record.choice("ispm15", yes_or_no, "no") == "yes",
        what=record.text("what"),
        confidence=record.choice("confidence", CONFIDENCE),
    )
    record.close()
    return material
