"""How rules do: hits, precision by labels, what people overrode, trend, rules that never spoke; and rules in shadow."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.reasons import reasons_of
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of

routes = pages()
SCREEN, PAGE, SHADOW = "rule_performance", f"{HOME}/rule-performance", f"{HOME}/shadow"
PERIODS = ("7", "30", "90", "365")
DRAFTS = "/v1/rules/drafts"
MOST_DAYS = 90
OUTCOMES = ("admit", "ask_customer", "hold", "cancel")
DRAFT_OF = {"live": "promote", "draft": "end"}  # how the draft is called


@routes.get(PAGE)
async def show_performance(request: Request) -> Response:
    """Most hits first; those that never spoke apart."""
    visit = await visit_of(request)
    asked = visit.query.get("days", "")
    days = asked if asked in PERIODS else "30"
    found = await visit.api.must("/v1/rules/hits", days=days)
    by_day = await visit.api.must("/v1/rules/hits/days", days=days)
    return shown(
        visit, SCREEN, "rule_performance.html", path=PAGE, days=days, periods=PERIODS, orders=found.document["orders"],
        rows=[each for each in found.rows if not each["silent"]],
        silent=[each for each in found.rows if each["silent"]],
        trends={each["rule"]: every_day(each, visit.now.date(), int(days)) for each in by_day.rows},
        told=await _told(visit),
    )  # fmt: skip


async def _told(visit: Visit) -> Mapping[str, str]:
    """What each rule in force tells of an order, in the reader's words."""
    found, reasons = await visit.api.get("/v1/rules/editions/in-force/rules"), await reasons_of(visit)
    return {str(each["id"]): reasons.short(str(each["reason"])) for each in found.rows}


def every_day(trend: Document, until: date, days: int) -> Sequence[Document]:
    """Hits day by day, of quiet days too, so that trends of several rules stand on one scale of time; no more than a
    quarter of a year, since bars would be thinner than can be seen."""
    told: object = trend["days"]
    known = {str(each["day"])[:10]: each for each in told if isinstance(each, dict)} if isinstance(told, list) else {}
    shown_days = min(days, MOST_DAYS)
    asked = (f"{until - timedelta(days=back)}" for back in range(shown_days - 1, -1, -1))
    return [known.get(day, {"day": day, "hits": 0}) for day in asked]


@routes.get(SHADOW)
async def show_shadow(request: Request) -> Response:
    """Rules that decide nothing yet, and what they have met."""
    return await _shadow(await visit_of(request))


@routes.get(f"{SHADOW}/{{rule}}")
async def show_trial(request: Request, rule: str) -> Response:
    """One rule in shadow: the orders that it would have ended otherwise, and those in which it agreed."""
    visit = await visit_of(request)
    asked = visit.query.get("days", "")
    days = asked if asked in PERIODS else "30"
    flow = (await visit.api.must("/v1/rules/shadow/flow", rule=rule, days=days)).document
    met = await visit.api.must("/v1/rules/hits/orders", rule=rule, days=days, cursor=visit.query.get("cursor"))
    return shown(
        visit, SCREEN, "shadow_rule.html", path=SHADOW, address=f"{SHADOW}/{rule}", rule=rule, days=days,
        periods=PERIODS, flow=flow, rows=met.rows, reply=met.document,
        outcomes=OUTCOMES, may_write=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


@routes.post(f"{SHADOW}/{{rule}}/promote")
async def promote(request: Request, rule: str) -> Response:
    """Begins a draft in which the rule is live; it is looked at, tried and proposed like any other."""
    return await _changed(await visit_of(request), rule, "live")


@routes.post(f"{SHADOW}/{{rule}}/end")
async def end_trial(request: Request, rule: str) -> Response:
    """Begins a draft in which the rule runs no more, not even in shadow."""
    return await _changed(await visit_of(request), rule, "draft")


async def _changed(visit: Visit, rule: str, status: str) -> Response:
    form = await visit.form()
    name, key = f"{DRAFT_OF[status]}-{rule.lower()}", form.get(KEY_FIELD, "")
    found = (await visit.api.must(f"/v1/rules/editions/in-force/rules/{rule}")).document
    begun = await visit.api.send("POST", DRAFTS, {"name": name}, key=key)
    if not begun.is_ok:
        return await _shadow(visit, begun)
    file = (await visit.api.must(f"{DRAFTS}/{name}/files", path=found["path"])).document
    text = made(status, str(file["content"]), int(str(found["line"])))
    if text is None:  # a row of a table, or a status by default: it is written by hand
        return gone_to(f"{HOME}/drafts/{name}/file?path={found['path']}")
    body = {"path": found["path"], "content": text}
    kept = await visit.api.send("PUT", f"{DRAFTS}/{name}/files", body, key=f"{key}-file", match=f'"{file["revision"]}"')
    return gone_to(f"{HOME}/drafts/{name}?view=difference") if kept.is_ok else await _shadow(visit, kept)


def made(status: str, text: str, line: int) -> str | None:
    """The file with another status for the rule in shadow that begins on a line; None where it states none."""
    lines = text.splitlines(keepends=True)
    ends = (at for at in range(line, len(lines)) if re.match(r"\s*- id:", lines[at]))
    for at in range(line - 1, next(ends, len(lines))):
        if re.match(r"\s*status:\s*shadow\b", lines[at]):
            return "".join([*lines[:at], lines[at].replace("shadow", status, 1), *lines[at + 1 :]])
    return None


async def _shadow(visit: Visit, refused: Reply | None = None) -> Response:
    rows: Sequence[Document] = (await visit.api.must("/v1/rules/shadow")).rows
    return shown(
        visit, SCREEN, "shadow.html", refused=refused, path=SHADOW, rows=rows, may_write=visit.may(Scope.RULES_WRITE)
    )
