"""Somebody looks at a page: who it is, in which language, zone and theme, and what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Request

from api.access.browser import CSRF_FIELD, check_unforged, form_of
from api.access.caller import present_of
from api.access.scopes import Scope
from api.access.sessions import Present
from api.console.asking import Api
from api.console.wording import LANGUAGES
from api.refusals import SessionOver
from api.routes.language import language_of
from api.schemas.form_body import FormBody, SentForm
from api.services import services_of
from engine.store.api_keys import WHOLE_INSTALLATION

LANGUAGE, THEME, ZONE, MERCHANT = "clearway-language", "clearway-theme", "clearway-zone", "clearway-merchant"
THEMES = ("auto", "light", "dark")


class NotSignedIn(Exception):
    """Nobody is signed in, or the session is over."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person. `query` is what its address asks for, the first value of each name."""

    request: Request
    present: Present
    language: str
    theme: str
    zone: tzinfo
    merchant: str | None
    now: datetime
    api: Api

    @property
    def name(self) -> str:
        """As others read it beside what they do."""
        return self.present.holder.name

    @property
    def query(self) -> Mapping[str, str]:
        """The filters of the page."""
        return {name: value for name, value in self.request.query_params.items() if value}

    def may(self, scope: Scope) -> bool:
        """Whether something is shown as possible; whether it is, the API says."""
        return bool(self.present.holder.giving(scope))

    async def form(self) -> Mapping[str, str]:
        """What was sent. Raises CrossSite, CsrfMissing."""
        await check_unforged(self.request, services_of(self.request).door, self.present)
        return await form_of(self.request)

    async def upload(self, most: int) -> SentForm:
        """What was sent with a file of so many bytes at most. Raises CrossSite, CsrfMissing, BodyTooLarge."""
        sent = await FormBody(most, 1)(self.request)
        door = services_of(self.request).door
        await check_unforged(self.request, door, self.present, sent.texts.get(CSRF_FIELD, ""))
        return sent


async def visit_of(request: Request) -> Visit:
    """Who looks. Raises NotSignedIn."""
    services = services_of(request)
    try:
        present = await present_of(request, services.door)
    except SessionOver:
        present = None
    if present is None:
        raise NotSignedIn
    language = request.cookies.get(LANGUAGE, "")
    spoken = language if language in LANGUAGES else language_of(request)
    theme = request.cookies.get(THEME, "")
    merchant = request.cookies.get(MERCHANT) if present.holder.merchant == WHOLE_INSTALLATION else None
    return Visit(
        request=request,
        present=present,
        language=spoken,
        theme=theme if theme in THEMES else THEMES[0],
        zone=_zone(request.cookies.get(ZONE, "")),
        merchant=merchant,
        now=services.clock.now(),
        api=Api(request, present, spoken, merchant),
    )


def _zone(name: str) -> tzinfo:
    """The zone that the browser told, else UTC."""
    try:
        return ZoneInfo(name) if 0 < len(name) <= 64 else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
