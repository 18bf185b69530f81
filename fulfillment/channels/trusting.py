"""Credentials go nowhere but where whoever stated them meant them to go: not to another merchant's or shop's people by
the name of a variable, and not to a new address because somebody changed it."""

import re
from collections.abc import Collection, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from engine.desk.desk import Caller
from engine.settings import CHANNEL_CREDENTIAL
from fulfillment.channels.errors import ConnectionRefused

MAIN = "main"  # the operator's own merchant, who sets the environment
ADDRESS, OURS = "_url", "webhook_url"


class Wanted(Protocol):
    """What somebody states of a connection, as far as credentials are concerned."""

    @property
    def named(self) -> Mapping[str, str] | None: ...

    @property
    def secrets(self) -> Mapping[str, str] | None: ...


class Kept(Protocol):
    """A connection as it is kept, to a channel or to a carrier."""

    @property
    def endpoint(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, str]: ...

    @property
    def named(self) -> Mapping[str, str]: ...


def check_variables(stated: Wanted, caller: Caller, prefix: str = CHANNEL_CREDENTIAL) -> None:
    """Raises ConnectionRefused where a variable is named that may be somebody else's."""
    if not stated.named:
        return
    if caller.shops is not None:
        raise ConnectionRefused(
            "credentials",
            "name variables of the environment, which is not for whoever is bound to shops; state secrets",
        )
    own = prefix + re.sub(r"[^A-Z0-9]", "_", caller.merchant.upper()) + "_"
    if caller.merchant != MAIN and not all(variable.startswith(own) for variable in stated.named.values()):
        raise ConnectionRefused("credentials", f"must name variables that begin with {own}, which are this merchant's")


def check_move(known: Kept, wanted: Kept, stated: Wanted, stored: Collection[str]) -> None:
    """Raises ConnectionRefused where credentials that are `stored` or named would go to a new host, unless they are
    stated with it."""
    if _hosts(wanted) <= _hosts(known):
        return
    left = sorted(set(stored) - set(stated.secrets or {}))
    if left:
        raise ConnectionRefused("secrets", f"must be stated again for another address: `{'`, `'.join(left)}`")
    if wanted.named and stated.named is None:
        raise ConnectionRefused("credentials", "must be stated again for another address")


def _hosts(connection: Kept) -> frozenset[str]:
    """Whom it may send credentials to."""
    places = [connection.endpoint]
    places += [value for name, value in connection.settings.items() if name.endswith(ADDRESS) and name != OURS]
    return frozenset(_host(each) for each in places if each)


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.scheme}://{parts.netloc}".lower()
