"""The networks of an address: those that hold it, in the form in which lists have them."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from hypothesis import given
from hypothesis import strategies as st

from engine.facts.network import network_facts
from engine.networks import lengths_of, listed_network, networks_of
from tests.builders import an_order

ADDRESSES = st.ip_addresses()


@given(ADDRESSES)
def test_networks_when_stated_then_each_holds_the_address_and_could_be_listed(
    address: IPv4Address | IPv6Address,
) -> None:
    found = networks_of(address)
    assert {ip_network(each).prefixlen for each in found} == set(lengths_of(address.version))
    assert all(address in ip_network(each) and listed_network(each) == each for each in found)


@given(ADDRESSES, ADDRESSES, st.integers(0, 128))
def test_listed_network_when_it_holds_an_address_then_is_among_its_networks_else_not(
    address: IPv4Address | IPv6Address, other: IPv4Address | IPv6Address, length: int
) -> None:
    network = ip_network(f"{other}/{min(length, other.max_prefixlen)}", strict=False)
    listed = listed_network(str(network))
    holds = address.version == network.version and address in network
    assert (listed in networks_of(address)) == (holds and listed is not None)


def test_network_facts_when_the_address_is_none_then_its_networks_are_unknown() -> None:
    assert "ip.networks" not in network_facts(an_order(ip="here"), None, None, None, None)


def test_network_facts_when_version_four_is_written_as_six_then_it_lies_in_networks_of_four() -> None:
    facts = network_facts(an_order(ip="::ffff:198.51.100.7"), None, None, None, None)
    assert facts["ip.networks"] == networks_of(ip_address("198.51.100.7"))
