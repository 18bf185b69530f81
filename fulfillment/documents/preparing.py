"""A parcel's declaration made ready for printing: built, filled with what is never kept, and checked.

What somebody wished for and was refused is kept in the audit, and so is a wish that was granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.auditing import audited
from engine.ids import Ids
from engine.store.database import Database
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession
from fulfillment.documents.completeness import Checked, Form, check, form_for
from fulfillment.documents.customs_file import Contents, CustomsFile, CustomsView, whole
from fulfillment.documents.declaration import Consignee, Declaration, Invoice
from fulfillment.documents.declaration_errors import CategoryRefused, DeclaredValueRefused
from fulfillment.documents.declaring import PaperBook, Way, Wish, cushioned, declare
from fulfillment.documents.senders import sender_for

REFUSED, WISHED = "declaration.wish_refused", "declaration.wished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which parcel is declared and how. Without `contents` the whole order is one parcel."""

    merchant: str
    order_id: str
    actor: str
    now: datetime
    contents: Contents | None = None
    wish: Wish | None = None
    invoice: Invoice | None = None
    tax_in_prices: int = 0
    treated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """`declaration` holds nothing personal and may be kept, `filled` has the licences' numbers, as papers print it."""

    declaration: Declaration
    filled: Declaration
    consignee: Consignee
    checked: Checked
    form: Form


def prepare(session: ReadSession, view: CustomsView, book: PaperBook, asked: Asked) -> Prepared:
    """Builds and checks. Raises NotFound, PersonErased, NothingToDeclare, NoStoredRate, and for a wish
    DeclaredValueRefused and CategoryRefused, which `prepared` writes into the audit."""
    leaves = None if asked.contents is None else asked.contents.leaves
    file = view.file_of(session, asked.merchant, asked.order_id, leaves)
    contents = cushioned(file, asked.contents or whole(file, number=asked.order_id), book)
    way = way_of(session, asked, file, contents)
    declaration = declare(file, contents, way, book, asked.wish)
    filled = with_numbers(declaration, view.licence_numbers(session, asked.merchant, asked.order_id))
    consignee = view.consignee_of(session, asked.merchant, asked.order_id)
    return Prepared(
        declaration=declaration,
        filled=filled,
        consignee=consignee,
        checked=check(filled, consignee, file, contents, way, book),
        form=form_for(declaration, book.values, file.rates),
    )


def prepared(database: Database, ids: Ids, view: CustomsView, book: PaperBook, asked: Asked) -> Prepared:
    """As `prepare`, and every wish stands in the audit, whether it was granted or refused."""
    try:
        with database.read() as session:
            found = prepare(session, view, book, asked)
    except (DeclaredValueRefused, CategoryRefused) as refused:
        _remember(database, ids, asked, REFUSED, {"code": refused.code, "detail": str(refused)})
        raise
    if asked.wish is not None and (asked.wish.value, asked.wish.category) != (None, None):
        total = {"declared_minor": found.declaration.total, "currency": found.declaration.currency}
        _remember(database, ids, asked, WISHED, total)
    return found


def way_of(session: ReadSession, asked: Asked, file: CustomsFile, contents: Contents) -> Way:
    """Who sends this parcel, and what else is said of it."""
    leaves = file.order.ship_from
    warehouse = contents.warehouse or (None if leaves is None else leaves.warehouse) or ""
    country = "" if leaves is None else leaves.country
    kept = sender_for(session, asked.merchant, file.order.legal_entity or "", warehouse, country)
    return Way(
        sender=kept.sender,
        numbers=kept.numbers,
        invoice=asked.invoice,
        tax_in_prices=asked.tax_in_prices,
        treated=asked.treated,
    )


def with_numbers(declaration: Declaration, numbers: Mapping[str, str]) -> Declaration:
    """The declaration as it is printed: papers with the numbers that are read then."""
    lines = tuple(
        replace(line, licences=tuple(replace(each, number=numbers.get(each.paper, "")) for each in line.licences))
        for line in declaration.lines
    )
    return replace(declaration, lines=lines)


def _remember(database: Database, ids: Ids, asked: Asked, action: str, told: Mapping[str, object]) -> None:
    wish = asked.wish or Wish()
    data = {"wished_minor": wish.value, "wished_category": wish.category, **told}
    job = audited(asked.actor, asked.merchant, action, asked.order_id, data, asked.now)
    with database.write() as session:
        enqueue(session, ids, [job], asked.now)
