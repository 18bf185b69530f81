"""What became of a channel's orders, the counts, what was refused and is tried again, and times that are read anew."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.channels import (
    A_BACKFILL,
    A_CHANNEL_ORDER,
    A_COUNT,
    BackfillAsked,
    BackfillShown,
    BegunShown,
    ChannelOrderShown,
    CountAsked,
    DayCountShown,
    RetryAsked,
    shown_backfill,
    shown_channel_order,
    shown_count,
)
from api.schemas.ids import ConnectionId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from fulfillment.channels.backfilling import begin_backfill, end_backfill
from fulfillment.channels.connecting import found_connection
from fulfillment.channels.counting import begin_count
from fulfillment.channels.fetching import retry
from fulfillment.channels.taking import faults_of
from fulfillment.channels.words import Taken
from fulfillment.errors import NotFound
from fulfillment.records import ChannelOrder, Connection
from fulfillment.store.channels import channel_order, channel_orders, day_counts

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE))]


@routes.get(
    "/v1/channels/{connection_id}/orders",
    **operation("list_connection_orders", "List what became of a channel's orders", Tag.CHANNELS,
                Returns(Page[ChannelOrderShown], a_page(A_CHANNEL_ORDER)), ("not_found",)),
)  # fmt: skip
def list_connection_orders(
    services: ServicesOf,
    who: Reader,
    connection_id: ConnectionId,
    wanted: Annotated[PageWanted, Depends(page)],
    taken: Annotated[Taken | None, Query(description="Those of which this became.")] = None,
) -> Response:
    """By the channel's numbers. `decided` are ours; `waiting` ones the channel still checks; `recorded` the marketplace
    ships itself; `refused` could not be read; `passed_over` ended before they were decided. What is wrong with a
    document is put in words for whoever has `personal:read`."""
    key = wanted.after(str)
    with services.database.read() as session:
        found_connection(session, who.merchant, connection_id)
        after = "" if key is None else str(key[0])
        rows = channel_orders(session, who.merchant, connection_id, wanted.rows, after, taken=taken)
    return listing(rows, wanted, lambda row: (row.ref,), lambda row: _shown(services, who, row))


@routes.post(
    "/v1/channels/{connection_id}/retry",
    **operation("retry_connection_orders", "Read refused orders once more", Tag.CHANNELS,
                {202: Returns(BegunShown, {"begun": 3}, "On their way.")}, ("not_found",)),
)  # fmt: skip
def retry_connection_orders(
    services: ServicesOf,
    who: Writer,
    connection_id: ConnectionId,
    asked: Annotated[RetryAsked, Depends(JsonBody(RetryAsked, {"ref": "5123456789012"}))],
) -> Response:
    """As the channel shows them now; those that a shop has pushed, as it did. An order that the channel shows changed
    is read again by itself."""
    found = _found(services, who, connection_id)
    if asked.ref is not None:
        with services.database.read() as session:
            if channel_order(session, found.id, asked.ref) is None:
                raise NotFound("order of the connection", asked.ref)
    return answer({"begun": retry(services.port, found, asked.ref)}, 202)


@routes.get(
    "/v1/channels/{connection_id}/counts",
    **operation("list_connection_counts", "List the counts of a connection", Tag.CHANNELS,
                Returns(Page[DayCountShown], a_page(A_COUNT)), ("not_found",)),
)  # fmt: skip
def list_connection_counts(
    services: ServicesOf, who: Reader, connection_id: ConnectionId, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """The newest day first. Each missing order was fetched when it was counted."""
    key = wanted.after(str)
    with services.database.read() as session:
        found_connection(session, who.merchant, connection_id)
        rows = day_counts(session, who.merchant, connection_id, wanted.rows, "~" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.day,), shown_count)


@routes.post(
    "/v1/channels/{connection_id}/counts",
    **operation("count_connection", "Count a connection's orders now", Tag.CHANNELS,
                {202: Returns(BegunShown, {"begun": 4}, "So many days are being counted.")}, ("not_found",)),
)  # fmt: skip
def count_connection(
    services: ServicesOf,
    who: Writer,
    connection_id: ConnectionId,
    asked: Annotated[CountAsked, Depends(JsonBody(CountAsked, {"days": 3}))],
) -> Response:
    """As it is done each night: every order that the channel lists and we do not know is named and fetched."""
    found = _found(services, who, connection_id)
    run = f"asked {services.clock.now().isoformat()}"
    with services.database.write() as session:
        return answer({"begun": begin_count(services.port, session, found, run, asked.days)}, 202)


@routes.post(
    "/v1/channels/{connection_id}/backfill",
    **operation("begin_backfill", "Read a time once more", Tag.CHANNELS,
                {202: Returns(BackfillShown, A_BACKFILL, "Begun, or going on.")},
                ("not_found", "channel_backfill_refused")),
)  # fmt: skip
def add_backfill(
    services: ServicesOf,
    who: Writer,
    connection_id: ConnectionId,
    asked: Annotated[BackfillAsked, Depends(JsonBody(BackfillAsked, {"since": "2026-11-01T00:00:00Z"}))],
) -> Response:
    """Orders placed since then are taken, though the connection begins later; those that are known change nothing. It
    goes on after a kill or an outage where it was."""
    found = _found(services, who, connection_id)
    begun = begin_backfill(services.port, desk_caller(who), found, asked.since, asked.until)
    return answer(shown_backfill(begun), 202)


@routes.delete(
    "/v1/channels/{connection_id}/backfill",
    **operation("end_backfill", "Read a time no further", Tag.CHANNELS,
                {204: Returns(None, None, "Ended; what was taken stays.")}, ("not_found",)),
)  # fmt: skip
def remove_backfill(services: ServicesOf, who: Writer, connection_id: ConnectionId) -> Response:
    """Where nothing is being read, nothing changes."""
    end_backfill(services.port, desk_caller(who), _found(services, who, connection_id))
    return nothing()


def _found(services: Services, who: Caller, connection_id: str) -> Connection:
    with services.database.read() as session:
        return found_connection(session, who.merchant, connection_id)


def _shown(services: Services, who: Caller, row: ChannelOrder) -> object:
    if who.sees_people:
        told = [{"pointer": each.pointer, "code": each.code, "detail": each.detail}
                for each in faults_of(services.port, row)]  # fmt: skip
        return shown_channel_order(row, told)
    codes = [each.rpartition(" ") for each in row.faults]
    return shown_channel_order(row, [{"pointer": place, "code": code, "detail": ""} for place, _, code in codes])
