"""Causes of after-sales as tables and pictures, and the changes that figures suggest, with where to make them."""

import re
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.order_numbers import numbers_of
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from fulfillment.learning.cut import Cut
from fulfillment.learning.terms import Change
from fulfillment.learning.words import WORDS

routes = pages()
SCREEN, PAGE, SUGGESTIONS = "causes", f"{HOME}/causes", f"{HOME}/suggestions"
USUAL = timedelta(days=90)
MILLION, MOST_ROWS = 1_000_000, 50
STATES = ("open", "dismissed", "gone")
RULE_ID = re.compile(r"\b[A-Z]{3}-\d{3}\b")
RULES = f"{HOME}/rules"
LOOKS = {
    Change.SERVICE: f"{PAGE}?by=service",
    Change.ADDRESS: f"{RULES}?set=address",
    Change.DESCRIPTION: f"{PAGE}?by=sku",
    Change.SUPPLIER: f"{PAGE}?by=supplier",
    Change.PACKAGING: f"{PAGE}?by=box",
    Change.IMPORT_RULE: f"{RULES}?set=imports",
    Change.RULE_STRICTER: RULES,
    Change.RULE_MILDER: RULES,
}  # where to look when the suggestion names no rule that is in force


@routes.get(PAGE)
async def show_causes(request: Request) -> Response:
    """By product, carrier, lane, packaging, rule, maker, or another side, of a period."""
    visit = await visit_of(request)
    asked = visit.query.get("by", "")
    by = asked if asked in list(Cut) else str(Cut.LANE)
    today = visit.now.date()
    filters = {
        "by": by,
        "since": visit.query.get("since") or f"{today - USUAL}",
        "until": visit.query.get("until") or f"{today}",
        "shop": visit.query.get("shop", ""),
    }
    reply = await visit.api.get("/v1/causes", **filters)
    rows = _drawn(reply.document.get("rows"))
    return shown(
        visit, SCREEN, "causes.html", path=PAGE, filters=filters, refused=None if reply.is_ok else reply,
        numbers=await numbers_of(visit, reply.document),
        rows=rows[:MOST_ROWS], more=max(0, len(rows) - MOST_ROWS), total=reply.document.get("total") or {},
        currency=reply.document.get("currency", "EUR"), says=WORDS[visit.language],
        tabs=[(str(each), WORDS[visit.language].over[each], None) for each in Cut],
    )  # fmt: skip


@routes.get(SUGGESTIONS)
async def show_suggestions(request: Request) -> Response:
    """The most money first."""
    return await _suggestions(await visit_of(request))


@routes.post(f"{SUGGESTIONS}/{{suggestion_id}}/dismiss")
async def dismiss(request: Request, suggestion_id: str) -> Response:
    """Sets one aside, with why."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"/v1/suggestions/{suggestion_id}/dismiss", filled(form, "why"))

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _suggestions(visit, refused)

    return await acted(request, ask, shows, SUGGESTIONS)


async def _suggestions(visit: Visit, refused: Reply | None = None) -> Response:
    asked = visit.query.get("state", "")
    state = asked if asked in STATES else STATES[0]
    found = await visit.api.must("/v1/suggestions", state=state, lang=visit.language)
    kept = await visit.api.get("/v1/rules/editions/in-force/rules") if visit.may(Scope.RULES_READ) else None
    rules = frozenset(str(each["id"]) for each in kept.rows) if kept is not None else frozenset()
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "suggestions.html", path=SUGGESTIONS, refused=refused, state=state,
        numbers=await numbers_of(visit, found.rows),
        said=words["done"] if visit.query.get("said") else "",
        rows=[{**each, "leads_to": leads_to(each, rules)} for each in found.rows],
        tabs=[(each, words.code("suggestion_state", each), None) for each in STATES],
        most=max((int(str(each["monthly"])) for each in found.rows), default=0), may_act=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


def leads_to(suggestion: Document, rules: frozenset[str]) -> str:
    """The page of the rule that is to be changed, where one in force is named, else where to look."""
    named = RULE_ID.findall(f"{suggestion['target']} {suggestion['about']}")
    known = next((each for each in named if each in rules), None)
    return f"{RULES}/{known}" if known is not None else LOOKS[Change(str(suggestion["change"]))]


def _drawn(rows: object) -> list[Document]:
    """Rows with their bars, in percent of the widest: the share with its interval, and the money."""
    found = [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    widest = max((each["high_ppm"] or 0 for each in found), default=0) or MILLION
    dearest = max((each["at_stake"] for each in found), default=0)
    return [{**each, "bar": _bar(each, widest), "money": _share(each["at_stake"], dearest)} for each in found]


def _bar(row: Document, widest: int) -> Document | None:
    if row["share_ppm"] is None:
        return None
    return {name: _share(row[f"{name}_ppm"], widest) for name in ("share", "low", "high")}


def _share(part: object, whole: int) -> float:
    return round(max(0, int(str(part))) * 100 / whole, 2) if whole > 0 else 0.0
