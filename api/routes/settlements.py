"""Settlement reports: sent as files, listed, and what they say of an order."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotTakenOver
from api.routes.examples import a_page
from api.schemas.file_body import FileBody
from api.schemas.ids import OrderId, SettlementId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.settlements import (
    A_FILE_LINE,
    A_LINE_SUM,
    A_SETTLEMENT,
    OF_ORDER,
    TAKEN,
    FileLineShown,
    LineSumsShown,
    OrderSettlementShown,
    SettlementShown,
    SettlementTaken,
    shown_file_line,
    shown_line_sum,
    shown_order_settlement,
    shown_settlement,
    shown_taken,
)
from api.schemas.words import LINE
from api.services import ServicesOf
from engine.store.decision_rows import current_of
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.payments.settlement.importing import Importing
from fulfillment.payments.settlement.of_order import settlement_of
from fulfillment.payments.settlement.penalties import bundled_penalties
from fulfillment.payments.settlement.reading import AUTO, read_report
from fulfillment.records import SettlementFile
from fulfillment.store.settlement import NOT_MATCHED, file_of, files_after, lines_of_file, sums_of_file

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
MEDIA = ("text/csv", "text/tab-separated-values", "text/plain", "application/json", "application/xml", "text/xml")
MOST_BYTES = 64 << 20


@routes.post(
    "/v1/settlements",
    **operation(
        "take_settlement",
        "Take a settlement report in",
        Tag.SETTLEMENTS,
        {
            201: Returns(SettlementTaken, TAKEN, "All lines are kept, and held against the books."),
            200: Returns(SettlementTaken, {**TAKEN, "known": True}, "It was taken in before; nothing changed."),
        },
        ("report_rejected", "case_changed", "store_conflict"),
    ),
)
def take_settlement(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(MEDIA, MOST_BYTES))],
    provider: Annotated[
        str, Query(description="Whose report it is; else told by its content.", max_length=32, pattern="^[a-z0-9_]+$")
    ] = AUTO,
    name: Annotated[str, Query(description="What you call the file.", max_length=128, pattern=LINE)] = "report",
) -> Response:
    """The file is read whole before anything is kept, and every fault of it is told with its row and column.

    A file that was broken off while it was kept goes on where it was when it is sent again; one that was taken in
    changes nothing. Lines that another file has brought are not taken twice.
    """
    report = read_report(content, provider, name)
    work = Importing(
        database=services.database,
        site=services.site_of(who),
        merchant=who.merchant,
        now=services.clock.now(),
        actor=who.name,
        penalties=bundled_penalties(),
    )
    done = work.take(report)
    return answer(shown_taken(done), 200 if done.is_known else 201)


@routes.get(
    "/v1/settlements",
    **operation(
        "list_settlements",
        "List settlement reports",
        Tag.SETTLEMENTS,
        Returns(Page[SettlementShown], a_page(A_SETTLEMENT)),
    ),
)
def list_settlements(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    newest_first: Annotated[bool, Query(description="The newest first, not the oldest.")] = False,
) -> Response:
    """Oldest first, unless asked otherwise; a cursor goes on in the order in which it was given."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        rows = files_after(session, who.merchant, wanted.rows, after, is_newest_first=newest_first)
    return listing(rows, wanted, lambda row: (row.id,), shown_settlement)


@routes.get(
    "/v1/settlements/{settlement_id}",
    **operation(
        "get_settlement",
        "Read how far a settlement report is",
        Tag.SETTLEMENTS,
        Returns(SettlementShown, A_SETTLEMENT),
        ("not_found",),
    ),
)
def get_settlement(services: ServicesOf, who: Reader, settlement_id: SettlementId) -> Response:
    """While it is taken in, `done` grows; `finished_at` says that batches and payouts were looked at, too."""
    with services.database.read() as session:
        return answer(shown_settlement(_known(session, who.merchant, settlement_id)))


@routes.get(
    "/v1/settlements/{settlement_id}/lines",
    **operation(
        "list_settlement_lines",
        "List the lines of a settlement report",
        Tag.SETTLEMENTS,
        Returns(Page[FileLineShown], a_page(A_FILE_LINE)),
        ("not_found",),
    ),
)
def list_settlement_lines(
    services: ServicesOf,
    who: Reader,
    settlement_id: SettlementId,
    wanted: Annotated[PageWanted, Depends(page)],
    unmatched: Annotated[bool, Query(description="Only lines that have no place in the books yet.")] = False,
) -> Response:
    """As they stand in the file, without those that an earlier file has brought."""
    key = wanted.after(str)
    after = "" if key is None else str(key[0])
    places = NOT_MATCHED if unmatched else ()
    with services.database.read() as session:
        file = _known(session, who.merchant, settlement_id)
        rows = lines_of_file(session, who.merchant, file.id, wanted.rows, after, places)
    return listing(rows, wanted, lambda row: (row.id,), shown_file_line)


@routes.get(
    "/v1/settlements/{settlement_id}/totals",
    **operation(
        "get_settlement_totals",
        "Read what a settlement report comes to",
        Tag.SETTLEMENTS,
        Returns(LineSumsShown, {"data": [A_LINE_SUM]}),
        ("not_found",),
    ),
)
def get_settlement_totals(services: ServicesOf, who: Reader, settlement_id: SettlementId) -> Response:
    """By currency and kind, without lines that an earlier file has brought."""
    with services.database.read() as session:
        file = _known(session, who.merchant, settlement_id)
        sums = sums_of_file(session, who.merchant, file.id)
    return answer({"data": [shown_line_sum(each) for each in sums]})


@routes.get(
    "/v1/orders/{order_id}/settlement",
    **operation(
        "get_order_settlement",
        "Read what reports say of an order's money",
        Tag.SETTLEMENTS,
        Returns(OrderSettlementShown, OF_ORDER),
        ("not_found", "not_taken_over"),
    ),
)
def get_order_settlement(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """Rung by rung: paid, less fees, tax, reserve, refunds and fines; and whether it has reached the bank."""
    with services.database.read() as session:
        found = settlement_of(session, who.merchant, order_id)
        if found is None and current_of(session, who.merchant, order_id) is not None:
            raise NotTakenOver
    if found is None:
        raise NotFound("order", order_id)
    return answer(shown_order_settlement(found, services.clock.now()))


def _known(session: ReadSession, merchant: str, settlement_id: str) -> SettlementFile:
    """Raises NotFound."""
    file = file_of(session, merchant, settlement_id)
    if file is None:
        raise NotFound("settlement", settlement_id)
    return file
