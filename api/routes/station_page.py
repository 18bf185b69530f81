"""The page for pickers, reviewers and packers. It speaks to the same routes as every other program."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AfterValidator
from starlette.responses import Response

from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.station import ASSETS, CONTENT_POLICY, PAGE, file_of, media_type

routes = APIRouter()


def _known(name: str) -> str:
    if name not in ASSETS:
        raise NotFound
    return name


AssetName = Annotated[
    str, AfterValidator(_known), Path(json_schema_extra={"enum": list(ASSETS)}, examples=["station.js"])
]


@routes.get(
    "/warehouse",
    **operation("get_station", "The scanning page", Tag.SERVICE,
                Returns(None, "<!doctype html>…", "For a browser with a scanner.", "text/html")),
)  # fmt: skip
async def station() -> Response:
    """Pick lists, review and packing for a hand-held scanner that types what it reads. It asks for an API key once and
    keeps it while its tab is open; it loads nothing from elsewhere."""
    return _file(PAGE)


@routes.get(
    "/warehouse/{asset}",
    **operation("get_station_file", "A script or style of the scanning page", Tag.SERVICE,
                Returns(None, "…", "The file.", "text/plain"), ("not_found",)),
)  # fmt: skip
async def station_file(asset: AssetName) -> Response:
    """Of the page at `/warehouse`."""
    return _file(asset)


def _file(name: str) -> Response:
    return Response(file_of(name), headers={"Content-Security-Policy": CONTENT_POLICY}, media_type=media_type(name))
