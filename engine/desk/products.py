"""A merchant's product file: products are put, imported and read; what waits for them is decided anew."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from engine.bundled import data_folder
from engine.desk.changing import merged
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NoEdition, NotFound, VersionChanged
from engine.desk.intake import settled
from engine.desk.products_checking import claims_of
from engine.desk.products_following import changed_jobs
from engine.desk.telling import audit_job
from engine.errors import Fault
from engine.goods.hs import HsHeadings, load_headings
from engine.products.missing import given
from engine.products.product import Product
from engine.products.reading import ProductRejected, product_digest, read_product, to_document
from engine.products.table import Draft, RowFault, Table, written
from engine.store.outbox import enqueue
from engine.store.product_tasks import narrow_task, tasks_of
from engine.store.products import StoredProduct, add_products, current_products, products_after
from engine.store.sessions import ReadSession, WriteSession

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, or on a dry run would do. `refused` counts rows, which may have several faults each."""

    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    faults: Sequence[RowFault]
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """A product as it stands, and whether it was `added`, `changed` or `unchanged`."""

    stored: StoredProduct
    what: str


def put_product(
    desk: Desk,
    caller: Caller,
    sku: str,
    document: Mapping[str, object],
    seen_versions: frozenset[int] | None = None,
) -> Put:
    """Puts a product in the place of what was known of its SKU; the same content makes no new version.

    Raises ProductRejected, and VersionChanged when the product is at none of `seen_versions`.
    """
    product = read_product({**document, "sku": document.get("sku", sku)}, headings_of(desk, caller.merchant))
    if product.sku != sku:
        raise ProductRejected([Fault("/sku", "other_sku", "the path names another SKU; leave the field out")])
    return settled(desk, lambda session: put_in(desk, session, caller, product, seen_versions))


def put_in(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    product: Product,
    seen_versions: frozenset[int] | None = None,
) -> Put:
    """Puts a product inside a transaction that does more. Raises ProductRejected and VersionChanged."""
    now = desk.clock.now()
    before = current_products(session, caller.merchant, [product.sku]).get(product.sku)
    if seen_versions is not None and (before is None or before.version not in seen_versions):
        raise VersionChanged
    if before is not None and before.digest == product_digest(product):
        return Put(before, "unchanged")
    faults = claims_of(session, caller.merchant, [product])
    if faults:
        raise ProductRejected(faults[product.sku])
    stored = _write(desk, session, caller, [product], {} if before is None else {product.sku: before}, now)[0]
    data = {"sku": product.sku, "version": stored.version, "digest": stored.digest}
    enqueue(session, desk.ids, [audit_job(caller, "product.put", product.sku, data, now)], now)
    return Put(stored, "added" if before is None else "changed")


def product_at(session: ReadSession, merchant: str, sku: str) -> StoredProduct:
    """A product. Raises NotFound."""
    found = current_products(session, merchant, [sku]).get(sku)
    if found is None:
        raise NotFound("product", sku)
    return found


def import_products(desk: Desk, caller: Caller, table: Table, *, dry_run: bool = False) -> Imported:
    """Puts all products of a table, some hundreds a transaction; faulty rows are left out and told.

    Doing it again changes nothing, so what was interrupted is simply done again.
    """
    headings = headings_of(desk, caller.merchant)
    counts = dict.fromkeys(("added", "changed", "unchanged"), 0)
    faults = list(table.faults)
    for first in range(0, len(table.drafts), AT_ONCE):
        part = table.drafts[first : first + AT_ONCE]
        done = _imported(desk, caller, part, headings, dry_run=dry_run)
        faults += done.faults
        counts = {name: many + getattr(done, name) for name, many in counts.items()}
    result = Imported(
        rows=table.rows,
        **counts,
        refused=table.rows - sum(counts.values()),
        faults=sorted(faults, key=lambda each: each.row),
        is_dry_run=dry_run,
    )
    if not dry_run:
        _tell(desk, caller, result)
    return result


def export_products(desk: Desk, caller: Caller) -> Iterator[str]:
    """The lines of a sheet with all products, by SKU; read some hundreds at a time, each as it stands then."""

    def products() -> Iterator[Product]:
        after = ""
        while True:
            with desk.database.read() as session:
                part = products_after(session, caller.merchant, AT_ONCE, after)
            yield from (each.product for each in part)
            if len(part) < AT_ONCE:
                return
            after = part[-1].product.sku

    return written(products())


def headings_of(desk: Desk, merchant: str) -> HsHeadings:
    """The headings of HS codes in force; those of this version before a rule book is published."""
    try:
        return desk.editions.current(merchant).admission.knowledge.goods.headings
    except NoEdition:
        return _bundled_headings()


@cache
def _bundled_headings() -> HsHeadings:
    return load_headings(data_folder() / "restricted_goods" / "hs_headings.yaml")


def _imported(desk: Desk, caller: Caller, drafts: Sequence[Draft], headings: HsHeadings, *, dry_run: bool) -> Imported:
    def looked(session: ReadSession) -> tuple[_Sorting, Mapping[str, StoredProduct]]:
        before = current_products(session, caller.merchant, [each.sku for each in drafts])
        return _Sorting.of(session, caller.merchant, drafts, before, headings), before

    def once(session: WriteSession) -> Imported:
        sorting, before = looked(session)
        _write(desk, session, caller, sorting.new, before, desk.clock.now())
        return sorting.result

    if not dry_run:
        return settled(desk, once)
    with desk.database.read() as session:
        return replace(looked(session)[0].result, is_dry_run=True)


@dataclass(frozen=True, slots=True)
class _Sorting:
    """The drafts of one transaction: what is to be written, and what came of each."""

    new: Sequence[Product]
    result: Imported

    @classmethod
    def of(
        cls,
        session: ReadSession,
        merchant: str,
        drafts: Sequence[Draft],
        before: Mapping[str, StoredProduct],
        headings: HsHeadings,
    ) -> "_Sorting":
        faults: list[RowFault] = []
        new: dict[str, Product] = {}
        same = 0
        rows = {each.sku: each for each in drafts}
        for draft in drafts:
            known = before.get(draft.sku)
            try:
                product = read_product(_document(draft, known), headings)
            except ProductRejected as rejected:
                faults += [draft.fault(each) for each in rejected.faults]
                continue
            if known is not None and known.digest == product_digest(product):
                same += 1
            else:
                new[product.sku] = product
        while claimed := claims_of(session, merchant, list(new.values())):  # one that is refused may free what it took
            faults += [rows[sku].fault(each) for sku, found in claimed.items() for each in found]
            new = {sku: product for sku, product in new.items() if sku not in claimed}
        added = sum(sku not in before for sku in new)
        result = Imported(
            rows=len(drafts),
            added=added,
            changed=len(new) - added,
            unchanged=same,
            refused=len(drafts) - same - len(new),
            faults=faults,
        )
        return cls(list(new.values()), result)


def _document(draft: Draft, known: StoredProduct | None) -> Mapping[str, object]:
    if draft.is_whole or known is None:
        return merged({}, draft.patch)
    return merged(to_document(known.product), draft.patch)


def _write(
    desk: Desk,
    session: WriteSession,
    caller: Caller,
    products: Sequence[Product],
    before: Mapping[str, StoredProduct],
    now: datetime,
) -> list[StoredProduct]:
    """Adds versions, narrows the tasks that they answer, and has waiting orders decided anew."""
    versions = {each.sku: before[each.sku].version + 1 if each.sku in before else 1 for each in products}
    add_products(session, caller.merchant, [(each, versions[each.sku]) for each in products], now, caller.name)
    _narrow(session, caller, products, now)
    enqueue(session, desk.ids, changed_jobs(caller.merchant, _touched(products, before)), now)
    return [
        StoredProduct(
            product=each,
            version=versions[each.sku],
            digest=product_digest(each),
            created_at=now,
            created_by=caller.name,
        )
        for each in products
    ]


def _touched(products: Sequence[Product], before: Mapping[str, StoredProduct]) -> Iterable[str]:
    """SKUs by which orders may know the products: their own, and what channels call or called them."""
    for each in products:
        yield each.sku
        yield from (name.sku for name in each.channel_skus)
        if each.sku in before:
            yield from (name.sku for name in before[each.sku].product.channel_skus)


def _narrow(session: WriteSession, caller: Caller, products: Sequence[Product], now: datetime) -> None:
    by_name = {name: each for each in products for name in (each.sku, *(known.sku for known in each.channel_skus))}
    for task in tasks_of(session, caller.merchant, sorted(by_name)):
        if task.state == "open":
            product = by_name[task.sku]
            still = frozenset(each for each in task.attributes if not given(product, each))
            if still != frozenset(task.attributes):
                narrow_task(session, task, still, now, caller.name)


def _tell(desk: Desk, caller: Caller, result: Imported) -> None:
    now = desk.clock.now()
    data = {name: getattr(result, name) for name in ("rows", "added", "changed", "unchanged", "refused")}
    with desk.database.write() as session:
        enqueue(session, desk.ids, [audit_job(caller, "products.imported", caller.merchant, data, now)], now)
