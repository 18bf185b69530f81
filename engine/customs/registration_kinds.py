"""Kinds of registers, where each exists, and what their numbers look like (`data/customs/registration_kinds.yaml`)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml

FAMILIES = frozenset({"tax", "producer", "safety", "notification"})
ANYWHERE = "*"
_BETWEEN = re.compile(r"[\s.\-/]+")
_TERRITORY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationKind:
    """`forms` are expressions of numbers by territory; one without a form takes any number."""

    id: str
    family: str
    name_en: str
    name_zh: str
    territories: frozenset[str]
    forms: Mapping[str, re.Pattern[str]]

    def exists_in(self, territory: str) -> bool:
        """Whether there is such a register there."""
        anywhere = ANYWHERE in self.territories and _TERRITORY.fullmatch(territory) is not None
        return anywhere or territory in self.territories

    def accepts(self, number: str, territory: str) -> bool:
        """Whether a number has the register's form. Check digits are another matter."""
        form = self.forms.get(territory)
        compact = plain_number(number)
        return bool(compact) and (form is None or form.fullmatch(compact) is not None)


class RegistrationKinds(Mapping[str, RegistrationKind]):
    """Kinds by id."""

    def __init__(self, kinds: Iterable[RegistrationKind]) -> None:
        self._kinds = {kind.id: kind for kind in kinds}

    def __getitem__(self, name: str) -> RegistrationKind:
        return self._kinds[name]

    def named(self, scheme: str) -> str | None:
        """The kind that somebody's own words mean: `LUCID`, `Packaging (FR)`, `WEEE reg. no.`; None for others."""
        words = re.findall(r"[a-z]+", scheme.casefold())
        whole = "_".join(words)
        return whole if whole in self._kinds else next((word for word in words if word in self._kinds), None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def plain_number(number: str) -> str:
    """A number without what is written between its parts, in capitals: how two of them are compared."""
    return _BETWEEN.sub("", number).upper()


def load_kinds(path: Path) -> RegistrationKinds:
    """Reads the file. Raises DataRejected, naming the place."""
    record = read_yaml(path)
    kinds: dict[str, RegistrationKind] = {}
    for item in record.records("kinds"):
        kind = _kind(item)
        if kind.id in kinds:
            raise DataRejected(f"{path.name}/{kind.id}", "stands twice; ids must be unique")
        kinds[kind.id] = kind
    record.close()
    return RegistrationKinds(kinds.values())


def _kind(record: Record) -> RegistrationKind:
    name = record.part("name")
    forms = record.part("forms")
    kind = RegistrationKind(
        id=record.text("id"),
        family=record.choice("family", FAMILIES),
        name_en=name.text("en"),
        name_zh=name.text("zh"),
        territories=frozenset(record.texts("territories")),
        forms={territory: re.compile(forms.text(territory)) for territory in forms.names()},
    )
    for part in (name, forms, record):
        part.close()
    return kind
