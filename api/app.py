"""The application: routes behind the door. It is handed everything that it works with."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cached_property

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from api.access.once import Replayed
from api.answers import json_bytes
from api.console.screens import SCREENS
from api.describing import Document
from api.docs_page import docs_page
from api.door import Door
from api.openapi import openapi_document
from api.problems import Said, problem, said_by, said_by_status
from api.routes import (
    agreed_fees,
    analytics,
    audit,
    batches,
    carrier_bookings,
    carriers,
    cases,
    causes,
    channel_door,
    channel_health,
    channel_orders,
    channel_sayings,
    channel_stock,
    channels,
    claim_figures,
    claim_files,
    claims,
    column_profiles,
    compat_minfraud,
    consignments,
    customer_requests,
    deadlines,
    decisions,
    declarations,
    disputes,
    draft_trying,
    entrance,
    event_types,
    events,
    exchange_rates,
    freight_bills,
    freight_differences,
    fulfilment,
    goodwill,
    held,
    holds,
    keys,
    labels,
    late_changes,
    lists,
    manifests,
    marks,
    messages,
    meta,
    model_governance,
    model_overrides,
    model_scores,
    models,
    notices,
    operations,
    order_events,
    order_files,
    order_looks,
    order_page,
    order_questions,
    orders,
    packing_boxes,
    papers,
    parcels,
    parties,
    payments,
    personal_data,
    pick_lists,
    pickups,
    premises,
    products,
    profit,
    public_requests,
    queue,
    queue_views,
    reasons,
    registrations,
    request_page,
    rescreens,
    restrictions,
    return_page,
    returned_goods,
    returns,
    review_endings,
    review_outlook,
    review_station,
    reviews,
    rule_backtests,
    rule_drafts,
    rule_editions,
    rule_hit_orders,
    rule_overrides,
    rule_proposals,
    rule_traffic,
    senders,
    service_choices,
    sessions,
    settings,
    settlement_cases,
    settlements,
    shipment_papers,
    shipping,
    shipping_what_ifs,
    shortages,
    stages,
    station_page,
    stock,
    stock_counts,
    stock_differences,
    stock_movements,
    takedowns,
    tracking,
    tracking_sources,
    transfer_papers,
    transfers,
    users,
    warehouses,
    waves,
    webhook_deliveries,
    webhook_endpoints,
    wms,
)
from api.routes.language import language_of
from api.schemas.faults import code_of, parameter_sentence_of
from api.services import Services
from engine import __version__
from engine.errors import ClearwayError
from engine.store.database import POOL

ROUTERS: Sequence[APIRouter] = (
    orders.routes,
    batches.routes,
    decisions.routes,
    held.routes,
    holds.routes,
    reviews.routes,
    queue.routes,
    queue_views.routes,
    review_endings.routes,
    review_outlook.routes,
    reasons.routes,
    customer_requests.routes,
    public_requests.routes,
    request_page.routes,
    order_page.routes,
    return_page.routes,
    papers.routes,
    parties.routes,
    registrations.routes,
    takedowns.routes,
    rescreens.routes,
    models.routes,
    model_governance.routes,
    model_overrides.routes,
    model_scores.routes,
    marks.routes,
    events.routes,
    labels.routes,
    order_events.routes,
    order_looks.routes,
    order_questions.routes,
    late_changes.routes,
    order_files.routes,
    column_profiles.routes,
    event_types.routes,
    webhook_endpoints.routes,
    webhook_deliveries.routes,
    products.routes,
    fulfilment.routes,
    stages.routes,
    parcels.routes,
    notices.routes,
    shipment_papers.routes,
    returns.routes,
    returned_goods.routes,
    goodwill.routes,
    stock.routes,
    payments.routes,
    claims.routes,
    claim_files.routes,
    claim_figures.routes,
    disputes.routes,
    messages.routes,
    cases.routes,
    deadlines.routes,
    exchange_rates.routes,
    settlements.routes,
    settlement_cases.routes,
    agreed_fees.routes,
    freight_bills.routes,
    freight_differences.routes,
    profit.routes,
    analytics.routes,
    causes.routes,
    senders.routes,
    shipping.routes,
    carriers.routes,
    carrier_bookings.routes,
    pickups.routes,
    manifests.routes,
    service_choices.routes,
    shipping_what_ifs.routes,
    declarations.routes,
    stock_movements.routes,
    stock_counts.routes,
    shortages.routes,
    warehouses.routes,
    waves.routes,
    pick_lists.routes,
    review_station.routes,
    station_page.routes,
    packing_boxes.routes,
    consignments.routes,
    wms.routes,
    stock_differences.routes,
    channel_stock.routes,
    channels.routes,
    channel_orders.routes,
    channel_health.routes,
    channel_door.routes,
    channel_sayings.routes,
    tracking.routes,
    tracking_sources.routes,
    transfers.routes,
    transfer_papers.routes,
    sessions.routes,
    users.routes,
    keys.routes,
    premises.routes,
    entrance.routes,
    compat_minfraud.routes,
    audit.routes,
    personal_data.routes,
    draft_trying.routes,
    rule_drafts.routes,
    rule_proposals.routes,
    rule_editions.routes,
    rule_backtests.routes,
    rule_hit_orders.routes,
    rule_traffic.routes,
    rule_overrides.routes,
    restrictions.routes,
    lists.routes,
    settings.routes,
    operations.routes,
    meta.routes,
    *SCREENS,
)


def create_app(services: Services, routers: Sequence[APIRouter] = ROUTERS) -> FastAPI:
    """The ASGI application over these services."""
    app = FastAPI(
        title="Clearway",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.services = services
    app.state.papers = Papers(app)
    for router in routers:
        # Their routes themselves, not the routers: a route is then found in one step, not in two.
        app.router.routes.extend(router.routes)
    app.add_exception_handler(ClearwayError, _ours)
    app.add_exception_handler(RequestValidationError, _parameters)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(Replayed, _replayed)
    app.add_middleware(Door)
    return app


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    # A thread without a connection would only wait for one.
    current_default_thread_limiter().total_tokens = POOL
    yield


class Papers:
    """What the application says about itself; made when somebody first asks."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    @cached_property
    def document(self) -> Document:
        """The OpenAPI document."""
        return openapi_document(self._app)

    @cached_property
    def _bytes(self) -> bytes:
        return json_bytes(self.document)

    def openapi_bytes(self) -> bytes:
        """The document as it is sent."""
        return self._bytes

    def page(self, origin: str) -> str:
        """The page for people."""
        return docs_page(self.document, origin)


# Asynchronous, since plain functions would each cost a change of thread.


async def _ours(request: Request, error: Exception) -> Response:
    if not isinstance(error, ClearwayError):
        raise error
    return problem(request, said_by(error, language_of(request)))


async def _replayed(_: Request, error: Exception) -> Response:
    if not isinstance(error, Replayed):
        raise error
    return error.response()


async def _framework(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if "Allow" in headers:
        # The framework names the methods of the first route of the path alone.
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return problem(request, said_by_status(error.status_code, headers))


def _methods(request: Request) -> set[str]:
    routes = [each for each in request.app.routes if isinstance(each, APIRoute)]
    path = next(each.path for each in routes if each.matches(request.scope)[0] is not Match.NONE)
    return {method for each in routes if each.path == path for method in each.methods or ()}


async def _parameters(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [
        {
            "pointer": "",
            "code": code_of(detail["type"]),
            "detail": parameter_sentence_of(detail),
            "parameter": str(detail["loc"][-1]),
        }
        for detail in error.errors()
    ]
    first = errors[0]
    detail = f"`{first['parameter']}`: {first['detail']}" if len(errors) == 1 else "parameters cannot be used; see each"
    return problem(request, Said("parameter_rejected", detail, errors))
