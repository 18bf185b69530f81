"""What boxes and cushioning are made of: `data/packing/materials.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.packing.sources import CONFIDENCE, source

FILE = "packing/materials.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """`code` as in Decision 97/129/EC, "" for what has none; `is_raw_wood`: crosses borders only as ISPM 15 says."""

    id: str
    family: str
    code: str
    recyclable: bool
    is_raw_wood: bool


def load_materials(data: Path) -> Mapping[str, Material]:
    """Materials by their word. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    found = file.each("materials", _material)
    file.each("sources", source)
    file.close()
    return {each.id: each for each in found}


def _material(record: Record) -> Material:
    for told in ("source", "what"):
        record.text(told)
    record.choice("confidence", CONFIDENCE)
    material = Material(
        id=record.text("id"),
        family=record.text("family"),
        code=record.optional("code") or "",
        recyclable=record.choice("recyclable", frozenset({"yes", "no"})) == "yes",
        is_raw_wood=record.choice("wood", frozenset({"raw", "processed", "none"}), "none") == "raw",
    )
    record.close()
    return material
