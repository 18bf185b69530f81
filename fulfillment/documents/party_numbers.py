"""The numbers under which seller or marketplace are known to tax and customs at one destination.

The marketplace's own where it collects, else the seller's: from the order, from the register of registrations, or from
the sender's profile, in this order. Numbers of a regime are stated only under that regime: an IOSS number on a parcel
outside it would have its tax paid twice.
"""

from collections.abc import Iterable, Iterator, Sequence

from engine.address.customs import customs_territory
from engine.customs.identifiers import cleaned
from engine.order.party import TaxHolder
from engine.registration import Registration
from fulfillment.documents.customs_file import CustomsFile, Lane
from fulfillment.documents.declaration import Holder, Number, Sender, Shown

EORI, VAT = "EORI", "VAT"
UNION = "EU"
# Numbers that only some regime gives a meaning to, with the territory in which they count.
OF_REGIMES = {
    "ioss": ("IOSS",), "ioss_ni": ("IOSS",), "gb_vat": ("VAT", "HMRC"), "voec": ("VOEC",), "au_gst": ("ARN", "ABN"),
    "nz_gst": ("IRD", "GST"), "sg_gst": ("GST",), "my_lvg": ("LVG", "SST"), "ch_vat": ("MWST",), "cl_vat": ("SII",),
}  # fmt: skip
_ONLY_UNDER_REGIMES = frozenset(kind for kinds in OF_REGIMES.values() for kind in kinds) - {VAT, "ABN", "IRD"}
_ARN_DIGITS = 12


def seller_numbers(file: CustomsFile, sender: Sender, profile: Sequence[Number]) -> tuple[Number, ...]:
    """Numbers for this parcel, each kind and country once, those of the regime first. `profile` are the sender's."""
    meant = OF_REGIMES.get(file.lane.regime or "", ())
    found: dict[tuple[str, str], Number] = {}
    for number in (*_stated(file), *_registered(file.lane, file.registrations), *profile):
        here = number.country in (None, sender.country) or _is_of(number.kind, number.country or "", file.lane)
        if here and _counts(number, file.lane, meant):
            found.setdefault((number.kind, number.country or ""), _shown(number, file.lane, meant))
    return tuple(sorted(found.values(), key=lambda each: (each.kind not in meant, each.kind, each.country or "")))


def printed_registrations(numbers: Iterable[str], market: str) -> tuple[Number, ...]:
    """Numbers of packaging registers that an invoice has to bear."""
    return tuple(Number(kind="PACKAGING", value=number, country=market) for number in numbers)


def _stated(file: CustomsFile) -> Iterator[Number]:
    for one in file.order.tax_identifiers:
        if one.holder is not TaxHolder.CONSIGNEE:
            holder = Holder.MARKETPLACE if one.holder is TaxHolder.MARKETPLACE else Holder.SELLER
            yield Number(kind=one.kind.strip().upper(), value=cleaned(one.value), holder=holder, country=one.country)


def _registered(lane: Lane, registrations: Sequence[Registration]) -> Iterator[Number]:
    for one in registrations:
        kind = _kind(one)
        if kind is not None and _is_of(kind, one.country, lane) and one.in_force(lane.on):
            yield Number(kind=kind, value=one.number, country=one.country)


def _kind(one: Registration) -> str | None:
    if one.kind == "gst":
        digits = sum(sign.isdigit() for sign in one.number)
        return "GST" if one.country != "AU" else ("ARN" if digits >= _ARN_DIGITS else "ABN")
    if one.kind == "vat":
        return "MWST" if one.country == "CH" else VAT
    return {"ioss": "IOSS", "eori": EORI, "voec": "VOEC"}.get(one.kind)


def _shown(number: Number, lane: Lane, meant: Sequence[str]) -> Number:
    shown = Shown(lane.number_shown) if number.kind in meant and lane.number_shown else number.shown
    shown = Shown.DATA if number.kind == "IOSS" else shown
    return Number(kind=number.kind, value=number.value, holder=number.holder, country=number.country, shown=shown)


def _counts(number: Number, lane: Lane, meant: Sequence[str]) -> bool:
    """A number of a regime counts under that regime alone, the marketplace's only where the marketplace collects."""
    if number.kind in meant:
        return (number.holder is Holder.MARKETPLACE) is (lane.collector == Holder.MARKETPLACE)
    return number.kind not in _ONLY_UNDER_REGIMES


def _is_of(kind: str, country: str, lane: Lane) -> bool:
    """Whether a number of a country counts on this lane. An EORI number that one member state gave counts in the whole
    customs territory of the Union (Regulation (EU) No 952/2013, article 9)."""
    if country in {lane.market, lane.territory, _union(lane)}:
        return True
    return kind == EORI and _union(lane) == UNION and customs_territory(country) == UNION


def _union(lane: Lane) -> str:
    return UNION if lane.territory in {UNION, "XI"} else lane.territory
