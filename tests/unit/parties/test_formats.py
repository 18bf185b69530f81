"""Every official format gives the same invented party; what is broken is told, and too much of it refused."""

from datetime import date

import pytest

from engine.errors import DataRejected
from engine.parties.formats.reader import format_of, read_list
from engine.parties.formats.reading import country_code, read_birth
from engine.parties.party_list import Kind, Strength
from tests.unit.parties.builders import FOLDER, OFAC, reading

DATED = {
    ("ofac_sdn.xml",): date(2026, 9, 23),
    ("ofac_advanced.xml",): date(2026, 9, 23),
    ("un.xml",): date(2026, 2, 27),
    ("eu.xml",): date(2026, 8, 5),
    ("eu.csv",): date(2026, 8, 5),
    ("uk.xml",): date(2026, 9, 2),
    ("uk.csv",): date(2026, 8, 18),
    ("ofsi.csv",): date(2026, 6, 3),
    OFAC: None,
    ("bis_dpl.txt",): None,
    ("csl.csv",): None,
    ("csl.json",): None,
}
FORMATS = pytest.mark.parametrize("files", sorted(DATED), ids="+".join)


@FORMATS
def test_list_when_read_then_names_the_party_and_its_date(files: tuple[str, ...]) -> None:
    found = reading(*files)
    assert found.list.entries[0].name.upper().replace(",", "").split()[0] in ("TIMOFEI", "VERANOV")
    assert found.list.dated == DATED[files]
    assert found.faults == ()


@FORMATS
def test_list_when_it_tells_birth_and_place_then_both_are_read(files: tuple[str, ...]) -> None:
    party = reading(*files).list.entries[0]
    assert party.countries & {"RU", "CY"}
    assert files == ("bis_dpl.txt",) or any(each.earliest.year in (1960, 1961) for each in party.births)


@pytest.mark.parametrize("file", ["ofac_sdn.xml", "ofac_advanced.xml", "un.xml", "eu.xml", "uk.xml", "uk.csv"])
def test_alias_when_the_publisher_doubts_it_then_is_weak(file: str) -> None:
    (weak,) = [each for each in reading(file).list.entries[0].names if each.strength is Strength.WEAK]
    assert weak.text.upper() == "TIMA"


def test_list_when_it_states_no_date_then_takes_the_one_passed_in() -> None:
    assert reading(*OFAC, dated=date(2026, 3, 1)).list.dated == date(2026, 3, 1)
    assert reading("un.xml", dated=date(2020, 1, 1)).list.dated == date(2026, 2, 27)


def test_ofac_files_when_joined_then_one_list_with_aliases_and_addresses() -> None:
    person, company, vessel = reading(*OFAC).list.entries
    assert [each.text for each in company.names] == ["ORBELINE SHIPPING COMPANY LTD.", "ORBELIN SHIPPING"]
    assert company.addresses[0].country == "CY"
    assert (person.kind, company.kind, vessel.kind) == (Kind.PERSON, Kind.COMPANY, Kind.VESSEL)


def test_ofac_file_when_a_row_has_no_party_then_is_told_with_file_and_row() -> None:
    orphan = b'99999,1,"aka","NOBODY",-0- \n'
    found = read_list([(FOLDER / "ofac_sdn.csv").read_bytes(), orphan])
    assert [(each.file, each.row) for each in found.faults] == [(1, 1)]


def test_list_when_many_rows_are_bad_then_is_refused() -> None:
    with pytest.raises(DataRejected, match="cannot be read"):
        read_list([(FOLDER / "ofac_sdn.csv").read_bytes(), b'7,1,"aka","X",-0- \n' * 10])


@pytest.mark.parametrize(
    "broken",
    [
        b"<sdnList><sdnEntry>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><sdnList>&b;</sdnList>',
        b"<CONSOLIDATED_LIST>" + b"<a>" * 100 + b"</a>" * 100 + b"</CONSOLIDATED_LIST>",
        b'{"results": 1}',
        b'{"results": [' + b"[" * 5_000,
        b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>",
        b"hello, this is no list",
        b"",
    ],
)
def test_list_when_broken_then_is_refused_with_what_to_do(broken: bytes) -> None:
    with pytest.raises(DataRejected, match=r"get (the file|it) again|give|see docs"):
        read_list([broken])


def test_list_when_two_files_are_no_parts_of_one_then_is_refused() -> None:
    with pytest.raises(DataRejected, match="not parts of one list"):
        reading("un.xml", "eu.xml")


def test_ofac_files_when_the_primary_one_is_missing_then_says_which() -> None:
    with pytest.raises(DataRejected, match="primary file"):
        reading("ofac_alt.csv")


def test_digest_when_one_byte_differs_then_differs() -> None:
    data = (FOLDER / "un.xml").read_bytes()
    assert read_list([data]).list.digest != read_list([data + b"\n"]).list.digest


def test_format_when_a_file_begins_with_a_comment_then_is_still_told() -> None:
    assert format_of(b"<!-- <export> -->\n<Designations></Designations>").name == "uk_xml"


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("DOB 04 Mar 1961", date(1961, 3, 4), date(1961, 3, 4)),
        ("circa 1960", date(1958, 1, 1), date(1962, 12, 31)),
        ("1958 to 1960", date(1958, 1, 1), date(1960, 12, 31)),
        ("dd/mm/1971", date(1971, 1, 1), date(1971, 12, 31)),
        ("Feb 1961", date(1961, 2, 1), date(1961, 2, 28)),
    ],
)
def test_birth_when_written_so_then_spans(written: str, earliest: date, latest: date) -> None:
    found = read_birth(written)
    assert found is not None
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("written", "code"), [("Korea, North", "KP"), ("iran", "IR"), ("DE", "DE"), ("Atlantis", None)]
)
def test_country_when_written_so_then_is_told(written: str, code: str | None) -> None:
    assert country_code(written) == code
