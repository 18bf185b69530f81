"""Deadlines: all that must be answered or acted on by when, the earliest first, with who set it."""

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "deadlines", f"{HOME}/deadlines"
LEADS = {"case": "inbox", "dispute": "disputes", "claim": "claims", "return": "returns", "notice": "notices/orders"}
OF_ORDER = frozenset({"notice"})  # is seen to on a page of its order


@routes.get(PAGE)
async def show_deadlines(request: Request) -> Response:
    """Of everything, or of one kind."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in ("kind", "cursor")}
    found = await visit.api.must("/v1/deadlines", **filters)
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "deadlines.html", path=PAGE, rows=found.rows, reply=found.document, filters=filters,
        numbers=await numbers_of(visit, found.rows),
        leads={row["id"]: _lead(row) for row in found.rows},
        tabs=[("", words["all"], None), *((each, words.code("deadline", each), None) for each in LEADS)],
    )  # fmt: skip


def _lead(row: Mapping[str, object]) -> str:
    kind = str(row["kind"])
    return f"{HOME}/{LEADS[kind]}/{row['order_id' if kind in OF_ORDER else 'id']}"
