"""Network addresses. A synthetic scheme: blocks that are public, and that no household or shop is reached by.

The first number of a version 4 address is one of the blocks that belong to the ministry of defence of the United
States and serve no buyer; version 6 addresses are of `3000::/16`, which nobody has been given. The country stands
beside the address in each order, as storefronts send it, and is not to be looked up.
"""

from ipaddress import IPv6Address
from random import Random

from engine.simulation.lanes import MARKETS

_BLOCKS = (11, 21, 22, 26, 28, 29, 30, 33, 55, 214, 215)
_ELSEWHERE = ("NG", "VN", "RU", "UA", "RO", "ID", "MA", "TR", "PH", "ZA")
_NUMBER = {code: number for number, code in enumerate((*MARKETS, *_ELSEWHERE))}
VERSION_6 = 0.25


def household_network(country: str, chance: Random) -> str:
    """The address of a line at home."""
    place = _NUMBER[country]
    if chance.random() < VERSION_6:
        return _in_network((0x100 + place) << 16 | chance.getrandbits(16), chance)
    block = _BLOCKS[(place * 7 + chance.randrange(3)) % len(_BLOCKS)]
    return f"{block}.{place * 5 % 200 + chance.randrange(5)}.{chance.randrange(256)}.{chance.randint(1, 254)}"


def carrier_network(country: str, chance: Random) -> str:
    """One of few addresses behind which a mobile carrier hides its customers."""
    place = _NUMBER[country]
    return f"{_BLOCKS[place % len(_BLOCKS)]}.{200 + place}.{chance.randrange(8)}.{chance.choice((3, 7, 9))}"


def beside(address: str, chance: Random) -> str:
    """Another address of the same network: the same /24, or the same /48."""
    if ":" in address:
        return _in_network(int(IPv6Address(address)) >> 80 & 0xFFFFFFFF, chance)
    return f"{address.rpartition('.')[0]}.{chance.randint(1, 254)}"


def _in_network(network: int, chance: Random) -> str:
    """An address of `3000::/16` in a /48 that the 32 bits after the first sixteen tell."""
    subnet, host = chance.getrandbits(8), chance.getrandbits(16)
    return str(IPv6Address(0x3000 << 112 | network << 80 | subnet << 64 | host))


def elsewhere(chance: Random) -> str:
    """A country from where few honest orders come."""
    return chance.choice(_ELSEWHERE)
