"""Papers of a transfer, as PDF: commercial invoice, packing list, carton labels."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.composition.articles import article_facts
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.schemas.ids import TransferId
from api.services import ServicesOf
from fulfillment.transfers.papers import TransferPaper, transfer_sheets

routes = APIRouter()
PDF = "application/pdf"
FILES = tuple(f"{kind}.pdf" for kind in TransferPaper)


def _known_file(name: str) -> str:
    if name not in FILES:
        raise NotFound
    return name


FileName = Annotated[
    str,
    AfterValidator(_known_file),
    Path(json_schema_extra={"enum": list(FILES)}, examples=["invoice.pdf"]),
]


@routes.get(
    "/v1/transfers/{transfer_id}/papers/{file}",
    **operation("print_transfer_paper", "Print a paper of a transfer", Tag.FULFILMENT,
                Returns(None, "%PDF-1.7 …", "The paper.", PDF),
                ("not_found", "transfer_refused", "font_missing", "letters_missing", "code_refused")),
)  # fmt: skip
def print_transfer_paper(
    services: ServicesOf,
    who: Annotated[Caller, Depends(caller(Scope.ORDERS_READ))],
    transfer_id: TransferId,
    file: FileName,
) -> Response:
    """Once its cartons are packed. The invoice names the importer of record, where a customs border is crossed."""
    kind, setter = TransferPaper(file.removesuffix(".pdf")), services.print_shop.typesetter
    with services.database.read() as session:
        sheets = transfer_sheets(session, who.merchant, transfer_id, kind, article_facts, setter)
    headers = {"Content-Disposition": f'inline; filename="{kind}-{transfer_id}.pdf"'}
    return Response(setter.pdf(*sheets), media_type=PDF, headers=headers)
