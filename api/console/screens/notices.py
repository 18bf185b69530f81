"""Notices: what customers were told and what waits or failed, how each kind reads, and what one customer chose."""

from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, word_said
from api.console.asking import Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.notify.seen_to import SeenTo
from fulfillment.notify.texts import LANGUAGES

routes = pages()
SCREEN, PAGE, API, KINDS = "notices", f"{HOME}/notices", "/v1/notices", "/v1/notice-kinds"
TOPICS, WAYS = ("service", "progress", "trouble"), ("mail", "text", "off")
HOW = tuple(SeenTo)
STATES = ("refused", "waiting", "queued", "sent", "written", "by_channel", "dropped")


@routes.get(PAGE)
async def show_notices(request: Request) -> Response:
    """The newest first."""
    return await _notices(await visit_of(request))


@routes.post(f"{PAGE}/{{notice_id}}/retry")
async def send_again(request: Request, notice_id: str) -> Response:
    """Sends one that was refused once more."""

    async def ask(visit: Visit, form: Form) -> Reply:
        asked = {name: form[name] for name in ("address_is_right",) if name in form}
        return await visit.api.send("POST", f"{API}/{notice_id}/retry", {}, key=form.get(KEY_FIELD, ""), query=asked)

    return await acted(request, ask, _seen, _page_of(request))


@routes.post(f"{PAGE}/{{notice_id}}/close")
async def close(request: Request, notice_id: str) -> Response:
    """Sends one that was refused or waits no more."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{notice_id}/close", filled(form, "how", "reason"))

    return await acted(request, ask, _seen, _page_of(request))


async def _seen(visit: Visit, _: str, refused: Reply | None) -> Response:
    order = visit.query.get("order", "")
    return await _of_order(visit, order, refused) if order else await _notices(visit, refused)


def _page_of(request: Request) -> str:
    """Where a button of a notice was pressed: on the page of its order, which the address names, or in the list."""
    order = request.query_params.get("order", "")
    return f"{PAGE}/orders/{quote(order, safe='')}" if order else PAGE


@routes.get(f"{PAGE}/kinds")
async def show_kinds(request: Request) -> Response:
    """All kinds with the topics by which customers choose, the quiet hours, and what makes a kind needless."""
    visit = await visit_of(request)
    found = await visit.api.must(KINDS)
    return shown(visit, SCREEN, "notice_kinds.html", path=PAGE, rows=found.rows, quiet=found.document["quiet"])


@routes.get(f"{PAGE}/kinds/{{kind}}")
async def show_kind(request: Request, kind: str) -> Response:
    """How it reads for a made-up order, or for the one that the address names."""
    visit = await visit_of(request)
    language = visit.query.get("language", "")
    spoken = language if language in LANGUAGES else visit.language
    order = visit.query.get("order", "")
    path = f"/v1/orders/{order}/notices/{kind}" if order else f"{KINDS}/{kind}"
    letter = (await visit.api.must(path, language=spoken)).document
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "notice_kind.html", path=f"{PAGE}/kinds/{kind}", numbers=await numbers_of(visit, order),
         back=f"{PAGE}/kinds", kind=kind, letter=letter,
        order=order, language=spoken, tabs=[(each, words.code("tongue", each), None) for each in LANGUAGES],
    )  # fmt: skip


@routes.get(f"{PAGE}/orders/{{order_id}}")
async def show_of_order(request: Request, order_id: str) -> Response:
    """All notices of one order, what its customer chose, and how any kind would read."""
    return await _of_order(await visit_of(request), order_id)


@routes.post(f"{PAGE}/orders/{{order_id}}/choices")
async def change_choices(request: Request, order_id: str) -> Response:
    """Changes what its customer chose, as they asked when the page was shown; what they chose since then stays."""

    async def ask(visit: Visit, form: Form) -> Reply:
        ways = {topic: form[f"way_{topic}"] for topic in TOPICS if form.get(f"way_{topic}", "")}
        quiet = {"begin": form.get("quiet_begin", ""), "end": form.get("quiet_end", "")}
        asked = {"ways": ways, "language": form.get("language", ""), "quiet": quiet, **filled(form, "asked_at")}
        return await told(visit, form, f"/v1/orders/{order_id}/notice-choices", asked, "PUT")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _of_order(visit, order_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/orders/{order_id}")


async def _of_order(visit: Visit, order_id: str, refused: Reply | None = None) -> Response:
    found = await visit.api.must(f"/v1/orders/{order_id}/notices")
    choices = await visit.api.get(f"/v1/orders/{order_id}/notice-choices")
    return shown(
        visit, SCREEN, "notices_of_order.html", path=PAGE, numbers=await numbers_of(visit, order_id),
        order_id=order_id, rows=found.rows,
        choices=choices.document if choices.is_ok else None, languages=LANGUAGES,
        refused=refused, said=word_said(visit, SCREEN, "done"), asked_at=f"{visit.now:%Y-%m-%dT%H:%M:%S.%fZ}",
        ways=WAYS, how=HOW, may_act=visit.may(Scope.FULFILMENT_WRITE),
        bounced=found.document["bounced"],
        kinds=(await visit.api.must(KINDS)).rows, may_see=visit.may(Scope.PERSONAL_READ),
    )  # fmt: skip


async def _notices(visit: Visit, refused: Reply | None = None) -> Response:
    filters = {name: value for name, value in visit.query.items() if name in ("state", "cursor")}
    found = await visit.api.must(API, newest_first=True, **filters)
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "notices.html", path=PAGE, rows=found.rows, numbers=await numbers_of(visit, found.rows),
        reply=found.document, filters=filters,
        refused=refused, said=words["done"] if visit.query.get("said") else "",
        tabs=[("", words["all"], None), *((each, words.code("notice_state", each), None) for each in STATES)],
        how=HOW, may_act=visit.may(Scope.FULFILMENT_WRITE),
    )  # fmt: skip
