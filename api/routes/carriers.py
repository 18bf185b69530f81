"""Connections to carriers: kept, changed, switched on and off, checked."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import a_page
from api.schemas.body import JsonBody
from api.schemas.carriers import (
    A_CARRIER,
    CARRIER_ASKED,
    CarrierAsked,
    CarrierChange,
    CarrierCheckShown,
    CarrierConnectionShown,
    shown_carrier,
)
from api.schemas.etag import Match, etag, maybe_if_match
from api.schemas.ids import CarrierId
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from fulfillment.carriers.connecting import (
    change_carrier,
    check_carrier,
    connect_carrier,
    disconnect_carrier,
    found_carrier,
    stored_secrets,
    switch_carrier_off,
    switch_carrier_on,
)
from fulfillment.records import CarrierConnection
from fulfillment.store.carriers import carriers_of

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.CHANNELS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.CHANNELS_WRITE))]
CALLS = (
    "carrier_sign_in_refused", "carrier_credential_missing", "carrier_connection_refused", "carrier_answer_refused",
    "carrier_down", "carrier_throttled", "carrier_refused",
)  # fmt: skip


@routes.get(
    "/v1/carrier-connections",
    **operation("list_carrier_connections", "List connections to carriers", Tag.FULFILMENT,
                Returns(Page[CarrierConnectionShown], a_page(A_CARRIER))),
)  # fmt: skip
def list_carriers(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Oldest first."""
    key, port = wanted.after(str), services.carrier_port
    with services.database.read() as session:
        rows = carriers_of(session, who.merchant, wanted.rows, "" if key is None else str(key[0]))
    return listing(rows, wanted, lambda row: (row.id,), lambda row: shown_carrier(row, stored_secrets(port, row)))


@routes.post(
    "/v1/carrier-connections",
    **operation("add_carrier_connection", "Connect an account at a carrier", Tag.FULFILMENT,
                {201: Returns(CarrierConnectionShown, {**A_CARRIER, "state": "off", "version": 1},
                              "Kept, switched off.")},
                ("carrier_connection_refused",)),
)  # fmt: skip
def add_carrier_connection(
    services: ServicesOf, who: Writer, asked: Annotated[CarrierAsked, Depends(JsonBody(CarrierAsked, CARRIER_ASKED))]
) -> Response:
    """Nothing is called before it is switched on. Credentials are names of variables of the environment, or stored
    sealed and never shown again."""
    made = connect_carrier(services.carrier_port, desk_caller(who), asked.adapter, asked.name, asked.stated())
    return _shown(services, made, 201)


@routes.get(
    "/v1/carrier-connections/{carrier_id}",
    **operation("get_carrier_connection", "Read a connection to a carrier", Tag.FULFILMENT,
                Returns(CarrierConnectionShown, A_CARRIER), ("not_found",)),
)  # fmt: skip
def get_carrier(services: ServicesOf, who: Reader, carrier_id: CarrierId) -> Response:
    """With its services, and without what its credentials are."""
    with services.database.read() as session:
        found = found_carrier(session, who.merchant, carrier_id)
    return _shown(services, found)


@routes.patch(
    "/v1/carrier-connections/{carrier_id}",
    **operation("change_carrier_connection", "Change a connection to a carrier", Tag.FULFILMENT,
                Returns(CarrierConnectionShown, A_CARRIER),
                ("not_found", "version_changed", "carrier_connection_refused")),
)  # fmt: skip
def change_carrier_connection(
    services: ServicesOf,
    who: Writer,
    carrier_id: CarrierId,
    match: Annotated[Match, Depends(maybe_if_match)],
    asked: Annotated[CarrierChange, Depends(JsonBody(CarrierChange, {"services": {"intl-express": "P"}}))],
) -> Response:
    """What waits to be booked is booked in the new way."""
    changed = change_carrier(
        services.carrier_port, desk_caller(who), carrier_id, asked.stated(), match.versions
    )  # fmt: skip
    return _shown(services, changed)


@routes.delete(
    "/v1/carrier-connections/{carrier_id}",
    **operation("delete_carrier_connection", "Delete a connection to a carrier", Tag.FULFILMENT,
                {204: Returns(None, None, "Deleted, with its credentials; what was booked stays.")},
                ("not_found", "carrier_connection_busy")),
)  # fmt: skip
def delete_carrier_connection(services: ServicesOf, who: Writer, carrier_id: CarrierId) -> Response:
    """Refused while it is on, or while something is yet to be booked or voided."""
    disconnect_carrier(services.carrier_port, desk_caller(who), carrier_id)
    return nothing()


@routes.post(
    "/v1/carrier-connections/{carrier_id}/on",
    **operation("switch_carrier_on", "Switch a connection to a carrier on", Tag.FULFILMENT,
                Returns(CarrierConnectionShown, A_CARRIER), ("not_found", "version_changed", *CALLS)),
)  # fmt: skip
def switch_on(services: ServicesOf, who: Writer, carrier_id: CarrierId) -> Response:
    """Signs in first; then parcels of its services get their numbers and labels from the carrier. It is the way back
    for one that was stopped, too."""
    return _shown(services, switch_carrier_on(services.carrier_port, desk_caller(who), carrier_id))


@routes.post(
    "/v1/carrier-connections/{carrier_id}/off",
    **operation("switch_carrier_off", "Switch a connection to a carrier off", Tag.FULFILMENT,
                Returns(CarrierConnectionShown, {**A_CARRIER, "state": "off"}), ("not_found", "version_changed")),
)  # fmt: skip
def switch_off(services: ServicesOf, who: Writer, carrier_id: CarrierId) -> Response:
    """The carrier is asked for nothing any more; what waits to be booked gets a label of our own."""
    return _shown(services, switch_carrier_off(services.carrier_port, desk_caller(who), carrier_id))


@routes.post(
    "/v1/carrier-connections/{carrier_id}/check",
    **operation("check_carrier_connection", "Sign in at a carrier", Tag.FULFILMENT,
                Returns(CarrierCheckShown, {"account": "DHL Express 220000000"}), ("not_found", *CALLS)),
)  # fmt: skip
def check(services: ServicesOf, who: Writer, carrier_id: CarrierId) -> Response:
    """Answers who we are there. It may be asked while the connection is off."""
    return answer({"account": check_carrier(services.carrier_port, desk_caller(who), carrier_id)})


def _shown(services: Services, connection: CarrierConnection, status: int = 200) -> Response:
    stored = stored_secrets(services.carrier_port, connection)
    return answer(shown_carrier(connection, stored), status, headers={"ETag": etag(connection.version)})
