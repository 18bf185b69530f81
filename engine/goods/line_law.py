"""The sets by which rules read what law says of a line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.goods.limits import Against
from engine.goods.restriction import Kind, Reach, Trust
from engine.goods.screening import Applied, Side


@dataclass(slots=True, kw_only=True)
class LineLaw:
    """What law says of one line. Sets of category ids, but for documents, movements and ids.

    What the country of dispatch forbids or licenses stands apart (`export_…`), since others answer for it.
    """

    prohibited: set[str] = field(default_factory=set)
    prohibited_certain: set[str] = field(default_factory=set)
    licence: set[str] = field(default_factory=set)
    certificate: set[str] = field(default_factory=set)
    conditional: set[str] = field(default_factory=set)
    limit_exceeded: set[str] = field(default_factory=set)
    limit_unknown: set[str] = field(default_factory=set)
    documents_missing: set[str] = field(default_factory=set)
    carriage_refused: set[str] = field(default_factory=set)
    low_confidence: set[str] = field(default_factory=set)
    world_prohibited: set[str] = field(default_factory=set)
    export_prohibited: set[str] = field(default_factory=set)
    export_prohibited_certain: set[str] = field(default_factory=set)
    export_licence: set[str] = field(default_factory=set)
    export_conditional: set[str] = field(default_factory=set)
    export_documents_missing: set[str] = field(default_factory=set)
    movements: set[str] = field(default_factory=set)
    restrictions: set[str] = field(default_factory=set)
    could_prohibit: bool = False


_BY_KIND = {
    Kind.LICENCE_REQUIRED: "licence",
    Kind.CERTIFICATE_REQUIRED: "certificate",
    Kind.RESTRICTED: "conditional",
    Kind.CONDITIONAL: "conditional",
}
_BY_EXPORT_KIND = {
    Kind.LICENCE_REQUIRED: "export_licence",
    Kind.CERTIFICATE_REQUIRED: "export_licence",
    Kind.RESTRICTED: "export_conditional",
    Kind.CONDITIONAL: "export_conditional",
}


def line_law(applied: Iterable[Applied], *, could_prohibit: bool = False) -> LineLaw:
    """The sets of what applies to one line."""
    law = LineLaw(could_prohibit=could_prohibit)
    for one in applied:
        law.restrictions.add(one.restriction.id)
        law.movements.add(one.movement)
        category = one.restriction.category
        if one.restriction.trust is Trust.LOW:
            law.low_confidence.add(category)
        elif one.unknown:
            law.limit_unknown.add(category)
        elif one.bites:
            _bite(law, one, category)
    return law


def _bite(law: LineLaw, one: Applied, category: str) -> None:
    if one.standing is Against.EXCEEDED and one.side is not Side.ORIGIN:  # rules speak of the destination's limits
        law.limit_exceeded.add(category)
    if one.restriction.kind is Kind.PROHIBITED and Reach.LAW not in one.restriction.reaches:
        law.carriage_refused.add(category)
    elif one.side is Side.WORLD:
        (law.world_prohibited if one.restriction.kind is Kind.PROHIBITED else law.conditional).add(category)
    elif one.side is Side.ORIGIN:
        _bite_on_leaving(law, one, category)
    else:
        law.documents_missing |= one.restriction.documents
        if one.restriction.kind is Kind.PROHIBITED:
            law.prohibited.add(category)
            if one.certain:
                law.prohibited_certain.add(category)
        else:
            getattr(law, _BY_KIND[one.restriction.kind]).add(category)


def _bite_on_leaving(law: LineLaw, one: Applied, category: str) -> None:
    law.export_documents_missing |= one.restriction.documents
    if one.restriction.kind is not Kind.PROHIBITED:
        getattr(law, _BY_EXPORT_KIND[one.restriction.kind]).add(category)
        return
    law.export_prohibited.add(category)
    if one.certain:
        law.export_prohibited_certain.add(category)
