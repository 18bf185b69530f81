"""The queue: tabs by reason, filters in the address, take the next, and several at once after a look at what comes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "queue", f"{HOME}/queue"
FILTERS = ("reason", "shop", "channel", "country")
MINE, FREE = "mine", "free"
HOURS = ("4", "24", "72")
MARK, NAMED = "review.", "named."
CAUSES = ("person", "buyer", "out_of_stock", "address", "payment", "not_deliverable")
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
    found = (await visit.api.get(f"/v1/reviews/{review_id}")).document
    if form.get("action") != CANCEL or str(found.get("version")) != version:
        return await _resolved(visit, form, review_id, version, key)
    body = {"reason": form.get("note") or form.get("cause") or CANCEL, "cause": form.get("cause") or CAUSES[0]}
    ended = await visit.api.send("POST", f"/v1/orders/{found['order_id']}/cancel", body, key=f"{key}-end")
    if ended.is_ok:
        await _resolved(visit, form, review_id, version, key)  # has ended by itself where the worker was faster
    return ended


async def _resolved(visit: Visit, form: Mapping[str, str], review_id: str, version: str, key: str) -> Reply:
    body = {
        "disposition": RELEASE if form.get("action") == RELEASE else KEEP,
        "reason_code": form.get("code") or None,
        "note": form.get("note", ""),
    }
    return await visit.api.send("POST", f"/v1/reviews/{review_id}/resolve", body, key=key, match=f'"{version}"')


async def _page(
    visit: Visit, said: str = "", refused: Reply | None = None, done: int | None = None,
    left: Sequence[tuple[str, Reply]] = (),
) -> Response:  # fmt: skip
    filters = {name: value for name, value in visit.query.items() if name in (*FILTERS, "who", "within", "cursor")}
    wanted = _wanted(visit, filters)
    found = await visit.api.must("/v1/queue", **wanted, cursor=filters.get("cursor"))
    counted = await visit.api.must("/v1/queue/counts", **{**wanted, "reason": None})
    words = Words(SCREEN, visit.language)
    if done is not None:
        said = words.fill("bulk_done", number=done)
    return shown(
        visit, SCREEN, "queue.html", said=said, refused=refused,
        rows=found.rows, reply=found.document, counts=counted.document, filters=filters,
        path=PAGE, mark=MARK, left=left, reasons=await reasons_of(visit),
        tabs=_tabs(counted.document, filters.get("reason", "")), views=_views(words),
        within_hours=[(each, words.fill("within_hours", number=each)) for each in HOURS],
        can_cancel=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip


def _wanted(visit: Visit, filters: Mapping[str, str]) -> Document:
    who, within = filters.get("who", ""), filters.get("within", "")
    return {
        **{name: filters.get(name) for name in FILTERS},
        "assignee": visit.name if who == MINE else None,
        "unassigned": True if who == FREE else None,
        "due_before": (visit.now + timedelta(hours=int(within))).isoformat() if within in HOURS else None,
    }


def _views(words: Words) -> Sequence[tuple[str, Mapping[str, str]]]:
    """Filters that people come back to, by name; any other is kept as a bookmark of its address."""
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
