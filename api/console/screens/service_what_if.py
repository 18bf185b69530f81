"""What else would have been chosen: by a draft of the shipping policy, by one service, or by other weights."""

from collections.abc import Mapping
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import filled, whole
from api.console.asking import Document, Reply
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.screens.services import PAGE as SERVICES
from api.console.screens.services import SCREEN, WHAT_IF
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from fulfillment.shipping.what_if import read_tally

routes = pages()
API = "/v1/shipping-what-ifs"
MONTH = timedelta(days=30)
DAY = "T00:00:00+00:00"
WEIGHTS = ("day", "late_point", "customs_point", "duty", "co2_kg")


@routes.get(WHAT_IF)
async def show_what_ifs(request: Request) -> Response:
    """Newest first, and a form for another."""
    return await _what_ifs(await visit_of(request))


@routes.post(WHAT_IF)
async def begin(request: Request) -> Response:
    """Begins a count."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", API, _asked(form), key=form.get(KEY_FIELD, ""))
    return gone_to(f"{WHAT_IF}/{reply.document['id']}") if reply.is_ok else await _what_ifs(visit, reply)


@routes.get(f"{WHAT_IF}/{{what_if_id}}")
async def show_what_if(request: Request, what_if_id: str) -> Response:
    """How far it is, what it found so far, and which parcels would have gone otherwise."""
    visit = await visit_of(request)
    run = (await visit.api.must(f"{API}/{what_if_id}")).document
    changes = await visit.api.get(f"{API}/{what_if_id}/changes", cursor=visit.query.get("cursor"))
    found: object = run["found"]
    tally = read_tally(found if isinstance(found, Mapping) else {})
    asked: object = run["asked"]
    currency = str(asked["currency"]) if isinstance(asked, Mapping) else "EUR"
    return shown(
        visit, SCREEN, "service_what_if.html", refused=None if changes.is_ok else changes, run=run, path=WHAT_IF,
        address=f"{WHAT_IF}/{what_if_id}", lanes=sorted(tally.lanes.items()), total=tally.total(),
        left_out=tally.left_out, currency=currency, changes=changes.rows,
        numbers=await numbers_of(visit, changes.rows),
        reply=changes.document, language=visit.language,
    )  # fmt: skip


async def _what_ifs(visit: Visit, refused: Reply | None = None) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    drafts = await visit.api.get("/v1/rules/drafts") if visit.may(Scope.RULES_READ) else None
    services = await visit.api.must("/v1/shipping-services")
    today = visit.now.date()
    return shown(
        visit, SCREEN, "service_what_ifs.html", refused=refused, path=WHAT_IF, back=SERVICES, rows=found.rows,
        reply=found.document, drafts=[] if drafts is None else drafts.rows, services=services.rows, weights=WEIGHTS,
        since=(today - MONTH).isoformat(), until=(today + timedelta(days=1)).isoformat(),
    )  # fmt: skip


def _asked(form: Mapping[str, str]) -> Document:
    """As the API takes it: days begin in UTC, and the last one is not counted."""
    asked = filled(form, "draft", "service", "currency")
    asked |= {name: f"{form[name]}{DAY}" for name in ("since", "until") if form.get(name)}
    asked |= {"shops": [form["shop"].strip()]} if form.get("shop", "").strip() else {}
    worth = {name: whole(form[name]) for name in WEIGHTS if form.get(name, "").strip()}
    return asked | ({"wishes": {"worth": worth}} if worth else {})
