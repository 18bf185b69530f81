"""Tax that is collected when goods are sold, and no more on arrival: where, by whom, up to which value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.customs.identifiers import cleaned
from engine.customs.numbers import CHECKS, UNCHECKED, can_exist
from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import Source, Trust

SHOWN = ("data", "invoice", "package")
BASES = frozenset({"consignment", "item"})
NO, YES = "false", "true"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """One kind of number that a regime is declared under; with a `prefix`, only values that begin so are meant."""

    kind: str
    form: re.Pattern[str]
    check: str
    prefix: str = ""

    def means(self, kind: str, value: str) -> bool:
        """Whether a number of such a name is meant for this regime at all."""
        return kind == self.kind and cleaned(value).startswith(self.prefix)

    def accepts(self, value: str) -> bool:
        """Form and, where one is known, check digit."""
        clean = cleaned(value)
        return self.form.fullmatch(clean) is not None and (self.check == UNCHECKED or can_exist(clean, self.check))


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """`limit` is in minor units with its currency, None where there is none; `until` counts as a day of it.

    `deemed`: a marketplace counts as the seller; `supplied_by` are marketplaces that tell sellers the number.
    """

    id: str
    territory: str
    numbers: tuple[NumberForm, ...]
    limit: tuple[int, str] | None
    basis: str
    deemed: bool
    supplied_by: frozenset[str]
    must: bool
    shown: str
    carried: str
    since: date
    until: date | None
    trust: Trust
    source: Source

    @property
    def kinds(self) -> frozenset[str]:
        """Names of its numbers."""
        return frozenset(number.kind for number in self.numbers)

    def means(self, kind: str, value: str) -> bool:
        """Whether a number is one of this regime's, right or wrong."""
        return any(number.means(kind, value) for number in self.numbers)

    def accepts(self, kind: str, value: str) -> bool:
        """Whether such a number can exist."""
        return any(number.accepts(value) for number in self.numbers if number.kind == kind)


@dataclass(frozen=True, slots=True)
class TaxRegimes:
    """All regimes. `marketplaces` are channels on which somebody else than the seller may have to collect."""

    regimes: tuple[Regime, ...]
    marketplaces: frozenset[str]
    sales_tax_apart: frozenset[str]

    def of(self, territory: str | None, country: str | None, on: date) -> Regime | None:
        """The regime of a destination on the day of sale."""
        places = {territory, country} - {None}
        return next((one for one in self.regimes if one.territory in places and _holds(one, on)), None)


def _holds(regime: Regime, on: date) -> bool:
    return regime.since <= on and (regime.until is None or on <= regime.until)


def load_regimes(path: Path) -> TaxRegimes:
    """The regimes of `tax_regimes.yaml`. Raises DataRejected, naming the place, for what cannot be used."""
    record = read_yaml(path)
    regimes = tuple(map(_regime, record.records("regimes")))
    found = TaxRegimes(regimes, frozenset(record.texts("marketplaces")), frozenset(record.texts("sales_tax_apart")))
    record.close()
    _check_unique(regimes, path.name)
    return found


def _regime(record: Record) -> Regime:
    limit, source, since = record.part("limit"), record.part("source"), record.day("from")
    if since is None:
        raise record.reject("from", "the first day of the regime")
    regime = Regime(
        id=record.text("id"),
        territory=record.text("territory"),
        numbers=tuple(map(_number, record.records("numbers"))),
        limit=(int(limit.number("minor")), limit.text("currency")) if limit.names() else None,
        basis=record.choice("basis", BASES),
        deemed=record.choice("deemed", frozenset({YES, NO}), NO) == YES,
        supplied_by=frozenset(record.texts("supplied_by")),
        must=record.choice("must", frozenset({YES, NO}), NO) == YES,
        shown=record.choice("shown", frozenset(SHOWN)),
        carried=record.text("carried"),
        since=since,
        until=record.day("until"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=Source(source.text("id"), source.text("locator")),
    )
    for part in (limit, source, record):
        part.close()
    return regime


def _number(record: Record) -> NumberForm:
    try:
        form = re.compile(record.text("form"))
    except re.error as error:
        raise record.reject("form", "a regular expression") from error
    check = record.choice("check", frozenset({*CHECKS, UNCHECKED}))
    number = NumberForm(record.text("kind"), form, check, record.optional("prefix") or "")
    record.close()
    return number


def _check_unique(regimes: Iterable[Regime], where: str) -> None:
    seen: set[str] = set()
    for regime in regimes:
        if regime.id in seen:
            raise DataRejected(where, f"regime `{regime.id}` stands twice; keep one of them")
        seen.add(regime.id)
