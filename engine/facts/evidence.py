"""What shows that goods conform: what the order says of a line, and what the seller's product file says of its article.

The product file is seen through a protocol, so that a product of any sort can be handed in.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from engine.customs.conformity import ATTRIBUTES, CERTIFICATES, PAPERS, PERSON, ProductEvidence
from engine.customs.conformity_data import ConformityKnowledge
from engine.customs.registration_kinds import plain_number
from engine.lexicon.spec import Value
from engine.order.line import Line
from engine.registration import Registration

RESPONSIBLE = "responsible_person"


class StatesRegistration(Protocol):
    """A number under which an article stands in a register; `scheme` in its seller's own words."""

    @property
    def country(self) -> str: ...
    @property
    def scheme(self) -> str: ...


class StatesConformity(Protocol):
    """What a product file says of an article."""

    @property
    def certificates(self) -> Sequence[str]: ...
    @property
    def responsible_person(self) -> str | None: ...
    @property
    def material(self) -> str | None: ...
    @property
    def registrations(self) -> Sequence[StatesRegistration]: ...


def line_evidence(
    line: Line,
    facts: Mapping[str, Value],
    knowledge: ConformityKnowledge,
    product: StatesConformity | None = None,
    registrations: Sequence[Registration] = (),
    on: date = date.max,
) -> ProductEvidence:
    """All that is stated of a line. `facts` are the line's, with its papers; `registrations` the merchant's, among
    which a responsible person that the product names may be found, and then counts where it is registered."""
    verified = facts.get("line.documents_verified")
    papers = verified if isinstance(verified, frozenset) else frozenset()
    certificates = frozenset(line.certificates)
    person, numbers = None, set[tuple[str, str]]()
    attributes = frozenset[str]()
    if product is not None:
        certificates |= frozenset(product.certificates)
        person, numbers = _person(product.responsible_person, registrations, on)
        numbers |= _registered(product.registrations, knowledge)
        attributes = frozenset({"material"} if product.material else ())
    kept = {
        CERTIFICATES: knowledge.conformity.marks(certificates),
        PAPERS: bool(papers),
        PERSON: product is not None and product.responsible_person is not None,
        ATTRIBUTES: bool(attributes),
    }
    return ProductEvidence(
        certificates=certificates,
        responsible_person=person,
        registrations=frozenset(numbers),
        papers=papers,
        attributes=attributes,
        keeps=frozenset(sort for sort, is_kept in kept.items() if is_kept),
    )


def _person(
    named: str | None, registrations: Sequence[Registration], on: date
) -> tuple[str | None, set[tuple[str, str]]]:
    """A person that is registered counts in those territories alone, and while it is; another one wherever named."""
    if named is None:
        return None, set()
    wanted = plain_number(named)
    known = [each for each in registrations if each.kind == RESPONSIBLE and plain_number(each.number) == wanted]
    if not known:
        return named, set()
    return None, {(each.country, RESPONSIBLE) for each in known if each.in_force(on)}


def _registered(stated: Sequence[StatesRegistration], knowledge: ConformityKnowledge) -> set[tuple[str, str]]:
    named = ((each.country, knowledge.kinds.named(each.scheme)) for each in stated)
    return {(country, kind) for country, kind in named if kind is not None}
