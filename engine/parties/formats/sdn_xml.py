"""OFAC's classic XML: `sdnList/sdnEntry` with `akaList`, `addressList`, `idList`, `dateOfBirthList`.

Used for SDN.XML and CONSOLIDATED.XML alike. The schema spells `publshInformation` so; its Publish_Date is month first.
Source: U.S. Department of the Treasury, OFAC, SDN.XSD and the published sdn.xml of 2026-09, as its
readers describe it.
"""

from datetime import date
from xml.etree.ElementTree import Element

from engine.parties.formats.reading import (
    Collected,
    Draft,
    american_day,
    children,
    elements,
    read_birth,
    tag,
    text,
    texts,
)
from engine.parties.formats.tables import reported
from engine.parties.party_list import Kind, Strength

ROOT = "sdnList"
_KINDS = {"individual": Kind.PERSON, "entity": Kind.COMPANY, "vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT}


def collect(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all entries; answers the day of publication."""
    dated: date | None = None
    for element in elements(data, frozenset({"sdnEntry", "publshInformation", "publishInformation"}), where):
        if tag(element) != "sdnEntry":
            dated = american_day(text(element, "Publish_Date"))
            continue
        collected.seen += 1
        with reported(collected, collected.seen):
            _entry(collected.draft(text(element, "uid")), element)
    return dated


def _entry(draft: Draft, element: Element) -> None:
    draft.kind = _KINDS.get(text(element, "sdnType").lower(), Kind.UNKNOWN)
    _name(draft, element, Strength.PRIMARY)
    for alias in children(element, "akaList", "aka"):
        _name(draft, alias, Strength.WEAK if text(alias, "category").lower() == "weak" else Strength.STRONG)
    draft.programmes.extend(texts(element, "programList", "program"))
    for each in children(element, "addressList", "address"):
        street = ", ".join(part for part in (text(each, f"address{at}") for at in (1, 2, 3)) if part)
        region, postcode = text(each, "stateOrProvince"), text(each, "postalCode")
        draft.address(street, text(each, "city"), text(each, "country"), region, postcode)
    for written in texts(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth"):
        draft.birth(read_birth(written))
    for lists, item in (("nationalityList", "nationality"), ("citizenshipList", "citizenship")):
        for written in texts(element, lists, item, "country"):
            draft.country(written)
    draft.country(text(element, "vesselInfo", "vesselFlag"))
    for each in children(element, "idList", "id"):
        draft.document(text(each, "idType"), text(each, "idNumber"), text(each, "idCountry"))


def _name(draft: Draft, element: Element, strength: Strength) -> None:
    family, given = text(element, "lastName"), text(element, "firstName")
    if draft.kind is Kind.PERSON and given:
        draft.name(f"{family}, {given}", strength, family, given)
    else:
        draft.name(f"{given} {family}".strip(), strength)
