"""The page for pickers, reviewers and packers. It speaks to the same routes as every other program."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AfterValidator
from starlette.responses import Response

from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.station import CONTENT_POLICY, PAGE, SCRIPTS, STYLE, file_of, media_type

routes = APIRouter()


def _known(name: str) -> str:
    if name not in SCRIPTS:
        raise NotFound
    return name


ScriptName = Annotated[
    str, AfterValidator(_known), Path(json_schema_extra={"enum": list(SCRIPTS)}, examples=["station.js"])
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
    f"/warehouse/{STYLE}",
    **operation("get_station_style", "The style of the scanning page", Tag.SERVICE,
                Returns(None, "main { … }", "The file.", "text/css")),
)  # fmt: skip
async def station_style() -> Response:
    """Of the page at `/warehouse`."""
    return _file(STYLE)


@routes.get(
    "/warehouse/{script}",
    **operation("get_station_script", "A script of the scanning page", Tag.SERVICE,
                Returns(None, "import …", "The file.", "text/javascript"), ("not_found",)),
)  # fmt: skip
async def station_script(script: ScriptName) -> Response:
    """Of the page at `/warehouse`."""
    return _file(script)


def _file(name: str) -> Response:
    return Response(file_of(name), headers={"Content-Security-Policy": CONTENT_POLICY}, media_type=media_type(name))
