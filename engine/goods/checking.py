"""Everything that is wrong with a folder of restricted goods data, at once: form, names, and what cannot be meant."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from engine.goods.country import CountryFile, Entry
from engine.goods.destination import ANY_GOODS
from engine.goods.faults import DataFault, Faults, Severity
from engine.goods.index import PhraseIndex
from engine.goods.law import UNION, WORLD
from engine.goods.reading import Statements, read_statements
from engine.goods.restriction import Kind, Restriction
from engine.goods.text import read_text

STALE = timedelta(days=730)
_PAPERS = frozenset({Kind.LICENCE_REQUIRED, Kind.CERTIFICATE_REQUIRED})
_LANGUAGES = ("en", "zh")
# What makes two restrictions the same; the others only say how sure one is of it.
_BINDING = (
    "category",
    "kind",
    "movements",
    "reaches",
    "match",
    "limits",
    "origins",
    "parties",
    "valid_from",
    "valid_to",
    "documents",
)
Told = tuple[str, str, Severity]  # the field, what is wrong with it, how bad that is


def check_folder(folder: Path, on: date) -> tuple[DataFault, ...]:
    """All faults and warnings by place. `on` is the day from which a review counts as old."""
    faults = Faults()
    stated = read_statements(folder, faults)
    for file in stated.countries:
        for entry in file.entries:
            for key, message, severity in _told(file, entry, stated, on):
                faults.add(entry.record.fault(key, message, severity))
    for entry, twin in _twins(stated):
        same = entry.restriction.item == twin.item
        said = f"says the same as {twin.id}; keep one of them" if same else f"binds the same goods as {twin.id} alike"
        faults.add(entry.record.fault("id", said, Severity.ERROR if same else Severity.WARNING))
    return faults.found


def _told(file: CountryFile, entry: Entry, stated: Statements, on: date) -> Iterator[Told]:
    restriction = entry.restriction
    for check in (_id, _papers, _validity, _limits, _words):
        yield from check(file, restriction)
    yield from _matchless(restriction, stated)
    yield from _silenced(restriction)
    if on - restriction.reviewed_on > STALE:
        yield "reviewed_on", f"was reviewed on {restriction.reviewed_on}; read its source again", Severity.WARNING


def _id(file: CountryFile, restriction: Restriction) -> Iterator[Told]:
    prefix = {WORLD: "WORLD-", UNION: "EU-"}.get(file.country, f"{file.country}-")
    if not restriction.id.startswith(prefix):
        yield "id", f"ids of this file begin with {prefix}", Severity.ERROR


def _papers(_: CountryFile, restriction: Restriction) -> Iterator[Told]:
    if restriction.kind in _PAPERS and not restriction.documents:
        yield "kind", f"{restriction.kind} without a document; name it under `documents`", Severity.ERROR


def _validity(_: CountryFile, restriction: Restriction) -> Iterator[Told]:
    begins, ends = restriction.valid_from, restriction.valid_to
    if begins is not None and ends is not None and ends < begins:
        yield "valid_to", "ends before it begins; exchange `valid_from` and `valid_to`", Severity.ERROR


def _limits(_: CountryFile, restriction: Restriction) -> Iterator[Told]:
    if any(limit.most < 0 for limit in restriction.limits):
        yield "limits", "a limit below nothing; write what is free", Severity.ERROR


def _words(_: CountryFile, restriction: Restriction) -> Iterator[Told]:
    """Phrases in English and Chinese at least, since sellers write in both."""
    match = restriction.match
    if match is None or not match.phrases:
        return
    texts = [read_text(phrase) for phrase in match.phrases]
    lacking = [
        language
        for language, spoken in zip(
            _LANGUAGES, (any(text.words for text in texts), any(text.runs for text in texts)), strict=True
        )
        if not spoken
    ]
    if lacking:
        yield "match", f"has no phrases in {', '.join(lacking)}; add them", Severity.WARNING


def _matchless(restriction: Restriction, stated: Statements) -> Iterator[Told]:
    category = stated.registers.categories.get(restriction.category)
    if category is None or category.main or restriction.match is not None or restriction.category == ANY_GOODS:
        return
    own = category.vocabulary
    if not (own.hs_prefixes or own.phrases or own.keywords):
        yield "category", f"nothing is ever taken for `{category.id}`; add a match", Severity.ERROR


def _silenced(restriction: Restriction) -> Iterator[Told]:
    match = restriction.match
    if match is None or not match.not_keywords:
        return
    counters = PhraseIndex((word, word) for word in match.not_keywords)
    for phrase in match.phrases:
        for hit in counters.find(read_text(phrase)):
            yield "match", f"phrase `{phrase}` is always silenced by its counter-word `{hit.tags[0]}`", Severity.ERROR
            break


def _twins(stated: Statements) -> Iterator[tuple[Entry, Restriction]]:
    """Restrictions of one country that bind the same goods in the same way, each with the first of its kind."""
    seen: dict[object, Restriction] = {}
    for file in stated.countries:
        for entry in file.entries:
            bound = (file.country, *(getattr(entry.restriction, name) for name in _BINDING))
            first = seen.setdefault(bound, entry.restriction)
            if first is not entry.restriction:
                yield entry, first
