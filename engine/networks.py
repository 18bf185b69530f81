"""Networks as lists hold them and orders are held against them (CIDR: RFC 4632; version 6: RFC 4291).

An address lies in one network of each length, so whether a list holds one of them is a question of sets. Lengths that
nobody lists are left out: a version 4 network wider than /8, and between /64, which is one line of a subscriber (RFC
6177), and the single address of version 6.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network
from socket import inet_ntoa

LENGTHS_4 = tuple(range(8, 33))
LENGTHS_6 = (*range(16, 65), 128)


def lengths_of(version: int) -> tuple[int, ...]:
    """The lengths of prefixes that may be listed."""
    return LENGTHS_4 if version == IPv4Address(0).version else LENGTHS_6


@lru_cache(maxsize=16384)
def networks_of(address: IPv4Address | IPv6Address) -> frozenset[str]:
    """All networks that hold an address and may be listed, as `203.0.113.0/24`."""
    whole, bits = int(address), address.max_prefixlen
    firsts = ((whole >> (bits - length) << (bits - length), length) for length in lengths_of(address.version))
    if isinstance(address, IPv4Address):
        # Four times as fast as through networks, and every order with an address comes by here.
        return frozenset(f"{inet_ntoa(first.to_bytes(4))}/{length}" for first, length in firsts)
    return frozenset(str(IPv6Network((first, length))) for first, length in firsts)


def listed_network(value: str) -> str | None:
    """A network in the form in which it is compared; None for what is none, or is of a length that is not compared."""
    try:
        network = ip_network(value)
    except ValueError:
        return None
    return str(network) if network.prefixlen in lengths_of(network.version) else None
