"""A house whose parcels get lost: a seal that only marks, buyers who are told to it, and the rules of claims."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from engine.domains import POLICIES
from engine.order.money import Money
from engine.policy_books import PolicyBook
from engine.rulebook.folder import load_rulebook
from engine.store.sessions import ReadSession
from fulfillment.claims.kinds import Mishap
from fulfillment.claims.moving import Answered, Happened, move_claim, open_claim
from fulfillment.claims.opening import open_exception
from fulfillment.lifecycle import CLAIM_OVER
from fulfillment.records import Claim, Shipment
from fulfillment.site import Sealed
from fulfillment.states import Demand, Event
from fulfillment.store.claims import claims_of
from fulfillment.thread import at_work
from tests.fulfilment_site import House

RULES = Path(__file__).parents[1] / "rules"
NO_ANSWER = Answered()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@dataclass
class MarkingSeal:
    """Implements ClaimSupport with what the test has put in."""

    buyers: dict[str, frozenset[str]] = field(default_factory=dict)
    costs: dict[str, Money] = field(default_factory=dict)
    charged: Money | None = None
    erased: set[str] = field(default_factory=set)

    def sealed(self, session: ReadSession, merchant: str, order_id: str, content: bytes) -> Sealed:
        return Sealed(version=1, content=content[::-1], digest=hashlib.sha256(content).hexdigest())

    def opened(self, session: ReadSession, merchant: str, order_id: str, version: int, content: bytes) -> bytes | None:
        return None if order_id in self.erased else content[::-1]

    def past_claims(self, session: ReadSession, merchant: str, order_id: str) -> int:
        theirs = [claim for each in self.buyers.get(order_id, ()) for claim in claims_of(session, merchant, each)]
        return sum(each.state != Demand.WITHDRAWN for each in theirs)

    def unit_cost(self, session: ReadSession, merchant: str, sku: str) -> Money | None:
        return self.costs.get(sku)

    def freight(self, session: ReadSession, shipment: Shipment) -> Money | None:
        return self.charged


@cache
def claim_rules() -> PolicyBook:
    """The rules that Clearway comes with."""
    return PolicyBook(load_rulebook(RULES / "claims", POLICIES["claims"]))


def with_claims(house: House, *, by_rule: bool = True) -> MarkingSeal:
    """Gives the house a seal, and the rules unless people decide everything."""
    seal = MarkingSeal()
    house.site = replace(house.site, claims=seal)
    house.desk.policies = {"claims": claim_rules()} if by_rule else {}
    house.rewire()
    return seal


def claims(house: House, order_id: str = "ord_1") -> tuple[Claim, ...]:
    """All of an order."""
    with house.database.read() as session:
        return claims_of(session, house.merchant, order_id)


def claim(house: House, order_id: str = "ord_1") -> Claim:
    """The only one that counts, or the last one that ended."""
    found = claims(house, order_id)
    running = [each for each in found if each.state not in CLAIM_OVER]
    return (running or list(found))[-1]


def told_open(house: House, kind: Mishap) -> Claim:
    """A person tells of it."""
    since = house.clock.now()
    with house.database.write() as session:
        return open_claim(session, house.site, house.on(), Happened(kind=kind, since=since))


def watched_open(house: House, kind: Mishap, order_id: str = "ord_1") -> Claim | None:
    """A watch tells of it."""
    with house.database.write() as session, at_work(session, house.site, house.on(order_id)) as file:
        return open_exception(file, kind, file.shipments()[-1], house.clock.now())


def step(house: House, event: Event, told: Answered = NO_ANSWER) -> Claim:
    """A person moves the claim on."""
    found = claim(house)
    with house.database.write() as session:
        move_claim(session, house.site, house.on(found.order_id), found.id, event, told)
    return next(each for each in claims(house, found.order_id) if each.id == found.id)
