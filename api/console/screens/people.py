"""People: invited by a link that is shown once, their roles and where these reach, and who is shut out."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from api.access.roles import Role
from api.console.acting import Form, acted, filled, told
from api.console.asking import Document, Reply
from api.console.menu import HOME
from api.console.page_route import pages
from api.console.showing import shown
from api.console.visit import Visit, visit_of
from api.console.wording import Words

routes = pages()
SCREEN, PAGE = "people", f"{HOME}/admin/people"
API = "/v1/users"
BOUNDS = ("shops", "legal_entities")


@routes.get(PAGE)
async def show_people(request: Request) -> Response:
    """Everybody, those who are shut out too, and a form to invite."""
    return await _people(await visit_of(request))


@routes.post(PAGE)
async def invite(request: Request) -> Response:
    """Invites; the page that follows is the only one that shows the link."""
    visit = await visit_of(request)
    form = await visit.form()
    role = {"role": form.get("role", ""), **bounds_of(form)}
    reply = await told(visit, form, API, {**filled(form, "name", "email"), "roles": [role]})
    return await _people(visit, link=_link(reply)) if reply.is_ok else await _people(visit, reply, typed=form)


@routes.get(f"{PAGE}/{{user_id}}")
async def show_person(request: Request, user_id: str) -> Response:
    """One person, and what can be otherwise."""
    return await _person(await visit_of(request), user_id)


@routes.post(f"{PAGE}/{{user_id}}/link")
async def make_link(request: Request, user_id: str) -> Response:
    """Makes a new link, for somebody who has not come in, or does not know the password any more."""
    visit = await visit_of(request)
    reply = await told(visit, await visit.form(), f"{API}/{user_id}/link")
    return await _person(visit, user_id, link=reply.document) if reply.is_ok else await _person(visit, user_id, reply)


@routes.post(f"{PAGE}/{{user_id}}/{{act}}")
async def change_person(request: Request, user_id: str, act: str) -> Response:
    """Another name, address or roles; shut out, or let back."""

    async def ask(visit: Visit, form: Form) -> Reply:
        return await told(visit, form, f"{API}/{user_id}", _changes(act, form), method="PATCH")

    async def shows(visit: Visit, _: str, refused: Reply | None) -> Response:
        return await _person(visit, user_id, refused)

    return await acted(request, ask, shows, f"{PAGE}/{user_id}")


def bounds_of(form: Form, suffix: str = "") -> dict[str, list[str]]:
    """Shops and legal entities as they were typed, with blanks or commas between them."""
    return {name: form.get(f"{name}{suffix}", "").replace(",", " ").split() for name in BOUNDS}


def _changes(act: str, form: Form) -> Document:
    match act:
        case "shut-out":
            return {"active": False}
        case "let-back":
            return {"active": True}
        case "roles":
            given = [each for each in Role if form.get(f"role.{each}")]
            return {"roles": [{"role": each, **bounds_of(form, f".{each}")} for each in given]}
    return filled(form, "name", "email")


def _link(reply: Reply) -> Document:
    link = reply.document["link"]
    return link if isinstance(link, dict) else {}


async def _people(
    visit: Visit, refused: Reply | None = None, link: Document | None = None, typed: Form | None = None
) -> Response:
    found = await visit.api.must(API, cursor=visit.query.get("cursor"))
    return shown(
        visit, SCREEN, "people.html", refused=refused, path=PAGE, rows=found.rows, reply=found.document, link=link,
        roles=_roles(visit), typed=typed or {},
    )  # fmt: skip


async def _person(visit: Visit, user_id: str, refused: Reply | None = None, link: Document | None = None) -> Response:
    found = (await visit.api.must(f"{API}/{user_id}")).document
    words = Words(SCREEN, visit.language)
    return shown(
        visit, SCREEN, "person.html", refused=refused, said=words["done"] if visit.query.get("said") else "",
        path=PAGE, address=f"{PAGE}/{user_id}", found=found, link=link, roles=_roles(visit), held=_held(found),
    )  # fmt: skip


def _roles(visit: Visit) -> Sequence[tuple[str, str]]:
    words = Words(SCREEN, visit.language)
    return [(each.value, words.code("role", each.value)) for each in Role]


def _held(found: Document) -> Mapping[str, Document]:
    """The roles that somebody has, by name."""
    roles: object = found["roles"]
    return {str(each["role"]): each for each in roles} if isinstance(roles, list) else {}
