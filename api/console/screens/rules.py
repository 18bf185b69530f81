"""Rules of the edition in force: by set, with what they did lately, and one of them in full."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.showing import shown
from api.console.visit import Visit, visit_of

routes = pages()
SCREEN, PAGE = "rules", f"{HOME}/rules"
ALL = "all"
LIVE = "/v1/rules/editions/in-force"
STATUSES = ("live", "shadow", "draft", "retired")
HISTORY = 20
MET = 10  # orders at once


@routes.get(PAGE)
async def show_rules(request: Request) -> Response:
    """A set at a time, or what fits a word."""
    visit = await visit_of(request)
    filters = {name: value for name, value in visit.query.items() if name in ("set", "status", "q")}
    found = await visit.api.must(f"{LIVE}/rules")
    sets = _sets(found.rows)
    chosen = filters.get("set") or (ALL if filters else next(iter(sets), ALL))
    edition = await visit.api.get("/v1/rules/editions", limit=1)
    return shown(
        visit, SCREEN, "rules.html", path=PAGE, filters=filters, sets=sets, chosen=chosen, statuses=STATUSES,
        rows=[each for each in found.rows if _fits(each, chosen, filters)], total=len(found.rows),
        hits=await _hits(visit), reasons=await reasons_of(visit), edition=edition.rows[0] if edition.rows else None,
        may_write=visit.may(Scope.RULES_WRITE), today=visit.now.date().isoformat(),
    )  # fmt: skip


@routes.get(f"{PAGE}/{{rule}}")
async def show_rule(request: Request, rule: str) -> Response:
    """One rule in full, with the editions that changed it."""
    return await rule_page(await visit_of(request), rule)


async def rule_page(
    visit: Visit, rule: str, refused: Reply | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    """The page of a rule. `typed` is what stood in a form that was refused."""
    found = (await visit.api.must(f"{LIVE}/rules/{rule}")).document
    figures = await visit.api.get("/v1/rules/hits", rule=rule, days=90)
    days = await visit.api.get("/v1/rules/hits/days", rule=rule, days=90)
    cursor = visit.query.get("cursor")
    met = await visit.api.get("/v1/rules/hits/orders", rule=rule, days=90, limit=MET, cursor=cursor)
    return shown(
        visit, SCREEN, "rule.html", refused=refused, path=PAGE, rule=found, typed=typed or {},
        figures=figures.rows[0] if figures.rows else None,
        trend=next((each["days"] for each in days.rows if each["rule"] == rule), []),
        met=met.rows, reply=met.document, address=f"{PAGE}/{rule}",
        editions=(await visit.api.get("/v1/rules/editions", limit=HISTORY)).rows,
        drafts=(await visit.api.get("/v1/rules/drafts")).rows if visit.may(Scope.RULES_WRITE) else [],
        may_write=visit.may(Scope.RULES_WRITE), today=visit.now.date().isoformat(),
    )  # fmt: skip


async def _hits(visit: Visit) -> Mapping[str, Document]:
    """What each rule did in the last month."""
    found = await visit.api.get("/v1/rules/hits", days=30)
    return {str(each["rule"]): each for each in found.rows}


def _sets(rules: Sequence[Document]) -> Mapping[str, int]:
    """How many rules each set has, in the order of the books."""
    found: dict[str, int] = {}
    for each in rules:
        name = str(each["set"])
        found[name] = found.get(name, 0) + 1
    return found


def _fits(rule: Document, chosen: str, filters: Mapping[str, str]) -> bool:
    word = filters.get("q", "").lower()
    return (
        chosen in {ALL, rule["set"]}
        and filters.get("status", rule["status"]) == rule["status"]
        and any(word in str(rule[name]).lower() for name in ("id", "title", "reason", "owner"))
    )
