"""OFAC's advanced XML: `Sanctions` with reference values, `Locations`, `DistinctParties` and `SanctionsEntries`.

Parties point to countries and programmes elsewhere by id, so the parts are collected as they pass and joined after.
Source: U.S. Department of the Treasury, OFAC, "Advanced Sanctions Data Model" and SDN_ADVANCED.XML of 2026, as
described by its readers; feature and part types are told by the names that the file itself gives their ids.
"""

from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from engine.parties.formats.reading import Collected, Draft, children, elements, read_birth, tag, text, texts, year_span
from engine.parties.formats.tables import reported
from engine.parties.party_list import Birth, Kind, Strength

ROOT = "Sanctions"
_KINDS = {"individual": Kind.PERSON, "entity": Kind.COMPANY, "vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT}
_SUBTYPES = {"1": Kind.VESSEL, "2": Kind.AIRCRAFT, "3": Kind.COMPANY, "4": Kind.PERSON}
_PARTS = ("Last Name", "First Name", "Middle Name", "Patronymic", "Matronymic")
_VALUES = frozenset(("Country", "FeatureType", "NamePartType", "PartySubType", "PartyType", "AliasType"))
_WANTED = _VALUES | {"DateOfIssue", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"}


@dataclass(slots=True)
class _Joined:
    """What the file says of ids, by the kind of value."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    owners: dict[str, Draft] = field(default_factory=dict)
    papers: list[tuple[str, str, str, str]] = field(default_factory=list)
    dated: date | None = None

    def value(self, kind: str, key: str | None) -> str:
        return self.values.get((kind, key or ""), "")


def collect(data: bytes, collected: Collected, where: str) -> date | None:
    """Adds all parties; answers the day of issue."""
    joined = _Joined()
    for element in elements(data, _WANTED, where):
        name = tag(element)
        if name in _VALUES:
            joined.values[name, element.get("ID", "")] = " ".join((element.text or "").split())
        elif name == "DateOfIssue":
            joined.dated = _day(element)
        elif name == "Location":
            _place(joined, element)
        elif name == "IDRegDocument":
            owner, number = element.get("IdentityID", ""), text(element, "IDRegistrationNo")
            kind, country = element.get("IDRegDocTypeID", ""), element.get("IssuedBy-CountryID", "")
            joined.papers.append((owner, kind, number, country))
        elif name == "DistinctParty":
            collected.seen += 1
            with reported(collected, collected.seen):
                _party(joined, collected.draft(element.get("FixedRef", "")), element)
        else:
            _programme(collected, element)
    for owner, kind, number, country in joined.papers:
        if owner in joined.owners:
            joined.owners[owner].document(f"type {kind}", number, joined.value("Country", country))
    return joined.dated


def _day(element: Element) -> date | None:
    try:
        return date(int(text(element, "Year")), int(text(element, "Month")), int(text(element, "Day")))
    except ValueError:
        return None


def _place(joined: _Joined, element: Element) -> None:
    country = next(children(element, "LocationCountry"), None)
    parts = list(texts(element, "LocationPart", "LocationPartValue", "Value"))
    code = "" if country is None else joined.value("Country", country.get("CountryID"))
    joined.places[element.get("ID", "")] = (", ".join(parts[:-1]), parts[-1] if parts else "", code)


def _party(joined: _Joined, draft: Draft, element: Element) -> None:
    for profile in children(element, "Profile"):
        subtype = profile.get("PartySubTypeID", "")
        told = joined.value("PartySubType", subtype).lower()
        draft.kind = _KINDS.get(told, _SUBTYPES.get(subtype, Kind.UNKNOWN))
        for identity in children(profile, "Identity"):
            joined.owners[identity.get("ID", "")] = draft
            _names(joined, draft, identity)
        for feature in (*children(profile, "Feature"), *children(element, "Feature")):
            _feature(joined, draft, feature)


def _names(joined: _Joined, draft: Draft, identity: Element) -> None:
    groups = {
        group.get("ID", ""): joined.value("NamePartType", group.get("NamePartTypeID"))
        for group in children(identity, "NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
    }
    for alias in sorted(children(identity, "Alias"), key=lambda each: each.get("Primary") != "true"):
        for written in children(alias, "DocumentedName"):
            parts = [
                (groups.get(value.get("NamePartGroupID", ""), ""), " ".join((value.text or "").split()))
                for value in children(written, "DocumentedNamePart", "NamePartValue")
            ]
            strength = Strength.PRIMARY if alias.get("Primary") == "true" else Strength.STRONG
            _one_name(draft, parts, Strength.WEAK if alias.get("LowQuality") == "true" else strength)


def _one_name(draft: Draft, parts: list[tuple[str, str]], strength: Strength) -> None:
    ordered = sorted(parts, key=lambda part: _PARTS.index(part[0]) if part[0] in _PARTS else len(_PARTS))
    family = " ".join(value for kind, value in ordered if kind == _PARTS[0])
    given = " ".join(value for kind, value in ordered if kind in _PARTS[1:])
    if family and given:
        draft.name(f"{family}, {given}", strength, family, given)
    else:
        draft.name(" ".join(value for _, value in ordered), strength)


def _feature(joined: _Joined, draft: Draft, feature: Element) -> None:
    kind = joined.value("FeatureType", feature.get("FeatureTypeID"))
    for version in children(feature, "FeatureVersion"):
        for place in children(version, "VersionLocation"):
            street, city, country = joined.places.get(place.get("LocationID", ""), ("", "", ""))
            if kind in ("Location", ""):
                draft.address(street, city, country)
            draft.country(country)
        if kind == "Birthdate":
            draft.birth(_birth(version))
        elif "Nationality" in kind or "Citizenship" in kind:
            draft.country(text(version, "VersionDetail"))


def _birth(version: Element) -> Birth | None:
    """Periods run from the earliest start to the latest end; only years are needed where they differ."""
    period = list(children(version, "DatePeriod"))
    days = [
        day
        for each in period
        for edge in ("Start", "End")
        for at in ("From", "To")
        for found in children(each, edge, at)
        if (day := _day(found)) is not None
    ]
    if not days:
        return read_birth(text(version, "VersionDetail"))
    if min(days) == max(days):
        return Birth(earliest=days[0], latest=days[0])
    return year_span(min(days).year, max(days).year)


def _programme(collected: Collected, element: Element) -> None:
    draft = collected.drafts.get(element.get("ProfileID", ""))
    if draft is not None:
        draft.programmes.extend(texts(element, "SanctionsMeasure", "Comment"))
