"""Everything that somebody who looks after an order wants to see at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.store.sessions import ReadSession
from fulfillment.picking.picking import open_list
from fulfillment.records import Claim, PickLine, Refund, ReturnCase
from fulfillment.site import Site
from fulfillment.store.aftersales import returns_of
from fulfillment.store.claims import claims_of
from fulfillment.store.money import kept, refunds_of
from fulfillment.timeline import CaseView, Choice, choices, view


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How an order stands, and what can happen next. `money` is what came in and did not go back, by currency."""

    view: CaseView
    choices: tuple[Choice, ...]
    to_pick: tuple[PickLine, ...]
    money: Mapping[str, int]
    refunds: tuple[Refund, ...]
    returns: tuple[ReturnCase, ...]
    claims: tuple[Claim, ...]


def overview(session: ReadSession, site: Site, merchant: str, order_id: str) -> Overview:
    """All about one order. Raises NotFound."""
    return Overview(
        view=view(session, merchant, order_id),
        choices=choices(session, site, merchant, order_id),
        to_pick=open_list(session, merchant, order_id),
        money=kept(session, order_id),
        refunds=refunds_of(session, merchant, order_id),
        returns=returns_of(session, merchant, order_id),
        claims=claims_of(session, merchant, order_id),
    )
