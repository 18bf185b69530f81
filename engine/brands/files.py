"""Reads `data/brands`: brands.yaml and phrases.yaml."""

from pathlib import Path

from engine.brands.brand import Brand, BrandKind
from engine.brands.screening import BrandScreen
from engine.brands.text import plain
from engine.brands.vocabulary import Role, Vocabulary
from engine.errors import DataRejected
from engine.goods.edition import edition_of
from engine.goods.files import Record, read_yaml

_KINDS = frozenset(BrandKind)


def load_brands(folder: Path) -> BrandScreen:
    """The screening with all brands of a folder. Raises DataRejected, naming the place, when one cannot be used."""
    phrases = read_yaml(folder / "phrases.yaml")
    roles = {role: phrases.texts(role.value) for role in Role}
    not_brands = phrases.texts("not_brands")
    part = phrases.part("groups")
    groups = {name: part.texts(name) for name in part.names()}
    part.close()
    phrases.close()
    file = read_yaml(folder / "brands.yaml")
    brands = [_brand(record, frozenset(groups)) for record in file.records("brands")]
    file.close()
    if len({each.id for each in brands}) != len(brands):
        raise DataRejected("brands.yaml", "has an id twice; give each brand its own")
    return BrandScreen(Vocabulary(brands, roles, groups, not_brands), edition=edition_of(folder))


def _brand(record: Record, groups: frozenset[str]) -> Brand:
    brand = Brand(
        id=record.text("id"),
        owner=record.text("owner"),
        kind=BrandKind(record.choice("kind", _KINDS, "brand")),
        groups=frozenset(record.texts("groups")),
        names=record.texts("names"),
        devices=record.texts("devices"),
        ordinary=frozenset(record.texts("ordinary")),
        beside=frozenset(plain(each) for each in record.texts("with")),
        unless=frozenset(plain(each) for each in record.texts("unless")),
    )
    record.close()
    if not brand.names or not brand.groups or brand.groups - groups:
        raise record.reject("groups", "groups of phrases.yaml, beside at least one name")
    if brand.ordinary - set(brand.names):
        raise record.reject("ordinary", "some of the names")
    return brand
