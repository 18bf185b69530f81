"""Orders and decisions as they were kept, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.person import Part
from engine.order.order import Order
from engine.order.reading import read_order
from engine.recall import Recalled, recall
from engine.record import Record
from engine.store.decision_rows import DecisionRow, Past, current_of, decision_of, past_of, whose
from engine.store.holds import Hold, holds_of
from engine.store.order_rows import OrderVersion, version_of, versions
from engine.store.sessions import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFile:
    """All that is kept of one order. `document` lacks its personal values once they were erased."""

    order_id: str
    versions: Sequence[OrderVersion]
    document: Part
    is_whole: bool
    decisions: Sequence[Past]
    holds: Sequence[Hold]

    @property
    def current(self) -> Past:
        """The decision that counts."""
        return next(each for each in self.decisions if each.superseded_by is None)


def order_file(desk: Desk, session: ReadSession, merchant: str, order_id: str) -> OrderFile:
    """An order with its versions, decisions and holds. Raises NotFound."""
    found = versions(session, merchant, order_id)
    if not found:
        raise NotFound("order", order_id)
    document, is_whole = document_of(desk, found[-1])
    return OrderFile(
        order_id=order_id,
        versions=found,
        document=document,
        is_whole=is_whole,
        decisions=past_of(session, merchant, order_id),
        holds=holds_of(session, merchant, order_id),
    )


def known_order(session: ReadSession, merchant: str, order_id: str) -> None:
    """Raises NotFound unless the merchant has such an order."""
    owner = whose(session, order_id)
    if owner is None or owner.merchant != merchant:
        raise NotFound("order", order_id)


def document_of(desk: Desk, version: OrderVersion) -> tuple[Part, bool]:
    """The document of a version, and whether it is whole."""
    return desk.seal.joined(version.document, version.sealed, version.person_key)


def order_of(desk: Desk, session: ReadSession, merchant: str, order_id: str, version: int) -> Order:
    """The order as that version had it. Raises NotFound, and PersonErased after an erasure."""
    found = version_of(session, merchant, order_id, version)
    if found is None:
        raise NotFound("order", order_id)
    document, is_whole = document_of(desk, found)
    if not is_whole:
        raise PersonErased(order_id, ("personal values",))
    return read_order(document)


def kept_decision(session: ReadSession, merchant: str, decision: str) -> DecisionRow:
    """A decision's row. Raises NotFound."""
    row = decision_of(session, merchant, decision)
    if row is None:
        raise NotFound("decision", decision)
    return row


def current_decision(session: ReadSession, merchant: str, order_id: str) -> DecisionRow:
    """The row of the decision that counts. Raises NotFound."""
    row = current_of(session, merchant, order_id)
    if row is None:
        raise NotFound("order", order_id)
    return row


def recalled(desk: Desk, session: ReadSession, row: DecisionRow, *, in_clear: bool = True) -> Recalled:
    """A decision opened again, with the edition that made it; without personal values after an erasure, or for whoever
    is not shown them `in_clear`."""
    personal = desk.seal.opened(_version(session, row).person_key, row.sealed)
    loaded = desk.editions.load(row.edition, row.merchant)
    found = recall(Record(row.content, row.trace, (personal if in_clear else None) or {}), loaded.admission)
    return replace(found, is_whole=personal is not None)


def kept_order(desk: Desk, session: ReadSession, row: DecisionRow) -> Order | None:
    """The order that was decided, as it was then; None once personal values are erased. Raises NotFound."""
    try:
        return order_of(desk, session, row.merchant, row.order_id, row.version)
    except PersonErased:
        return None


def decided_again(desk: Desk, session: ReadSession, merchant: str, decision: str, *, in_clear: bool = True) -> Decided:
    """A decision that was made before, as its answer was; see `recalled`."""
    row = kept_decision(session, merchant, decision)
    version = _version(session, row)
    document, _ = document_of(desk, version)
    customer = document.get("customer")
    locale = customer.get("locale") if isinstance(customer, dict) else None
    return Decided(
        row=row,
        decision=recalled(desk, session, row, in_clear=in_clear).decision,
        ref=version.key.ref,
        locale=locale if isinstance(locale, str) else None,
        loaded=desk.editions.load(row.edition, merchant),
        holds=holds_of(session, merchant, row.order_id, only_open=True),
        replayed=True,
    )


def _version(session: ReadSession, row: DecisionRow) -> OrderVersion:
    version = version_of(session, row.merchant, row.order_id, row.version)
    if version is None:
        raise NotFound("order", row.order_id)
    return version
