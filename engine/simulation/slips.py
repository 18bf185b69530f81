"""What honest people get wrong when they fill in an address form: none of it is fraud."""

from dataclasses import replace
from random import Random

from engine.order.address import Address
from engine.simulation import people

_SPACED = frozenset({"GB", "CA", "NL", "SE", "IE"})


def as_written(address: Address, chance: Random) -> Address:
    """The address with one small fault of its writer."""
    line, city, name = address.line1 or "", address.city or "", address.name or ""
    fault = chance.choices(("small", "loud", "twice", "code", "number"), (30, 20, 25, 22, 3))[0]
    if fault == "small":
        return replace(address, city=city.lower())
    if fault == "loud":
        return replace(address, line1=line.upper(), city=city.upper(), name=name.upper())
    if fault == "code" and address.country in _SPACED and address.postcode is not None:
        return replace(address, postcode=address.postcode.replace(" ", ""))
    if fault == "number":
        return replace(address, line1=people.without_number(line))
    return replace(address, line2=name) if address.line2 is None else address
