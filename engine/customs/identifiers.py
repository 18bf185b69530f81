"""Numbers by which customs know the consignee: which a destination asks for, and whether a given one can exist."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from engine.address.customs import customs_territory
from engine.customs.numbers import CHECKS, UNCHECKED, can_exist
from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from engine.goods.law import UNION
from engine.goods.restriction import PARTIES, Source, Trust

SEPARATORS = re.compile(r"[\s./-]+")
MODES = frozenset({"post", "courier"})
# How a parcel of each mode is cleared: what neither post nor courier carries is cleared like the courier's.
CLEARED_AS = {"post": "post", "courier": "courier", "air": "courier", "sea": "courier", "road": "courier"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdKind:
    """One kind of number in one country.

    `check` names a routine of `numbers`, or `none`. `fields` says by mode (`post`, `courier`, `any`) where on the
    customs data it goes; `labels` how people call it. `expires_from` is the day since which numbers can run out.
    """

    kind: str
    holder: str
    form: re.Pattern[str]
    check: str
    fields: Mapping[str, str]
    labels: tuple[str, ...] = ()
    expires_from: date | None = None

    def accepts(self, value: str) -> bool:
        """The number has the form and the check digits."""
        clean = cleaned(value)
        return self.form.fullmatch(clean) is not None and can_exist(clean, self.check)

    def field(self, mode: str | None) -> str:
        """Where the number goes on the customs data of a parcel that travels so."""
        return self.fields.get(CLEARED_AS.get(mode or "", "any")) or self.fields.get("any") or min(self.fields.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Consignees of these kinds of sale must give one of these numbers; the first is the one to ask for.

    `above` is a value in minor units and its currency, up to which no number is asked for.
    """

    parties: frozenset[str]
    any_of: tuple[str, ...]
    modes: frozenset[str] = MODES
    above: tuple[int, str] | None = None
    postcodes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    trust: Trust
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """What decides whether a number is asked for. `is_over` answers whether the goods are worth more than an amount
    of a currency, None when that cannot be told."""

    country: str
    party: str = "b2c"
    mode: str | None = None
    postcode: str | None = None
    on: date
    over: Mapping[tuple[int, str], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CountryIds:
    """The kinds of one country, and who needs which."""

    kinds: Mapping[str, IdKind]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was given, what of it is wrong, what is asked for, what of that is missing: kinds of numbers."""

    given: frozenset[str]
    invalid: frozenset[str]
    required: frozenset[str]
    missing: frozenset[str]
    expiring: frozenset[str] = frozenset()


class ConsigneeIds:
    """All countries. Members of the union add its numbers to their own. `labels` mean a number of any kind."""

    def __init__(self, countries: Mapping[str, CountryIds], labels: tuple[str, ...] = ()) -> None:
        self.countries = countries
        self.labels = labels
        self.books = lru_cache(maxsize=None)(self._books)
        self.kinds = lru_cache(maxsize=None)(self._kinds)

    def _books(self, country: str) -> tuple[CountryIds, ...]:
        """What is known of a country, its own numbers first."""
        codes = (country, UNION) if customs_territory(country) == "EU" else (country,)
        return tuple(self.countries[code] for code in codes if code in self.countries)

    def _kinds(self, country: str) -> Mapping[str, IdKind]:
        """All kinds that mean something there; the country's own outweigh the union's."""
        return {name: kind for book in reversed(self.books(country)) for name, kind in book.kinds.items()}

    def asked(self, consignment: Consignment) -> frozenset[str]:
        """Kinds of which this consignment needs one."""
        needs = (need for book in self.books(consignment.country) for need in book.needs)
        return frozenset(kind for need in needs if applies(need, consignment) for kind in need.any_of)

    def limits(self, country: str) -> frozenset[tuple[int, str]]:
        """The values above which something is asked, so that a caller can compare the goods with each."""
        return frozenset(need.above for book in self.books(country) for need in book.needs if need.above is not None)

    def judge(self, consignment: Consignment, given: Iterable[tuple[str, str]]) -> Findings:
        """Judges kind and value pairs. A kind that the country does not know is given, and neither right nor wrong."""
        pairs = [(kind.strip().upper(), value) for kind, value in given]
        kinds = self.kinds(consignment.country)
        books = self.books(consignment.country)
        needs = [need for book in books for need in book.needs if applies(need, consignment)]
        have = frozenset(kind for kind, _ in pairs)
        return Findings(
            given=have,
            invalid=frozenset(kind for kind, value in pairs if kind in kinds and not kinds[kind].accepts(value)),
            required=frozenset(kind for need in needs for kind in need.any_of),
            missing=frozenset(need.any_of[0] for need in needs if not have.intersection(need.any_of)),
            expiring=frozenset(kind for kind in have & kinds.keys() if _can_expire(kinds[kind], consignment.on)),
        )


def cleaned(value: str) -> str:
    """Without blanks, dots, slashes and hyphens, in capitals."""
    return SEPARATORS.sub("", value).upper()


def applies(need: Need, consignment: Consignment) -> bool:
    """What rests on weak sources is never asked of a buyer; a value that cannot be told is within the limit."""
    mode = CLEARED_AS.get(consignment.mode or "")
    return (
        consignment.party in need.parties
        and need.trust is not Trust.LOW
        and (mode is None or mode in need.modes)
        and (need.since is None or need.since <= consignment.on)
        and (need.until is None or consignment.on <= need.until)
        and (not need.postcodes or (consignment.postcode or "").startswith(need.postcodes))
        and (need.above is None or consignment.over.get(need.above, False))
    )


def _can_expire(kind: IdKind, on: date) -> bool:
    return kind.expires_from is not None and kind.expires_from <= on


def load_consignee_ids(path: Path) -> ConsigneeIds:
    """The countries of `identifiers.yaml`. Raises DataRejected, naming the place, for what cannot be used."""
    record = read_yaml(path)
    generic = record.part("labels")
    labels = tuple(label.casefold() for language in generic.names() for label in generic.texts(language))
    countries: dict[str, CountryIds] = {}
    for item in record.records("countries"):
        code = item.text("country")
        kinds = {kind.kind: kind for kind in map(_kind, item.records("ids"))}
        countries[code] = CountryIds(kinds, tuple(_need(need, kinds) for need in item.records("needs")))
        item.close()
    generic.close()
    record.close()
    return ConsigneeIds(countries, labels)


def _kind(record: Record) -> IdKind:
    form = record.text("form")
    try:
        pattern = re.compile(form)
    except re.error as error:
        raise record.reject("form", "a regular expression") from error
    fields = record.part("fields")
    kind = IdKind(
        kind=record.text("kind"),
        holder=record.choice("holder", frozenset({"person", "company", "any"})),
        form=pattern,
        check=record.choice("check", frozenset({*CHECKS, UNCHECKED})),
        fields={mode: fields.text(mode) for mode in fields.names()},
        labels=tuple(label.casefold() for label in record.texts("labels")),
        expires_from=record.day("expires_from"),
    )
    if not kind.fields or not kind.fields.keys() <= {*MODES, "any"}:
        raise record.reject("fields", "a mapping of post, courier or any to the customs field")
    record.close()
    return kind


def _need(record: Record, kinds: Mapping[str, IdKind]) -> Need:
    source, above = record.part("source"), record.part("above")
    need = Need(
        parties=frozenset(record.texts("parties")),
        any_of=record.texts("any_of"),
        modes=frozenset(record.texts("modes")) or MODES,
        above=(int(above.number("minor")), above.text("currency")) if above.names() else None,
        postcodes=record.texts("postcodes"),
        since=record.day("from"),
        until=record.day("until"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=Source(source.text("id"), source.text("locator")),
    )
    for part in (source, above, record):
        part.close()
    if not need.any_of or not set(need.any_of) <= kinds.keys() or not need.parties <= PARTIES:
        raise DataRejected(record.where, "names an unknown kind or party; list the kind under ids first")
    if not need.modes <= MODES:
        raise record.reject("modes", "post, courier, or both")
    return need
