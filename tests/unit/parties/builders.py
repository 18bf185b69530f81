"""Lists of invented parties."""

from datetime import date
from pathlib import Path

from engine.parties.evidence import Party
from engine.parties.formats.reader import read_list
from engine.parties.party_list import Birth, Entry, Kind, ListedAddress, ListedName, ListReading, PartyList, Strength
from engine.parties.screen import Hit, Screen

FOLDER = Path(__file__).parents[2] / "party_lists"
OFAC = ("ofac_alt.csv", "ofac_sdn.csv", "ofac_add.csv")


def reading(*names: str, dated: date | None = None) -> ListReading:
    """The list of these sample files."""
    return read_list([(FOLDER / name).read_bytes() for name in names], dated=dated)


def entry(
    name: str,
    *aliases: str,
    weak: tuple[str, ...] = (),
    id_: str = "1",
    kind: Kind = Kind.UNKNOWN,
    births: tuple[Birth, ...] = (),
    address: ListedAddress | None = None,
) -> Entry:
    """An entry listed under `name`."""
    names = [ListedName(text=name)]
    names += [ListedName(text=each, strength=Strength.STRONG) for each in aliases]
    names += [ListedName(text=each, strength=Strength.WEAK) for each in weak]
    addresses = () if address is None else (address,)
    return Entry(id=id_, kind=kind, names=tuple(names), births=births, addresses=addresses)


def party_list(*entries: Entry, source: str = "TEST") -> PartyList:
    """A list of these entries."""
    return PartyList(source=source, title="test list", dated=date(2026, 1, 2), digest="00", entries=entries)


def hits(listed: Entry, *parties: Party) -> tuple[Hit, ...]:
    """What parties meet on a list of one entry."""
    return Screen((party_list(listed),)).hits(parties)


def asked(*names: str, role: str = "buyer") -> Party:
    """A party with these names and nothing else."""
    return Party(role=role, names=names)
