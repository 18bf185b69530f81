"""The queue: tabs by reason, filters in the address, take the next, and several at once after a look at what comes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

from fastapi import Request
from starlette.responses import Response

from api.console.acting import with_done
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.screens.order_page import CAUSES
from api.console.showing import KEY_FIELD, gone_to, shown, with_filters
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from api.routes.queue_views import MONTH_H

routes = pages()
SCREEN, PAGE = "queue", f"{HOME}/queue"
FILTERS = ("reason", "queue", "shop", "channel", "country")
SHARED = (*FILTERS, "who", "within")  # what an address of the queue may carry
MINE, FREE = "mine", "free"
HOURS = ("4", "24", "72")
MARK, NAMED = "review.", "named."
VIEW, NAME = "view", "view_name"
MOST_AT_ONCE = 50
RELEASE, KEEP, CANCEL = "release", "keep", "cancel"
ACTIONS = (RELEASE, KEEP, CANCEL)
NO_CONTENT = 204


@routes.get(PAGE)
async def show_queue(request: Request) -> Response:
    """The most urgent first."""
    visit = await visit_of(request)
    return await _page(visit)


@routes.post(f"{PAGE}/next")
async def take_next(request: Request) -> Response:
    """Takes the most urgent one that is free, and opens it."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", "/v1/reviews/next", {}, key=form.get(KEY_FIELD, ""))
    if reply.status == NO_CONTENT:
        return await _page(visit, said=Words(SCREEN, visit.language)["none_next"])
    if not reply.is_ok:
        return await _page(visit, refused=reply)
    return gone_to(f"{HOME}/orders/{reply.document['order_id']}")


@routes.post(f"{PAGE}/look")
async def look_at_several(request: Request) -> Response:
    """What would happen to the marked orders; nothing is done yet."""
    visit = await visit_of(request)
    form = await visit.form()
    marked, action = _marked(form), form.get("action", "")
    if not marked or action not in ACTIONS:
        return await _page(visit, said=Words(SCREEN, visit.language)["none_marked"])
    ends_as = RELEASE if action == RELEASE else KEEP
    rows = [row for review in list(marked)[:MOST_AT_ONCE] if (row := await _ahead(visit, review, ends_as)) is not None]
    return shown(
        visit, SCREEN, "queue_several.html", rows=rows, action=action, mark=MARK, reasons=await reasons_of(visit),
        seen=marked, causes=CAUSES,
    )  # fmt: skip


@routes.post(f"{PAGE}/views")
async def keep_view(request: Request) -> Response:
    """Keeps the filters that are set under a name, or takes a kept view out."""
    visit = await visit_of(request)
    form = await visit.form()
    filters = {name: value for name in SHARED if (value := form.get(name, ""))}
    if form.get(VIEW):
        reply = await visit.api.send("DELETE", f"/v1/queue-views/{form[VIEW]}", key=form.get(KEY_FIELD, ""))
    else:
        body = {"name": form.get(NAME, ""), "filters": _kept(filters)}
        reply = await visit.api.send("POST", "/v1/queue-views", body, key=form.get(KEY_FIELD, ""))
    return (
        gone_to(with_done(with_filters(PAGE, filters)))
        if reply.is_ok
        else await _page(visit, refused=reply, kept=filters)
    )


async def _ahead(visit: Visit, review_id: str, disposition: str) -> Document | None:
    """A line of the queue with what ending it so would do; None for one that has ended."""
    ahead = await visit.api.get(f"/v1/reviews/{review_id}/outlook", disposition=disposition)
    if not ahead.is_ok:
        return None
    rows = (await visit.api.get("/v1/queue", order_id=ahead.document["order_id"])).rows
    return {**rows[0], "ahead": ahead.document} if rows else None


@routes.post(f"{PAGE}/several")
async def end_several(request: Request) -> Response:
    """Ends each marked review; those that somebody else has changed meanwhile are left, and told with the reason."""
    visit = await visit_of(request)
    form = await visit.form()
    done, left = 0, list[tuple[str, Reply]]()
    for number, (review_id, version) in enumerate(_marked(form).items()):
        key = f"{form.get(KEY_FIELD, '')}-{number}"
        reply = await _ended(visit, form, review_id, version, key)
        if reply.is_ok:
            done += 1
        else:
            left.append((form.get(f"{NAMED}{review_id}", review_id), reply))
    return await _page(visit, done=done, left=left)


async def _ended(visit: Visit, form: Mapping[str, str], review_id: str, version: str, key: str) -> Reply:
    """Ends one review, and with it the order where that is to be cancelled; neither if the review was changed."""
    ends = form.get("action") == CANCEL
    body: Document = {
        "disposition": RELEASE if form.get("action") == RELEASE else KEEP,
        "reason_code": form.get("code") or None,
        "note": form.get("note", ""),
    }
    body = {**body, "cause": form.get("cause") or CAUSES[0]} if ends else body
    path = f"/v1/reviews/{review_id}/{'end-order' if ends else 'resolve'}"
    return await visit.api.send("POST", path, body, key=key, match=f'"{version}"')


async def _page(
    visit: Visit, said: str = "", refused: Reply | None = None, done: int | None = None,
    left: Sequence[tuple[str, Reply]] = (), kept: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    asked = visit.query if kept is None else kept
    filters = {name: value for name, value in asked.items() if name in (*SHARED, "cursor")}
    wanted = _wanted(visit, filters)
    found = await visit.api.must("/v1/queue", **wanted, cursor=filters.get("cursor"))
    counted = await visit.api.must("/v1/queue/counts", **{**wanted, "reason": None})
    words = Words(SCREEN, visit.language)
    own, shared = await _own_views(visit), {name: value for name, value in filters.items() if name in SHARED}
    said = said or (words["view_changed"] if visit.query.get("said") == "done" else "")
    if done is not None:
        said = words.fill("bulk_done", number=done)
    return shown(
        visit, SCREEN, "queue.html", said=said, refused=refused,
        rows=found.rows, reply=found.document, counts=counted.document, filters=filters,
        path=PAGE, mark=MARK, left=left, reasons=await reasons_of(visit),
        tabs=_tabs(counted.document, filters.get("reason", "")), views=_views(words),
        own_views=own, shared=shared, open_view=next((each for each in own if each[2] == shared), None),
        within_hours=_within_hours(words, filters.get("within", "")),
    )  # fmt: skip


def _wanted(visit: Visit, filters: Mapping[str, str]) -> Document:
    who, within = filters.get("who", ""), filters.get("within", "")
    return {
        **{name: filters.get(name) for name in FILTERS},
        "assignee": visit.name if who == MINE else None,
        "unassigned": True if who == FREE else None,
        "due_before": (visit.now + timedelta(hours=int(within))).isoformat() if _is_span(within) else None,
    }


def _within_hours(words: Words, chosen: str) -> list[tuple[str, str]]:
    """What is offered, and what was asked for where it is another span."""
    spans = HOURS if chosen in HOURS or not _is_span(chosen) else (*HOURS, chosen)
    return [(each, words.fill("within_hours", number=each)) for each in spans]


def _is_span(within: str) -> bool:
    """Whether it is a number of hours that a view may have."""
    return within.isdecimal() and within.isascii() and len(within) <= 3 and 0 < int(within) <= MONTH_H


def _kept(filters: Mapping[str, str]) -> Document:
    """Filters of an address as the API keeps them."""
    within = filters.get("within", "")
    kept: Document = {name: value for name, value in filters.items() if name != "within"}
    return {**kept, "within_hours": int(within)} if _is_span(within) else kept


async def _own_views(visit: Visit) -> list[tuple[str, str, dict[str, str]]]:
    """Id, name and filters, as an address takes them, of those that the reader keeps."""
    found = []
    for each in (await visit.api.get("/v1/queue-views")).rows:
        filters = cast("Document", each["filters"])
        address = {"within" if name == "within_hours" else name: str(value) for name, value in filters.items()}
        found.append((str(each["id"]), str(each["name"]), address))
    return found


def _views(words: Words) -> Sequence[tuple[str, Mapping[str, str]]]:
    """Filters that everybody comes back to; a reader keeps their own beside them."""
    return (
        (words["view_mine"], {"who": MINE}),
        (words["view_soon"], {"within": "4"}),
        (words["view_free_soon"], {"who": FREE, "within": "24"}),
    )


def _tabs(counted: Document, chosen: str) -> list[tuple[str, int]]:
    """The most frequent reasons, and the chosen one even where nothing waits for it any more."""
    by_reason: object = counted.get("by_reason")
    found = [(str(each["reason"]), int(each["orders"])) for each in by_reason] if isinstance(by_reason, list) else []
    return found if not chosen or any(reason == chosen for reason, _ in found) else [*found, (chosen, 0)]


def _marked(form: Mapping[str, str]) -> dict[str, str]:
    """Reviews that were marked -> the version that was seen."""
    return {name.removeprefix(MARK): value for name, value in form.items() if name.startswith(MARK)}
