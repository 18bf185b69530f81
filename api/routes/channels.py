"""Connections to channels: kept, changed, switched on and off, checked, and how they go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.channels import (
    A_CONNECTION,
    A_CONNECTION_READ,
    CONNECTION_ASKED,
    CheckShown,
    ConnectionAsked,
    ConnectionChange,
    ConnectionRead,
    ConnectionShown,
    shown_connection,
    shown_view,
)
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import ConnectionId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from fulfillment.channels.connecting import (
    change,
    check,
    connect,
    disconnect,
    found_connection,
    stored_names,
    switch_off,
    switch_on,
)
from fulfillment.channels.overview import view_of
from fulfillment.channels.words import ChannelName
from fulfillment.records import Connection
from fulfillment.store.channels import connections

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ))]
Lister = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE))]
Adder = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE, Reach.NARROWED))]
CALLS = (
    "channel_sign_in_refused",
    "channel_credential_missing",
    "channel_connection_refused",
    "channel_answer_refused",
    "channel_down",
    "channel_throttled",
)


@routes.get(
    "/v1/channels",
    **operation("list_connections", "List connections to channels", Tag.CHANNELS,
                Returns(Page[ConnectionShown], a_page(A_CONNECTION))),
)  # fmt: skip
def list_connections(
    services: ServicesOf,
    who: Lister,
    wanted: Annotated[PageWanted, Depends(page)],
    channel: Annotated[ChannelName | None, Query(description="Those to one channel.")] = None,
) -> Response:
    """Oldest first. Whoever is bound to shops sees those of their shops."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = connections(
            session, who.merchant, wanted.rows, "" if key is None else str(key[0]), channel=channel, shops=who.shops
        )
    port = services.port
    return listing(
        rows, wanted, lambda row: (row.id,), lambda row: shown_connection(row, stored_names(port, row))
    )  # fmt: skip


@routes.post(
    "/v1/channels",
    **operation("add_connection", "Connect a shop's account at a channel", Tag.CHANNELS,
                {201: Returns(ConnectionShown, {**A_CONNECTION, "state": "off", "version": 1}, "Kept, switched off.")},
                ("channel_connection_refused", "other_shop")),
)  # fmt: skip
def add_connection(
    services: ServicesOf,
    who: Adder,
    asked: Annotated[ConnectionAsked, Depends(JsonBody(ConnectionAsked, CONNECTION_ASKED))],
) -> Response:
    """Nothing is called before it is switched on. Credentials are names of variables of the environment, or stored
    sealed and never shown again. Its orders are of its shop, and have `id_prefix` in front of the channel's numbers."""
    made = connect(
        services.port,
        desk_caller(who),
        asked.channel,
        asked.name,
        asked.stated(),
        shop=asked.shop,
        id_prefix=asked.id_prefix,
    )
    return _shown(services, made, 201)


@routes.get(
    "/v1/channels/{connection_id}",
    **operation("get_connection", "Read a connection and how it goes", Tag.CHANNELS,
                Returns(ConnectionRead, A_CONNECTION_READ), ("not_found",)),
)  # fmt: skip
def get_connection(services: ServicesOf, who: Reader, connection_id: ConnectionId) -> Response:
    """How far it was read, how old that is, what failed, what became of its orders, what waits to be said."""
    now = services.clock.now()
    with services.database.read() as session:
        found = found_connection(session, who.merchant, connection_id)
        view = view_of(services.port, session, found, now)
    return answer(shown_view(view, now), headers={"ETag": etag(found.version)})


@routes.patch(
    "/v1/channels/{connection_id}",
    **operation("change_connection", "Change a connection", Tag.CHANNELS, Returns(ConnectionShown, A_CONNECTION),
                ("not_found", "version_changed", "channel_connection_refused")),
)  # fmt: skip
def change_connection(
    services: ServicesOf,
    who: Writer,
    connection_id: ConnectionId,
    match: Annotated[Match, Depends(maybe_if_match)],
    asked: Annotated[ConnectionChange, Depends(JsonBody(ConnectionChange, {"every_s": 300}))],
) -> Response:
    """One that is on is read in the new way from now on."""
    return _shown(services, change(services.port, desk_caller(who), connection_id, asked.stated(), match.versions))


@routes.delete(
    "/v1/channels/{connection_id}",
    **operation("delete_connection", "Delete a connection", Tag.CHANNELS,
                {204: Returns(None, None, "Deleted, with its credentials and all that was noted of it; orders stay.")},
                ("not_found", "channel_connection_busy")),
)  # fmt: skip
def delete_connection(services: ServicesOf, who: Writer, connection_id: ConnectionId) -> Response:
    """Refused while it is on, while orders of it are open, or while it is yet to be told of them."""
    disconnect(services.port, desk_caller(who), connection_id)
    return nothing()


@routes.post(
    "/v1/channels/{connection_id}/on",
    **operation("switch_connection_on", "Switch a connection on", Tag.CHANNELS, Returns(ConnectionShown, A_CONNECTION),
                ("not_found", "version_changed", *CALLS)),
)  # fmt: skip
def switch_connection_on(services: ServicesOf, who: Writer, connection_id: ConnectionId) -> Response:
    """Signs in first; then orders are read from where reading ended, or from `since`. It is the way back for one that
    was stopped, too."""
    return _shown(services, switch_on(services.port, desk_caller(who), connection_id))


@routes.post(
    "/v1/channels/{connection_id}/off",
    **operation("switch_connection_off", "Switch a connection off", Tag.CHANNELS,
                Returns(ConnectionShown, {**A_CONNECTION, "state": "off"}), ("not_found", "version_changed")),
)  # fmt: skip
def switch_connection_off(services: ServicesOf, who: Writer, connection_id: ConnectionId) -> Response:
    """Nothing is read or said any more; both go on where they were when it is switched on again."""
    return _shown(services, switch_off(services.port, desk_caller(who), connection_id))


@routes.post(
    "/v1/channels/{connection_id}/check",
    **operation("check_connection", "Sign in at a channel", Tag.CHANNELS,
                Returns(CheckShown, {"account": "Muster GmbH, Berlin"}), ("not_found", *CALLS)),
)  # fmt: skip
def check_connection(services: ServicesOf, who: Writer, connection_id: ConnectionId) -> Response:
    """Answers who we are there. It may be asked while the connection is off."""
    return answer({"account": check(services.port, desk_caller(who), connection_id)})


def _shown(services: Services, connection: Connection, status: int = 200) -> Response:
    stored = stored_names(services.port, connection)
    return answer(shown_connection(connection, stored), status, headers={"ETag": etag(connection.version)})
