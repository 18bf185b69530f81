"""One address, judged: repaired first, then every field ok, warning or error, with codes and signals.

An honest address in an unusual form must pass, so only what no carrier can deliver to is an error.
"""

from operator import attrgetter
from types import MappingProxyType

from engine.address.doorstep import Doorstep, judge_name, judge_street
from engine.address.forwarder import forwarder_score
from engine.address.locality import Place, judge_place
from engine.address.military import military
from engine.address.spelling import tidy
from engine.address.table import country_table
from engine.address.verdict import AddressVerdict, Signals, levels_of
from engine.order.address import Address

STAND_INS = frozenset({"street_placeholder", "city_placeholder", "postcode_placeholder", "name_placeholder"})
WRITTEN = attrgetter("line1", "line2", "line3", "city", "postcode", "country")


def check_address(address: Address) -> AddressVerdict:
    """The verdict. Never raises, whatever text the address holds. An absent name is not judged here."""
    place = judge_place(address.country, address.postcode, address.state, address.city)
    numbered = place.country is not None and country_table(place.country).house_number
    door = judge_street((address.line1, address.line2, address.line3), number_expected=numbered)
    findings = (*place.findings, *judge_name(address.name), *door.findings)
    normalised = _normalised(address, place, door)
    return AddressVerdict(
        fields=MappingProxyType(levels_of(findings)),
        findings=findings,
        normalised=normalised,
        stated=place.stated,
        territory=place.country,
        signals=_signals(address, normalised, place, door, {finding.code for finding in findings}),
    )


def _normalised(address: Address, place: Place, door: Doorstep) -> Address:
    line1, line2, line3 = (*door.lines, None, None, None)[:3]
    return Address(
        name=None if address.name is None else tidy(address.name),
        company=None if address.company is None else tidy(address.company),
        line1=line1,
        line2=line2,
        line3=line3,
        city=place.city,
        state=place.state,
        postcode=place.postcode,
        country=place.country,
        phone=address.phone,
        email=address.email,
    )


def _signals(address: Address, normalised: Address, place: Place, door: Doorstep, codes: set[str]) -> Signals:
    country, street = place.country or "", door.text
    return Signals(
        po_box=door.po_box,
        military=military(country, street, place.city or "", place.state, place.postcode),
        forwarder_score=forwarder_score(country, street, normalised.company, normalised.name, place.postcode),
        vague_street=door.vague,
        gibberish=door.gibberish or "city_gibberish" in codes,
        placeholder=not codes.isdisjoint(STAND_INS),
        house_number_missing=door.number_missing,
        contact_in_street=door.contact,
        postcode_contradicts_state=place.contradiction,
        territory_moved=place.stated is not None and place.stated != place.country,
        repaired=_repaired(address, normalised) or "state_inferred" in codes,
    )


def _repaired(written: Address, normalised: Address) -> bool:
    """Whether a part reads otherwise than the buyer wrote it. A part without any text is no repair."""
    before, after = WRITTEN(written), WRITTEN(normalised)
    return before != after and any((old or "") != (new or "") for old, new in zip(before, after, strict=True))
