"""A route that answers pages: who is not signed in is shown the door, and what is refused is told on a page."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response

from api.console.asking import Refused, Reply
from api.console.showing import SEE_OTHER, shown
from api.console.visit import NotSignedIn, visit_of
from api.entrance.links import LOGIN
from api.problems import said_by
from api.routes.language import language_of
from engine.errors import ClearwayError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """Every page of the console is one."""

    def get_route_handler(self) -> Handler:
        """The page itself, or what became of it."""
        page = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await page(request)
            except NotSignedIn:
                return RedirectResponse(LOGIN, SEE_OTHER)
            except Refused as refused:
                return await _told(request, refused.reply)
            except ClearwayError as error:
                said = said_by(error, language_of(request))
                document: dict[str, object] = {"title": said.kind.title, "detail": said.detail, "code": said.code}
                try:
                    return await _told(request, Reply(said.kind.status, document, {}))
                except NotSignedIn:
                    raise error from None  # a style or script, which nobody has to sign in for

        return answered


async def _told(request: Request, reply: Reply) -> Response:
    visit = await visit_of(request)
    return shown(visit, "frame", "problem.html", reply.status, refused=reply)


def pages() -> APIRouter:
    """The routes of a screen; none of them is part of the API."""
    return APIRouter(include_in_schema=False, route_class=PageRoute)
