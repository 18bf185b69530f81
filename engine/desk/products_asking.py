"""Tasks of product data: what is wanting of an article that orders wait for, and its answer, which frees them all."""

from collections.abc import Mapping

from engine.desk.changing import merged
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, VersionChanged
from engine.desk.intake import settled
from engine.desk.products import headings_of, put_in
from engine.errors import Fault
from engine.products.reading import ProductRejected, read_product, to_document
from engine.store.product_tasks import ProductTask, task_of
from engine.store.products import StoredProduct, current_products
from engine.store.sessions import ReadSession, WriteSession


def found_task(session: ReadSession, merchant: str, task: str) -> ProductTask:
    """A task. Raises NotFound."""
    found = task_of(session, merchant, task)
    if found is None:
        raise NotFound("product task", task)
    return found


def answer(
    desk: Desk, caller: Caller, task: str, patch: Mapping[str, object], seen_versions: frozenset[int] | None = None
) -> tuple[ProductTask, StoredProduct]:
    """Merges a patch (RFC 7396) into the product that a task is about; makes the product when there is none.

    The task ends when nothing is wanting any more, and every order that waits for the SKU is decided anew.
    Raises NotFound, ProductRejected, VersionChanged when the task is at none of `seen_versions`.
    """
    headings = headings_of(desk, caller.merchant)

    def once(session: WriteSession) -> tuple[ProductTask, StoredProduct]:
        asked = found_task(session, caller.merchant, task)
        if seen_versions is not None and asked.version not in seen_versions:
            raise VersionChanged
        known = current_products(session, caller.merchant, [asked.sku]).get(asked.sku)
        before = {"sku": asked.sku} if known is None else to_document(known.product)
        product = read_product(merged(before, patch), headings)
        if product.sku != asked.sku:
            detail = "the task is about another SKU; leave the field out"
            raise ProductRejected([Fault("/sku", "other_sku", detail)])
        put = put_in(desk, session, caller, product)
        return found_task(session, caller.merchant, task), put.stored

    return settled(desk, once)
