"""Where a request may go: the address is looked up, judged, and the connection is made to just that address.

A name that answers with a public address when it is judged and with a private one when it is called (DNS rebinding)
gains nothing, since the name is looked up once. Private and loopback networks are open only where the operator opens
them, by network and port, for a peer on the same machine or in the same house.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from engine.errors import HostUnknown, TargetRefused

Lookup = Callable[[str, int], Sequence[str]]
PORTS = {"https": 443, "http": 80}
NAT64 = IPv6Network("64:ff9b::/96")
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that IANA has given out (RFC 4291, section 2.4)
# What counts as global by its number, and leads to what is nobody's business from outside.
INWARD = (
    IPv4Network("192.0.0.0/24"),  # RFC 6890; a metadata service of Oracle's machines
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, which are no more (RFC 7526)
    IPv4Network("168.63.129.16/32"),  # the host of Azure's machines, whatever network these are in
    IPv6Network("3fff::/20"),  # RFC 9637, for documentation
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A network that is not public and may be called nevertheless, at one port."""

    network: IPv4Network | IPv6Network
    port: int

    @classmethod
    def parse(cls, text: str) -> "Opening":
        """Reads `10.1.0.0/16:8443` or `[fd00::/8]:443`. Raises TargetRefused for anything else."""
        place, _, port = text.strip().rpartition(":")
        try:
            return cls(ip_network(place.strip("[]")), int(port))
        except ValueError as error:
            raise TargetRefused(text, "is no network and port such as 10.1.0.0/16:8443") from error


@dataclass(frozen=True, slots=True)
class Target:
    """One address to connect to. `host` is the name that the certificate must bear."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def pinned(self) -> str:
        """The same place, by the address that was judged."""
        literal = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{literal}:{self.port}{self.path}"


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Addresses of a name, as the machine's resolver knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def aim(url: str, openings: Sequence[Opening] = (), lookup: Lookup = system_lookup) -> Target:
    """The target of a URL. Raises TargetRefused when it is no address that may be called, HostUnknown
    when nobody knows it.

    Plain HTTP is refused outside openings: what we send has order data or credentials in it.
    """
    scheme, host, port, path = _split(url)
    try:
        addresses = list(lookup(host, port))
    except (OSError, UnicodeError) as error:  # what no name can be, the codec of names refuses
        raise HostUnknown(url, host) from error
    if not addresses:
        raise HostUnknown(url, host)
    # Every address is judged: a name with one private address among public ones is refused whole.
    verdicts = [_judge(address, port, openings) for address in addresses]
    if not all(verdicts):
        raise TargetRefused(url, "leads into a private network; open it with CLEARWAY_OUTGOING_OPEN if it is yours")
    if scheme == "http" and "open" not in verdicts:
        raise TargetRefused(url, "is not encrypted; use https")
    return Target(scheme, host, port, path, addresses[0])


def looked_at(url: str, openings: Sequence[Opening] = ()) -> str:
    """The host of an address that is about to be kept; nothing is looked up, since what a name means may change until
    it is called. Raises TargetRefused for what will never be called."""
    scheme, host, port, _ = _split(url)
    try:
        verdict = _judge(_written_out(host), port, openings)
    except ValueError:  # a name
        verdict = "open" if any(each.port == port for each in openings) else "public"
    if not verdict:
        raise TargetRefused(url, "leads into a private network; open it with CLEARWAY_OUTGOING_OPEN if it is yours")
    if scheme == "http" and verdict != "open":
        raise TargetRefused(url, "is not encrypted; use https")
    return host


def _split(url: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetRefused(url, "is no address of the form https://host/path") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise TargetRefused(url, "is no address of the form https://host/path")
    if parts.username is not None or parts.password is not None:
        raise TargetRefused(f"{parts.scheme}://{parts.hostname}", "has a password in it; set credentials apart")
    query = f"?{parts.query}" if parts.query else ""
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], (parts.path or "/") + query


def _judge(address: str, port: int, openings: Sequence[Opening]) -> str:
    """`public`, `open`, or nothing when it may not be called."""
    at = ip_address(address.partition("%")[0])
    at = (_inner(at) if isinstance(at, IPv6Address) else None) or at
    if any(opening.port == port and at in opening.network for opening in openings):
        return "open"
    return "public" if _is_public(at) else ""


def _is_public(at: IPv4Address | IPv6Address) -> bool:
    if not at.is_global or at.is_multicast or any(at in each for each in INWARD):
        return False
    return isinstance(at, IPv4Address) or at in GLOBAL_UNICAST


def _written_out(host: str) -> str:
    """An IPv4 address that is written as resolvers take it too: in one number, octal, or with parts left out."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host)) if host[:1].isdigit() else host
    except (OSError, UnicodeEncodeError):
        return host


def _inner(at: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: written as one, or through a gateway (RFC 3056, 6052)."""
    if at in NAT64:
        return IPv4Address(int(at) & 0xFFFFFFFF)
    return at.ipv4_mapped or at.sixtofour
