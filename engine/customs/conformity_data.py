"""Reads and checks what is known of conformity and registers, with the digest of its edition."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.customs.conformity import Conformity
from engine.customs.registration_kinds import RegistrationKinds, load_kinds
from engine.customs.requirement import Requirement, read_requirement
from engine.errors import DataRejected
from engine.goods.files import read_yaml

FILES = ("conformity.yaml", "registration_kinds.yaml", "conformity_sources.yaml")


@dataclass(frozen=True, slots=True)
class ConformityKnowledge:
    """`edition` changes when, and only when, one of the files does."""

    conformity: Conformity
    kinds: RegistrationKinds
    edition: str


def load_conformity(
    folder: Path, members: frozenset[str], categories: Iterable[str], documents: frozenset[str]
) -> ConformityKnowledge:
    """Reads `data/customs`. Raises DataRejected, naming the place, for what is unknown elsewhere."""
    kinds = load_kinds(folder / "registration_kinds.yaml")
    requirements = _requirements(folder / "conformity.yaml")
    sources = _sources(folder / "conformity_sources.yaml")
    known = frozenset(categories)
    for each in requirements:
        _check(each, kinds, sources, known, documents)
    digest = hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in FILES)).hexdigest()
    return ConformityKnowledge(Conformity(requirements, members), kinds, digest)


def _requirements(path: Path) -> list[Requirement]:
    record = read_yaml(path)
    reviewed_on = record.day("reviewed_on")
    if reviewed_on is None:
        raise record.reject("reviewed_on", "given, as the day on which somebody last read it")
    found: dict[str, Requirement] = {}
    for item in record.records("requirements"):
        each = read_requirement(item, reviewed_on)
        if each.id in found:
            raise DataRejected(f"{path.name}/{each.id}", "stands twice; ids are never reused")
        found[each.id] = each
    record.close()
    return list(found.values())


def _sources(path: Path) -> frozenset[str]:
    record = read_yaml(path)
    found: set[str] = set()
    for item in record.records("sources"):
        for field in ("title", "publisher", "url", "dated"):
            item.text(field)
        item.choice("trust", frozenset({"official", "secondary"}))
        found.add(item.text("id"))
        item.close()
    record.close()
    return frozenset(found)


def _check(
    each: Requirement, kinds: RegistrationKinds, sources: frozenset[str], categories: frozenset[str],
    documents: frozenset[str],
) -> None:  # fmt: skip
    unknown = (
        ("source", frozenset(source.id for source in each.sources) - sources),
        ("kind of registration", frozenset(each.wanted.registrations) - kinds.keys()),
        ("category", each.categories - categories),
        ("document", each.wanted.papers - documents),
    )
    for what, names in unknown:
        if names:
            raise DataRejected(f"conformity.yaml/{each.id}", f"names the unknown {what} `{min(names)}`")
