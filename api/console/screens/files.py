"""Files of the API for whoever is signed in: PDFs, tables and archives, always as a download."""

import re

from fastapi import Request
from starlette.responses import Response

from api.console.asking import Refused
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.visit import visit_of

routes = pages()
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
ENDS = {"application/pdf": ".pdf", "text/csv": ".csv", "image/svg+xml": ".svg", "application/zip": ".zip",
        "application/json": ".json", "text/html": ".html"}  # fmt: skip


@routes.get(f"{HOME}/file/v1/{{path:path}}")
async def fetch(request: Request, path: str) -> Response:
    """The file at `/v1/{path}`; its name is the API's, or the end of the path."""
    visit = await visit_of(request)
    reply = await visit.api.get(f"/v1/{path}", **visit.query)
    if not reply.is_ok:
        raise Refused(reply)
    kind = reply.headers.get("content-type", "application/octet-stream")
    named = reply.headers.get("content-disposition", f'attachment; filename="{_name(path, kind)}"')
    said = named if named.startswith("attachment") else f'attachment; filename="{_name(path, kind)}"'
    headers = {"content-disposition": said, "x-content-type-options": "nosniff", "cache-control": "no-store"}
    return Response(reply.raw, media_type=kind, headers=headers)


def _name(path: str, kind: str) -> str:
    plain = _UNSAFE.sub("-", "-".join(path.split("/")[-2:]))
    ending = ENDS.get(kind.partition(";")[0].strip(), "")
    return plain if plain.endswith(ending) else plain + ending
