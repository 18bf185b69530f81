"""What else would have been chosen: counted by workers, and read parcel by parcel."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound, ScopeMissing
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody
from api.schemas.ids import WhatIfId
from api.schemas.page import Page, PageWanted, page, write_cursor
from api.schemas.service_choices import (
    A_CHANGE,
    A_COUNT,
    COUNTED,
    WhatIfAsked,
    WhatIfChangeShown,
    WhatIfShown,
    shown_change,
    shown_what_if,
)
from api.services import Services, ServicesOf
from engine.desk.draft_editions import edition_of_draft
from engine.desk.edition_reading import IN_FORCE, a_proposal, named
from engine.store.sessions import ReadSession
from fulfillment.records import WhatIfRun
from fulfillment.shipping.errors import WhatIfRefused
from fulfillment.shipping.what_if_changes import changes_of
from fulfillment.shipping.what_if_running import begin_what_if, state_of
from fulfillment.store.service_choices import find_what_if, what_ifs_before

routes = APIRouter()
Narrowed = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
SHIPPING = "shipping"


@routes.post(
    "/v1/shipping-what-ifs",
    **operation("start_shipping_what_if", "Count what else would have been chosen", Tag.FULFILMENT,
                {202: Returns(WhatIfShown, A_COUNT, "It is counted by workers.")},
                ("what_if_refused", "wishes_refused", "not_found", "no_edition", "draft_faulty", "rule_book_rejected",
                 "several_editions", "scope_missing")),
)  # fmt: skip
def start_what_if(
    services: ServicesOf, who: Narrowed, asked: Annotated[WhatIfAsked, Depends(JsonBody(WhatIfAsked, COUNTED))]
) -> Response:
    """Of packed parts, from what their choices rested on. Nothing of an order is changed. To name a draft, a proposal
    or an edition takes the scope `rules:read` too; a draft is counted as it stands at this moment."""
    shops = asked.shops
    if who.shops is not None:
        shops = tuple(sorted(who.shops)) if shops is None else shops
        if not set(shops) <= who.shops:
            raise NotFound
    desk = services.site.shipping
    if desk is None:
        raise NotFound
    counted = asked.asked(shops, _edition(services, who, asked))
    run = tried(
        services,
        lambda session: begin_what_if(
            session, services.ids, desk, who.merchant, counted, who.name, services.clock.now()
        ),
    )
    return answer(shown_what_if(run, run.state), 202, {"Location": f"/v1/shipping-what-ifs/{run.id}"})


@routes.get(
    "/v1/shipping-what-ifs",
    **operation("list_shipping_what_ifs", "List what was counted", Tag.FULFILMENT,
                Returns(Page[WhatIfShown], a_page(A_COUNT))),
)  # fmt: skip
def list_what_ifs(services: ServicesOf, who: Narrowed, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Newest first. Whoever is bound to shops sees counts of these alone, so a page may be short."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = what_ifs_before(session, who.merchant, "" if key is None else str(key[0]), wanted.rows)
        looked, more = rows[: wanted.limit], len(rows) > wanted.limit
        within = [each for each in looked if _is_within(each.params.get("shops"), who.shops)]
        shown = [shown_what_if(each, state_of(session, each)) for each in within]
    return answer({
        "data": shown, "next_cursor": write_cursor((looked[-1].id,)) if more else None, "has_more": more,
    })  # fmt: skip


@routes.get(
    "/v1/shipping-what-ifs/{what_if_id}",
    **operation("get_shipping_what_if", "See what else would have been chosen", Tag.FULFILMENT,
                Returns(WhatIfShown, A_COUNT), ("not_found",)),
)  # fmt: skip
def get_what_if(services: ServicesOf, who: Narrowed, what_if_id: WhatIfId) -> Response:
    """By shop and lane: how many would have gone otherwise or not at all, for how much, and how many days later."""
    with services.database.read() as session:
        run = _run(session, who, what_if_id)
        return answer(shown_what_if(run, state_of(session, run)))


@routes.get(
    "/v1/shipping-what-ifs/{what_if_id}/changes",
    **operation("list_shipping_what_if_changes", "List the parcels that would change service", Tag.FULFILMENT,
                Returns(Page[WhatIfChangeShown], a_page(A_CHANGE)), ("not_found", "no_edition")),
)  # fmt: skip
def list_changes(
    services: ServicesOf, who: Narrowed, what_if_id: WhatIfId, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """In the order in which their services were chosen, each with why. Choices are made again as you read: a page looks
    at `limit` of them and shows those that change, so it may be short, or empty, while `has_more` says to go on."""
    key, desk = wanted.after(str), services.site.shipping
    with services.database.read() as session:
        run = _run(session, who, what_if_id)
        if desk is None:
            raise NotFound
        found = changes_of(session, services.site, desk, run, "" if key is None else str(key[0]), wanted.limit)
    cursor = None if found.is_over else write_cursor((found.reached,))
    shown = [shown_change(each) for each in found.changed]
    return answer({"data": shown, "next_cursor": cursor, "has_more": not found.is_over})


def _run(session: ReadSession, who: Caller, what_if_id: str) -> WhatIfRun:
    run = find_what_if(session, who.merchant, what_if_id)
    if run is None or not _is_within(run.params.get("shops"), who.shops):
        raise NotFound
    return run


def _edition(services: Services, who: Caller, asked: WhatIfAsked) -> str:
    """The digest of the edition whose policy is to judge; empty for the one in force. Raises ScopeMissing, NotFound,
    DraftFaulty, RuleBookRejected, SeveralEditions, NoEdition, WhatIfRefused."""
    if not asked.names_policy:
        return ""
    if not who.may(Scope.RULES_READ):
        raise ScopeMissing(Scope.RULES_READ)
    desk, by = services.desk, desk_caller(who)
    if asked.draft is not None:
        digest = edition_of_draft(desk, by, asked.draft, desk.editions.current(who.merchant).digest)
    elif asked.proposal is not None:
        digest = a_proposal(desk, by, asked.proposal).edition
    else:
        digest = named(desk, by, asked.edition or IN_FORCE)
    if SHIPPING not in desk.editions.load(digest, who.merchant).policies:
        raise WhatIfRefused("what is named has no shipping policy; add the folder `shipping` to its rules")
    return digest


def _is_within(shops: object, reach: frozenset[str] | None) -> bool:
    return reach is None or (isinstance(shops, list) and set(shops) <= reach)
