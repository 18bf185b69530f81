"""Drafts of the rule book: begun, edited file by file, checked, compared, tested, tried on last month, proposed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from difflib import unified_diff
from itertools import groupby
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import KEY_FIELD, gone_to, shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words
from api.fault_words import kinds as kinds_of_faults

routes = pages()
SCREEN, PAGE = "rules", f"{HOME}/drafts"
API = "/v1/rules/drafts"
VIEWS = ("files", "difference", "check", "tests", "impact", "propose")
LAST_MONTH = timedelta(days=30)
RUNS = 20
LOCK_FAULTS = frozenset({"R079", "R087"})
PASSED = 412
OF_RULES = "rules/"  # how an edition names the files that a draft has


@routes.get(PAGE)
async def show_drafts(request: Request) -> Response:
    """All drafts."""
    return await _drafts(await visit_of(request))


@routes.post(PAGE)
async def begin_draft(request: Request) -> Response:
    """Begins one from the edition in force; opens it, or a file of it."""
    visit = await visit_of(request)
    form = await visit.form()
    name, path = form.get("name", ""), form.get("path", "")
    reply = await visit.api.send("POST", API, {"name": name}, key=form.get(KEY_FIELD, ""))
    if not reply.is_ok:
        return await _drafts(visit, refused=reply)
    return gone_to(f"{PAGE}/{name}/file?path={quote(path)}" if path else f"{PAGE}/{name}")


@routes.get(f"{PAGE}/{{draft}}")
async def show_draft(request: Request, draft: str) -> Response:
    """One draft, a view at a time."""
    return await _draft(await visit_of(request), draft)


@routes.get(f"{PAGE}/{{draft}}/file")
async def show_file(request: Request, draft: str) -> Response:
    """A file in the editor."""
    visit = await visit_of(request)
    path = visit.query.get("path", "")
    found = (await visit.api.must(f"{API}/{draft}/files", path=path)).document
    said = Words(SCREEN, visit.language)["saved"] if visit.query.get("said") == "saved" else ""
    return await _editor(visit, draft, path, str(found["content"]), found["revision"], said=said)


@routes.get(f"{PAGE}/{{draft}}/new")
async def new_file(request: Request, draft: str) -> Response:
    """An empty file in the editor; it is kept when it is saved."""
    visit = await visit_of(request)
    found = (await visit.api.must(f"{API}/{draft}")).document
    return await _editor(visit, draft, visit.query.get("path", ""), "", found["revision"])


@routes.post(f"{PAGE}/{{draft}}/file")
async def save_file(request: Request, draft: str) -> Response:
    """Keeps a file, unless somebody else has changed the draft since it was opened."""
    visit = await visit_of(request)
    form = await visit.form()
    path, content = form.get("path", ""), form.get("content", "").replace("\r\n", "\n")
    reply = await visit.api.send(
        "PUT", f"{API}/{draft}/files", {"path": path, "content": content},
        key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"',
    )  # fmt: skip
    if reply.is_ok:
        return gone_to(f"{PAGE}/{draft}/file?path={quote(path)}&said=saved")
    return await _unsaved(visit, draft, path, content, form.get("seen", ""), reply)


@routes.post(f"{PAGE}/{{draft}}/take-out")
async def take_out(request: Request, draft: str) -> Response:
    """Takes a file out."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "DELETE", f"{API}/{draft}/files", path=form.get("path", ""), key=form.get(KEY_FIELD, ""),
        match=f'"{form.get("seen", "")}"',
    )  # fmt: skip
    return gone_to(f"{PAGE}/{draft}") if reply.is_ok else await _draft(visit, draft, refused=reply)


@routes.post(f"{PAGE}/{{draft}}/discard")
async def discard(request: Request, draft: str) -> Response:
    """Takes the draft away."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "DELETE", f"{API}/{draft}", key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"'
    )  # fmt: skip
    return gone_to(PAGE) if reply.is_ok else await _draft(visit, draft, refused=reply)


@routes.post(f"{PAGE}/{{draft}}/lock")
async def lock(request: Request, draft: str) -> Response:
    """Writes the locks anew, once the rules have their new versions."""
    visit = await visit_of(request)
    form = await visit.form()
    reply = await visit.api.send(
        "POST", f"{API}/{draft}/lock", key=form.get(KEY_FIELD, ""), match=f'"{form.get("seen", "")}"'
    )  # fmt: skip
    return gone_to(f"{PAGE}/{draft}?view=check") if reply.is_ok else await _draft(visit, draft, refused=reply)


@routes.post(f"{PAGE}/{{draft}}/tests")
async def run_tests(request: Request, draft: str) -> Response:
    """Runs its own tests, of one rule or of all."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {"rule": form.get("rule") or None, "mutation": form.get("mutation") == "yes"}
    reply = await visit.api.send("POST", f"{API}/{draft}/tests", body, key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{draft}?view=tests") if reply.is_ok else await _draft(visit, draft, refused=reply)


@routes.post(f"{PAGE}/{{draft}}/try")
async def try_on_one(request: Request, draft: str) -> Response:
    """Decides one order once more, by the merchant's number or by ours; nothing is stored, so the page itself tells."""
    visit = await visit_of(request)
    form = await visit.form()
    number = form.get("order", "").strip()
    found = (await visit.api.get("/v1/orders", merchant_order_id=number, limit=1)).rows
    asked = {"order_id": found[0]["id"] if found else number}
    reply = await visit.api.send("POST", f"{API}/{draft}/try", asked, key=form.get(KEY_FIELD, ""))
    return await _draft(visit, draft, refused=None if reply.is_ok else reply, tried=reply.document, number=number)


@routes.post(f"{PAGE}/{{draft}}/impact")
async def try_on_the_past(request: Request, draft: str) -> Response:
    """Begins a backtest over the last month, or over all."""
    visit = await visit_of(request)
    form = await visit.form()
    since = {"since": (visit.now - LAST_MONTH).isoformat()} if form.get("over") != "all" else {}
    reply = await visit.api.send("POST", "/v1/rules/backtests", {"draft": draft, **since}, key=form.get(KEY_FIELD, ""))
    if not reply.is_ok:
        return await _draft(visit, draft, refused=reply)
    return gone_to(f"{HOME}/backtests/{reply.document['id']}")


@routes.post(f"{PAGE}/{{draft}}/propose")
async def propose(request: Request, draft: str) -> Response:
    """Asks to have it in force."""
    visit = await visit_of(request)
    form = await visit.form()
    body = {"draft": draft, "note": form.get("note", "")}
    reply = await visit.api.send("POST", "/v1/rules/proposals", body, key=form.get(KEY_FIELD, ""))
    return gone_to(f"{PAGE}/{draft}?view=propose") if reply.is_ok else await _draft(visit, draft, refused=reply)


async def _drafts(visit: Visit, refused: Reply | None = None) -> Response:
    found = await visit.api.must(API)
    return shown(
        visit, SCREEN, "drafts.html", refused=refused, path=PAGE, rows=found.rows,
        may_write=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


async def _draft(
    visit: Visit, name: str, refused: Reply | None = None, tried: Document | None = None, number: str = ""
) -> Response:
    draft = (await visit.api.must(f"{API}/{name}")).document
    view = visit.query.get("view", VIEWS[0])
    kinds = {"tests": "tests", "impact": "backtest", "propose": "propose"}
    runs = await visit.api.get("/v1/rules/runs", kind=kinds[view], subject=name, limit=RUNS) if view in kinds else None
    looked = await _looked(visit, name, view)
    return shown(
        visit, SCREEN, "draft.html", refused=refused, path=PAGE, draft=draft, views=VIEWS, view=view,
        address=f"{PAGE}/{name}?view={view}", runs=[] if runs is None else runs.rows,
        folders=_folders(draft, await _base(visit, draft)) if view == "files" else [],
        found=looked, may_write=visit.may(Scope.RULES_WRITE),
        kinds=kinds_of_faults(visit.language) if view == "check" else {}, unlocked=_unlocked(looked),
        number=number, tried=tried if refused is None else None,
    )  # fmt: skip


def _unlocked(looked: Reply | None) -> bool:
    """Whether a check found that a lock is not true of the rules any more."""
    faults: object = [] if looked is None else looked.document.get("faults")
    return isinstance(faults, list) and any(each.get("code") in LOCK_FAULTS for each in faults)


async def _base(visit: Visit, draft: Document) -> Mapping[str, str]:
    """Digests of the files that the draft began from, by path."""
    if not draft["edition"]:
        return {}
    files: object = (await visit.api.get(f"/v1/rules/editions/{draft['edition']}")).document.get("files")
    of_rules = [each for each in files if each["path"].startswith(OF_RULES)] if isinstance(files, list) else []
    return {each["path"].removeprefix(OF_RULES): each["digest"] for each in of_rules}


async def _looked(visit: Visit, name: str, view: str) -> Reply | None:
    """What is said of the draft as it stands: both take seconds, so that they are asked only where they are shown."""
    if view in {"difference", "check"}:
        return await visit.api.get(f"{API}/{name}/{view}")
    return None


def _folders(draft: Document, base: Mapping[str, str]) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Files by folder, each with how it differs from the edition that the draft began from."""
    files: object = draft["files"]
    now = {str(each["path"]): str(each["digest"]) for each in files} if isinstance(files, list) else {}
    marks = {
        path: "" if base.get(path) == digest else "changed" if path in base else "added" for path, digest in now.items()
    }
    marks |= {path: "gone" for path in base.keys() - now.keys() if base}
    folder = {path: path.rpartition("/")[0] for path in marks}
    ordered = sorted(marks, key=lambda path: (folder[path], path))
    return [(name, [(path, marks[path]) for path in paths]) for name, paths in groupby(ordered, folder.__getitem__)]


async def _unsaved(visit: Visit, draft: str, path: str, content: str, seen: str, reply: Reply) -> Response:
    """The editor again, with what was typed; where others were faster, with what they have now."""
    if reply.status != PASSED:
        return await _editor(visit, draft, path, content, seen, refused=reply)
    theirs = await visit.api.get(f"{API}/{draft}/files", path=path)
    now = str(theirs.document.get("content", ""))
    lines = unified_diff(now.splitlines(), content.splitlines(), "now", "yours", lineterm="", n=2)
    other = (await visit.api.must(f"{API}/{draft}")).document
    return await _editor(visit, draft, path, content, other["revision"], refused=reply, other=other, lines=list(lines))


async def _editor(
    visit: Visit, draft: str, path: str, content: str, revision: object, said: str = "", refused: Reply | None = None,
    other: Document | None = None, lines: Sequence[str] = (),
) -> Response:  # fmt: skip
    status = 200 if refused is None else refused.status
    return shown(
        visit, SCREEN, "draft_file.html", status, said=said, refused=refused, path=PAGE, draft=draft, file=path,
        content=content, revision=revision, other=other, lines=lines, may_write=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip
