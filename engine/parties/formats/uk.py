"""Lists of the United Kingdom: the UK Sanctions List as XML and CSV, and the older ConList.csv of OFSI.

The UK Sanctions List begins with `Report Date: 18-Aug-2026`, ConList with `Last Updated,03/06/2026`; both have one row
for every spelling, address and birth, under a common id. Names 1 to 5 are given names, name 6 is the family name or the
whole name. Source: Foreign, Commonwealth and Development Office, "The UK Sanctions List" (XML, CSV of 2026), and HM
Treasury, OFSI, "Consolidated List of Financial Sanctions Targets" (closed 2026-01-28), as described by their readers.
"""

import re
from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element

from engine.parties.formats.reading import Collected, Draft, children, elements, read_birth, read_day, tag, text, texts
from engine.parties.formats.tables import decoded, named, reported
from engine.parties.party_list import Kind, Strength

ROOT = "Designations"
UKSL_HEADER, OFSI_HEADER = "Unique ID", "Group ID"
_KINDS = {"individual": Kind.PERSON, "entity": Kind.COMPANY, "ship": Kind.VESSEL}
_NUMBERED = re.compile(r"\(\d+\)")


def collect_xml(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all designations; answers the day on which the file was generated."""
    dated: date | None = None
    for element in elements(data, frozenset({"Designation", "DateGenerated"}), where):
        if tag(element) == "DateGenerated":
            dated = dated or read_day(element.text or "")
            continue
        collected.seen += 1
        with reported(collected, collected.seen):
            _designation(collected.draft(text(element, "UniqueID")), element)
    return dated


def _designation(draft: Draft, element: Element) -> None:
    draft.kind = _KINDS.get(text(element, "IndividualEntityShip").lower(), Kind.UNKNOWN)
    names = sorted(
        children(element, "Names", "Name"), key=lambda each: text(each, "NameType").lower() != "primary name"
    )
    for each in names:
        parts = [text(each, f"Name{at}") for at in range(1, 7)]
        _name(draft, parts, text(each, "NameType"), text(each, "AliasStrength"))
    for written in texts(element, "NonLatinNames", "NonLatinName", "NameNonLatinScript"):
        draft.name(written, Strength.STRONG)
    for each in children(element, "Addresses", "Address"):
        lines = [line for at in range(1, 7) if (line := text(each, f"AddressLine{at}"))]
        _address(draft, lines, text(each, "AddressPostalCode"), text(each, "AddressCountry"))
    person = ("IndividualDetails", "Individual")
    for written in texts(element, *person, "DOBs", "DOB"):
        draft.birth(read_birth(written))
    for written in texts(element, *person, "Nationalities", "Nationality"):
        draft.country(written)
    for written in texts(element, *person, "PassportDetails", "Passport", "PassportNumber"):
        draft.document("passport", written)
    identifier = ("NationalIdentifierDetails", "NationalIdentifier", "NationalIdentifierNumber")
    for written in texts(element, *person, *identifier):
        draft.document("national identifier", written)
    for written in texts(element, "ShipDetails", "Ship", "IMONumbers", "IMONumber"):
        draft.document("imo number", written)
    draft.programmes.append(text(element, "RegimeName"))


def _name(draft: Draft, parts: list[str], kind: str, quality: str) -> None:
    given = " ".join(part for part in parts[:5] if part)
    strength = Strength.PRIMARY if kind.lower() == "primary name" else Strength.STRONG
    if quality.lower().startswith("low"):
        strength = Strength.WEAK
    family = parts[5] if given else None
    draft.name(f"{given} {parts[5]}".strip(), strength, family, given or None)


def _address(draft: Draft, lines: list[str], postcode: str, country: str) -> None:
    street, city = (", ".join(lines[:-1]), lines[-1]) if len(lines) > 1 else ("", "".join(lines))
    draft.address(street, city, country, None, postcode)


def collect_csv(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all rows of the UK Sanctions List or of ConList; answers the day in the first line."""
    first = decoded(data[:200]).partition("\n")[0]
    header = UKSL_HEADER if "Report Date" in first or UKSL_HEADER in decoded(data[:4000]) else OFSI_HEADER
    for number, row in named(data, ",", header, collected, where):
        with reported(collected, number):
            _row(collected.draft(row.get(header, "")), row)
    return read_day(first)


def _row(draft: Draft, row: Mapping[str, str]) -> None:
    def cell(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    draft.kind = _KINDS.get(cell("Designation Type", "Individual, Entity, Ship", "Group Type").lower(), draft.kind)
    parts = [cell(f"Name {at}") for at in range(1, 7)]
    _name(draft, parts, cell("Name type", "Alias Type"), cell("Alias strength", "Alias Quality"))
    draft.name(cell("Name non-latin script", "Name Non-Latin Script"), Strength.STRONG)
    lines = [line for at in range(1, 7) if (line := cell(f"Address Line {at}", f"Address {at}"))]
    _address(draft, lines, cell("Address Postal Code", "Post/Zip Code"), cell("Address Country", "Country"))
    for written in _NUMBERED.split(cell("D.O.B", "DOB")):
        draft.birth(read_birth(written))
    for written in _NUMBERED.split(cell("Nationality(/ies)", "Nationality")):
        draft.country(written.strip(" ,;"))
    draft.document("passport", cell("Passport number", "Passport Number"))
    draft.document("national identifier", cell("National Identifier number", "National Identification Number"))
    draft.document("imo number", cell("IMO number"))
    draft.programmes.append(cell("Regime Name", "Regime"))
