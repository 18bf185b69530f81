"""Sources of tracking: kept, changed, switched on and off, checked, and the door for what they push."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.channel_door import PROBLEMS, Body, knock_of, knocked
from api.routes.channels import CALLS
from api.routes.examples import a_page
from api.schemas.body import MEBIBYTE, JsonBody
from api.schemas.channels import CheckShown
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.file_body import FileBody
from api.schemas.ids import TrackingSourceId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.tracking import (
    A_SOURCE,
    SOURCE_ASKED,
    NotedShown,
    SourceAsked,
    SourceChange,
    SourceShown,
    shown_source,
)
from api.services import Services, ServicesOf
from fulfillment.records import TrackingSource
from fulfillment.store.tracking import sources
from fulfillment.tracking.sources.connecting import (
    add,
    change,
    check,
    found_source,
    remove,
    stored_names,
    switch_off,
    switch_on,
)
from fulfillment.tracking.sources.hearing import hear_source, take_file

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE))]
MOST_FILE = 8 * MEBIBYTE
EventFile = Annotated[bytes, Depends(FileBody(["text/csv"], MOST_FILE))]


@routes.get(
    "/v1/tracking-sources",
    **operation("list_tracking_sources", "List sources of tracking", Tag.FULFILMENT,
                Returns(Page[SourceShown], a_page(A_SOURCE))),
)  # fmt: skip
def list_sources(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = sources(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_source(row, stored_names(services.port, row)))


@routes.post(
    "/v1/tracking-sources",
    **operation("add_tracking_source", "Connect a source of tracking", Tag.FULFILMENT,
                {201: Returns(SourceShown, {**A_SOURCE, "state": "off", "version": 1}, "Kept, switched off.")},
                ("tracking_source_refused",)),
)  # fmt: skip
def add_source(
    services: ServicesOf, who: Writer, asked: Annotated[SourceAsked, Depends(JsonBody(SourceAsked, SOURCE_ASKED))]
) -> Response:
    """Nothing is called before it is switched on. Credentials are names of variables of the environment, or stored
    sealed and never shown again."""
    return _shown(services, add(services.port, desk_caller(who), asked.kind, asked.name, asked.asked()), 201)


@routes.get(
    "/v1/tracking-sources/{source_id}",
    **operation("get_tracking_source", "Read a source of tracking", Tag.FULFILMENT, Returns(SourceShown, A_SOURCE),
                ("not_found",)),
)  # fmt: skip
def get_source(services: ServicesOf, who: Reader, source_id: TrackingSourceId) -> Response:
    """With what failed last, and when it was well."""
    with services.database.read() as session:
        return _shown(services, found_source(session, who.merchant, source_id))


@routes.patch(
    "/v1/tracking-sources/{source_id}",
    **operation("change_tracking_source", "Change a source of tracking", Tag.FULFILMENT,
                Returns(SourceShown, A_SOURCE), ("not_found", "version_changed", "tracking_source_refused")),
)  # fmt: skip
def change_source(
    services: ServicesOf,
    who: Writer,
    source_id: TrackingSourceId,
    match: Annotated[Match, Depends(maybe_if_match)],
    asked: Annotated[SourceChange, Depends(JsonBody(SourceChange, {"every_s": 7200}))],
) -> Response:
    """One that is on goes on in the new way."""
    return _shown(services, change(services.port, desk_caller(who), source_id, asked.asked(), match.versions))


@routes.delete(
    "/v1/tracking-sources/{source_id}",
    **operation("delete_tracking_source", "Delete a source of tracking", Tag.FULFILMENT,
                {204: Returns(None, None, "Deleted, with its credentials; what it told stays.")},
                ("not_found", "tracking_source_refused")),
)  # fmt: skip
def delete_source(services: ServicesOf, who: Writer, source_id: TrackingSourceId) -> Response:
    """Refused while it is on."""
    remove(services.port, desk_caller(who), source_id)
    return nothing()


@routes.post(
    "/v1/tracking-sources/{source_id}/on",
    **operation("switch_tracking_source_on", "Switch a source of tracking on", Tag.FULFILMENT,
                Returns(SourceShown, A_SOURCE), ("not_found", "version_changed", *CALLS)),
)  # fmt: skip
def switch_source_on(services: ServicesOf, who: Writer, source_id: TrackingSourceId) -> Response:
    """Signs in first; then every parcel under way is followed. It is the way back for one that was stopped, too."""
    return _shown(services, switch_on(services.port, desk_caller(who), source_id))


@routes.post(
    "/v1/tracking-sources/{source_id}/off",
    **operation("switch_tracking_source_off", "Switch a source of tracking off", Tag.FULFILMENT,
                Returns(SourceShown, {**A_SOURCE, "state": "off"}), ("not_found", "version_changed")),
)  # fmt: skip
def switch_source_off(services: ServicesOf, who: Writer, source_id: TrackingSourceId) -> Response:
    """Nothing is asked or taken any more, until it is switched on again."""
    return _shown(services, switch_off(services.port, desk_caller(who), source_id))


@routes.post(
    "/v1/tracking-sources/{source_id}/check",
    **operation("check_tracking_source", "Sign in at a source of tracking", Tag.FULFILMENT,
                Returns(CheckShown, {"account": "120 of 200 numbers left"}), ("not_found", *CALLS)),
)  # fmt: skip
def check_source(services: ServicesOf, who: Writer, source_id: TrackingSourceId) -> Response:
    """It may be asked while the source is off."""
    return answer({"account": check(services.port, desk_caller(who), source_id)})


@routes.post(
    "/v1/tracking-sources/{source_id}/events",
    **operation("send_tracking_file", "Send a file of events", Tag.FULFILMENT,
                Returns(NotedShown, {"parcels": 2, "events": 7}),
                ("not_found", "tracking_file_refused", "channel_connection_off", "channel_credential_missing")),
)  # fmt: skip
def send_file(services: ServicesOf, who: Writer, source_id: TrackingSourceId, content: EventFile) -> Response:
    """CSV with the columns `number`, `code`, `time` and, where known, `country`, `place`, `zone`, `reason`, `detail`,
    `void`. All of it is taken, or nothing; sent again, it changes nothing."""
    with services.database.read() as session:
        source = found_source(session, who.merchant, source_id)
    noted = take_file(services.port, source, content)
    return answer({"parcels": noted.parcels, "events": noted.events})


@routes.post(
    "/v1/tracking-sources/{source_id}/webhooks",
    **operation("hear_tracking_webhook", "Take a webhook of a source of tracking", Tag.FULFILMENT,
                Returns(NotedShown, {"parcels": 1, "events": 4}), PROBLEMS),
)  # fmt: skip
def hear_webhook(services: ServicesOf, request: Request, source_id: TrackingSourceId, body: Body) -> Response:
    """The signature is the key: a message that is not well signed changes nothing. Messages may come late, twice and in
    any order."""
    noted = knocked(services, request, lambda: hear_source(services.port, source_id, knock_of(services, request, body)))
    return answer({"parcels": noted.parcels, "events": noted.events})


def _shown(services: Services, source: TrackingSource, status: int = 200) -> Response:
    stored = stored_names(services.port, source)
    return answer(shown_source(source, stored), status, headers={"ETag": etag(source.version)})
