"""A desk for tests: a real database, the project's own rule book loaded once, a clock that stands until it is moved."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from engine.admission import Admission
from engine.bundled import data_folder, rules_folder
from engine.clock import Clock
from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import BegunAlready
from engine.desk.edition_files import data_files, rule_files
from engine.desk.editions import Editions, Loaded
from engine.desk.errors import NotFound
from engine.desk.gating import Candidate
from engine.desk.models import Models
from engine.desk.party_lists import PartyLists
from engine.desk.person import Seal
from engine.desk.proposals import begin, propose
from engine.desk.proposals import publish as publish_proposal
from engine.domains import POLICIES
from engine.ids import Ids, Prefix
from engine.order.order import Order
from engine.order.reading import to_document
from engine.order.terms import PaymentStatus, TransportMode
from engine.policy_books import PolicyBook
from engine.rulebook.book import Bar
from engine.rulebook.folder import load_rulebook
from engine.store.database import Database
from engine.store.vault import Vault
from engine.workbench.gates import CheckFigures, Evidence, ProofFigures
from tests.builders import PLACED_AT, a_line, a_payment, an_address, an_order

SECRET = bytes(range(32))
NOW = PLACED_AT + timedelta(minutes=10)
MAIN = Caller(merchant="main", name="shop key")
ANALYST = Caller(merchant="main", name="ana")
OTHER = Caller(merchant="acme", name="acme key")


@dataclass
class StandingClock:
    """Shows one time until it is told another."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def pass_by(self, span: timedelta) -> None:
        self.at += span


class CountedIds:
    """Ids that sort as they were made, and read well when a test fails."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new(self, prefix: Prefix) -> str:
        return f"{prefix}_{next(self._numbers):032x}"


@cache
def bundled() -> Loaded:
    """The project's rule book and data, loaded once a process."""
    policies = {name: PolicyBook(load_rulebook(rules_folder() / name, domain)) for name, domain in POLICIES.items()}
    return Loaded("bundled", Admission.load(rules_folder(), data_folder()), policies)


class FixedEditions(Editions):
    """Editions of which one is in force, without a database behind it. `swap` puts another in force."""

    def __init__(self, *loaded: Loaded) -> None:
        self._all = {each.digest: each for each in loaded}
        self._now = loaded[-1]

    def swap(self, loaded: Loaded) -> None:
        self._all[loaded.digest] = self._now = loaded

    def current(self, merchant: str) -> Loaded:
        return self._now

    def look(self) -> None:
        """Nothing else is in force."""

    def load(self, digest: str, merchant: str = "main") -> Loaded:
        if digest not in self._all:
            raise NotFound("edition", digest)
        return self._all[digest]


def a_publishing_desk(editions: Editions) -> Desk:
    """A desk with these editions, over their database, clock and ids."""
    database, clock, ids = editions._database, editions._clock, editions._ids
    return Desk(
        database=database,
        editions=editions,
        seal=Seal(Vault(SECRET)),
        clock=clock,
        ids=ids,
        party_lists=PartyLists(database, clock, ids),
        models=Models(database, Seal(Vault(SECRET))),
    )


def all_is_well(_: Desk, candidate: Candidate, __: Bar) -> Evidence:
    """Figures with which every gate opens, without measuring anything."""
    proof = ProofFigures(tests=1, leaf_coverage=1.0, mutation_score=1.0)
    return Evidence(check=CheckFigures(), compile_fault="", proof=proof, history=0)


def publish(editions: Editions, rules: Path, data: Path, by: str, *, merchant: str = "main") -> Loaded:
    """Puts a folder in force as people do: the first at once, others proposed by one and published by another."""
    desk = a_publishing_desk(editions)
    caller = Caller(merchant=merchant, name=by)
    files, of_data = rule_files(rules), data_files(data)
    try:
        begin(desk, caller, files, of_data, "")
    except BegunAlready:
        proposed = propose(desk, caller, files, of_data, "", all_is_well)
        second = replace(caller, name=f"{by}'s second")
        publish_proposal(desk, second, proposed.proposal.id, gather=all_is_well)
    return editions.current(merchant)


def a_desk(
    database: Database, reactions: Sequence[str] = (), clock: Clock | None = None, ids: Ids | None = None
) -> Desk:
    """A desk over this database, with the bundled rule book in force."""
    time, numbers = clock or StandingClock(), ids or CountedIds()
    return Desk(
        database=database,
        editions=FixedEditions(bundled()),
        seal=Seal(Vault(SECRET)),
        clock=time,
        ids=numbers,
        party_lists=PartyLists(database, time, numbers),
        models=Models(database, Seal(Vault(SECRET))),
        reactions=tuple(reactions),
    )


def document(order: Order) -> dict[str, object]:
    """What a shop sends for it; the key says whose it is."""
    return {name: value for name, value in to_document(order).items() if name != "merchant"}


def an_honest_order(id_: str = "A-1001") -> Order:
    """Is admitted."""
    return an_order(id=id_)


def an_unpaid_order(id_: str = "A-1002") -> Order:
    """Is held for finance, who may release it."""
    return an_order(id=id_, payment=a_payment(status=PaymentStatus.FAILED, captured=0, authorised=0))


def a_vague_address(id_: str = "A-1003") -> Order:
    """Is asked back: the postcode is missing."""
    return an_order(id=id_, shipping_address=an_address(postcode=None))


def medicine_to_australia(id_: str = "A-1005") -> Order:
    """Asks for a permit: medicines need one there."""
    line = a_line(sku="MED-1", title="Antibiotic tablets", hs_code="300410", quantity=1, unit_price=1999)
    address = an_address(
        line1="12 George Street", city="Sydney", state="NSW", postcode="2000", country="AU", phone="+61 2 9374 4000"
    )
    return an_order(id=id_, lines=(line,), shipping_address=address)


def a_power_bank_by_post(id_: str = "A-1004") -> Order:
    """Is held by import and transport law, which nobody may release."""
    line = a_line(sku="PB-20K", title="Power bank 20000 mAh", hs_code="850760", quantity=1, unit_price=3998)
    order = an_order(id=id_, lines=(line,))
    assert order.shipping is not None
    return replace(order, shipping=replace(order.shipping, carrier="deutsche_post", mode=TransportMode.POST))
