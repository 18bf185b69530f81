"""Fetches lists of denied parties from the addresses an operator has set; nothing is fetched unless one is set."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import RequestFailed, SettingUnusable
from engine.outgoing.client import Bounds, Client

# The largest published list is some 40 MB of XML.
BOUNDS = Bounds(step_s=30.0, whole_s=600.0, most_bytes=128 << 20)
FINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAddress:
    """Where one list is published; OFAC's delimited form comes as several files."""

    name: str
    urls: tuple[str, ...]


def addresses(setting: str) -> tuple[ListAddress, ...]:
    """Reads `ofac-sdn=https://…,https://… un=https://…`. Raises SettingUnusable."""
    found = []
    for word in setting.split():
        name, sign, urls = word.partition("=")
        if not sign or not name or not all(urls.split(",")):
            raise SettingUnusable("CLEARWAY_PARTY_LISTS", f"`{word}` is not of the form name=https://…")
        found.append(ListAddress(name=name, urls=tuple(urls.split(","))))
    names = [each.name for each in found]
    if len(set(names)) < len(names):
        raise SettingUnusable("CLEARWAY_PARTY_LISTS", "names a list twice")
    return tuple(found)


def fetch(client: Client, wanted: ListAddress) -> Sequence[bytes]:
    """The files of a list. Raises TargetRefused, RequestFailed, ReplyTooLarge."""
    return [_fetched(client, url) for url in wanted.urls]


def _fetched(client: Client, url: str) -> bytes:
    reply = client.get(url, bounds=BOUNDS)
    if reply.status != FINE:
        raise RequestFailed(url, f"answers {reply.status}")
    return reply.body
