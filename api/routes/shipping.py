"""Shipping services, rate cards of one's own, and quotes: what can take a parcel, for how much, and why not."""

from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach, in_reach
from api.access.scopes import Scope
from api.answers import answer, nothing
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody
from api.schemas.file_body import FileBody
from api.schemas.own_services import SERVICES_TAKEN, ServicesTakenShown, shown_services_taken
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.shipping import (
    A_QUOTE,
    A_SERVICE,
    ASKED,
    QuoteAsked,
    ShippingQuoteShown,
    ShippingServiceShown,
    shown_quote,
    shown_service,
)
from api.schemas.shipping_rates import (
    A_RATE,
    TAKEN,
    RatesTakenShown,
    ShippingRateShown,
    shown_rate,
    shown_taken,
)
from api.services import Services, ServicesOf
from engine.order.money import Money
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.carriers.live_rates import LiveRates
from fulfillment.shipping.dispatch import Dispatch
from fulfillment.shipping.loading import ShippingData
from fulfillment.shipping.own_rates import Entry, RatesTaken, import_rates
from fulfillment.shipping.own_services import import_services, merchant_shipping, withdraw_service
from fulfillment.shipping.quoting import dispatch_of_order, quote, values_in
from fulfillment.store.carriers import carriers_on
from fulfillment.store.shipping import shipping_rates_after

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.OPEN))]
Asker = Annotated[Caller, Depends(caller(Scope.ORDERS_READ, Reach.NARROWED))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
ServiceName = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,63}$", examples=["my-line"])]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_TABLE = 4 << 20


@routes.get(
    "/v1/shipping-services",
    **operation("list_shipping_services", "List shipping services", Tag.FULFILMENT,
                Returns(Page[ShippingServiceShown], a_page(A_SERVICE))),
)  # fmt: skip
def list_services(services: ServicesOf, who: Reader) -> Response:
    """By id, all of them. Those that come with Clearway have made-up figures; services and rate cards of one's own go
    before."""
    with services.database.read() as session:
        found = merchant_shipping(session, who.merchant, services.shipping).services
    listed = [shown_service(found[each]) for each in sorted(found)]
    return answer({"data": listed, "next_cursor": None, "has_more": False})


@routes.get(
    "/v1/shipping-rates",
    **operation("list_shipping_rates", "List rate cards of one's own", Tag.FULFILMENT,
                Returns(Page[ShippingRateShown], a_page(A_RATE))),
)  # fmt: skip
def list_rates(services: ServicesOf, who: Reader, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """In the order in which they were entered, with those that count no more."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = shipping_rates_after(session, who.merchant, "" if key is None else str(key[0]), wanted.rows)
    return listing(rows, wanted, lambda row: (row.id,), shown_rate)


@routes.post(
    "/v1/shipping-rates",
    **operation("import_shipping_rates", "Import rate cards of one's own", Tag.FULFILMENT,
                Returns(RatesTakenShown, TAKEN, "What is new; or every fault, and nothing is kept."),
                ("rate_table_refused", "parameter_rejected", "store_conflict")),
)  # fmt: skip
def take_rates(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(("text/csv", XLSX), MOST_TABLE))],
    dry_run: Annotated[Literal["true", "false"], Query(description="Only look.")] = "false",
) -> Response:
    """CSV, or the first sheet of an Excel workbook, a band of weight a row: service, zone, currency, valid_from,
    valid_until, over_g, up_to_g, base, included_g, step_g, per_kg, and where there are such registration and
    fuel_percent. Amounts are decimal numbers. What is imported counts before the examples that come with Clearway."""
    entry = Entry(merchant=who.merchant, actor=who.name, now=services.clock.now(), only_look=dry_run == "true")

    def work(session: WriteSession) -> RatesTaken:
        data = merchant_shipping(session, who.merchant, services.shipping)
        return import_rates(session, services.ids, data, entry, content)

    return answer(shown_taken(tried(services, work)))


@routes.post(
    "/v1/shipping-services",
    **operation("import_shipping_services", "Import services of one's own", Tag.FULFILMENT,
                Returns(ServicesTakenShown, SERVICES_TAKEN, "What is new or changed; or every fault."),
                ("own_services_refused", "parameter_rejected", "store_conflict")),
)  # fmt: skip
def take_services(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(("application/yaml", "text/csv", XLSX), MOST_TABLE))],
    dry_run: Annotated[Literal["true", "false"], Query(description="Only look.")] = "false",
) -> Response:
    """A YAML file of the form of `data/shipping/services.yaml`: zones, sizes with divisor and girth, goods classes,
    terms, identifiers, surcharges, stops (停运) and codes by channel; or a table, a zone a row. One of the id of a
    service that comes with Clearway takes its place. Prices are imported as rate cards."""
    entry = Entry(merchant=who.merchant, actor=who.name, now=services.clock.now(), only_look=dry_run == "true")
    taken = tried(services, lambda session: import_services(session, services.ids, services.shipping, entry, content))
    return answer(shown_services_taken(taken))


@routes.delete(
    "/v1/shipping-services/{service}",
    **operation("withdraw_shipping_service", "Withdraw a service of one's own", Tag.FULFILMENT,
                {204: Returns(None, None, "Offered no more.")}, ("not_found", "store_conflict")),
)  # fmt: skip
def withdraw(services: ServicesOf, who: Writer, service: ServiceName) -> Response:
    """Its history stays; one of the same id that comes with Clearway counts again."""
    entry = Entry(merchant=who.merchant, actor=who.name, now=services.clock.now())
    tried(services, lambda session: withdraw_service(session, services.ids, entry, service))
    return nothing()


@routes.post(
    "/v1/shipping-quotes",
    **operation("quote_shipping", "Quote shipping services", Tag.FULFILMENT, Returns(ShippingQuoteShown, A_QUOTE),
                ("not_found", "goods_unmeasured", "person_erased", "no_edition")),
)  # fmt: skip
def quote_services(
    services: ServicesOf, who: Asker, asked: Annotated[QuoteAsked, Depends(JsonBody(QuoteAsked, ASKED))]
) -> Response:
    """For an order as it would be sent today, or for stated parcels: every service with its price, or with each reason
    why it cannot take them, and the one that is chosen. Services with a live connection are priced by their carrier,
    for which it has three seconds; else their card counts, with a note. Nothing is kept and nothing is booked."""
    laws = services.shipping_laws
    with services.database.read() as session:
        data = merchant_shipping(session, who.merchant, services.shipping)
        dispatch = _dispatch(services, session, data, who, asked)
        connections = carriers_on(session, who.merchant) if asked.live else ()
    currency = data.worth_currency if asked.worth is None else asked.worth.currency
    live = (services.live_rates or LiveRates(services.clock)).asked(services.carrier_port.lines, connections, dispatch)
    with services.database.read() as session:
        wishes = asked.wishes(data.worth, dispatch)
        found = quote(session, data, laws, who.merchant, dispatch, wishes, currency, live)
    return answer(shown_quote(found))


def _dispatch(services: Services, session: ReadSession, data: ShippingData, who: Caller, asked: QuoteAsked) -> Dispatch:
    laws, merchant = services.shipping_laws, who.merchant
    if asked.order_id is not None:
        if who.shops is not None and not in_reach(services.database, merchant, who.shops, {"order_id": asked.order_id}):
            raise NotFound
        return dispatch_of_order(session, services.customs, data, laws, merchant, asked.order_id)
    country, on = asked.to_country or "", services.clock.now().astimezone(UTC).date()
    has_value = asked.value_minor is not None and asked.currency is not None
    worth = Money(asked.value_minor or 0, asked.currency or data.worth_currency)
    return Dispatch(
        parcels=tuple(each.parcel() for each in asked.parcels or ()),
        origin=asked.from_country,
        country=country,
        on=on,
        postcode=asked.postcode,
        values=values_in(worth, data, laws.reference_rates(merchant)) if has_value else {},
        identifiers=frozenset(asked.identifiers),
        terms=asked.stated_terms(),
        barred=laws.embargo_over(merchant, country, "", asked.postcode, on),
    )
