"""A customer is asked: what, how the letter and the form read in their language, and what they answered."""

from collections.abc import Mapping
from typing import cast

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import whole
from api.console.asking import Document, Reply
from api.console.page_route import pages
from api.console.screens.order_page import PAGE, READ_AS, SCREEN, review_of
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
ADD = "add."
PAPER, NUMBER = "paper", "number"  # as a question's word begins, and what the page calls its lists
TONGUES = ("en", "zh", "de", "fr", "es", "ja")


@routes.get(f"{PAGE}/{{order_id}}/ask")
async def show_asking(request: Request, order_id: str) -> Response:
    """What would be asked, and what was."""
    visit = await visit_of(request)
    return await _page(visit, order_id, visit.query)


@routes.post(f"{PAGE}/{{order_id}}/ask")
async def ask_buyer(request: Request, order_id: str) -> Response:
    """Sends the form for what is lacking, and for what was added."""
    visit = await visit_of(request)
    form = await visit.form()
    body: Document = {"order_id": order_id, "asks": _added(form)}
    if whole(form.get("days", "")):
        body["days"] = whole(form["days"])
    reply = await visit.api.send("POST", "/v1/customer-requests", body, key=form.get(KEY_FIELD, ""))
    if not reply.is_ok:
        return await _page(visit, order_id, form, reply)
    return gone_to(f"{PAGE}/{order_id}/ask?said=asked")


@routes.post(f"{PAGE}/{{order_id}}/ask/{{request_id}}/{{step}}")
async def change_asking(request: Request, order_id: str, request_id: str, step: str) -> Response:
    """Takes a question back, or sends its link anew."""
    visit = await visit_of(request)
    form = await visit.form()
    step = "cancel" if step == "cancel" else "resend"
    reply = await visit.api.send(
        "POST", f"/v1/customer-requests/{request_id}/{step}", {} if step == "cancel" else None,
        key=form.get(KEY_FIELD, ""),
    )  # fmt: skip
    if not reply.is_ok:
        return await _page(visit, order_id, {}, reply)
    return gone_to(f"{PAGE}/{order_id}/ask?said=done")


async def _page(visit: Visit, order_id: str, typed: Mapping[str, str], refused: Reply | None = None) -> Response:
    order = (await visit.api.must(f"/v1/orders/{order_id}")).document
    added = _added(typed)
    language = typed.get("language", "") if typed.get("language") in TONGUES else ""
    can_ask = visit.may(Scope.REQUESTS_WRITE)
    asks = await visit.api.get(f"/v1/orders/{order_id}/questions", added=",".join(added), language=language)
    letter = await visit.api.get(f"/v1/orders/{order_id}/notices/question_link", language=_spoken(asks, language))
    words, offered = Words(SCREEN, visit.language), _offered(asks, order)
    said = {"asked": words["asked_said"], "done": words["done"]}.get(visit.query.get("said", ""), "")
    return shown(
        visit, SCREEN, "order_ask.html", tab="ask", said="" if refused else said, refused=refused, path=PAGE,
        order=order, document=order.get("document") or {}, review=await review_of(visit, order_id),
        asks=asks.document if asks.is_ok else None, letter=letter.document if letter.is_ok else None,
        requests=await _requests(visit, order_id), offered=offered, added=added, language=language,
        called={**_fields(words), **{str(each["ask"]): str(each["label"]) for each in offered}},
        languages=[(each, words.code("tongue", each)) for each in TONGUES], can_ask=can_ask, add=ADD,
        days=typed.get("days", ""), here_path=f"{PAGE}/{order_id}/ask",
    )  # fmt: skip


def _fields(words: Words) -> dict[str, str]:
    """Names of the fields of an address, for whoever may see a question and ask none."""
    return {name: words[f"field_{name}"] for name in READ_AS}


async def _requests(visit: Visit, order_id: str) -> list[Document]:
    """All questions of the order, the newest first, each with its answer where one may be seen."""
    rows = (await visit.api.get("/v1/customer-requests", order_id=order_id)).rows
    return [(await visit.api.get(f"/v1/customer-requests/{each['id']}")).document or each for each in rows[:10]]


def _spoken(asks: Reply, language: str) -> str:
    return str(asks.document.get("language", language)) if asks.is_ok else language


def _added(form: Mapping[str, str]) -> list[str]:
    """What is ticked, and what was chosen from a list."""
    ticked = [name.removeprefix(ADD) for name, value in form.items() if name.startswith(ADD) and value]
    chosen = [form[name] for name in (NUMBER, PAPER) if form.get(name)]
    return list(dict.fromkeys([*ticked, *chosen]))


def _offered(asks: Reply, order: Document) -> list[Document]:
    """All that may be added, with the article where it is about one."""
    document = cast("Document", order.get("document") or {})
    lines = cast("list[Document]", document.get("lines") or [])
    told = cast("list[Document]", asks.document.get("addable") or []) if asks.is_ok else []
    return [{**each, "article": _article(lines, each.get("line"))} for each in told]


def _article(lines: list[Document], line: object) -> object:
    return lines[line - 1].get("title", "") if isinstance(line, int) and line <= len(lines) else ""
