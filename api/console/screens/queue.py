"""The queue: tabs by reason, filters in the address, take the next, and several at once after a look at what comes."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

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
MARK = "review."
ACTIONS = {"release": "release", "keep": "keep"}
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
    found = await visit.api.must("/v1/queue", limit=200)
    rows = [each for each in found.rows if each["review_id"] in marked]
    return shown(visit, SCREEN, "queue_several.html", rows=rows, action=action, mark=MARK)


@routes.post(f"{PAGE}/several")
async def end_several(request: Request) -> Response:
    """Ends each marked review; those that somebody else has changed meanwhile are left, and told with the reason."""
    visit = await visit_of(request)
    form = await visit.form()
    action = ACTIONS.get(form.get("action", ""), "keep")
    done, left = 0, list[tuple[str, Reply]]()
    for number, (review_id, version) in enumerate(_marked(form).items()):
        reply = await visit.api.send(
            "POST", f"/v1/reviews/{review_id}/resolve",
            {"disposition": action, "reason_code": form.get("code") or None, "note": form.get("note", "")},
            key=f"{form.get(KEY_FIELD, '')}-{number}", match=f'"{version}"',
        )  # fmt: skip
        if reply.is_ok:
            done += 1
        else:
            left.append((review_id, reply))
    return await _page(visit, done=done, left=left)


async def _page(
    visit: Visit, said: str = "", refused: Reply | None = None, done: int | None = None,
    left: Sequence[tuple[str, Reply]] = (),
) -> Response:  # fmt: skip
    filters = {name: value for name, value in visit.query.items() if name in (*FILTERS, "who", "cursor")}
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
        tabs=_tabs(counted.document, filters.get("reason", "")),
    )  # fmt: skip


def _wanted(visit: Visit, filters: Mapping[str, str]) -> Document:
    who = filters.get("who", "")
    return {
        **{name: filters.get(name) for name in FILTERS},
        "assignee": visit.name if who == MINE else None,
        "unassigned": True if who == FREE else None,
    }


def _tabs(counted: Document, chosen: str) -> list[tuple[str, int]]:
    """The most frequent reasons, and the chosen one even where nothing waits for it any more."""
    by_reason: object = counted.get("by_reason")
    found = [(str(each["reason"]), int(each["orders"])) for each in by_reason] if isinstance(by_reason, list) else []
    return found if not chosen or any(reason == chosen for reason, _ in found) else [*found, (chosen, 0)]


def _marked(form: Mapping[str, str]) -> dict[str, str]:
    """Reviews that were marked -> the version that was seen."""
    return {name.removeprefix(MARK): value for name, value in form.items() if name.startswith(MARK)}
