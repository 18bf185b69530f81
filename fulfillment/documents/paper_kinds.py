"""Which papers there are, and which of them a parcel needs."""

from enum import StrEnum

from fulfillment.documents.cn22 import fits_cn22
from fulfillment.documents.completeness import Form
from fulfillment.documents.declaration import Declaration

POST = "post"


class PaperKind(StrEnum):
    """Papers of one parcel, in the order in which they are printed."""

    LABEL = "label"
    CN22 = "cn22"
    CN23 = "cn23"
    INVOICE = "invoice"
    PACKING_LIST = "packing_list"
    DANGEROUS_GOODS_NOTE = "dangerous_goods_note"
    PACKING_SLIP = "packing_slip"


def needed(declaration: Declaration, form: Form, *, crosses: bool) -> tuple[PaperKind, ...]:
    """What goes with the parcel. `crosses`: it passes a customs border, `form` is what its value and weight allow.

    By post it bears CN 22 or CN 23, by any other way a packing list lies with the invoice. Goods inside a country or
    a union need neither.
    """
    by_post = declaration.carriage.mode == POST
    small = form is Form.CN22 and fits_cn22(declaration)
    asked = {
        PaperKind.LABEL: True,
        PaperKind.CN22: crosses and by_post and small,
        PaperKind.CN23: crosses and by_post and not small,
        PaperKind.INVOICE: crosses,
        PaperKind.PACKING_LIST: crosses and not by_post,
        PaperKind.DANGEROUS_GOODS_NOTE: bool(declaration.dangerous),
        PaperKind.PACKING_SLIP: True,
    }
    return tuple(kind for kind, is_asked in asked.items() if is_asked)


def possible(declaration: Declaration, form: Form) -> tuple[PaperKind, ...]:
    """What may be printed beside what is needed: a sender may prefer CN 23, or add invoice and packing list."""
    barred = set()
    if form is not Form.CN22 or not fits_cn22(declaration):
        barred.add(PaperKind.CN22)
    if not declaration.dangerous:
        barred.add(PaperKind.DANGEROUS_GOODS_NOTE)
    return tuple(kind for kind in PaperKind if kind not in barred)
