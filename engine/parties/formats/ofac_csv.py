"""OFAC's delimited files, as published: no header, `-0-` for null, several files that make one list.

SDN.CSV or CONS_PRIM.CSV has twelve columns (ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage,
GRT, Vess_flag, Vess_owner, Remarks); ALT five (ent_num, alt_num, alt_type, alt_name, alt_remarks); ADD six (ent_num,
add_num, Address, City/State/Province/Postal Code, Country, Add_remarks); SDN_COMMENTS two (ent_num, remarks overflow).
Source: U.S. Department of the Treasury, OFAC, "SDN data formats: file specification" (dat_spec.txt), read 2026-11.
"""

import re

from engine.errors import DataRejected
from engine.parties.formats.reading import BadRow, Collected, Draft, read_birth
from engine.parties.formats.tables import cells, reported
from engine.parties.party_list import Kind, Strength

PRIMARY, ALIASES, ADDRESSES, COMMENTS = 12, 5, 6, 2
ORDER = (PRIMARY, ALIASES, ADDRESSES, COMMENTS)
_KINDS = {"individual": Kind.PERSON, "vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT, "": Kind.COMPANY}
_ALIAS = re.compile(r"\b[afn]\.k\.a\. ['\"](.+?)['\"](?=[;.]|$)")
_PAPER = re.compile(
    r"(Passport|National ID No\.|Tax ID No\.|Registration (?:ID|Number)|Company Number|Vessel Registration"
    r" Identification|Cedula No\.|R\.F\.C\.|NIT #|D\.N\.I\.)\s*(IMO \d{7}|[A-Z0-9][\w./-]*)(?: \(([^)]+)\))?"
)
_PLACE = re.compile(r"\b(?:nationality|citizen|alt\. nationality|alt\. citizen) ([^;.]+)")


def width(data: bytes, where: str) -> int | None:
    """Columns of the first row when it is one of these files, else None."""
    first = next(cells(data[:20_000], ",", where), None)
    return len(first[1]) if first is not None and len(first[1]) in ORDER and first[1][0].isdigit() else None


def collect(data: bytes, collected: Collected, where: str) -> None:
    """Adds one of the files; the primary one must come first."""
    columns = width(data, where)
    if columns is None:
        raise DataRejected(where, "this is none of ofac's delimited files; give SDN.CSV, ALT.CSV or ADD.CSV")
    for number, row in cells(data, ",", where):
        collected.seen += 1
        with reported(collected, number):
            if len(row) != columns or not row[0].isdigit():
                raise BadRow(f"has {len(row)} cells where {columns} are due, or no number in the first")
            clean = ["" if cell == "-0-" else cell for cell in row]
            if columns == PRIMARY:
                _primary(collected.draft(clean[0]), clean)
            else:
                _further(collected, columns, clean)


def _primary(draft: Draft, row: list[str]) -> None:
    if not row[1]:
        raise BadRow(f"entry `{row[0]}` has no name")
    kind = _KINDS.get(row[2].lower(), Kind.UNKNOWN)
    draft.kind = kind
    _name(draft, row[1], Strength.PRIMARY)
    draft.programmes.extend(part.strip(" []") for part in row[3].split("]") if part.strip(" []"))
    draft.country(row[9])
    _remarks(draft, row[11])


def _name(draft: Draft, written: str, strength: Strength) -> None:
    family, comma, given = written.partition(", ")
    if comma and draft.kind is Kind.PERSON:
        draft.name(written, strength, family, given)
    else:
        draft.name(written, strength)


def _remarks(draft: Draft, remarks: str) -> None:
    for found in _ALIAS.finditer(remarks):
        _name(draft, found[1], Strength.WEAK)
    for part in remarks.split(";"):
        words = part.strip().removeprefix("alt. ")
        if words.startswith("DOB "):
            draft.birth(read_birth(words))
    for found in _PLACE.finditer(remarks):
        draft.country(found[1].strip())
    for found in _PAPER.finditer(remarks):
        draft.document(found[1], found[2], found[3])


def _further(collected: Collected, columns: int, row: list[str]) -> None:
    draft = collected.drafts.get(row[0])
    if draft is None:
        raise BadRow(f"entry `{row[0]}` is not in the primary file")
    if columns == ALIASES:
        if not row[3]:
            raise BadRow(f"an alias of entry `{row[0]}` is blank")
        _name(draft, row[3], Strength.STRONG)
    elif columns == ADDRESSES:
        draft.address(row[2], row[3], row[4])
    else:
        _remarks(draft, row[1])
