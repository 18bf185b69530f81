"""Papers of a parcel as they are shown: which there are, which are needed, and what is missing."""

from pydantic import BaseModel, Field

from api.routes.examples import Example
from api.routes.life_examples import SHIPMENT
from api.schemas.declarations import PaperFaultShown, shown_fault
from fulfillment.documents.paper_kinds import PaperKind
from fulfillment.documents.parcel_papers import ParcelPapers

LABELS = ("label.pdf", "label-4x6.pdf", "label-a6.pdf", "label.zpl")
ADVANCE = ("declaration.json", "declaration.xml")
FILES = (*LABELS, *(f"{kind}.pdf" for kind in PaperKind if kind is not PaperKind.LABEL), *ADVANCE)


class ParcelPaperShown(BaseModel):
    """One paper. `needed`: it goes with this parcel; others may be printed beside."""

    kind: PaperKind
    needed: bool
    links: dict[str, str] = Field(description="Where it is printed, by format.")


class ParcelPapersShown(BaseModel):
    """The papers of one parcel. `printable` when the order may go on and nothing stops."""

    shipment_id: str
    number: str
    destination: str
    clear: bool = Field(description="Whether the order may go on.")
    printable: bool
    papers: list[ParcelPaperShown]
    faults: list[PaperFaultShown]
    links: dict[str, str]


_A_FAULT: Example = {
    "pointer": "/item/lines/0/hs_code",
    "code": "hs_code_missing",
    "message": {"en": "there is no tariff code", "zh": "缺少税则编码"},
    "remedy": {"en": "Give the tariff code, six digits at least.", "zh": "填写至少六位的 HS 编码。"},
    "rule": "hs6",
    "stops": True,
}
PARCEL_PAPERS: Example = {
    "shipment_id": SHIPMENT,
    "number": "RX000000014CN",
    "destination": "DE",
    "clear": True,
    "printable": False,
    "papers": [
        {"kind": "cn22", "needed": True, "links": {"pdf": f"/v1/shipments/{SHIPMENT}/papers/cn22.pdf"}},
    ],
    "faults": [_A_FAULT],
    "links": {"pdf": f"/v1/shipments/{SHIPMENT}/papers.pdf"},
}


def shown_papers(papers: ParcelPapers) -> dict[str, object]:
    """As the wire has it."""
    under = f"/v1/shipments/{papers.shipment.id}/papers"
    return {
        "shipment_id": papers.shipment.id,
        "number": papers.shipment.number,
        "destination": papers.declaration.destination,
        "clear": papers.clear,
        "printable": papers.clear and not papers.stops,
        "papers": [
            {"kind": kind, "needed": kind in papers.needed, "links": _links(under, kind)} for kind in papers.possible
        ],
        "faults": [shown_fault(each) for each in papers.checked.faults],
        "links": {"pdf": f"{under}.pdf", "json": f"{under}/declaration.json", "xml": f"{under}/declaration.xml"},
    }


def _links(under: str, kind: PaperKind) -> dict[str, str]:
    found = {"pdf": f"{under}/{kind}.pdf"}
    return found | {"zpl": f"{under}/{kind}.zpl"} if kind is PaperKind.LABEL else found
