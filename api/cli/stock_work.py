"""What `clearway stock` does to shelves, bins, lots, and orders that are short."""

import sys
from datetime import UTC, date, datetime

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.failing import Exit, Wrong, fail
from api.cli.stock_list import row_of
from engine.store.sessions import WriteSession
from fulfillment.inventory.choosing import Chosen, answer_substitute, choose
from fulfillment.inventory.expecting import Announced, announce, let_stand_in
from fulfillment.inventory.expiring import change_lot
from fulfillment.inventory.moving import move_stock
from fulfillment.inventory.moving import quarantine as set_aside
from fulfillment.inventory.moving import release as give_free
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.shelves import Receipt, adjust, receive
from fulfillment.records import ExpectedReceipt, Lot, ShortageChoice, Stock, Substitute
from fulfillment.repeating import repeated
from fulfillment.store.places import Spot


def received(clerk: Clerk, sku: str, warehouse: str, pieces: int, spot: Spot, expires: str, reference: str) -> Exit:
    """Books a receipt."""
    got = Receipt(sku=sku, warehouse=warehouse, pieces=pieces, bin=spot[0], lot=spot[1], expires_on=_day(expires))
    with at_home() as house:
        voucher = Voucher(reason=Reason.RECEIVED, actor=clerk.name, at=house.clock.now(), reference=reference)
        shelf = repeated(house.database, lambda s: receive(s, house.ids, clerk.merchant, got, voucher))
    return _told(shelf)


def adjusted(clerk: Clerk, sku: str, warehouse: str, pieces: int, reason: str, spot: Spot, reference: str) -> Exit:
    """Books a correction."""
    with at_home() as house:
        voucher = Voucher(reason=Reason(reason), actor=clerk.name, at=house.clock.now(), reference=reference)

        def work(session: WriteSession) -> Stock:
            return adjust(session, house.ids, clerk.merchant, sku, warehouse, spot, pieces, voucher)

        shelf = repeated(house.database, work)
    return _told(shelf)


def moved(clerk: Clerk, reason: str, sku: str, warehouse: str, pieces: int, spot: Spot, to: str) -> Exit:
    """Moves pieces; `reason` says whether into quarantine, out of it, or from bin to bin."""
    with at_home() as house:
        voucher = Voucher(reason=Reason(reason), actor=clerk.name, at=house.clock.now())

        def work(session: WriteSession) -> Stock:
            if voucher.reason == Reason.QUARANTINED:
                return set_aside(session, house.ids, clerk.merchant, sku, warehouse, spot, pieces, voucher)
            if voucher.reason == Reason.RELEASED:
                return give_free(session, house.ids, clerk.merchant, sku, warehouse, spot[1], to, pieces, voucher)
            return move_stock(session, house.ids, clerk.merchant, sku, warehouse, spot, to, pieces, voucher)

        shelf = repeated(house.database, work)
    return _told(shelf)


def lot_changed(clerk: Clerk, sku: str, code: str, expires: str, *, aside: bool | None) -> Exit:
    """Changes a lot, and names the orders that have pieces of it."""
    state = None if aside is None else "quarantined" if aside else "good"
    until = _day(expires) or None
    with at_home() as house:
        now = house.clock.now()

        def work(session: WriteSession) -> tuple[Lot, tuple[str, ...]]:
            return change_lot(session, house.ids, clerk.merchant, sku, code, now, state=state, expires_on=until)

        lot, orders = repeated(house.database, work)
    sys.stdout.write(f"{lot.sku} {lot.code} {lot.state} until {lot.expires_on}\n")
    for order in orders:
        sys.stdout.write(f"{order}\n")
    return Exit.DONE


def expected(clerk: Clerk, sku: str, warehouse: str, pieces: int, due: str, reference: str) -> Exit:
    """Announces goods."""
    told = Announced(sku=sku, warehouse=warehouse, quantity=pieces, due_at=_moment(due), reference=reference)
    with at_home() as house:

        def work(session: WriteSession) -> ExpectedReceipt:
            return announce(session, house.ids, clerk.merchant, told)

        made = repeated(house.database, work)
    sys.stdout.write(f"{made.id} {made.quantity} {made.sku} {made.warehouse} {made.due_at.isoformat()}\n")
    return Exit.DONE


def stands_in(clerk: Clerk, sku: str, stand_in: str, extra: int, currency: str) -> Exit:
    """Lets an article stand in."""
    pair = Substitute(merchant_id=clerk.merchant, sku=sku, stand_in=stand_in, extra=extra, currency=currency)
    with at_home() as house:
        repeated(house.database, lambda session: let_stand_in(session, pair))
    sys.stdout.write(f"{stand_in} may stand in for {sku}\n")
    return Exit.DONE


def way_taken(clerk: Clerk, order: str, kind: str, target: str, part: str | None) -> Exit:
    """Takes a way out; prints the choice's id, which an answer names."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, order)

        def work(session: WriteSession) -> ShortageChoice:
            with told_if_new(session, clerk, order_id):
                chosen = Chosen(kind=kind, target=target, part=part)
                return choose(session, house.site, clerk.occasion(house, order_id), chosen)

        made = repeated(house.database, work)
    sys.stdout.write(f"{made.id} {made.kind} {made.state}\n")
    return Exit.DONE


def answered(clerk: Clerk, order: str, choice: str, *, consents: bool) -> Exit:
    """Enters the customer's answer."""
    with at_home() as house:
        with house.database.read() as session:
            order_id = order_id_of(session, clerk, order)

        def work(session: WriteSession) -> ShortageChoice:
            on = clerk.occasion(house, order_id)
            return answer_substitute(session, house.site, on, choice, consents=consents)

        made = repeated(house.database, work)
    sys.stdout.write(f"{made.id} {made.kind} {made.state}\n")
    return Exit.DONE


def _told(shelf: Stock) -> Exit:
    sys.stdout.write(row_of(shelf))
    return Exit.DONE


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        fail(Wrong.REFUSED, f"`{text}` is no day; write it as in 2027-03-31", Exit.NOTHING_READ)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        fail(Wrong.REFUSED, f"`{text}` is no time; write it as in 2026-12-02T08:00+01:00", Exit.NOTHING_READ)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
