"""A threshold of a rule changed by a form: a new dated row in `params.yaml` of a draft, then its impact. Old rows stay
as they are, so that old decisions can be replayed."""

import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from api.console.asking import Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.screens.rules import PAGE, rule_page
from api.console.showing import KEY_FIELD, gone_to
from api.console.visit import Visit, visit_of

routes = pages()
DRAFTS, SHOWN, FILE = "/v1/rules/drafts", f"{HOME}/drafts", "params.yaml"
NUMBER = re.compile(r"-?\d+(\.\d+)?")
TAKEN = "draft_there"


@routes.post(f"{PAGE}/{{rule}}/threshold")
async def change_threshold(request: Request, rule: str) -> Response:
    """Writes it into a draft of that name, a new one or one that is there, and goes to the draft's impact."""
    visit = await visit_of(request)
    form = await visit.form()
    name, key = form.get("draft", ""), form.get(KEY_FIELD, "")
    begun = await visit.api.send("POST", DRAFTS, {"name": name}, key=key)
    if not begun.is_ok and begun.document.get("code") != TAKEN:
        return await rule_page(visit, rule, refused=begun, typed=form)
    kept = await _kept(visit, name, form, key)
    if kept is None:  # written in another style than ours: by hand then
        return gone_to(f"{SHOWN}/{name}/file?path={FILE}")
    if not kept.is_ok:
        return await rule_page(visit, rule, refused=kept, typed=form)
    return gone_to(f"{SHOWN}/{quote(name)}?view=impact")


async def _kept(visit: Visit, name: str, form: Mapping[str, str], key: str) -> Reply | None:
    file = await visit.api.get(f"{DRAFTS}/{name}/files", path=FILE)
    if not file.is_ok:
        return file
    text = with_row(str(file.document["content"]), form.get("param", ""), _row(form))
    if text is None:
        return None
    body = {"path": FILE, "content": text}
    match = f'"{file.document["revision"]}"'
    return await visit.api.send("PUT", f"{DRAFTS}/{name}/files", body, key=f"{key}-file", match=match)


def _row(form: Mapping[str, str]) -> str:
    value = form.get("value", "").strip()
    shown = value if NUMBER.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    reference = json.dumps(form.get("reference", "").strip(), ensure_ascii=False)
    return f"{{from: {form.get('from', '')}, value: {shown}, reference: {reference}}}"


def with_row(text: str, param: str, row: str) -> str | None:
    """The file with one more row behind those of a threshold; None where it is not there, or not written in braces."""
    begins = re.search(rf"^{re.escape(param)}:", text, re.MULTILINE)
    if begins is None:
        return None
    ends = re.compile(r"^\S", re.MULTILINE).search(text, begins.end())
    stop = len(text) if ends is None else ends.start()
    rows = re.compile(r"\{.*?\bvalues:\s*\[.*(?=\]\s*\}\s*\Z)", re.DOTALL).search(text[:stop], begins.end())
    return None if rows is None else f"{text[: rows.end()]}, {row}{text[rows.end() :]}"
