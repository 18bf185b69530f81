"""Dangerous goods among consumer goods: UN numbers and classes by category, for papers, labels and carriers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.goods.files import Record, read_yaml
from engine.goods.restriction import Source, Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerousGood:
    """One UN number. `air` lists packing instructions; `trust` speaks of these, the class is ADR's."""

    un: str
    hazard_class: str
    category: str
    goods: str
    air: tuple[str, ...]
    trust: Trust
    source: Source


def load_dangerous_goods(path: Path) -> Mapping[str, tuple[DangerousGood, ...]]:
    """The entries of `dangerous_goods.yaml` by category."""
    record = read_yaml(path)
    found: dict[str, tuple[DangerousGood, ...]] = {}
    for item in record.records("dangerous_goods"):
        good = _good(item)
        found[good.category] = (*found.get(good.category, ()), good)
    record.close()
    return found


def _good(record: Record) -> DangerousGood:
    source = record.part("source")
    good = DangerousGood(
        un=record.text("id"),
        hazard_class=record.text("class"),
        category=record.text("category"),
        goods=record.text("goods"),
        air=record.texts("air"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=Source(source.text("id"), source.text("locator")),
    )
    source.close()
    record.close()
    return good
