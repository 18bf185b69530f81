"""Papers that go with a parcel: customs forms, invoice, lists and labels, each as a file, all as one, or as data.

Papers that customers hand in are another thing: see `papers`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import AfterValidator
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import JSON, answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.schemas.ids import ShipmentId
from api.schemas.shipment_papers import FILES, PARCEL_PAPERS, ParcelPapersShown, shown_papers
from api.services import Services, ServicesOf
from fulfillment.carriers.carrier_labels import print_carrier_label
from fulfillment.carriers.protocol import LabelFile
from fulfillment.documents.paper_kinds import PaperKind
from fulfillment.documents.parcel_papers import papers_of, print_advance_data, print_papers, print_zpl
from fulfillment.documents.sheet import PaperSize

routes = APIRouter()
Worker = Annotated[Caller, Depends(caller(Scope.FULFILMENT_WRITE))]
PDF, ZPL, XML = "application/pdf", "application/vnd.zebra.zpl", "application/xml"
SIZES = {
    "label": PaperSize.LABEL,
    "label-4x6": PaperSize.LABEL_INCHES,
    "label-a6": PaperSize.A6,
}
REFUSES = (
    "not_found", "person_erased", "paper_withheld", "paper_incomplete", "paper_not_called_for", "paper_empty",
    "letters_missing", "font_missing", "no_edition", "declaration_refused",
)  # fmt: skip


def _known_file(name: str) -> str:
    if name not in FILES:
        raise NotFound
    return name


FileName = Annotated[
    str,
    AfterValidator(_known_file),
    Path(json_schema_extra={"enum": list(FILES)}, examples=["cn23.pdf"]),
]


@routes.get(
    "/v1/shipments/{shipment_id}/papers",
    **operation(
        "list_parcel_papers",
        "List the papers of a parcel",
        Tag.FULFILMENT,
        Returns(ParcelPapersShown, PARCEL_PAPERS),
        ("not_found", "person_erased", "no_edition", "declaration_refused"),
    ),
)
def list_parcel_papers(services: ServicesOf, who: Worker, shipment_id: ShipmentId) -> Response:
    """Which papers it needs, which may be added, and everything that keeps them from being printed."""
    with services.database.read() as session:
        found = papers_of(session, services.print_shop, who.merchant, shipment_id, services.clock.now(), who.name)
    return answer(shown_papers(found))


@routes.get(
    "/v1/shipments/{shipment_id}/papers.pdf",
    **operation(
        "print_parcel_papers",
        "Print all papers of a parcel",
        Tag.FULFILMENT,
        Returns(None, "%PDF-1.7 …", "One PDF with all papers that the parcel needs.", PDF),
        REFUSES,
    ),
)
def print_parcel_papers(services: ServicesOf, who: Worker, shipment_id: ShipmentId) -> Response:
    """In the order in which they are needed: label, customs form, invoice, lists, packing slip.

    What is declared is kept when papers are first printed, without personal values; a reprint says the same.
    """
    return _file(_printed(services, who, shipment_id, ()), PDF, f"papers-{shipment_id}.pdf")


@routes.get(
    "/v1/shipments/{shipment_id}/papers/{file}",
    **operation(
        "print_parcel_paper",
        "Print one paper of a parcel",
        Tag.FULFILMENT,
        Returns(None, "%PDF-1.7 …", "The paper, as PDF, ZPL, JSON or XML by its suffix.", "application/octet-stream"),
        REFUSES,
    ),
)
def print_parcel_paper(services: ServicesOf, who: Worker, shipment_id: ShipmentId, file: FileName) -> Response:
    """The label comes as PDF of 100 by 150 mm, 4 by 6 inches or A6, and as ZPL, or in its carrier's own form where it
    was booked by a live connection; the declaration as the data that is sent ahead of the parcel."""
    name, suffix = file.split(".")
    if name in SIZES and (drawn := _carrier_label(services, who, shipment_id)) is not None:
        return _file(drawn.content, drawn.media_type, "label.zpl" if drawn.media_type == ZPL else "label.pdf")
    shop, now = services.print_shop, services.clock.now()
    asked = (services.database, shop, who.merchant, shipment_id, now, who.name)
    match suffix:
        case "zpl":
            return _file(print_zpl(*asked).encode(), ZPL, file)
        case "json" | "xml":
            content = print_advance_data(*asked, as_xml=suffix == "xml")
            return _file(content, XML if suffix == "xml" else JSON, file)
    kind = PaperKind.LABEL if name in SIZES else PaperKind(name)
    size = SIZES.get(name, PaperSize.LABEL)
    return _file(_printed(services, who, shipment_id, (kind,), size), PDF, file)


def _carrier_label(services: Services, who: Caller, shipment_id: str) -> LabelFile | None:
    with services.database.read() as session:
        return print_carrier_label(session, services.carrier_port.seal, services.site.desk, who.merchant, shipment_id)


def _printed(
    services: Services, who: Caller, shipment_id: str, kinds: tuple[PaperKind, ...], size: PaperSize = PaperSize.LABEL
) -> bytes:
    return print_papers(
        services.database, services.print_shop, who.merchant, shipment_id, services.clock.now(), who.name, kinds, size
    )


def _file(content: bytes, media_type: str, name: str) -> Response:
    # Papers show personal values: no cache between us and the printer keeps them.
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
