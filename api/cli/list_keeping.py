"""What the commands of `clearway lists` do."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from api.cli.clerk import at_home
from api.cli.failing import Exit, Wrong, fail, say
from api.composition.house import House
from api.composition.openings import openings_of
from engine.counted import Counted, counted
from engine.desk.party_lists import Taken
from engine.errors import ClearwayError
from engine.facts.parties import STALE_AFTER_DAYS
from engine.outgoing.client import Client
from engine.outgoing.lists import ListAddress, addresses, fetch

MOST_NAMED = 10
NOTHING_SET = (
    "no list is set; name them in CLEARWAY_PARTY_LISTS as name=https://… separated by blanks, "
    "or take one from files with `clearway lists import`"
)


def status() -> Exit:
    """The lists in force, with their age."""
    with at_home() as house:
        today, editions = house.clock.now().date(), house.desk.party_lists.editions()
    if not editions:
        sys.stdout.write("no list is in force: orders are not screened for denied parties\n")
    for each in editions:
        age = (
            "of unknown date"
            if each.dated is None
            else f"of {each.dated}, {counted((today - each.dated).days, 'day', 'days')} old"
        )
        old = each.dated is None or (today - each.dated).days > STALE_AFTER_DAYS
        left_out = f", {Counted(each.faults):,# row|,# rows} left out" if each.faults else ""
        note = "   STALE" if old else ""
        sys.stdout.write(
            f"{each.name}: {each.title}, {age}, {Counted(each.entries):,# entry|,# entries}{left_out}{note}\n"
        )
    return Exit.DONE


def take_files(name: str, files: Sequence[Path], dated: date | None, by: str, *, insist: bool) -> Exit:
    """Puts a list in force out of files."""
    contents = [file.read_bytes() for file in files]
    origin = ", ".join(file.name for file in files)
    with at_home() as house:
        taken = house.desk.party_lists.take(by, name, contents, origin=origin, dated=dated, insist=insist)
    _tell(name, taken)
    return Exit.DONE


def update(names: Sequence[str], by: str, *, insist: bool) -> Exit:
    """Fetches lists; one that fails keeps the others from nothing, and stays in force as it was."""
    failed = 0
    with at_home() as house:
        client = Client(openings_of(house.settings))
        for wanted in _chosen(addresses(house.settings.party_lists), names):
            say(f"{wanted.name}: fetching")
            try:
                _tell(wanted.name, _fetched(house, client, wanted, by, insist=insist))
            except ClearwayError as error:
                say(f"{wanted.name}: {error}")
                failed += 1
    return Exit.SOME_BAD if failed else Exit.DONE


def drop(name: str, by: str) -> Exit:
    """Takes a list out of force."""
    with at_home() as house:
        house.desk.party_lists.drop(by, name)
    sys.stdout.write(f"{name} is no longer in force\n")
    return Exit.DONE


def _chosen(known: Sequence[ListAddress], names: Sequence[str]) -> Iterable[ListAddress]:
    if not known:
        fail(Wrong.SETTING, NOTHING_SET)
    unknown = sorted(set(names) - {each.name for each in known})
    if unknown:
        fail(
            Wrong.SETTING,
            f"CLEARWAY_PARTY_LISTS names no list {unknown[0]}; it names {', '.join(each.name for each in known)}",
        )
    return [each for each in known if not names or each.name in names]


def _fetched(house: House, client: Client, wanted: ListAddress, by: str, *, insist: bool) -> Taken:
    today = house.clock.now().date()
    # What was fetched today and states no date is of today, as far as anybody can say.
    return house.desk.party_lists.take(
        by, wanted.name, fetch(client, wanted), origin=wanted.urls[0], dated=today, insist=insist
    )


def _tell(name: str, taken: Taken) -> None:
    for fault in taken.faults[:MOST_NAMED]:
        say(f"{name}: left out: {fault}")
    edition = taken.edition
    if edition is None:
        sys.stdout.write(f"{name}: nothing new\n")
        return
    dated = "of unknown date" if edition.dated is None else f"of {edition.dated}"
    sys.stdout.write(
        f"{name}: {edition.title} {dated}, {Counted(edition.entries):,# entry|,# entries} in force: "
        f"{len(taken.added):,} added, {len(taken.removed):,} removed, {len(taken.changed):,} changed\n"
    )
    for sign, names in (("+", taken.added), ("-", taken.removed), ("~", taken.changed)):
        for each in names[:MOST_NAMED]:
            sys.stdout.write(f"  {sign} {each}\n")
        if len(names) > MOST_NAMED:
            sys.stdout.write(f"  {sign} and {len(names) - MOST_NAMED:,} more\n")
    sys.stdout.write("held orders are decided with it by `clearway rescreen`\n")
