"""The United Nations Security Council Consolidated List: `CONSOLIDATED_LIST` of INDIVIDUAL and ENTITY elements.

Source: United Nations, Security Council Consolidated List, XML of 2026-02-27 (schema sc-sanctions.xsd).
"""

from datetime import date
from xml.etree.ElementTree import Element

from engine.parties.formats.reading import (
    BadRow,
    Collected,
    Draft,
    children,
    elements,
    read_birth,
    read_day,
    tag,
    text,
    texts,
    year_span,
)
from engine.parties.formats.tables import reported
from engine.parties.party_list import Birth, Kind, Strength

ROOT = "CONSOLIDATED_LIST"
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def collect(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all entries; answers the day on which the file was generated."""
    dated: date | None = None
    for element in elements(data, frozenset({"INDIVIDUAL", "ENTITY", ROOT}), where):
        if tag(element) == ROOT:
            dated = read_day(element.get("dateGenerated", ""))
            continue
        collected.seen += 1
        with reported(collected, collected.seen):
            _entry(collected.draft(text(element, "REFERENCE_NUMBER") or text(element, "DATAID")), element)
    return dated


def _entry(draft: Draft, element: Element) -> None:
    kind = tag(element)
    draft.kind = Kind.PERSON if kind == "INDIVIDUAL" else Kind.COMPANY
    parts = [part for part in (text(element, name) for name in _PARTS) if part]
    if not parts:
        raise BadRow(f"entry `{draft.id}` has no name")
    family = parts[-1] if draft.kind is Kind.PERSON and len(parts) > 1 else None
    draft.name(" ".join(parts), Strength.PRIMARY, family, " ".join(parts[:-1]) if family else None)
    draft.name(text(element, "NAME_ORIGINAL_SCRIPT"), Strength.STRONG)
    for alias in children(element, f"{kind}_ALIAS"):
        low = text(alias, "QUALITY").lower() == "low"
        draft.name(text(alias, "ALIAS_NAME"), Strength.WEAK if low else Strength.STRONG)
    for each in children(element, f"{kind}_ADDRESS"):
        where = (text(each, "STREET"), text(each, "CITY"), text(each, "COUNTRY"))
        draft.address(*where, text(each, "STATE_PROVINCE"), text(each, "ZIP_CODE"))
    for written in texts(element, "NATIONALITY", "VALUE"):
        draft.country(written)
    for each in children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        draft.birth(_birth(each))
    for each in children(element, "INDIVIDUAL_DOCUMENT"):
        issuer = text(each, "ISSUING_COUNTRY") or text(each, "COUNTRY_OF_ISSUE")
        draft.document(text(each, "TYPE_OF_DOCUMENT"), text(each, "NUMBER"), issuer)
    draft.programmes.append(text(element, "UN_LIST_TYPE"))


def _birth(element: Element) -> Birth | None:
    kind = text(element, "TYPE_OF_DATE").lower()
    first, last = text(element, "FROM_YEAR"), text(element, "TO_YEAR")
    if first.isdigit() and last.isdigit():
        return year_span(int(first), int(last))
    written = text(element, "DATE") or text(element, "YEAR")
    return read_birth(f"circa {written}" if kind.startswith("approx") else written)
