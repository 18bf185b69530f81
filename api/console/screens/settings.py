"""Settings: numbers of the merchant, shops and legal entities, and what these have of their own in the rule book."""

from fastapi import Request
from starlette.responses import Response

from api.access.scopes import Scope
from api.console.acting import Form, acted, filled, told, whole
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "settings", f"{HOME}/admin/settings"
API, SHOPS, ENTITIES = "/v1/settings", "/v1/shops", "/v1/legal-entities"


@routes.get(PAGE)
async def show_settings(request: Request) -> Response:
    """All of them, with what differs from the usual."""
    return await _settings(await visit_of(request))


@routes.post(f"{PAGE}/keep/shop")
async def keep_shop(request: Request) -> Response:
    """Adds a shop or changes it."""

    async def ask(visit: Visit, form: Form) -> Reply:
        stated = filled(form, "code", "name", "legal_entity") | {"active": form.get("active") == "yes"}
        return await told(visit, form, SHOPS, stated, method="PUT")

    return await acted(request, ask, _again, PAGE)


@routes.post(f"{PAGE}/keep/entity")
async def keep_entity(request: Request) -> Response:
    """Adds a legal entity or changes it."""

    async def ask(visit: Visit, form: Form) -> Reply:
        country: Document = {"country": form["country"].strip().upper()} if form.get("country", "").strip() else {}
        return await told(visit, form, ENTITIES, filled(form, "code", "name") | country, method="PUT")

    return await acted(request, ask, _again, PAGE)


@routes.get(f"{PAGE}/{{name}}")
async def show_setting(request: Request, name: str) -> Response:
    """One setting, with its bounds."""
    return await _setting(await visit_of(request), name)


@routes.post(f"{PAGE}/{{name}}")
async def set_setting(request: Request, name: str) -> Response:
    """Sets it, unless somebody else has meanwhile."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{name}", {"value": whole(form.get("value", ""))}, method="PUT")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _setting(visit, name, refused)

    return await acted(request, ask, shows, PAGE)


async def _again(visit: Visit, _: str, refused: Reply | None) -> Response:
    return await _settings(visit, refused)


async def _settings(visit: Visit, refused: Reply | None = None) -> Response:
    word = visit.query.get("q", "").lower()
    words = Words(SCREEN, visit.language)
    rows = (await visit.api.must(API)).rows
    shops = await visit.api.get(SHOPS, cursor=visit.query.get("cursor"))
    return shown(
        visit, SCREEN, "settings.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, filters=visit.query, shops=shops.rows, reply=shops.document,
        rows=[each for each in rows if word in f"{each['name']} {words.code('setting', each['name'])}".lower()],
        entities=(await visit.api.get(ENTITIES, limit=200)).rows,
        own=(await visit.api.get("/v1/rules/overrides")).rows,
        may_set=visit.may(Scope.ADMIN), may_keep=visit.may(Scope.PEOPLE_WRITE), may_draft=visit.may(Scope.RULES_WRITE),
    )  # fmt: skip


async def _setting(visit: Visit, name: str, refused: Reply | None = None) -> Response:
    reply = await visit.api.must(f"{API}/{name}")
    return shown(
        visit, SCREEN, "setting.html", refused=refused, path=PAGE, address=f"{PAGE}/{name}", found=reply.document,
        seen=reply.headers["etag"].strip('"'), may_set=visit.may(Scope.ADMIN),
    )  # fmt: skip
