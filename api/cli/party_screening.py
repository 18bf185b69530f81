"""What `clearway parties screen` does: lists from files, then one party or one order a line against them."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from api.cli.failing import Exit, say
from engine.counted import counted
from engine.errors import ClearwayError, OrderRejected, RowRejected
from engine.facts.parties import STALE_AFTER_DAYS
from engine.order.decoding import Json, decode
from engine.order.reading import read_decoded
from engine.parties.evidence import Party, PostalAddress
from engine.parties.formats.reader import OFAC_CSV, format_of, read_list
from engine.parties.matching import SCREENING
from engine.parties.order_parties import parties_of
from engine.parties.party_list import Kind, ListReading, PartyList
from engine.parties.screen import Field, Hit, Screen

STANDARD_INPUT = "-"
PROGRESS_EVERY = 1_000
FAULTS_SHOWN = 5
ROLE = "party"
_BLANK = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which lists, as of which day, and from which score on."""

    lists: tuple[Path, ...]
    today: date
    dated: date | None = None
    threshold: float | None = None


def run(file: str, asked: Asked) -> Exit:
    """Answers every line in its place. A bad one is told on standard error and makes the exit code 1."""
    lists = load(asked)
    screen = Screen(lists, threshold=SCREENING if asked.threshold is None else asked.threshold)
    say(f"{counted(screen.names, 'name', 'names')} of {counted(len(lists), 'list', 'lists')}")
    shown = [_list_shown(each, asked.today) for each in lists]
    ended = Exit.NOTHING_READ
    with _opened(file) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip(_BLANK):
                continue
            answer, fault = _answered(number, line, screen)
            if fault is not None:
                say(f"{number}: {fault}")
            ended = Exit.SOME_BAD if fault is not None or ended is Exit.SOME_BAD else Exit.DONE
            sys.stdout.write(json.dumps({**answer, "lists": shown}, ensure_ascii=False) + "\n")
            if number % PROGRESS_EVERY == 0:
                say(f"{counted(number, 'line', 'lines')}")
    if ended is Exit.NOTHING_READ:
        say("clearway: the input is empty; give one JSON object a line")
    return ended


def load(asked: Asked) -> list[PartyList]:
    """Every file is a list, but OFAC's delimited files are parts of one or two. Tells which rows were left out."""
    files = [(path, path.read_bytes()) for path in asked.lists]
    groups: dict[str, list[tuple[Path, bytes]]] = {}
    for path, data in files:
        known = format_of(data, path.name)
        groups.setdefault(_group(path) if known is OFAC_CSV else str(path), []).append((path, data))
    made = []
    for members in groups.values():
        where = ", ".join(path.name for path, _ in members)
        reading = read_list([data for _, data in members], dated=asked.dated, where=where)
        _tell(where, reading)
        made.append(reading.list)
    return made


def _group(path: Path) -> str:
    """The consolidated files are named `cons…`; the others belong to the list of specially designated nationals."""
    return f"ofac:{'cons' if 'cons' in path.name.lower() else 'sdn'}"


def _tell(where: str, reading: ListReading) -> None:
    for fault in reading.faults[:FAULTS_SHOWN]:
        say(f"{where}: {fault}")
    if len(reading.faults) > FAULTS_SHOWN:
        say(f"{where}: {counted(len(reading.faults), 'row was', 'rows were')} left out in all")


def _list_shown(each: PartyList, today: date) -> dict[str, object]:
    age = each.age_days(today)
    return {
        "source": each.source,
        "title": each.title,
        "list_date": None if each.dated is None else each.dated.isoformat(),
        "age_days": age,
        "stale": None if age is None else age > STALE_AFTER_DAYS,
        "entries": len(each.entries),
        "digest": each.digest,
    }


def _answered(number: int, line: bytes, screen: Screen) -> tuple[Mapping[str, object], str | None]:
    try:
        values = decode(line.strip(_BLANK))
        parties = parties_of(read_decoded(values)) if "lines" in values else (read_party(values),)
    except OrderRejected as rejected:
        fault = "; ".join(str(each) for each in rejected.faults)
        return {"line": number, "error": fault}, fault
    except ClearwayError as error:
        return {"line": number, "error": str(error)}, str(error)
    named = values.get("id") or values.get("name") or values.get("names")
    hits = [hit_document(hit) for hit in screen.hits(parties)]
    return {"line": number, "asked": named, "match": any(hit["match"] for hit in hits), "hits": hits}, None


def hit_document(hit: Hit) -> dict[str, object]:
    """One hit as it is printed. `match` says that a name reached the threshold; an address alone is no match."""
    return {
        "list": hit.list_source,
        "list_title": hit.list_title,
        "list_date": None if hit.list_dated is None else hit.list_dated.isoformat(),
        "entry": hit.entry_id,
        "entry_name": hit.entry_name,
        "listed": hit.listed,
        "asked": hit.asked,
        "role": hit.role,
        "field": hit.field.value,
        "score": hit.score,
        "match": hit.field is Field.NAME,
        "band": hit.band.value,
        "explanation": hit.explanation,
    }


def read_party(values: Mapping[str, Json]) -> Party:
    """A party of one line. Raises RowRejected naming the field that cannot be read."""
    names = _texts(values, "names") or _texts(values, "name")
    if not names:
        raise RowRejected("name", "is missing; give `name` or `names`")
    country = _text(values, "country")
    address = values.get("address")
    places: tuple[PostalAddress, ...] = ()
    if isinstance(address, str):
        places = (PostalAddress(street=address, city=_text(values, "city"), country=country),)
    elif isinstance(address, dict):
        street = _text(address, "street") or _text(address, "line1")
        place = (_text(address, "city"), _text(address, "postcode"), _text(address, "country") or country)
        places = (PostalAddress(street=street, city=place[0], postcode=place[1], country=place[2]),)
    elif address is not None:
        raise RowRejected("address", "must be a text or an object with street, city, country")
    return Party(
        role=_text(values, "role") or ROLE,
        names=names,
        kind=_kind(_text(values, "kind")),
        birth=_day(_text(values, "birth")),
        countries=frozenset((country.upper(),)) if country else frozenset(),
        addresses=places,
    )


def _kind(written: str | None) -> Kind:
    if written is None:
        return Kind.UNKNOWN
    try:
        return Kind(written.lower())
    except ValueError as error:
        raise RowRejected("kind", f"must be one of {', '.join(Kind)}") from error


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise RowRejected("birth", "must be a date such as 1970-01-31") from error


def _text(values: Mapping[str, Json], key: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise RowRejected(key, "must be a text")
    return value or None


def _texts(values: Mapping[str, Json], key: str) -> tuple[str, ...]:
    value = values.get(key)
    listed = [value] if isinstance(value, str) else value
    if listed is None:
        return ()
    if not isinstance(listed, list) or not all(isinstance(each, str) and each.strip() for each in listed):
        raise RowRejected(key, "must be a text or a list of texts")
    return tuple(each for each in listed if isinstance(each, str))


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as opened:
        yield opened
