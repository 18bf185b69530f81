"""What honest people get wrong when they fill in an address form, and how often: none of it is fraud."""

from dataclasses import replace
from random import Random

from engine.order.address import Address
from engine.simulation import people
from tests.synthetic.buyers import state_name

# Shares of orders. They are estimates of a large shop's everyday, kept round on purpose.
HOUSE_NUMBER_MISSING = 0.01
CITY_LOWER_CASE = 0.03
SHOUTING = 0.02
STATE_WRITTEN_OUT = 0.15
POSTCODE_UNSPACED = 0.12
POSTCODE_UNKNOWN = {"CL": 0.4, "IE": 0.1}
ZIP_PLUS_FOUR = 0.08
PO_BOX = {"US": 0.012, "AU": 0.015, "CA": 0.008, "NZ": 0.015}
PACKSTATION = 0.02
NAME_TWICE = 0.01
SPACE_AT_END = 0.03
PHONE_AT_HOME_FORM = 0.45
_SPACED = frozenset({"GB", "CA", "NL", "SE", "IE"})


def as_written(address: Address, chance: Random, *, by_post: bool) -> Address:
    """The address with the small faults of its writer."""
    address = _street(address, chance, by_post=by_post)
    address = _city_and_state(address, chance)
    address = replace(address, postcode=_postcode(address, chance))
    if chance.random() < SHOUTING and address.line1 and address.city and address.name:
        address = replace(address, line1=address.line1.upper(), city=address.city.upper(), name=address.name.upper())
    return address


def phone_as_written(number: str, country: str, chance: Random) -> str:
    """With the country code as phones fill it in, or as dialled at home."""
    if chance.random() < PHONE_AT_HOME_FORM:
        return people.national(number, country)
    return number if chance.random() < 0.5 else number.replace(" ", "")


def _street(address: Address, chance: Random, *, by_post: bool) -> Address:
    line = address.line1 or ""
    country = address.country or ""
    if by_post and chance.random() < PO_BOX.get(country, 0):
        return replace(address, line1=f"PO Box {chance.randint(10, 9800)}", line2=None)
    if country == "DE" and by_post and chance.random() < PACKSTATION:
        return replace(
            address, line1=f"Packstation {chance.randint(101, 240)}", line2=f"{chance.randint(10**7, 10**8)}"
        )
    if chance.random() < HOUSE_NUMBER_MISSING:
        return replace(address, line1=people.without_number(line))
    if chance.random() < NAME_TWICE:
        return replace(address, line2=address.name)
    return replace(address, line1=f"{line} ") if chance.random() < SPACE_AT_END else address


def _city_and_state(address: Address, chance: Random) -> Address:
    city, state = address.city or "", address.state
    if chance.random() < CITY_LOWER_CASE:
        city = city.lower()
    if chance.random() < STATE_WRITTEN_OUT:
        state = state_name(address)
    return replace(address, city=city, state=state)


def _postcode(address: Address, chance: Random) -> str | None:
    code, country = address.postcode, address.country or ""
    if code is None or chance.random() < POSTCODE_UNKNOWN.get(country, 0):
        return None
    if country in _SPACED and chance.random() < POSTCODE_UNSPACED:
        code = code.replace(" ", "")
        return code.lower() if chance.random() < 0.3 else code
    if country in {"JP", "BR", "PL"} and chance.random() < POSTCODE_UNSPACED:
        return code.replace("-", "")
    return f"{code}-{chance.randint(1001, 9899)}" if country == "US" and chance.random() < ZIP_PLUS_FOUR else code
