"""What a merchant sets for itself: whole numbers within bounds, each with its meaning."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import AfterValidator, BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.asking import desk_caller
from api.routes.examples import Example
from api.schemas.body import JsonBody, Strict
from api.schemas.etag import Match, etag, maybe_if_match
from api.services import Services, ServicesOf
from engine.desk.preferences import PREFERENCES, prefer, preferences

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.RULES_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.ADMIN))]
SETTING_FORM = r"^[a-z][a-z0-9_]{0,63}$"
A_SETTING: Example = {
    "name": "review_lock_minutes",
    "value": 15,
    "usual": 15,
    "least": 1,
    "most": 1440,
    "meaning": "for how long a review is nobody else's once somebody has taken it",
}


class SettingAsked(Strict):
    """The number that counts from now on."""

    value: Annotated[int, Field(ge=-(2**31), lt=2**31)]


class SettingShown(BaseModel):
    """A setting: what counts, what counts unless somebody sets it, its bounds, and what it means."""

    name: str
    value: int
    usual: int
    least: int
    most: int
    meaning: str


class SettingsShown(BaseModel):
    """All of them, by name."""

    data: list[SettingShown]


def _known(text: str) -> str:
    if text not in PREFERENCES:
        raise NotFound
    return text


SettingPath = Annotated[
    str, AfterValidator(_known), Path(json_schema_extra={"enum": sorted(PREFERENCES)}, examples=["review_lock_minutes"])
]


@routes.get(
    "/v1/settings",
    **operation("list_settings", "List settings", Tag.SERVICE, Returns(SettingsShown, {"data": [A_SETTING]})),
)
def list_settings(services: ServicesOf, who: Reader) -> Response:
    """With bounds and meaning, so that a form can be made of them. Each has its own ETag."""
    values = _values(services, who)
    return answer({"data": [_shown(name, values) for name in sorted(PREFERENCES)]})


@routes.get(
    "/v1/settings/{setting}",
    **operation("get_setting", "Read a setting", Tag.SERVICE, Returns(SettingShown, A_SETTING), ("not_found",)),
)
def get_setting(services: ServicesOf, who: Reader, setting: SettingPath) -> Response:
    """As it counts now."""
    values = _values(services, who)
    return answer(_shown(setting, values), headers={"ETag": etag(_version(setting, values))})


@routes.put(
    "/v1/settings/{setting}",
    **operation(
        "put_setting", "Set a setting", Tag.SERVICE, Returns(SettingShown, A_SETTING), ("not_found", "setting_rejected")
    ),
)
def put_setting(
    services: ServicesOf,
    who: Writer,
    setting: SettingPath,
    match: Annotated[Match, Depends(maybe_if_match)],
    asked: Annotated[SettingAsked, Depends(JsonBody(SettingAsked, {"value": 20}))],
) -> Response:
    """It counts at once, and stands in the audit. With `If-Match` only where nobody else has set it meanwhile."""
    match.check(_version(setting, _values(services, who)))
    prefer(services.desk, desk_caller(who), setting, asked.value)
    values = _values(services, who)
    return answer(_shown(setting, values), headers={"ETag": etag(_version(setting, values))})


def _values(services: Services, who: Caller) -> Mapping[str, int]:
    with services.database.read() as session:
        return preferences(session, who.merchant)


def _shown(name: str, values: Mapping[str, int]) -> Mapping[str, object]:
    known = PREFERENCES[name]
    bounds = {"usual": known.usual, "least": known.least, "most": known.most}
    return {"name": name, "value": values[name], **bounds, "meaning": known.meaning}


def _version(name: str, values: Mapping[str, int]) -> int:
    """A number for the value, as ETags have them: equal values, equal numbers."""
    return int.from_bytes(sha256(f"{name}={values[name]}".encode()).digest()[:4], "big") % 1_000_000_000
