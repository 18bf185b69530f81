"""The consolidated list of the European Union's Financial Sanctions Files, as XML 1.1 and as CSV 1.1.

XML: `export/sanctionEntity` with `nameAlias`, `birthdate`, `citizenship`, `address`, `identification`, `regulation`.
CSV: semicolons, one row for every name, address, birth or paper, which repeats the columns `Entity_…`.
Source: European Commission, DG FISMA, "Consolidated list of persons, groups and entities subject to EU financial
sanctions", file formats 1.1, as described by readers of the files of 2026.
"""

from collections.abc import Mapping
from datetime import date
from xml.etree.ElementTree import Element

from engine.parties.formats.reading import (
    Collected,
    Draft,
    children,
    elements,
    read_birth,
    read_day,
    tag,
    year_span,
)
from engine.parties.formats.tables import named, reported
from engine.parties.party_list import Birth, Kind, Strength

ROOT = "export"
HEADER = "NameAlias_WholeName"
_KINDS = {"p": Kind.PERSON, "person": Kind.PERSON, "e": Kind.COMPANY, "enterprise": Kind.COMPANY}


def collect_xml(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all entities; answers the day on which the file was generated."""
    dated: date | None = None
    for element in elements(data, frozenset({"sanctionEntity", ROOT}), where):
        if tag(element) == ROOT:
            dated = read_day(element.get("generationDate", ""))
            continue
        collected.seen += 1
        with reported(collected, collected.seen):
            key = element.get("euReferenceNumber", "") or element.get("logicalId", "")
            _entity(collected.draft(key), element)
    return dated


def _entity(draft: Draft, element: Element) -> None:
    for subject in children(element, "subjectType"):
        code = subject.get("classificationCode", "") or subject.get("code", "")
        draft.kind = _KINDS.get(code.lower(), Kind.UNKNOWN)
    for alias in children(element, "nameAlias"):
        parts = [alias.get(part, "") for part in ("firstName", "middleName", "lastName")]
        whole = alias.get("wholeName") or " ".join(parts)
        weak = alias.get("strong", "true").lower() == "false"
        draft.name(whole, Strength.WEAK if weak else Strength.PRIMARY, parts[2], " ".join(parts[:2]).strip())
    for each in children(element, "birthdate"):
        draft.birth(_birth(each))
    for each in children(element, "citizenship"):
        draft.country(_country(each))
    for each in children(element, "address"):
        where = (each.get("street"), each.get("city"), _country(each), each.get("region"), each.get("zipCode"))
        draft.address(*where)
    for each in children(element, "identification"):
        kind = each.get("identificationTypeDescription", "") or each.get("identificationTypeCode", "")
        draft.document(kind, each.get("number"), _country(each))
    draft.programmes.extend(each.get("programme", "") for each in children(element, "regulation"))


def _country(element: Element) -> str | None:
    code = element.get("countryIso2Code", "")
    return element.get("countryDescription") if code in ("", "00") else code


def _birth(element: Element) -> Birth | None:
    written, year = element.get("birthdate", ""), element.get("year", "")
    circa = element.get("circa", "").lower() == "true"
    if element.get("yearRangeFrom", "").isdigit() and element.get("yearRangeTo", "").isdigit():
        return year_span(int(element.get("yearRangeFrom", "")), int(element.get("yearRangeTo", "")))
    return read_birth(f"{'circa ' if circa else ''}{written or year}")


def collect_csv(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all rows; answers the day on which the file was generated."""
    dated: date | None = None
    for number, row in named(data, ";", HEADER, collected, where):
        dated = dated or read_day(row.get("fileGenerationDate", ""))
        with reported(collected, number):
            key = row.get("Entity_EU_ReferenceNumber") or row.get("Entity_LogicalId", "")
            _row(collected.draft(key), row)
    return dated


def _row(draft: Draft, row: Mapping[str, str]) -> None:
    code = row.get("Entity_SubjectType_ClassificationCode") or row.get("Entity_SubjectType", "")
    draft.kind = _KINDS.get(code.lower(), draft.kind)
    parts = [row.get(f"NameAlias_{part}", "") for part in ("FirstName", "MiddleName", "LastName")]
    weak = row.get("NameAlias_Strong", row.get("NameAlias_StrongName", "true")).lower() == "false"
    whole = row.get(HEADER) or " ".join(parts)
    draft.name(whole, Strength.WEAK if weak else Strength.PRIMARY, parts[2], " ".join(parts[:2]).strip())
    draft.birth(read_birth(row.get("BirthDate_BirthDate", "") or row.get("BirthDate_Year", "")))
    draft.country(_told(row, "Citizenship"))
    place = (row.get("Address_Street"), row.get("Address_City"), _told(row, "Address"))
    draft.address(*place, row.get("Address_Region"), row.get("Address_ZipCode"))
    kind = row.get("Identification_TypeDescription", "") or row.get("Identification_TypeCode", "")
    draft.document(kind, row.get("Identification_Number"), _told(row, "Identification"))
    draft.programmes.append(row.get("Entity_Regulation_Programme", ""))


def _told(row: Mapping[str, str], part: str) -> str | None:
    code = row.get(f"{part}_CountryIso2Code", "")
    return row.get(f"{part}_CountryDescription") if code in ("", "00") else code
