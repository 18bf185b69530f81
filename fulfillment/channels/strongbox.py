"""Credentials of connections, to channels and to carriers: those of the environment, and those stored sealed for one
end."""

from collections.abc import Callable, Mapping

import orjson

from engine.desk.person import Seal
from fulfillment.channels.errors import CredentialMissing


class Strongbox:
    """Opens and closes credentials. `credential` reads a variable of the environment."""

    def __init__(self, seal: Seal, purpose: str, credential: Callable[[str], str | None]) -> None:
        self._seal = seal
        self._purpose = purpose
        self._credential = credential

    def secrets_of(self, sealed: bytes | None, named: Mapping[str, str]) -> dict[str, str]:
        """Credentials in clear, those of the environment before those stored. Raises CredentialMissing."""
        stored = {} if sealed is None else self.opened(sealed)
        for name, variable in named.items():
            found = self._credential(variable)
            if found is None:
                raise CredentialMissing(variable)
            stored[name] = found
        return stored

    def closed(self, secrets: Mapping[str, str]) -> bytes | None:
        """Credentials sealed; None for none."""
        return self._seal.closed_for(self._purpose, orjson.dumps(dict(secrets)).decode()) if secrets else None

    def opened(self, sealed: bytes) -> dict[str, str]:
        """Sealed credentials again. Raises VaultLocked."""
        return {str(name): str(value)
                for name, value in orjson.loads(self._seal.opened_for(self._purpose, sealed)).items()}  # fmt: skip
