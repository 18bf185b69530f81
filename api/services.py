"""What the routes work with. Made once, by whoever starts the process, and handed to `create_app`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Protocol

from fastapi import Depends, Request

from api.access.front_door import FrontDoor
from api.access.keyring import Keyring
from api.access.rates import Rates
from api.access.tries import Tries
from api.composition.carriers import make_carrier_port
from api.composition.customs_eyes import CustomsEyes
from api.composition.inbox import make_inbox
from api.composition.print_shop import make_print_shop
from api.composition.shipping_laws import ShippingLaws
from api.composition.site import make_site
from api.feed_waiting import FeedWaiting
from api.tempo import Tempo
from api.watching import Tracing, Untraced, Unwatched, Watch
from engine.bundled import data_folder
from engine.clock import Clock
from engine.desk.desk import Desk
from engine.ids import Ids
from engine.outgoing.client import Client
from engine.outgoing.target import Opening
from engine.store.database import Database
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.live_rates import LiveRates
from fulfillment.carriers.port import CarrierPort
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.port import Port
from fulfillment.documents.parcel_papers import PrintShop
from fulfillment.freight.sources import Sources
from fulfillment.inbox.inbox import Inbox
from fulfillment.packing.proposal import PackBook, load_pack_book
from fulfillment.profit.keeping import ProfitBooks
from fulfillment.shipping.loading import ShippingData, load_shipping
from fulfillment.site import Site
from fulfillment.states import Role


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so before requests are taken: `fails` answers nothing, or in a few words what is wrong.

    What does not `block` is told of, and requests are taken all the same.
    """

    name: str
    fails: Callable[[], str | None]
    blocks: bool = True


class Telling(Protocol):
    """Whoever tells steps of fulfilment in some roles, None for any."""

    @property
    def tellers(self) -> frozenset[Role] | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything behind the door. `tries` counts links that were none, by address; `answers` those that were refused,
    by request, and `visits` looks at pages of orders, by order. Without `accounts` or `lines` each request opens
    connections anew; `customers_url` is where others reach us, and `sends_texts` whether notices may go out as text
    messages."""

    database: Database
    keyring: Keyring
    door: FrontDoor
    clock: Clock
    ids: Ids
    desk: Desk
    checks: Sequence[Check] = ()
    fonts: tuple[Path, ...] = ()
    zpl_font: str = ""
    rates: Rates = field(default_factory=Rates)
    needs_idempotency_key: bool = False
    openings: tuple[Opening, ...] = ()
    accounts: Accounts | None = None
    lines: CarrierLines | None = None
    live_rates: LiveRates | None = None
    customers_url: str = ""
    sends_texts: bool = False
    waiting: FeedWaiting = field(default_factory=FeedWaiting)
    tries: Tries = field(default_factory=Tries)
    answers: Tries = field(default_factory=lambda: Tries(most=60, within_s=3600))
    visits: Tries = field(default_factory=lambda: Tries(most=300, within_s=600))
    slow_ms: int = 1000
    tempo: Tempo = field(default_factory=Tempo)
    watch: Watch = field(default_factory=Unwatched)
    tracing: Tracing = field(default_factory=Untraced)

    @property
    def site(self) -> Site:
        """Fulfilment, with its eyes on the desk."""
        return make_site(self.desk)

    def site_of(self, who: Telling) -> Site:
        """The same, for steps that this caller may tell."""
        return replace(self.site, tellers=who.tellers)

    @property
    def port(self) -> Port:
        """What works with channels."""
        accounts = self.accounts or Accounts(self.desk.seal, Client(self.openings), self.clock)
        return Port(self.desk, accounts, self.openings)

    @property
    def carrier_port(self) -> CarrierPort:
        """What works with live carriers."""
        return make_carrier_port(self.desk, self.lines, self.openings)

    @property
    def customs(self) -> CustomsEyes:
        """What plans and papers see of the desk."""
        return CustomsEyes(self.desk)

    @property
    def pack_book(self) -> PackBook:
        """What packing plans rest on."""
        return load_pack_book(data_folder())

    @property
    def shipping(self) -> ShippingData:
        """Services, their rate cards and goods classes."""
        return load_shipping(data_folder())

    @property
    def shipping_laws(self) -> ShippingLaws:
        """What quotes ask of the rule book in force."""
        return ShippingLaws(self.desk)

    def inbox_of(self, who: Telling) -> Inbox:
        """What answers buyers, for this caller."""
        return make_inbox(self.desk, self.site_of(who))

    @property
    def inbox(self) -> Inbox:
        """The same, for nobody in particular."""
        return make_inbox(self.desk, self.site)

    @property
    def money_sources(self) -> Sources:
        """What freight and profit are judged by."""
        return Sources(view=self.customs, data=self.shipping, laws=self.shipping_laws)

    @property
    def profit_books(self) -> ProfitBooks:
        """Profits as they are kept."""
        return ProfitBooks(database=self.database, sources=self.money_sources, clock=self.clock)

    @property
    def print_shop(self) -> PrintShop:
        """What papers are printed with."""
        return make_print_shop(self.desk, self.fonts, self.zpl_font)


def services_of(request: Request) -> Services:
    """The services of the application that a request came to."""
    services: Services = request.app.state.services
    return services


async def _services(request: Request) -> Services:
    # Asynchronous, since a plain function would cost a change of thread.
    return services_of(request)


ServicesOf = Annotated[Services, Depends(_services)]
