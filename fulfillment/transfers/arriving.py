"""Cartons arrive and are opened one by one; what is in them otherwise than was packed becomes a stock difference."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from engine.ids import Ids
from engine.store.sessions import WriteSession
from fulfillment.errors import NotFound
from fulfillment.inventory.booking import Books
from fulfillment.inventory.differences import EXPLAINED, TRANSFER, note_difference
from fulfillment.inventory.errors import TransferRefused
from fulfillment.inventory.reasons import Reason, Voucher
from fulfillment.inventory.waking import wake_waiting
from fulfillment.records import Carton, CartonLine, Transfer
from fulfillment.store.differences import end_difference, open_differences
from fulfillment.store.shortages import note_received
from fulfillment.store.transfers import (
    add_received,
    carton_lines,
    cartons_of,
    mark_received,
    turn_transfer,
)
from fulfillment.transfers.leaving import Goods
from fulfillment.transfers.planning import RECEIVED, SHIPPED, transfer_of, went


def receive_carton(
    session: WriteSession, ids: Ids, merchant: str, id_: str, number: int, found: Mapping[Goods, int] | None,
    now: datetime, by: str, *, bin_: str = "",
) -> Transfer:  # fmt: skip
    """What was found in a carton, (article, lot) -> pieces; None for all that is missing of it. Lots stay lots.

    Pieces that come late are told of the same carton again. Raises NotFound for carton or bin, TransferRefused for
    more pieces than are missing of a carton that was opened before.
    """
    transfer = transfer_of(session, merchant, id_, SHIPPED, RECEIVED)
    cartons = {each.number: each for each in cartons_of(session, id_)}
    if number not in cartons:
        raise NotFound("carton", f"{number} of {id_}")
    # Compared and set, though nothing of it changes: of two who open cartons at once, one goes after the other.
    went(turn_transfer(session, transfer, transfer.state), transfer)
    lines = {(each.sku, each.lot): each for each in carton_lines(session, id_) if each.carton == number}
    told = {goods: line.missing for goods, line in lines.items()} if found is None else found
    _check(cartons[number], lines, told)
    books = Books(session, ids, merchant, Voucher(reason=Reason.TRANSFER_IN, actor=by, at=now, reference=id_))
    for goods in sorted({*lines, *told}):
        _book(books, transfer, goods, lines.get(goods), told.get(goods, 0), bin_)
        _differ(books, transfer, number, goods, lines.get(goods), told.get(goods, 0))
    for sku in sorted({sku for sku, _ in told}):
        wake_waiting(session, ids, merchant, sku, transfer.destination, now)
    if cartons[number].received_at is None:
        mark_received(session, cartons[number], now)
    if transfer.state == SHIPPED and all(each.received_at or each.number == number for each in cartons.values()):
        transfer = went(turn_transfer(session, transfer, RECEIVED), transfer)
    return transfer


def _check(carton: Carton, lines: Mapping[Goods, CartonLine], told: Mapping[Goods, int]) -> None:
    if any(many < 0 for many in told.values()):
        raise TransferRefused("nobody finds less than no pieces; count again")
    late = Counter({goods: many - (lines[goods].missing if goods in lines else 0) for goods, many in told.items()})
    if carton.received_at is not None and any(many > 0 for many in late.values()):
        raise TransferRefused(f"carton {carton.number} was opened before; only what is missing of it can come late")


def _book(books: Books, transfer: Transfer, goods: Goods, line: CartonLine | None, many: int, bin_: str) -> None:
    """Up to what was packed; what is found beyond that waits as a difference."""
    come = min(many, line.missing) if line is not None else 0
    if line is not None and come:
        if not add_received(books.session, line, come):
            raise TransferRefused("somebody else opened the carton meanwhile; read it again")
        sku, lot = goods
        books.put(sku, transfer.destination, (bin_, lot), come)
        note_received(books.session, books.merchant, sku, transfer.destination, come, transfer.id)


def _differ(books: Books, transfer: Transfer, number: int, goods: Goods, line: CartonLine | None, many: int) -> None:
    session, now = books.session, books.voucher.at
    reference = f"{transfer.id}/{number}"
    expected = 0 if line is None else line.missing
    if many != expected:
        # In pieces of the carton as it is now: what came or was given up before is no part of it.
        note_difference(session, books.ids, books.merchant, transfer.destination, goods, TRANSFER, reference,
                        (expected, many), now, now)  # fmt: skip
        return
    for each in open_differences(session, books.merchant, TRANSFER, reference=reference):
        if (each.sku, each.lot) == goods and each.reference == reference and each.pieces < 0:
            end_difference(session, each, EXPLAINED, books.voucher.actor, now, "the pieces came later")
