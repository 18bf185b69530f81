"""Column profiles: which headers of an order file fill which fields of an order, in a merchant's own words."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.asking import desk_caller
from api.routes.examples import AT
from api.schemas.body import JsonBody, Strict
from api.services import ServicesOf
from engine.desk.column_profiles import keep_profile, remove_profile
from engine.store.order_files import KeptProfile, profiles_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))]
Writer = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE))]  # files of all shops are read by it
ProfileName = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9_-]{0,39}$", examples=["my-erp"])]


class ProfileStated(Strict):
    """`columns`: field of the order -> headers, the preferred first. What is left out is as in the one it extends."""

    extends: str | None = Field(default=None, max_length=40, description="A profile that comes with Clearway.")
    timezone: str | None = Field(default=None, max_length=64, description="Of moments without one.")
    decimal: str | None = Field(default=None, max_length=1, description="The mark that decides `1,234`.")
    dates: list[str] | None = Field(default=None, max_length=20)
    columns: dict[str, list[str]]
    words: dict[str, dict[str, str]] | None = None


class ProfileShown(BaseModel):
    """A profile as it was kept."""

    name: str
    content: dict[str, Any]
    changed_at: str
    changed_by: str


class ProfilesShown(BaseModel):
    """All of a merchant."""

    data: list[ProfileShown]


_STATED = {"extends": "erp_cn", "columns": {"/id": ["单号"], "/lines/-/quantity": ["件数"]}}
_SHOWN = {"name": "my-erp", "content": _STATED, "changed_at": AT, "changed_by": "operator"}


@routes.get(
    "/v1/column-profiles",
    **operation("list_column_profiles", "List column profiles", Tag.ORDERS, Returns(ProfilesShown, {"data": [_SHOWN]})),
)
def list_column_profiles(services: ServicesOf, who: Reader) -> Response:
    """A merchant's own, by name; those that come with Clearway are not among them."""
    with services.database.read() as session:
        kept = profiles_of(session, who.merchant)
    return answer({"data": [_shown(each) for each in kept]})


@routes.get(
    "/v1/column-profiles/{profile_name}",
    **operation(
        "read_column_profile",
        "Read a column profile",
        Tag.ORDERS,
        Returns(ProfileShown, _SHOWN),
        problems=("not_found",),
    ),
)
def read_column_profile(services: ServicesOf, who: Reader, profile_name: ProfileName) -> Response:
    """One by its name."""
    with services.database.read() as session:
        found = next((each for each in profiles_of(session, who.merchant) if each.name == profile_name), None)
    if found is None:
        raise NotFound
    return answer(_shown(found))


@routes.put(
    "/v1/column-profiles/{profile_name}",
    **operation(
        "keep_column_profile",
        "Keep a column profile",
        Tag.ORDERS,
        Returns(ProfileShown, _SHOWN),
        problems=("column_profile_refused",),
    ),
)
def keep_column_profile(
    services: ServicesOf,
    who: Writer,
    profile_name: ProfileName,
    stated: Annotated[ProfileStated, Depends(JsonBody(ProfileStated, _STATED))],
) -> Response:
    """New or changed; files that come from now on are read by it."""
    content = stated.model_dump(exclude_none=True)
    return answer(_shown(keep_profile(services.desk, desk_caller(who), profile_name, content)))


@routes.delete(
    "/v1/column-profiles/{profile_name}",
    **operation(
        "remove_column_profile",
        "Remove a column profile",
        Tag.ORDERS,
        {204: Returns(None, None, "Removed.")},
        problems=("not_found",),
    ),
)
def remove_column_profile(services: ServicesOf, who: Writer, profile_name: ProfileName) -> Response:
    """Files that were read by it stay as they are."""
    remove_profile(services.desk, desk_caller(who), profile_name, services.desk.clock.now())
    return Response(status_code=204)


def _shown(kept: KeptProfile) -> dict[str, object]:
    return {
        "name": kept.name,
        "content": orjson.loads(kept.content),
        "changed_at": kept.changed_at,
        "changed_by": kept.changed_by,
    }
