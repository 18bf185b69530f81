"""Credentials go nowhere but where whoever stated them meant them to go: not to another merchant's or shop's people by
the name of a variable, and not to a new address because somebody changed it."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from engine.desk.desk import Caller
from engine.settings import CHANNEL_CREDENTIAL
from fulfillment.channels.errors import ConnectionRefused
from fulfillment.channels.stating import Stated
from fulfillment.records import Connection

MAIN = "main"  # the operator's own merchant, who sets the environment
ADDRESS, OURS = "_url", "webhook_url"


def check_variables(stated: Stated, caller: Caller) -> None:
    """Raises ConnectionRefused where a variable is named that may be somebody else's."""
    if not stated.named:
        return
    if caller.shops is not None:
        raise ConnectionRefused(
            "credentials",
            "name variables of the environment, which is not for whoever is bound to shops; state secrets",
        )
    own = CHANNEL_CREDENTIAL + re.sub(r"[^A-Z0-9]", "_", caller.merchant.upper()) + "_"
    if caller.merchant != MAIN and not all(variable.startswith(own) for variable in stated.named.values()):
        raise ConnectionRefused("credentials", f"must name variables that begin with {own}, which are this merchant's")


def check_move(known: Connection, wanted: Connection, stated: Stated, stored: Collection[str]) -> None:
    """Raises ConnectionRefused where credentials that are `stored` or named would go to a new host, unless they are
    stated with it."""
    if _hosts(wanted) <= _hosts(known):
        return
    left = sorted(set(stored) - set(stated.secrets or {}))
    if left:
        raise ConnectionRefused("secrets", f"must be stated again for another address: `{'`, `'.join(left)}`")
    if wanted.named and stated.named is None:
        raise ConnectionRefused("credentials", "must be stated again for another address")


def _hosts(connection: Connection) -> frozenset[str]:
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
