"""The way in: the console's address, its styles and scripts, and how somebody wants to see it."""

from importlib.resources import files
from pathlib import PurePosixPath

from fastapi import Request
from starlette.responses import Response

from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import file_of, first_screen, gone_to, shown
from api.console.visit import LANGUAGE, THEME, THEMES, visit_of
from api.console.wording import LANGUAGES
from api.refusals import NotFound

routes = pages()
KINDS = {".js": "text/javascript", ".css": "text/css"}
YEAR_S = 365 * 24 * 3600
ASSET_CACHE = {"Cache-Control": "private, max-age=3600"}


@routes.get(HOME)
async def enter(request: Request) -> Response:
    """Goes to the first screen that opens."""
    return gone_to(first_screen(await visit_of(request)))


@routes.get(f"{HOME}/nothing")
async def nothing(request: Request) -> Response:
    """For whoever has no role yet."""
    return shown(await visit_of(request), "frame", "nothing.html")


@routes.post(f"{HOME}/look")
async def look(request: Request) -> Response:
    """Keeps language and theme in the browser, and goes back."""
    visit = await visit_of(request)
    form = await visit.form()
    back = form.get("back", "")
    answer = gone_to(back if back.startswith(f"{HOME}/") else HOME)
    for name, value, known in (
        (LANGUAGE, form.get("language"), LANGUAGES),
        (THEME, form.get("theme"), THEMES),
    ):
        if value in known:
            answer.set_cookie(name, str(value), max_age=YEAR_S, path=HOME, samesite="lax")
    return answer


@routes.get(f"{HOME}/static/{{name}}")
async def own_file(name: str) -> Response:
    """A style or script of our own."""
    if name not in {"console.css", "console.js", "editor.js", "charts.js"}:
        raise NotFound
    return Response(file_of(name), media_type=_kind(name), headers=ASSET_CACHE)


@routes.get(f"{HOME}/assets/{{name}}")
async def asset(name: str) -> Response:
    """A script or style of others, as set-up put it there. Raises NotFound; pages work without."""
    found = files("api.console") / "assets" / name
    if "/" in name or "\\" in name or _kind(name) is None or not found.is_file():
        raise NotFound
    return Response(found.read_bytes(), media_type=_kind(name), headers=ASSET_CACHE)


def _kind(name: str) -> str | None:
    return KINDS.get(PurePosixPath(name).suffix)
