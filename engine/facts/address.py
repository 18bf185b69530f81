"""Facts of where the order goes: the delivery address as judged, its phone, and the billing address beside it."""

from collections.abc import Mapping
from functools import lru_cache

from engine.address.check import check_address
from engine.address.customs import customs_territory
from engine.address.locality import Place, judge_place
from engine.address.phone import PhoneVerdict, check_phone
from engine.address.script import readable
from engine.address.spelling import fold
from engine.address.street_words import street_words
from engine.address.verdict import AddressVerdict, Level, worst
from engine.facts.known import known, same, stated
from engine.facts.names import same_person
from engine.lexicon.spec import Value
from engine.order.address import Address
from engine.order.order import Order

# A re-screening and a returning buyer bring the same address again and again.
_check = lru_cache(maxsize=8192)(check_address)
_place = lru_cache(maxsize=8192)(judge_place)


def address_facts(order: Order) -> dict[str, Value]:
    """`address.*`, `phone.*`, `ship_to.*` and `bill_to.*`; what cannot be known is left out."""
    delivery = order.shipping_address
    verdict = _check(delivery)
    facts: dict[str, Value | None] = {**_judged(delivery, verdict), **_ship_to(delivery, verdict)}
    facts["address.script_unreadable"] = _unreadable(delivery, order)
    number = stated(delivery.phone) or (None if order.customer is None else stated(order.customer.phone))
    facts["phone.given"] = number is not None
    if number is not None:
        facts |= _phone_facts(check_phone(number, verdict.territory))
    if order.billing_address is not None:
        facts |= _bill_to(order.billing_address, delivery, verdict)
    return known(facts)


def _judged(delivery: Address, verdict: AddressVerdict) -> Mapping[str, Value | None]:
    levels, codes = dict(verdict.fields), {finding.code for finding in verdict.findings}
    if stated(delivery.name) is None and stated(delivery.company) is None:
        levels["name"] = Level.ERROR
        codes.add("name_missing")
    signals = verdict.signals
    facts: dict[str, Value | None] = {f"address.{field}_level": level.value for field, level in levels.items()}
    return facts | {
        "address.result": worst(levels.values()).value,
        "address.codes": frozenset(codes),
        "address.fields_in_error": frozenset(field for field, level in levels.items() if level is Level.ERROR),
        "address.repaired": signals.repaired,
        "address.territory_moved": signals.territory_moved,
        "address.postcode_contradicts_state": signals.postcode_contradicts_state,
        "address.house_number_missing": signals.house_number_missing,
        "address.placeholder": signals.placeholder,
        "address.gibberish": signals.gibberish,
        "address.vague_street": signals.vague_street,
        "address.po_box": signals.po_box.value,
        "address.military": signals.military,
        "address.forwarder_score": signals.forwarder_score,
        "address.contact_in_street": signals.contact_in_street,
    }


def _ship_to(delivery: Address, verdict: AddressVerdict) -> Mapping[str, Value | None]:
    mended, country = verdict.normalised, verdict.territory
    return {
        "ship_to.country": country,
        "ship_to.stated_country": verdict.stated,
        "ship_to.customs_territory": None if country is None else customs_territory(country, mended.postcode),
        "ship_to.state": mended.state,
        "ship_to.postcode": mended.postcode,
        "ship_to.city": stated(delivery.city),
        "ship_to.line1": stated(delivery.line1),
        "ship_to.name": stated(delivery.name),
        "ship_to.company": stated(delivery.company),
    }


def _phone_facts(verdict: PhoneVerdict) -> dict[str, Value | None]:
    return {
        "phone.status": verdict.status.value,
        "phone.type": verdict.type,
        "phone.region": verdict.region,
        "phone.region_matches": verdict.region_matches,
        "phone.obvious_fake": verdict.obvious_fake,
        "phone.e164": verdict.e164,
    }


def _bill_to(billing: Address, delivery: Address, verdict: AddressVerdict) -> dict[str, Value | None]:
    place = _place(billing.country, billing.postcode, billing.state, billing.city)
    return {
        "bill_to.country": place.country,
        "bill_to.postcode": place.postcode,
        "address.bill_ship_same": _same_place(billing, place, verdict),
        "address.bill_ship_same_country": same(place.country, verdict.territory),
        "address.bill_ship_same_name": same_person(stated(billing.name), stated(delivery.name)),
    }


def _same_place(billing: Address, place: Place, verdict: AddressVerdict) -> bool | None:
    """Unknown when one of the two has no street: many gateways pass on a postcode alone."""
    one, two = _street(billing), _street(verdict.normalised)
    if not one or not two:
        return None
    there = (verdict.territory, verdict.normalised.postcode)
    return (
        one == two and (place.country, place.postcode) == there and _town(place.city) == _town(verdict.normalised.city)
    )


def _street(address: Address) -> frozenset[str]:
    return street_words(" ".join(line for line in (address.line1, address.line2, address.line3) if line is not None))


def _town(city: str | None) -> str:
    return "" if city is None else fold(city)


def _unreadable(delivery: Address, order: Order) -> bool | None:
    written = " ".join(part for part in (delivery.line1, delivery.line2, delivery.city) if part is not None)
    if written.isascii():
        return False
    return None if order.ship_from is None else not readable(written, order.ship_from.country)
