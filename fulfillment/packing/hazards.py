"""Hazard classes of UN numbers, from the data of dangerous goods, as `apart.yaml` names them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from engine.goods.files import Record, read_yaml
from fulfillment.packing.articles import Article

FILE = "restricted_goods/dangerous_goods/un.yaml"
EXPLOSIVE = "1"  # its code says division and group, without which nothing is known about what it may lie with


def load_hazards(data: Path) -> Mapping[str, str]:
    """Class by UN number; for explosives division and group (`1.4S`). Raises DataRejected."""
    return dict(read_yaml(data / FILE, name=FILE).each("dangerous_goods", _hazard))


def with_classes(articles: Iterable[Article], hazards: Mapping[str, str]) -> tuple[Article, ...]:
    """The articles with the classes of their UN numbers."""
    return tuple(
        replace(each, classes=each.classes | {hazards[un] for un in each.un if un in hazards}) if each.un else each
        for each in articles
    )


def _hazard(record: Record) -> tuple[str, str]:
    hazard = record.text("class")
    return record.text("id"), record.text("code") if hazard == EXPLOSIVE else hazard
