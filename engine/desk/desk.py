"""What all use cases of the desk share: the database, the editions and models in force, the seal, and where times and
ids come from."""

from dataclasses import dataclass, field

from engine.clock import Clock
from engine.desk.editions import Editions
from engine.desk.hold_clocks import HoldClocks
from engine.desk.links import CustomerLinks, LinkTerms
from engine.desk.models import Models
from engine.desk.order_links import OrderLinks
from engine.desk.party_lists import PartyLists
from engine.desk.person import Seal
from engine.desk.premises import Premises
from engine.desk.registers import Registers
from engine.ids import Ids
from engine.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`reactions` are the kinds of jobs that every decision starts beside the desk's own, such as `lifecycle`; `clocks`
    say until when an order may wait."""

    database: Database
    editions: Editions
    seal: Seal
    clock: Clock
    ids: Ids
    party_lists: PartyLists
    models: Models
    reactions: tuple[str, ...] = ()
    registers: Registers = field(default_factory=Registers)
    premises: Premises = field(default_factory=Premises)
    clocks: HoldClocks = field(default_factory=HoldClocks)
    link_terms: LinkTerms = field(default_factory=LinkTerms)

    @property
    def links(self) -> CustomerLinks:
        """What makes and reads links of customers."""
        return CustomerLinks(self.seal, self.link_terms)

    @property
    def order_links(self) -> OrderLinks:
        """What makes and reads links by which customers follow an order."""
        return OrderLinks(self.seal, self.link_terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, for which merchant; `name` is what the audit shows.

    `identity` is the person or key behind it, as somebody who logged in or a key was known to be; empty where names are
    claimed, such as on the command line. `shops` are those that it is bound to, None for all of the merchant.
    """

    merchant: str
    name: str
    identity: str = ""
    shops: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An Idempotency-Key with the fingerprint of what was asked, so that a repetition is known and a reuse refused."""

    key: str
    fingerprint: str
