"""The files of `dangerous_goods/`: `un.yaml`, `lithium.yaml`, `carriers.yaml`."""

from pathlib import Path

from engine.goods.dangerous import LARGE, Answer, Band, CarriageTerm, DangerousGood, DangerousGoods
from engine.goods.faults import Faults
from engine.goods.files import read_yaml
from engine.goods.limits import MEASURES, VALUE
from engine.goods.record import Record
from engine.goods.registers import Registers
from engine.goods.restriction import Source, Trust
from engine.order.terms import BatteryKind, BatteryPacking, TransportMode

FOLDER = "dangerous_goods"
_TRUST = frozenset(Trust)
_OF_LINE = frozenset(
    {*MEASURES} - {VALUE, "quantity", "weight_g", "battery_wh", "lithium_g", "battery_count", "length_mm"}
)


def load_dangerous_goods(folder: Path, registers: Registers, faults: Faults | None = None) -> DangerousGoods:
    """All three files. Raises DataRejected."""
    goods = _Reader(registers)
    un = read_yaml(folder / "un.yaml", faults, name=f"{FOLDER}/un.yaml")
    entries = un.each("dangerous_goods", goods.good)
    un.close()
    lithium = read_yaml(folder / "lithium.yaml", faults, name=f"{FOLDER}/lithium.yaml")
    bands = lithium.each("bands", goods.band)
    tests = lithium.texts("test")
    lithium.close()
    carriers = read_yaml(folder / "carriers.yaml", faults, name=f"{FOLDER}/carriers.yaml")
    goods.known = frozenset(entry.un for entry in entries)
    goods.bands = frozenset({LARGE, *(band.id for band in bands)})
    terms = carriers.each("carriage", goods.term)
    carriers.close()
    return DangerousGoods(entries, bands, tests, terms)


class _Reader:
    """Reads entries, and knows which numbers and bands there are once these are read."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._seen: set[str] = set()
        self.known: frozenset[str] = frozenset()
        self.bands: frozenset[str] = frozenset()

    def _id(self, record: Record) -> str:
        id_ = record.text("id")
        if id_ in self._seen:
            record.refuse("id", "stands twice; ids are unique")
        self._seen.add(id_)
        return id_

    def _source(self, record: Record) -> Source:
        part = record.part("source")
        source = Source(part.text("id"), part.text("locator"))
        part.close()
        self._registers.check_sources(record, "source", (source,))
        return source

    def good(self, record: Record) -> DangerousGood:
        above = record.part("above")
        sources = tuple(Source(item.text("id"), item.text("locator")) for item in record.records("sources"))
        battery = record.choice("battery", frozenset(BatteryKind)) if record.states("battery") else None
        good = DangerousGood(
            un=self._id(record),
            hazard_class=record.text("class"),
            code=record.text("code"),
            goods=record.text("goods"),
            categories=frozenset(record.texts("categories")),
            battery=None if battery is None else BatteryKind(battery),
            packings=frozenset(BatteryPacking(word) for word in _some(record, "packing", frozenset(BatteryPacking))),
            above=tuple((name, above.number(name)) for name in above.names() if _is_measure(above, name)),
            presumed=record.choice("presumed", frozenset({"yes", "no"}), "no") == "yes",
            phrases=record.texts("phrases"),
            air=record.texts("air"),
            air_trust=Trust(record.choice("air_confidence", _TRUST, Trust.LOW)),
            trust=Trust(record.choice("confidence", _TRUST)),
            sources=sources,
        )
        record.close()
        for category in sorted(good.categories):
            self._registers.check_category(record, category)
        self._registers.check_sources(record, "sources", sources)
        return good

    def band(self, record: Record) -> Band:
        record.text("what")
        band = Band(
            id=record.text("id"),
            battery=BatteryKind(record.choice("battery", frozenset(BatteryKind))),
            measure=record.choice("measure", frozenset({"battery_wh", "lithium_g"})),
            most=record.number("most"),
            trust=Trust(record.choice("confidence", _TRUST)),
            source=self._source(record),
        )
        record.close()
        return band

    def term(self, record: Record) -> CarriageTerm:
        term = CarriageTerm(
            id=self._id(record),
            modes=frozenset(record.choices("modes", frozenset(TransportMode))),
            carriers=frozenset(name.casefold() for name in record.texts("carriers")),
            un=frozenset(record.texts("un")),
            bands=frozenset(_some(record, "bands", self.bands)),
            answer=Answer(record.choice("answer", frozenset(Answer))),
            what=record.text("what"),
            trust=Trust(record.choice("confidence", _TRUST)),
            source=self._source(record),
        )
        record.close()
        for unknown in sorted(term.un - self.known):
            record.refuse("un", f"names `{unknown}`; add it to un.yaml")
        return term


def _some(record: Record, key: str, allowed: frozenset[str]) -> tuple[str, ...]:
    return record.choices(key, allowed) if record.states(key) else ()


def _is_measure(record: Record, name: str) -> bool:
    if name not in _OF_LINE:
        record.refuse(name, "must be one of " + ", ".join(sorted(_OF_LINE)))
    return name in _OF_LINE
