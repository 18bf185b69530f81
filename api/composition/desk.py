"""The desk of an installation, as one process has it open."""

from api.composition.hold_eyes import make_clocks
from engine.clock import Clock
from engine.desk.desk import Desk
from engine.desk.editions import Editions
from engine.desk.links import LinkTerms
from engine.desk.models import Models
from engine.desk.party_lists import PartyLists
from engine.desk.person import Seal
from engine.ids import Ids
from engine.store.database import Database
from engine.store.vault import Vault
from fulfillment.jobs import LIFECYCLE

# Kinds of jobs that a decision starts beside the desk's own; `api.worker` has their handlers.
REACTIONS: tuple[str, ...] = (LIFECYCLE,)


def make_desk(database: Database, secret: bytes, clock: Clock, ids: Ids, links: LinkTerms | None = None) -> Desk:
    """A desk over a database whose tables are there."""
    seal = Seal(Vault(secret))
    return Desk(
        database=database,
        editions=Editions(database, clock, ids),
        seal=seal,
        clock=clock,
        ids=ids,
        party_lists=PartyLists(database, clock, ids),
        models=Models(database, seal),
        reactions=REACTIONS,
        clocks=make_clocks(),
        link_terms=links or LinkTerms(),
    )
