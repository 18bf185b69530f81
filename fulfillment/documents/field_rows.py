"""`data/customs/paper_fields.yaml`: which fields a declaration needs where, and words that customs refuse alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import PARTIES, Trust
from engine.order.terms import Incoterm, TransportMode
from fulfillment.documents.sources import listed, quoted

WORLD, NONE = "*", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides which rules hold. `places` are market and customs territory."""

    places: frozenset[str]
    mode: str
    carrier: str
    party: str
    incoterm: str
    regime: str | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One field that must hold. Empty sets mean any; `hints` says that it is told and lets print."""

    id: str
    field: str
    places: frozenset[str]
    modes: frozenset[str]
    carriers: frozenset[str]
    parties: frozenset[str]
    incoterms: frozenset[str]
    regimes: frozenset[str]
    least: int
    amount: tuple[int, str] | None
    hints: bool
    since: date | None
    until: date | None
    trust: Trust
    source: str
    what: Mapping[str, str]

    def holds(self, case: Situation) -> bool:
        """Whether it is asked in this situation."""
        pairs = (
            (self.modes, case.mode),
            (self.carriers, case.carrier),
            (self.parties, case.party),
            (self.incoterms, case.incoterm),
            (self.regimes, case.regime or NONE),
        )
        return (
            bool(self.places & {*case.places, WORLD})
            and all(not wanted or value in wanted for wanted, value in pairs)
            and (self.since is None or self.since <= case.on)
            and (self.until is None or case.on <= self.until)
        )

    @property
    def stops(self) -> bool:
        """Nothing is printed while it is not met. What rests on weak sources only hints."""
        return not self.hints and self.trust is not Trust.LOW


@dataclass(frozen=True, slots=True)
class FieldBook:
    """All rules in the order of the data, and refused words in capitals."""

    rules: tuple[FieldRule, ...]
    refused_words: frozenset[str]

    def asked(self, case: Situation) -> tuple[FieldRule, ...]:
        """The rules of a situation: of each field the hardest, a stopping one before a hint."""
        found: dict[str, FieldRule] = {}
        for rule in self.rules:
            known = found.get(rule.field)
            if rule.holds(case) and (known is None or (rule.stops, rule.least) > (known.stops, known.least)):
                found[rule.field] = rule
        return tuple(found.values())


def load_field_book(path: Path, fields: frozenset[str]) -> FieldBook:
    """Reads the file; `fields` are the checks that exist. Raises DataRejected, naming the place."""
    record = read_yaml(path)
    rules = tuple(_rule(item, fields) for item in record.records("rules"))
    sources = listed(record, rated=True)
    words = frozenset(record.texts("refused_words"))
    record.close()
    for rule in rules:
        if rule.source not in sources:
            raise DataRejected(f"{path.name}/{rule.id}", f"quotes the unknown source `{rule.source}`")
    return FieldBook(rules, words)


def _rule(record: Record, fields: frozenset[str]) -> FieldRule:
    what, amount = record.part("what"), record.part("amount")
    rule = FieldRule(
        id=record.text("id"),
        field=record.choice("field", fields),
        places=frozenset(record.texts("places")),
        modes=_some(record, "modes", frozenset(TransportMode)),
        carriers=frozenset(record.texts("carriers")),
        parties=_some(record, "parties", PARTIES),
        incoterms=_some(record, "incoterms", frozenset(Incoterm)),
        regimes=frozenset(record.texts("regimes")),
        least=int(record.number("least")) if record.states("least") else 0,
        amount=(int(amount.number("minor")), amount.text("currency")) if amount.names() else None,
        hints=record.choice("hint", frozenset({"yes", "no"}), "no") == "yes",
        since=record.day("from"),
        until=record.day("until"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=quoted(record),
        what={language: what.text(language) for language in ("en", "zh")},
    )
    for part in (what, amount, record):
        part.close()
    return rule


def _some(record: Record, key: str, allowed: frozenset[str]) -> frozenset[str]:
    return frozenset(record.choices(key, allowed)) if record.states(key) else frozenset()
