"""Which column of a carrier's file is what: a YAML file of data/freight, or one of the merchant's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from engine.order.currency import exponents
from fulfillment.freight.kinds import Charge

FOLDER = "freight"
SHAPES = ("dhl_express", "cn_line", "generic")  # most telling first
MARKS = {"point": ".", "comma": ",", "auto": ""}
COLUMNS = frozenset({
    "number", "others", "bill", "billed_on", "weight_kg", "weight_g", "billed_kg", "billed_g", "zone", "country",
    "service", "currency", "word", "amount", "total",
})  # fmt: skip
NEEDED = frozenset({"number"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Columns that stand together: the carrier's word for a charge, its amount, and the tax on it."""

    word: str
    amount: str
    tax: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillMapping:
    """`charges`: kind -> columns, each of which is one amount. `words`: part of the carrier's word, in small letters ->
    kind; the first that is found in the word counts. `kept`: a column and what it says in rows that are lines.
    `services`: the carrier's word -> id of a service of data/shipping."""

    shape: str
    carrier: str
    columns: Mapping[str, tuple[str, ...]]
    charges: Mapping[Charge, tuple[str, ...]]
    pairs: tuple[Pair, ...]
    words: tuple[tuple[str, Charge], ...]
    kept: tuple[str, frozenset[str]] | None
    services: tuple[tuple[str, str], ...]
    telling: tuple[str, ...]  # columns by which a file is known to be of this shape
    currency: str
    dates: tuple[str, ...]
    mark: str

    def of(self, column: str) -> tuple[str, ...]:
        """The headers that this column may have."""
        return self.columns.get(column, ())

    def kind(self, word: str) -> Charge | None:
        """What a carrier's word means; None where nobody knows."""
        plain = word.casefold()
        return next((kind for part, kind in self.words if part in plain), None)


@cache
def bundled_bill_mapping(shape: str) -> BillMapping:
    """A mapping that comes with Clearway. Raises DataRejected."""
    return read_bill_mapping(data_folder() / FOLDER / f"{shape}.yaml", shape)


def read_bill_mapping(path: Path, shape: str = "own") -> BillMapping:
    """The mapping of a file. Raises DataRejected with the place of what is wrong."""
    record = read_yaml(path, name=f"{FOLDER}/{path.name}")
    columns = _headers(record.part("columns"), COLUMNS)
    charges = {Charge(kind): names for kind, names in _headers(record.part("charges"), frozenset(Charge)).items()}
    mapping = BillMapping(
        shape=shape,
        carrier=record.text("carrier"),
        columns=columns,
        charges=charges,
        pairs=tuple(pair for some in record.each("pairs", _pairs) for pair in some),
        words=_words(record.part("words")),
        kept=_kept(record.part("rows")) if record.states("rows") else None,
        services=_services(record.part("services")),
        telling=record.texts("telling"),
        currency=_currency(record),
        dates=record.texts("dates"),
        mark=MARKS[record.choice("decimal", frozenset(MARKS), "point")],
    )
    for _ in record.records("sources"):
        pass  # for people
    record.close()
    return _checked(record, mapping)


def _checked(record: Record, mapping: BillMapping) -> BillMapping:
    if NEEDED - mapping.columns.keys():
        record.refuse("columns", "name no column `number`; it is what lines are matched with parcels by")
    if not mapping.charges and not mapping.pairs and not (mapping.of("word") and mapping.of("amount")):
        record.refuse("charges", "are not named; give `charges`, `pairs`, or the columns `word` and `amount`")
    if not mapping.currency and not mapping.of("currency"):
        record.refuse("currency", "is not said; name its column, or write currency: CNY")
    return mapping


def _headers(record: Record, allowed: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in record.names():
        if name not in allowed:
            record.refuse(name, f"is none of ours; use {', '.join(sorted(allowed))}")
        found[name] = record.texts(name)
    record.close()
    return found


def _pairs(record: Record) -> tuple[Pair, ...]:
    """`{n}` in the headers stands for the numbers from 1 to `up_to`."""
    most = int(record.optional("up_to") or "1")
    word, amount, tax = record.text("word"), record.text("amount"), record.optional("tax") or ""
    record.close()
    return tuple(Pair(*(each.replace("{n}", str(number)) for each in (word, amount, tax)))
                 for number in range(1, most + 1))  # fmt: skip


def _words(record: Record) -> tuple[tuple[str, Charge], ...]:
    found: list[tuple[str, Charge]] = []
    for kind, words in _headers(record, frozenset(Charge)).items():
        found += [(word.casefold(), Charge(kind)) for word in words]
    return tuple(found)


def _kept(record: Record) -> tuple[str, frozenset[str]]:
    found = record.text("column"), frozenset(record.texts("keep"))
    record.close()
    return found


def _services(record: Record) -> tuple[tuple[str, str], ...]:
    found = tuple((name, record.text(name)) for name in record.names())
    record.close()
    return found


def _currency(record: Record) -> str:
    return record.choice("currency", frozenset(exponents()), "") if record.states("currency") else ""
