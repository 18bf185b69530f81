"""What a source can be asked. An adapter is made for one account and knows no database.

All calls may raise errors of `fulfillment.channels.errors`: `Throttled` and `ChannelDown` to be tried again,
`SignInRefused` for people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fulfillment.channels.protocol import Knock
from fulfillment.tracking.sources.words import SourceKind
from fulfillment.tracking.told import Told

__all__ = ["Answer", "Found", "Knock", "Source", "SourceAccount", "Wanted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAccount:
    """What an adapter is made of: where to call, what was set, and opened credentials."""

    kind: SourceKind
    endpoint: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A parcel that is asked for. `carrier` is our code, `remote` what the source calls it, once it said so."""

    number: str
    carrier: str = ""
    remote: str = ""
    registered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a source says of a number: its events in any order. `known`: the carrier has heard of it. `registered`: the
    source follows it now. `refused`: the source's own code for why it never will."""

    number: str
    events: tuple[Told, ...] = ()
    known: bool = False
    registered: bool = False
    remote: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was found; `error` is what kept some from being asked, such as a quota."""

    found: tuple[Found, ...] = ()
    error: str = ""


class Source(Protocol):
    """One account at a source. `most_numbers` may be asked for at once, `pause_s` lie between two calls at least."""

    @property
    def most_numbers(self) -> int: ...

    @property
    def pause_s(self) -> float: ...

    def ask(self, wanted: Sequence[Wanted]) -> Answer:
        """What is known of these numbers. Raises NeverAsked for one that pushes."""
        ...

    def heard(self, knock: Knock, now: datetime) -> tuple[Found, ...]:
        """What a webhook says. Raises KnockRefused."""
        ...

    def check(self) -> str:
        """Signs in; answers in a few words what the account has."""
        ...
