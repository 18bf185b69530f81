"""Carriers' bills: sent as files, looked at, looked at again, and disputed by a table and a letter."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import a_page
from api.routes.working import tried
from api.schemas.body import JsonBody, Strict
from api.schemas.file_body import FileBody
from api.schemas.freight import (
    A_FREIGHT_BILL,
    A_FREIGHT_DIFFERENCE,
    A_FREIGHT_LINE,
    BILL_LOOKED,
    BILL_TAKEN,
    FreightBillShown,
    FreightDisputed,
    FreightLineShown,
    FreightLooked,
    FreightTaken,
    shown_bill,
    shown_bill_taken,
    shown_freight_case,
    shown_freight_line,
    shown_looked,
)
from api.schemas.ids import FreightBillId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.words import LINE, Why
from api.services import Services, ServicesOf
from engine.bundled import data_folder
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.freight.bill import FreightBill
from fulfillment.freight.disputing import dispute, dispute_letter, dispute_table, disputed
from fulfillment.freight.readers.reading import read_bill
from fulfillment.freight.taking_in import Importing
from fulfillment.freight.tolerances import load_tolerances
from fulfillment.freight.words import WORDS
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.store.freight import freight_file_of, freight_files_after, freight_lines_of
from fulfillment.store.freight_cases import freight_cases_of_lines

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Writer = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = ("text/csv", "text/tab-separated-values", "text/plain", XLSX)
CSV, PDF = "text/csv; charset=utf-8", "application/pdf"
MOST_BYTES = 16 << 20
ShapeOption = Annotated[
    Literal["auto", "dhl_express", "cn_line", "generic"], Query(description="Else told by its columns.")
]
CarrierOption = Annotated[
    str,
    Query(description="Whose bill it is, where the shape is of several.", max_length=32, pattern="^[a-z0-9_-]*$"),
]
BillOption = Annotated[
    str | None, Query(description="Only this invoice of the file.", min_length=1, max_length=64, pattern=LINE)
]


class FreightDisputeAsked(Strict):
    """Why, or with which letter."""

    why: Why


@routes.post(
    "/v1/freight-bills",
    **operation("take_freight_bill", "Take a carrier's bill in", Tag.FREIGHT, {
        201: Returns(FreightTaken, BILL_TAKEN, "Its lines are kept, and held against what was packed and agreed."),
        200: Returns(FreightTaken, {**BILL_TAKEN, "known": True}, "It was taken in before; nothing changed."),
    }, ("freight_bill_rejected", "case_changed", "store_conflict")),
)  # fmt: skip
def take_freight_bill(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(MEDIA, MOST_BYTES))],
    shape: ShapeOption = "auto",
    carrier: CarrierOption = "",
    name: Annotated[str, Query(description="What you call the file.", max_length=128, pattern=LINE)] = "bill",
) -> Response:
    """The file is read whole before anything is kept, and every fault is told with its row and column. A file that was
    broken off goes on where it was when it is sent again. Lines that another file has brought are not taken twice; what
    a line gives back closes what was asked too much before."""
    bill = read_bill(content, shape, name, carrier=carrier)
    done = _importing(services, who).take(bill)
    return answer(shown_bill_taken(done, _warnings(bill)), 200 if done.is_known else 201)


@routes.post(
    "/v1/freight-bills/look",
    **operation("look_at_freight_bill", "See what would come of a bill", Tag.FREIGHT,
                Returns(FreightLooked, BILL_LOOKED, "Nothing is kept."), ("freight_bill_rejected",)),
)  # fmt: skip
def look_at_freight_bill(
    services: ServicesOf,
    who: Writer,
    content: Annotated[bytes, Depends(FileBody(MEDIA, MOST_BYTES))],
    shape: ShapeOption = "auto",
    carrier: CarrierOption = "",
) -> Response:
    """The same reading and the same audit as of a bill that is taken in."""
    bill = read_bill(content, shape, "bill", carrier=carrier)
    looked = _importing(services, who).look(bill)
    return answer(shown_looked(len(bill.lines), looked, _warnings(bill)))


@routes.get(
    "/v1/freight-bills",
    **operation("list_freight_bills", "List carriers' bills", Tag.FREIGHT,
                Returns(Page[FreightBillShown], a_page(A_FREIGHT_BILL))),
)  # fmt: skip
def list_freight_bills(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    newest_first: Annotated[bool, Query(description="The newest first, not the oldest.")] = False,
) -> Response:
    """Oldest first, unless asked otherwise; a cursor goes on in the order in which it was given."""
    key = wanted.after(str)
    with services.database.read() as session:
        after = "" if key is None else str(key[0])
        rows = freight_files_after(session, who.merchant, wanted.rows, after, is_newest_first=newest_first)
    return listing(rows, wanted, lambda row: (row.id,), shown_bill)


@routes.get(
    "/v1/freight-bills/{freight_bill_id}",
    **operation("get_freight_bill", "Read how far a bill is", Tag.FREIGHT, Returns(FreightBillShown, A_FREIGHT_BILL),
                ("not_found",)),
)  # fmt: skip
def get_freight_bill(services: ServicesOf, who: Reader, freight_bill_id: FreightBillId) -> Response:
    """`finished_at` says that all of its lines were looked at."""
    with services.database.read() as session:
        file = freight_file_of(session, who.merchant, freight_bill_id)
    if file is None:
        raise NotFound("freight bill", freight_bill_id)
    return answer(shown_bill(file))


@routes.get(
    "/v1/freight-bills/{freight_bill_id}/lines",
    **operation("list_freight_bill_lines", "List the lines of a bill", Tag.FREIGHT,
                Returns(Page[FreightLineShown], a_page(A_FREIGHT_LINE)), ("not_found",)),
)  # fmt: skip
def list_freight_bill_lines(
    services: ServicesOf, who: Reader, freight_bill_id: FreightBillId, wanted: Annotated[PageWanted, Depends(page)]
) -> Response:
    """As they stand in the file, without those that an earlier bill has brought; each with what differs in it."""
    key, now = wanted.after(int), services.clock.now()
    after = -1 if key is None else int(key[0])
    with services.database.read() as session:
        if freight_file_of(session, who.merchant, freight_bill_id) is None:
            raise NotFound("freight bill", freight_bill_id)
        lines = freight_lines_of(session, who.merchant, freight_bill_id, after, wanted.rows)
        cases = freight_cases_of_lines(session, who.merchant, [line.id for line in lines]).values()
    by_line = {line.id: [each for each in cases if each.line_id == line.id] for line in lines}
    return listing(lines, wanted, lambda line: (line.number,),
                   lambda line: shown_freight_line(line, by_line[line.id], now))  # fmt: skip


@routes.post(
    "/v1/freight-bills/{freight_bill_id}/audit",
    **operation("audit_freight_bill", "Look at a bill again", Tag.FREIGHT,
                Returns(FreightTaken, {**BILL_TAKEN, "known": True}, "What it came to."),
                ("not_found", "case_changed", "store_conflict")),
)  # fmt: skip
def audit_freight_bill(services: ServicesOf, who: Writer, freight_bill_id: FreightBillId) -> Response:
    """After parcels got their labels, or rate cards were entered. What differs no more is closed; what a person has
    decided stays, unless more is at stake than was decided about."""
    return answer(shown_bill_taken(_importing(services, who).audit(freight_bill_id)))


@routes.post(
    "/v1/freight-bills/{freight_bill_id}/dispute",
    **operation("dispute_freight_bill", "Tell that a bill was disputed", Tag.FREIGHT,
                Returns(FreightDisputed, {"data": [{**A_FREIGHT_DIFFERENCE, "state": "disputed"}]}, "How they stand."),
                ("not_found", "nothing_to_dispute", "case_changed")),
)  # fmt: skip
def dispute_freight_bill(
    services: ServicesOf,
    who: Writer,
    freight_bill_id: FreightBillId,
    asked: Annotated[FreightDisputeAsked, Depends(JsonBody(FreightDisputeAsked, {"why": "letter of 26 November"}))],
    bill: BillOption = None,
) -> Response:
    """Its open differences are disputed from now on, until they are credited, accepted or lost."""

    def work(session: WriteSession) -> object:
        now = services.clock.now()
        site = services.site_of(who)
        sitting = Sitting(session=session, site=site, merchant=who.merchant, now=now, actor=who.name)
        return {"data": [shown_freight_case(each, now) for each in dispute(sitting, freight_bill_id, asked.why, bill)]}

    return answer(tried(services, work))


@routes.get(
    "/v1/freight-bills/{freight_bill_id}/dispute.csv",
    **operation("get_freight_dispute_table", "Get the table of a dispute", Tag.FREIGHT,
                Returns(None, "difference,state,kind,bill\r\n", "The table.", "text/csv"),
                ("not_found", "nothing_to_dispute")),
)  # fmt: skip
def get_freight_dispute_table(
    services: ServicesOf, who: Reader, freight_bill_id: FreightBillId, lang: Literal["en", "zh"] = "en",
    bill: BillOption = None,
) -> Response:  # fmt: skip
    """Each open or disputed difference with its evidence; nothing in it is computed by a spreadsheet."""
    with services.database.read() as session:
        _, cases = disputed(session, who.merchant, freight_bill_id, bill)
    headers = {"Content-Disposition": f'attachment; filename="{freight_bill_id}.csv"'}
    return Response(dispute_table(cases, WORDS[lang]), media_type=CSV, headers=headers)


@routes.get(
    "/v1/freight-bills/{freight_bill_id}/dispute.pdf",
    **operation("get_freight_dispute_letter", "Get the letter of a dispute", Tag.FREIGHT,
                Returns(None, "%PDF-1.7 …", "The letter.", PDF),
                ("not_found", "nothing_to_dispute", "font_missing", "letters_missing")),
)  # fmt: skip
def get_freight_dispute_letter(
    services: ServicesOf, who: Reader, freight_bill_id: FreightBillId, lang: Literal["en", "zh"] = "en",
    bill: BillOption = None,
) -> Response:  # fmt: skip
    """To the carrier's billing department, in English or Chinese."""
    setter = services.print_shop.typesetter
    with services.database.read() as session:
        file, cases = disputed(session, who.merchant, freight_bill_id, bill)
    sheet = dispute_letter(file, cases, WORDS[lang], who.merchant, services.clock.now().date(), setter)
    headers = {"Content-Disposition": f'inline; filename="{freight_bill_id}.pdf"'}
    return Response(setter.pdf(sheet), media_type=PDF, headers=headers)


def _importing(services: Services, who: Caller) -> Importing:
    return Importing(
        database=services.database,
        site=services.site_of(who),
        sources=services.money_sources,
        tolerances=load_tolerances(data_folder()),
        merchant=who.merchant,
        now=services.clock.now(),
        actor=who.name,
    )


def _warnings(bill: FreightBill) -> list[str]:
    return [f"row {each.row}: {each.detail} [{each.code}]" if each.row else each.detail for each in bill.warnings]
