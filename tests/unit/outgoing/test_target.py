"""Which addresses may be called."""

from collections.abc import Sequence
from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.errors import HostUnknown, TargetRefused
from engine.outgoing.target import Lookup, Opening, aim

PUBLIC = "93.184.216.34"


def knowing(*addresses: str) -> Lookup:
    """A resolver with one answer for every name."""

    def lookup(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return lookup


def unknown(_host: str, _port: int) -> Sequence[str]:
    raise OSError


def test_public_address_when_aimed_at_then_the_connection_is_pinned_to_it() -> None:
    target = aim("https://lists.example/sdn.xml?a=1", lookup=knowing(PUBLIC))
    assert target.pinned == f"https://{PUBLIC}:443/sdn.xml?a=1"
    assert target.authority == "lists.example"


def test_odd_port_when_aimed_at_then_the_host_header_names_it() -> None:
    assert aim("https://lists.example:8443", lookup=knowing(PUBLIC)).authority == "lists.example:8443"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "224.0.0.1"),  # noqa: S104 - refused here
        *("::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"),  # by way of IPv6
    ],
)
def test_private_address_when_aimed_at_then_it_is_refused(address: str) -> None:
    with pytest.raises(TargetRefused, match="private network"):
        aim("https://lists.example/", lookup=knowing(address))


def test_one_private_address_among_public_ones_then_all_are_refused() -> None:
    with pytest.raises(TargetRefused, match="private network"):
        aim("https://lists.example/", lookup=knowing(PUBLIC, "10.0.0.1"))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://lists.example/a", "of the form"),
        ("https://", "of the form"),
        ("https://lists.example:port/", "of the form"),
        ("https://me:secret@lists.example/", "has a password"),
        ("http://lists.example/", "not encrypted"),
    ],
)
def test_wrong_url_when_aimed_at_then_the_reason_is_told(url: str, words: str) -> None:
    with pytest.raises(TargetRefused, match=words):
        aim(url, lookup=knowing(PUBLIC))


def test_password_in_a_url_when_refused_then_it_is_not_repeated() -> None:
    with pytest.raises(TargetRefused) as raised:
        aim("https://me:secret@lists.example/", lookup=knowing(PUBLIC))
    assert "secret" not in str(raised.value)


def test_unknown_host_when_aimed_at_then_it_is_named() -> None:
    with pytest.raises(HostUnknown, match="nobody knows: nowhere"):
        aim("https://nowhere.example/", lookup=unknown)


def test_host_when_it_can_be_no_name_then_nobody_knows_it() -> None:
    with pytest.raises(HostUnknown):
        aim(f"https://{'a' * 64}.example/")


def test_opening_when_network_and_port_are_right_then_plain_http_is_let_through() -> None:
    opening = Opening.parse("10.1.0.0/16:8080")
    assert aim("http://peer.example:8080/", [opening], knowing("10.1.2.3")).address == "10.1.2.3"


@pytest.mark.parametrize(("address", "port"), [("10.2.0.1", 8080), ("10.1.2.3", 8081)])
def test_opening_when_network_or_port_differ_then_it_opens_nothing(address: str, port: int) -> None:
    with pytest.raises(TargetRefused):
        aim(f"http://peer.example:{port}/", [Opening.parse("10.1.0.0/16:8080")], knowing(address))


@pytest.mark.parametrize("text", ["10.1.0.0/16", "somewhere:80", "", "10.1.0.1/16:80"])
def test_opening_when_it_cannot_be_read_then_it_is_refused(text: str) -> None:
    with pytest.raises(TargetRefused, match="no network and port"):
        Opening.parse(text)


@given(st.ip_addresses(v=4).map(str))
def test_any_address_when_not_global_then_it_is_never_aimed_at(address: str) -> None:
    assume(not IPv4Address(address).is_global or ip_address(address).is_multicast)
    with pytest.raises(TargetRefused):
        aim("https://lists.example/", lookup=knowing(address))
