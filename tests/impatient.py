"""The guarded client in a hurry: what it is allowed to take is cut to a moment, and how long it was allowed is kept."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.outgoing.client import Bounds, Client, Reply
from engine.outgoing.target import Opening
from tests.web_peer import Peer, to_loopback

MOMENT_S = 0.4
LONGEST_S = 60.0  # no job and no person waits longer for one call


@dataclass(frozen=True, slots=True)
class Hurry:
    """Steps are left as they are, so that it is the whole that ends a call: a peer that trickles ends no step."""

    whole_s: float = MOMENT_S
    seen: list[Bounds] = field(default_factory=list)

    def cut(self, bounds: Bounds | None) -> Bounds:
        """The same bounds with a moment for the whole."""
        asked = bounds or Bounds()
        self.seen.append(asked)
        return replace(asked, whole_s=min(asked.whole_s, self.whole_s))

    @property
    def is_bounded(self) -> bool:
        """Whether every call had an end of its own accord."""
        return bool(self.seen) and all(0 < each.step_s <= each.whole_s <= LONGEST_S for each in self.seen)


class Impatient(Client):
    """Gives up after a moment."""

    def __init__(self, peer: Peer, hurry: Hurry | None = None) -> None:
        # Reading all the authorities of the machine takes longer than a test, and plain HTTP needs none.
        trust = peer.trust or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__([Opening.parse(peer.opening)], lookup=to_loopback, trust=trust)
        self.hurry = hurry or Hurry()

    def get(self, url: str, *, headers: Mapping[str, str] | None = None, bounds: Bounds | None = None) -> Reply:
        """As the client does."""
        return super().get(url, headers=headers, bounds=self.hurry.cut(bounds))

    def send(
        self,
        method: str,
        url: str,
        content: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bounds: Bounds | None = None,
    ) -> Reply:
        """As the client does; `post` is one of these."""
        return super().send(method, url, content, headers=headers, bounds=self.hurry.cut(bounds))
