"""Dangerous goods among consumer goods: UN numbers of a line, the band of its lithium, and who carries it how."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.goods.classification import Basis, Classification
from engine.goods.index import PhraseIndex
from engine.goods.restriction import Source, Trust
from engine.order.line import Line
from engine.order.terms import BatteryKind, BatteryPacking

LARGE = "large"  # lithium over every band


class Answer(StrEnum):
    """What a carrier says to dangerous goods; the one named first outweighs those after it."""

    REFUSED = "refused"
    CARGO_AIRCRAFT = "cargo_aircraft"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerousGood:
    """One UN number. `air` lists packing instructions, `air_trust` speaks of these, `trust` of number and class.

    `above` are measures that the goods must exceed; `presumed` means that its category alone points to it.
    """

    un: str
    hazard_class: str
    code: str
    goods: str
    categories: frozenset[str]
    battery: BatteryKind | None
    packings: frozenset[BatteryPacking]
    above: tuple[tuple[str, float], ...]
    presumed: bool
    phrases: tuple[str, ...]
    air: tuple[str, ...]
    air_trust: Trust
    trust: Trust
    sources: tuple[Source, ...]

    def allows(self, line: Line, firm: frozenset[str]) -> bool:
        """Nothing that the line states speaks against it."""
        if self.categories and not self.categories & firm:
            return False
        if not all((value := getattr(line, name)) is not None and value > most for name, most in self.above):
            return False
        battery = line.battery
        if battery is None or self.battery is None:
            return not self.packings
        return battery.kind is self.battery and (not self.packings or battery.packing in self.packings)

    def stated(self, line: Line) -> bool:
        """An attribute of the line says that it is this."""
        battery = self.battery is not None and line.battery is not None and bool(self.categories or self.packings)
        return battery or bool(self.above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Lithium up to and including `most` watt hours or grams."""

    id: str
    battery: BatteryKind
    measure: str
    most: float
    trust: Trust
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriageTerm:
    """What modes, or some carriers of these modes, answer to UN numbers, or to some bands of lithium among them."""

    id: str
    modes: frozenset[str]
    carriers: frozenset[str]
    un: frozenset[str]
    bands: frozenset[str]
    answer: Answer
    what: str
    trust: Trust
    source: Source

    def meets(self, un: Iterable[str], band: str | None, mode: str, carrier: str | None) -> bool:
        """The term is about these goods on this way."""
        if mode not in self.modes or (self.carriers and carrier not in self.carriers):
            return False
        return not self.un.isdisjoint(un) and (not self.bands or band in self.bands)


class DangerousGoods:
    """The three files of `dangerous_goods/` together."""

    def __init__(
        self, goods: Iterable[DangerousGood], bands: Iterable[Band], tests: Iterable[str], terms: Iterable[CarriageTerm]
    ) -> None:
        self.goods = tuple(sorted(goods, key=lambda item: item.un))
        self.bands = tuple(sorted(bands, key=lambda item: (item.battery, item.most)))
        self.terms = tuple(sorted(terms, key=lambda item: item.id))
        self._tests = frozenset(word.casefold() for word in tests)
        self._phrases = PhraseIndex((phrase, good.un) for good in self.goods for phrase in good.phrases)

    @property
    def by_category(self) -> Mapping[str, tuple[DangerousGood, ...]]:
        """Entries by category of goods; those of none are left out."""
        found: dict[str, tuple[DangerousGood, ...]] = {}
        for good in self.goods:
            for category in good.categories:
                found[category] = (*found.get(category, ()), good)
        return found

    def of(self, line: Line, classification: Classification) -> tuple[DangerousGood, ...]:
        """The UN entries of a line. A bare keyword is too little; phrases come before what is only presumed."""
        strong = {item.category for item in classification.evidence if item.basis is not Basis.KEYWORD}
        firm = classification.certain | strong
        readings = () if classification.likeness else classification.readings
        spoken = {un for reading in readings for hit in self._phrases.find(reading) for un in hit.tags}
        if not firm and not spoken and line.battery is None:
            return ()
        allowed = [good for good in self.goods if good.allows(line, firm)]
        meant = [good for good in allowed if good.un in spoken or good.stated(line)]
        settled = {_kind(good) for good in meant}
        presumed = (good for good in allowed if good.presumed and (good.categories or line.battery is not None))
        return (*meant, *(good for good in presumed if _kind(good) not in settled))

    def band(self, line: Line) -> str | None:
        """The band of the line's lithium; None without lithium, or when its figure is not stated."""
        battery = line.battery
        if battery is None or battery.kind not in {band.battery for band in self.bands}:
            return None
        ion = battery.kind is BatteryKind.LITHIUM_ION
        value = battery.watt_hours if ion else battery.lithium_g
        if value is None:
            return None
        own = (band for band in self.bands if band.battery is battery.kind)
        return next((band.id for band in own if value <= band.most), LARGE)

    def tested(self, line: Line) -> bool | None:
        """The seller names the test of section 38.3; None when no certificate at all is named."""
        if not line.certificates:
            return None
        return not self._tests.isdisjoint(name.casefold() for name in line.certificates)

    def answers(self, un: Iterable[str], band: str | None, mode: str, carrier: str | None) -> frozenset[Answer]:
        """What the chosen way says; terms of low confidence say nothing."""
        numbers = frozenset(un)
        return frozenset(
            term.answer
            for term in self.terms
            if term.trust is not Trust.LOW and term.meets(numbers, band, mode, carrier)
        )


def _kind(good: DangerousGood) -> object:
    """What only one presumption is made for."""
    return good.categories or good.battery
