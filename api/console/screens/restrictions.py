"""Restrictions: how much law is on file for which country, and what stands against goods in one of them."""

from collections.abc import Sequence

from fastapi import Request
from starlette.responses import Response

from api.console.asking import Document
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import visit_of
from api.customer_page.words import words_of

routes = pages()
SCREEN, PAGE = "restrictions", f"{HOME}/restrictions"
KINDS = ("prohibited", "licence_required", "certificate_required", "restricted", "conditional")


@routes.get(PAGE)
async def show_coverage(request: Request) -> Response:
    """All countries on file."""
    visit = await visit_of(request)
    found = await visit.api.must("/v1/coverage")
    return shown(visit, SCREEN, "restrictions.html", path=PAGE, rows=found.rows, edition=found.document["edition"])


@routes.get(f"{PAGE}/{{country}}")
async def show_country(request: Request, country: str) -> Response:
    """One country, with what its union and everybody state."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in ("kind", "q")}
    found = await visit.api.must("/v1/restrictions", country=country.upper())
    return shown(
        visit, SCREEN, "restriction_country.html", path=PAGE, address=f"{PAGE}/{country}", country=country.upper(),
        papers=words_of(visit.language).papers, found=found.document,
        rows=_fitting(found.rows, filters), filters=filters, kinds=KINDS,
    )  # fmt: skip


def _fitting(rows: Sequence[Document], filters: dict[str, str]) -> Sequence[Document]:
    word, kind = filters.get("q", "").lower(), filters.get("kind")
    return [
        each
        for each in rows
        if kind in {None, each["kind"]}
        and word
        in f"{each['id']} {each['item']} {each['category_names']} {each['words']} {each['hs_prefixes']}".lower()
    ]
