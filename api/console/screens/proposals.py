"""Proposals: what waits for a second person, what is due later, what was in force, and the way back."""

from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "rules", f"{HOME}/proposals"
API = "/v1/rules/proposals"
SAID = {"back": "went_back", "asked": "waits_for_second", "seen": "look_kept", "off": "called_off"}


@routes.get(PAGE)
async def show_proposals(request: Request) -> Response:
    """Open ones, what is due, and the history of editions."""
    return await _proposals(await visit_of(request))


@routes.get(f"{PAGE}/{{proposal_id}}")
async def show_proposal(request: Request, proposal_id: str) -> Response:
    """One of them, with its gates and what it would change."""
    return await _proposal(await visit_of(request), proposal_id)


@routes.post(f"{PAGE}/{{proposal_id}}/publish")
async def publish(request: Request, proposal_id: str) -> Response:
    """Agrees, and has it come into force: at once, on a day, or in an emergency with closed gates."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {
        "note": form.get("note", ""),
        "emergency": form.get("emergency") == "yes",
        "from": _moment(visit, form.get("from", "")),
    }
    reply = await visit.api.send("POST", f"{API}/{proposal_id}/publish", body, key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{proposal_id}") if reply.is_ok else await _proposal(visit, proposal_id, reply)


@routes.post(f"{PAGE}/{{proposal_id}}/reject")
async def reject(request: Request, proposal_id: str) -> Response:
    """Ends it, with the reason."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {"note": form.get("note", "")}
    reply = await visit.api.send("POST", f"{API}/{proposal_id}/reject", body, key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{proposal_id}") if reply.is_ok else await _proposal(visit, proposal_id, reply)


@routes.post(f"{PAGE}/{{proposal_id}}/withdraw")
async def withdraw(request: Request, proposal_id: str) -> Response:
    """Whoever proposed it thought better of it."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", f"{API}/{proposal_id}/withdraw", key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{proposal_id}") if reply.is_ok else await _proposal(visit, proposal_id, reply)


@routes.post(f"{PAGE}/runs/{{run_id}}/cancel")
async def call_off(request: Request, run_id: str) -> Response:
    """Calls off what has not begun."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", f"/v1/rules/runs/{run_id}/cancel", key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}?said=off") if reply.is_ok else await _proposals(visit, reply)


@routes.post(f"{PAGE}/roll-back")
async def roll_back(request: Request) -> Response:
    """Back to an edition that was in force."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {
        "note": form.get("note", ""),
        "edition": form.get("edition") or None,
        "emergency": form.get("emergency") == "yes",
    }
    reply = await visit.api.send("POST", "/v1/rules/rollback", body, key=form.get(KEY_FIELD, ""))
    if not reply.is_ok:
        return await _proposals(visit, reply)
    proposal = reply.document.get("proposal")
    return gone_to(f"{PAGE}/{proposal}?said=asked" if proposal else f"{PAGE}?said=back")


@routes.post(f"{PAGE}/activations/{{activation_id}}/confirm")
async def confirm(request: Request, activation_id: str) -> Response:
    """The second look at what one person did in an emergency."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send("POST", f"/v1/rules/activations/{activation_id}/confirm", key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}?said=seen") if reply.is_ok else await _proposals(visit, reply)


async def _proposals(visit: Visit, refused: Reply | None = None) -> Response:
    cursor = visit.query.get("cursor")
    editions = await visit.api.must("/v1/rules/editions", limit=20, cursor=cursor)
    due = (await visit.api.must("/v1/rules/runs", kind="publish", limit=50)).rows
    return shown(
        visit, SCREEN, "proposals.html", said=_said(visit), refused=refused, path=PAGE,
        rows=(await visit.api.must(API)).rows, editions=editions.rows, reply=editions.document,
        due=[each for each in due if each["state"] in {"waiting", "running"}],
        may_approve=visit.may(Scope.RULES_APPROVE),
    )  # fmt: skip


async def _proposal(visit: Visit, proposal_id: str, refused: Reply | None = None) -> Response:
    found = (await visit.api.must(f"{API}/{proposal_id}")).document
    difference = await visit.api.get(f"{API}/{proposal_id}/difference")
    runs = await visit.api.get("/v1/rules/runs", kind="publish", subject=proposal_id)
    backtests = await visit.api.get("/v1/rules/runs", kind="backtest", limit=100)
    return shown(
        visit, SCREEN, "proposal.html", said=_said(visit), refused=refused, path=PAGE, proposal=found,
        difference=difference, runs=runs.rows, address=f"{PAGE}/{proposal_id}",
        impact=[each for each in backtests.rows if _candidate(each) == found["edition"]],
        may_approve=visit.may(Scope.RULES_APPROVE), may_write=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


def _candidate(run: Document) -> object:
    """The edition that a backtest tried."""
    answer = run["answer"]
    return answer.get("candidate") if isinstance(answer, dict) else None


def _said(visit: Visit) -> str:
    key = SAID.get(visit.query.get("said", ""))
    return Words(SCREEN, visit.language)[key] if key else ""


def _moment(visit: Visit, told: str) -> str | None:
    """A moment as a browser's field has it, in the reader's zone; what is none goes on, to be refused there."""
    try:
        return datetime.fromisoformat(told).replace(tzinfo=visit.zone).isoformat() if told else None
    except ValueError:
        return told
