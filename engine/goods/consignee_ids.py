"""Numbers by which customs know the consignee: which a destination asks for, and whether a given one can exist."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.check_digits import CHECKS
from engine.goods.files import Record, read_yaml
from engine.goods.restriction import PARTIES, Source, Trust

_SEPARATORS = re.compile(r"[\s./-]+")
UNCHECKED = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdKind:
    """One kind of number in one country. `check` names a routine of `check_digits`, or `none`."""

    kind: str
    holder: str
    form: re.Pattern[str]
    check: str
    field: str

    def accepts(self, value: str) -> bool:
        """The number has the form and the check digits; one digit repeated is nobody's number."""
        clean = _SEPARATORS.sub("", value).upper()
        if not self.form.fullmatch(clean) or len(set(clean)) == 1:
            return False
        return self.check == UNCHECKED or CHECKS[self.check](clean)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Consignees of these kinds of sale must give one of these numbers; the first is the one to ask for."""

    parties: frozenset[str]
    any_of: tuple[str, ...]
    since: date | None
    trust: Trust
    source: Source


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


class ConsigneeIds:
    """All countries. Members of the union add its numbers to their own."""

    def __init__(self, countries: Mapping[str, CountryIds], members: frozenset[str], union: str) -> None:
        self.countries = countries
        self._members = members
        self._union = union

    def judge(self, country: str, given: Iterable[tuple[str, str]], party: str, on: date) -> Findings:
        """Judges kind and value pairs. A kind that the country does not know is given, and neither right nor wrong."""
        pairs = [(kind.strip().upper(), value) for kind, value in given]
        codes = (country, self._union) if country in self._members else (country,)
        books = [self.countries[code] for code in codes if code in self.countries]
        kinds = {name: kind for book in reversed(books) for name, kind in book.kinds.items()}
        needs = [need for book in books for need in book.needs if _applies(need, party, on)]
        have = frozenset(kind for kind, _ in pairs)
        return Findings(
            given=have,
            invalid=frozenset(kind for kind, value in pairs if kind in kinds and not kinds[kind].accepts(value)),
            required=frozenset(kind for need in needs for kind in need.any_of),
            missing=frozenset(need.any_of[0] for need in needs if not have.intersection(need.any_of)),
        )


def _applies(need: Need, party: str, on: date) -> bool:
    """What rests on weak sources is never asked of a buyer."""
    started = need.since is None or need.since <= on
    return party in need.parties and started and need.trust is not Trust.LOW


def load_consignee_ids(path: Path, members: frozenset[str], union: str) -> ConsigneeIds:
    """The countries of `consignee_ids.yaml`."""
    record = read_yaml(path)
    countries: dict[str, CountryIds] = {}
    for item in record.records("countries"):
        code = item.text("country")
        kinds = {kind.kind: kind for kind in map(_kind, item.records("ids"))}
        countries[code] = CountryIds(kinds, tuple(_need(need, kinds) for need in item.records("needs")))
        item.close()
    record.close()
    return ConsigneeIds(countries, members, union)


def _kind(record: Record) -> IdKind:
    form = record.text("form")
    try:
        pattern = re.compile(form)
    except re.error as error:
        raise record.reject("form", "a regular expression") from error
    kind = IdKind(
        kind=record.text("kind"),
        holder=record.choice("holder", frozenset({"person", "company", "any"})),
        form=pattern,
        check=record.choice("check", frozenset({*CHECKS, UNCHECKED})),
        field=record.text("field"),
    )
    record.close()
    return kind


def _need(record: Record, kinds: Mapping[str, IdKind]) -> Need:
    source = record.part("source")
    need = Need(
        parties=frozenset(record.texts("parties")),
        any_of=record.texts("any_of"),
        since=record.day("from"),
        trust=Trust(record.choice("confidence", frozenset(Trust))),
        source=Source(source.text("id"), source.text("locator")),
    )
    source.close()
    record.close()
    if not need.any_of or not set(need.any_of) <= kinds.keys() or not need.parties <= PARTIES:
        raise DataRejected(record.where, "names an unknown kind or party; list the kind under ids first")
    return need
