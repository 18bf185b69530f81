"""From a connection to the adapter that speaks for it: one for each version of a connection in a process."""

from collections.abc import Callable, Mapping
from threading import Lock

from engine.clock import Clock
from engine.desk.person import Seal
from engine.settings import carrier_credential
from fulfillment.carriers.adapters import CARRIERS, NEEDS, CarrierMaker
from fulfillment.carriers.errors import CarrierConnectionRefused, CarrierCredentialMissing
from fulfillment.carriers.protocol import Carrier, CarrierAccount
from fulfillment.carriers.words import AdapterName
from fulfillment.channels.errors import CredentialMissing
from fulfillment.channels.strongbox import Strongbox
from fulfillment.channels.wire import Sender
from fulfillment.records import CarrierConnection

SEALED_FOR = "carrier credentials"


class CarrierLines:
    """Opens connections. Safe for several threads."""

    def __init__(
        self,
        seal: Seal,
        sender: Sender,
        clock: Clock,
        makers: Mapping[AdapterName, CarrierMaker] = CARRIERS,
        credential: Callable[[str], str | None] = carrier_credential,
    ) -> None:
        self.strongbox = Strongbox(seal, SEALED_FOR, credential)
        self._sender = sender
        self._clock = clock
        self._makers = makers
        self._open: dict[str, tuple[int, Carrier]] = {}
        self._lock = Lock()

    def of(self, connection: CarrierConnection) -> Carrier:
        """Who speaks for it. Raises CarrierCredentialMissing, CarrierConnectionRefused, VaultLocked."""
        with self._lock:
            found = self._open.get(connection.id)
        if found is not None and found[0] == connection.version:
            return found[1]
        made = self.made(connection)
        with self._lock:
            self._open[connection.id] = (connection.version, made)
        return made

    def made(self, connection: CarrierConnection) -> Carrier:
        """A new one, kept nowhere. Raises as `of` does."""
        maker = self._makers.get(connection.speaks)
        if maker is None:
            raise CarrierConnectionRefused("adapter", f"`{connection.adapter}` is not in this installation")
        try:
            secrets = self.strongbox.secrets_of(connection.sealed, connection.named)
        except CredentialMissing as missing:
            raise CarrierCredentialMissing(missing.name) from missing
        needed, settings = NEEDS[connection.speaks]
        for name, known in (*((each, secrets) for each in needed), *((each, connection.settings) for each in settings)):
            if not known.get(name):
                raise CarrierCredentialMissing(name)
        account = CarrierAccount(
            connection=connection.id,
            adapter=connection.speaks,
            endpoint=connection.endpoint,
            settings=connection.settings,
            secrets=secrets,
        )
        return maker(account, self._sender, self._clock)
