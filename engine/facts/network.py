"""Facts of the buyer's network address: its country, and whether it can be a buyer's at all."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from engine.facts.context import IpCountries
from engine.facts.known import known, same, stated
from engine.lexicon.spec import Value
from engine.networks import networks_of
from engine.order.order import Order


@lru_cache(maxsize=16384)
def parse_ip(ip: str) -> IPv4Address | IPv6Address | None:
    """The address; one of version 4 written as version 6 is that of version 4. None for what is no address."""
    try:
        address = ip_address(ip.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


@lru_cache(maxsize=16384)
def is_private(address: IPv4Address | IPv6Address) -> bool:
    """Private, reserved, loopback, documentation: nobody orders from there over the internet."""
    return not address.is_global


def ip_country(order: Order, countries: IpCountries | None) -> str | None:
    """As the storefront says, else as the table of networks says."""
    if order.ip_country is not None:
        return order.ip_country
    ip = stated(order.ip)
    address = None if ip is None else parse_ip(ip)
    if address is None or countries is None or is_private(address):
        return None
    return countries.country(str(address))


def network_facts(
    order: Order, country: str | None, billing: str | None, destination: str | None, card: str | None
) -> dict[str, Value]:
    """`ip.*` facts. `country` is the network's; the others are what it is held against."""
    ip = stated(order.ip)
    address = None if ip is None else parse_ip(ip)
    return known(
        {
            "ip.given": address is not None,
            "ip.private": None if address is None else is_private(address),
            "ip.country": country,
            "ip.networks": None if address is None else networks_of(address),
            "ip.matches_billing": same(country, billing),
            "ip.matches_shipping": same(country, destination),
            "ip.matches_card": same(country, card),
        }
    )
