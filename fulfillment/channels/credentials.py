"""Credentials of an account by their names. A name with `_old` or a number behind it is the same one in rotation."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import Protocol

from fulfillment.channels.errors import CredentialMissing


class Holder(Protocol):
    """Whoever holds opened credentials: an account at a channel, or at a carrier."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """By their names."""
        ...


def credential(account: Holder, name: str) -> str:
    """One that must be set. Raises CredentialMissing."""
    found = account.secrets.get(name, "")
    if not found:
        raise CredentialMissing(name)
    return found


def in_rotation(account: Holder, *names: str) -> tuple[str, ...]:
    """All that go by these names, and by these with an ending such as `_old`. Raises CredentialMissing for none."""
    return all_of(account.secrets, *names)


def all_of(secrets: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """The same of credentials that are no account's. Raises CredentialMissing for none."""
    found = [
        secret
        for key, secret in sorted(secrets.items())
        if secret and any(key == name or key.startswith(f"{name}_") for name in names)
    ]
    if not found:
        raise CredentialMissing(names[0])
    return tuple(found)


def is_signed(secrets: tuple[str, ...], body: bytes, stated: str) -> bool:
    """Whether one of the secrets gives this base64 of HMAC-SHA256 over the raw body.

    Every secret is tried, whatever the first says, so that the time it takes tells nothing.
    """
    signatures = [b64encode(hmac.digest(secret.encode(), body, "sha256")).decode("ascii") for secret in secrets]
    given = stated.encode("utf-8", "replace")
    verdicts = [hmac.compare_digest(each.encode("ascii"), given) for each in signatures]
    return True in verdicts
