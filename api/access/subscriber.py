"""Which addresses count as one: an IPv6 subscriber has more of them than there are tries."""

from ipaddress import IPv6Address, ip_address, ip_network

IPV6_NETWORK = 64  # bits of the part that one subscriber has as a rule (RFC 6177)


def subscriber(address: str) -> str:
    """The address, or the network that it counts with; a text that is none stays as it is."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((read, IPV6_NETWORK), strict=False)) if isinstance(read, IPv6Address) else address
