"""The audit: who did what and when, whether its chain is whole, and the signed end to keep elsewhere."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from fastapi import Request
from starlette.responses import Response

from api.console.menu import HOME, MENU
from api.console.page_route import pages
from api.console.showing import shown, with_filters
from api.console.visit import Visit, visit_of

routes = pages()
SCREEN, PAGE = "audit", f"{HOME}/audit"
TEXTS, DAYS = ("actor", "action", "subject"), ("since", "until")
DAY = timedelta(days=1)
# Where a subject has a page of its own, by the prefix of its id.
PLACES: Mapping[str, str] = {
    "ord": "orders", "run": "rescreens", "prop": "proposals", "whe": "webhooks", "usr": "admin/people",
    "key": "admin/keys", "mark": "marks",
}  # fmt: skip


@routes.get(PAGE)
async def show_audit(request: Request) -> Response:
    """Newest first; the chain is looked at where the address says so, since that reads all of it."""
    visit = await visit_of(request)
    filters = {name: value.strip() for name, value in visit.query.items() if name in (*TEXTS, *DAYS, "cursor")}
    asked = _asked(visit, filters)
    found = await visit.api.must("/v1/audit", **asked, cursor=filters.get("cursor"))
    anchor = await visit.api.get("/v1/audit/anchor")
    checked = await visit.api.must("/v1/audit/verify") if visit.query.get("verify") else None
    return shown(
        visit, SCREEN, "audit.html", path=PAGE, rows=found.rows, reply=found.document, filters=filters, texts=TEXTS,
        days=DAYS, anchor=anchor.document if anchor.is_ok else None, place=partial(place_of, visit),
        checked=None if checked is None else checked.document, export=with_filters("/v1/audit/export", asked),
    )  # fmt: skip


def _asked(visit: Visit, filters: Mapping[str, str]) -> dict[str, str]:
    """As the API takes it: days begin in the reader's zone, the last one counts."""
    asked = {name: filters[name] for name in TEXTS if filters.get(name)}
    return asked | {name: _begin(visit, filters[name], name) for name in DAYS if filters.get(name)}


def _begin(visit: Visit, day: str, name: str) -> str:
    """What is no day goes on, to be refused there."""
    try:
        begins = datetime.fromisoformat(day).replace(tzinfo=visit.zone)
    except ValueError:
        return day
    return (begins + DAY if name == "until" else begins).isoformat()


def place_of(visit: Visit, subject: str) -> str:
    """The page of what something was done to; empty where there is none, or none that the visitor may open."""
    prefix, mark, rest = subject.partition("_")
    place = f"{HOME}/{PLACES.get(prefix, '')}" if mark and rest.isalnum() else ""
    opens = (visit.may(entry.scope) for section in MENU for entry in section.entries if entry.path == place)
    return f"{place}/{subject}" if any(opens) else ""
