"""Papers: licences, permits and certificates that are handed in for an order, and what analysts say of them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.reach import Reach
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.asking import desk_caller
from api.routes.examples import A_DECISION, a_page
from api.routes.language import Language
from api.routes.veiling import veiled
from api.schemas.body import JsonBody, Strict
from api.schemas.file_body import FileBody
from api.schemas.ids import OrderId, PaperId
from api.schemas.page import Page, PageWanted, listing, page
from api.schemas.papers import A_PAPER, PaperDecided, PaperShown, shown_paper, shown_with_decision
from api.services import Services, ServicesOf
from engine.desk.papers import (
    FORMS,
    MOST_BYTES,
    Claim,
    Opened,
    attach,
    file_content,
    found_paper,
    hand_in,
    opened_paper,
    reject,
    verify,
    withdraw,
)
from engine.desk.reading import known_order
from engine.store.papers import PaperRow, papers_of_order, papers_waiting

routes = APIRouter()
Sender = Annotated[Caller, Depends(caller(Scope.ORDERS_WRITE))]
Reader = Annotated[Caller, Depends(caller(Scope.ORDERS_READ))]
Analyst = Annotated[Caller, Depends(caller(Scope.PAPERS_WRITE))]
Queuer = Annotated[Caller, Depends(caller(Scope.PAPERS_WRITE, Reach.NARROWED))]
Word = Annotated[str, Field(min_length=1, max_length=128)]
Day = Annotated[date, Field(strict=False)]
DECIDES = ("not_found", "person_erased", "no_edition", "in_flight")


class PaperAsked(Strict):
    """A paper as its holder describes it. `line` counts from 1; without it the paper is for all goods of the order."""

    kind: Word = Field(description="An entry of the list of documents, such as `import_permit`.")
    number: Word
    issuer: Annotated[str, Field(max_length=256)] = ""
    line: Annotated[int, Field(ge=1, le=500)] | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None


class VerifyAsked(Strict):
    """Until when it counts, if that differs from what was handed in."""

    valid_until: Day | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


class RejectAsked(Strict):
    """Why it does not do."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


CLAIM = {"kind": "import_permit", "number": "IP-2026-0042", "line": 1, "valid_until": "2027-06-30"}


@routes.get(
    "/v1/orders/{order_id}/papers",
    **operation(
        "list_papers", "List the papers of an order", Tag.PAPERS, Returns(Page[PaperShown], a_page(A_PAPER)),
        ("not_found",),
    ),
)  # fmt: skip
def list_papers(services: ServicesOf, who: Reader, order_id: OrderId) -> Response:
    """All of them, oldest first, rejected ones too."""
    with services.database.read() as session:
        known_order(session, who.merchant, order_id)
        rows = papers_of_order(session, who.merchant, order_id)
        shown = [shown_paper(opened_paper(services.desk, session, each)) for each in rows]
    return answer({"data": shown, "next_cursor": None, "has_more": False})


@routes.post(
    "/v1/orders/{order_id}/papers",
    **operation(
        "hand_in_paper",
        "Hand in a paper",
        Tag.PAPERS,
        {201: Returns(PaperDecided, {"paper": A_PAPER, "decision": A_DECISION}, "Kept, and the order decided anew.")},
        (*DECIDES, "paper_refused"),
    ),
)
def hand_in_paper(
    services: ServicesOf,
    who: Sender,
    order_id: OrderId,
    asked: Annotated[PaperAsked, Depends(JsonBody(PaperAsked, CLAIM))],
    language: Language,
) -> Response:
    """It is *claimed* until an analyst has verified it: the customer is not asked again, and the order waits."""
    claim = Claim(**asked.model_dump())
    row, decided = hand_in(services.desk, desk_caller(who), order_id, claim)
    return answer(shown_with_decision(_opened(services, row), veiled(services, who, decided), language), 201)


@routes.get(
    "/v1/papers",
    **operation(
        "list_waiting_papers", "List the papers that wait", Tag.PAPERS, Returns(Page[PaperShown], a_page(A_PAPER))
    ),
)
def list_waiting_papers(services: ServicesOf, who: Queuer, wanted: Annotated[PageWanted, Depends(page)]) -> Response:
    """Of all orders, oldest first."""
    key = wanted.after(str)
    with services.database.read() as session:
        rows = papers_waiting(session, who.merchant, wanted.rows, "" if key is None else str(key[0]), who.shops)
        opened = [opened_paper(services.desk, session, each) for each in rows]
    return listing(opened, wanted, lambda each: (each.row.paper.id,), shown_paper)


@routes.get(
    "/v1/papers/{paper_id}",
    **operation("get_paper", "Read a paper", Tag.PAPERS, Returns(PaperShown, A_PAPER), ("not_found",)),
)
def get_paper(services: ServicesOf, who: Reader, paper_id: PaperId) -> Response:
    """What it says is gone once its person was erased."""
    with services.database.read() as session:
        row = found_paper(session, who.merchant, paper_id)
        return answer(shown_paper(opened_paper(services.desk, session, row)))


@routes.put(
    "/v1/papers/{paper_id}/file",
    **operation(
        "put_paper_file",
        "Send the scan of a paper",
        Tag.PAPERS,
        Returns(PaperShown, A_PAPER),
        ("not_found", "paper_judged", "file_unknown", "person_erased"),
    ),
)
def put_paper_file(
    services: ServicesOf,
    who: Sender,
    paper_id: PaperId,
    content: Annotated[bytes, Depends(FileBody(tuple(FORMS), MOST_BYTES))],
) -> Response:
    """A PDF, PNG or JPEG of at most 5 MiB; another one takes its place until the paper is judged."""
    return answer(shown_paper(_opened(services, attach(services.desk, desk_caller(who), paper_id, content))))


@routes.get(
    "/v1/papers/{paper_id}/file",
    **operation(
        "get_paper_file",
        "Read the scan of a paper",
        Tag.PAPERS,
        Returns(None, "%PDF-1.7 …", "The file.", "application/octet-stream"),
        ("not_found", "person_erased"),
    ),
)
def get_paper_file(services: ServicesOf, who: Analyst, paper_id: PaperId) -> Response:
    """To be looked at beside the register of whoever issued it. Browsers save it and never show it in our name."""
    with services.database.read() as session:
        media_type, content = file_content(services.desk, session, desk_caller(who), paper_id)
    headers = {"Content-Disposition": f'attachment; filename="{paper_id}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


@routes.post(
    "/v1/papers/{paper_id}/verify",
    **operation(
        "verify_paper",
        "Verify a paper",
        Tag.PAPERS,
        Returns(PaperDecided, {"paper": A_PAPER, "decision": A_DECISION}),
        (*DECIDES, "paper_judged"),
    ),
)
def verify_paper(
    services: ServicesOf,
    who: Analyst,
    paper_id: PaperId,
    asked: Annotated[VerifyAsked, Depends(JsonBody(VerifyAsked, {"note": "found in the register"}))],
    language: Language,
) -> Response:
    """It satisfies what the law asks for, for these goods and this country, until its validity ends."""
    row, decided = verify(services.desk, desk_caller(who), paper_id, valid_until=asked.valid_until, note=asked.note)
    return answer(shown_with_decision(_opened(services, row), veiled(services, who, decided), language))


@routes.post(
    "/v1/papers/{paper_id}/reject",
    **operation(
        "reject_paper",
        "Reject a paper",
        Tag.PAPERS,
        Returns(PaperDecided, {"paper": A_PAPER, "decision": A_DECISION}),
        (*DECIDES, "paper_judged"),
    ),
)
def reject_paper(
    services: ServicesOf,
    who: Analyst,
    paper_id: PaperId,
    asked: Annotated[RejectAsked, Depends(JsonBody(RejectAsked, {"reason": "issued for another importer"}))],
    language: Language,
) -> Response:
    """The order asks for it again. A verified paper can be rejected too, when it turns out to be false."""
    row, decided = reject(services.desk, desk_caller(who), paper_id, asked.reason)
    return answer(shown_with_decision(_opened(services, row), veiled(services, who, decided), language))


@routes.post(
    "/v1/papers/{paper_id}/withdraw",
    **operation(
        "withdraw_paper",
        "Take a paper back",
        Tag.PAPERS,
        Returns(PaperDecided, {"paper": A_PAPER, "decision": A_DECISION}),
        (*DECIDES, "paper_judged"),
    ),
)
def withdraw_paper(services: ServicesOf, who: Sender, paper_id: PaperId, language: Language) -> Response:
    """It was handed in by mistake."""
    row, decided = withdraw(services.desk, desk_caller(who), paper_id)
    return answer(shown_with_decision(_opened(services, row), veiled(services, who, decided), language))


def _opened(services: Services, row: PaperRow) -> Opened:
    with services.database.read() as session:
        return opened_paper(services.desk, session, row)
