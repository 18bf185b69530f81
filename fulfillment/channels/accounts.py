"""From a connection to the adapter that speaks for it: one for each version of a connection in a process, so that all
that call by it share its tokens and its knowledge of the rate."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Protocol

from engine.clock import Clock
from engine.desk.person import Seal
from engine.settings import channel_credential
from fulfillment.channels.adapters import ADAPTERS, Maker, make_channel
from fulfillment.channels.errors import ConnectionRefused
from fulfillment.channels.protocol import Account, Channel
from fulfillment.channels.strongbox import Strongbox
from fulfillment.channels.wire import Sender
from fulfillment.channels.words import ChannelName
from fulfillment.records import Connection

SEALED_FOR = "channel credentials"


class Keyed(Protocol):
    """Whatever has credentials: stored ones, sealed, and names of variables of the environment."""

    @property
    def sealed(self) -> bytes | None: ...

    @property
    def named(self) -> Mapping[str, str]: ...


class Accounts:
    """Opens connections. Safe for several threads."""

    def __init__(
        self,
        seal: Seal,
        sender: Sender,
        clock: Clock,
        makers: Mapping[ChannelName, Maker] = ADAPTERS,
        credential: Callable[[str], str | None] = channel_credential,
    ) -> None:
        self._strongbox = Strongbox(seal, SEALED_FOR, credential)
        self._sender = sender
        self._clock = clock
        self._makers = makers
        self._open: dict[str, tuple[int, Channel]] = {}
        self._lock = Lock()

    @property
    def sender(self) -> Sender:
        """Whoever carries requests out."""
        return self._sender

    @property
    def spoken(self) -> frozenset[ChannelName]:
        """The channels that have an adapter."""
        return frozenset(self._makers)

    def of(self, connection: Connection) -> Channel:
        """Who speaks for it. Raises CredentialMissing, ConnectionRefused, VaultLocked."""
        with self._lock:
            found = self._open.get(connection.id)
        if found is not None and found[0] == connection.version:
            return found[1]
        made = self.made(connection)
        with self._lock:
            kept = self._open.get(connection.id)
            if kept is not None and kept[0] == connection.version:
                return kept[1]  # another thread was faster, and may have signed in already
            self._open[connection.id] = (connection.version, made)
        return made

    def made(self, connection: Connection) -> Channel:
        """A new one, kept nowhere. Raises as `of` does."""
        if connection.channel not in self._makers:
            raise ConnectionRefused("channel", f"`{connection.channel}` has no adapter in this installation")
        account = Account(
            connection=connection.id,
            channel=connection.channel,
            endpoint=connection.endpoint,
            settings=connection.settings,
            secrets=self.secrets_of(connection),
        )
        return make_channel(account, self._sender, self._clock, self._makers)

    def secrets_of(self, connection: Keyed) -> dict[str, str]:
        """Its credentials in clear, those of the environment before those stored. Raises CredentialMissing."""
        return self._strongbox.secrets_of(connection.sealed, connection.named)

    def closed(self, secrets: Mapping[str, str]) -> bytes | None:
        """Credentials sealed; None for none."""
        return self._strongbox.closed(secrets)

    def opened(self, sealed: bytes) -> dict[str, str]:
        """Sealed credentials again. Raises VaultLocked."""
        return self._strongbox.opened(sealed)
