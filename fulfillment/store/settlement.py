"""Settlement files and their lines, what batches come to, and payouts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select, text, tuple_, update

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.payments.settlement.batches import BatchSum
from fulfillment.payments.settlement.kinds import How, Place
from fulfillment.payments.settlement.report import LineKind
from fulfillment.records import Payout, SettledLine, SettlementFile, StatedSum
from fulfillment.store.profit_marks import mark_orders
from fulfillment.store.rows import behind, keep, many, one, row_of
from fulfillment.store.tables import PAYOUT, SETTLEMENT_BOOKS, SETTLEMENT_FILE, SETTLEMENT_LINE, SETTLEMENT_TOTAL

LINE = SETTLEMENT_LINE.c
FILE = SETTLEMENT_FILE.c
NOT_MATCHED = frozenset({Place.PROPOSED, Place.UNKNOWN})
SOME = 400  # names in one statement
_OPEN_BOOKS = text(
    "INSERT INTO settlement_books (merchant_id, revision) VALUES (:merchant, 0) ON CONFLICT (merchant_id) DO NOTHING"
)
_STATE = text(
    'INSERT INTO settlement_total (merchant_id, provider, batch, currency, "of", amount) '
    "VALUES (:merchant_id, :provider, :batch, :currency, :of, :amount) "
    'ON CONFLICT (merchant_id, provider, batch, currency, "of") DO UPDATE SET amount = excluded.amount'
)


def lock_books(session: WriteSession, merchant: str) -> None:
    """Waits for whoever else works on the merchant's settlements, until the transaction ends.

    What differs about an order is seen only by who sees all of its lines: two imports at once must not miss each
    other's.
    """
    session.run(_OPEN_BOOKS, {"merchant": merchant})
    books = SETTLEMENT_BOOKS.c
    session.run(update(SETTLEMENT_BOOKS).where(books.merchant_id == merchant).values(revision=books.revision + 1))


def merchants_with_settlements(session: ReadSession) -> tuple[str, ...]:
    """Whoever has taken in a report."""
    return tuple(str(row[0]) for row in session.rows(select(SETTLEMENT_BOOKS.c.merchant_id).order_by("merchant_id")))


def find_file(session: ReadSession, merchant: str, provider: str, digest: str) -> SettlementFile | None:
    """The file of this content, if it was taken in before."""
    same = (FILE.merchant_id == merchant, FILE.provider == provider, FILE.digest == digest)
    return one(session, SETTLEMENT_FILE, SettlementFile, *same)


def file_of(session: ReadSession, merchant: str, id_: str) -> SettlementFile | None:
    """A file by its id."""
    return one(session, SETTLEMENT_FILE, SettlementFile, FILE.id == id_, FILE.merchant_id == merchant)


def files_after(
    session: ReadSession, merchant: str, limit: int, after: str = "", *, is_newest_first: bool = False
) -> tuple[SettlementFile, ...]:
    """Files, oldest or newest first, from behind the id `after`."""
    where, by = behind(FILE.id, after, is_newest_first=is_newest_first)
    return many(session, SETTLEMENT_FILE, SettlementFile, FILE.merchant_id == merchant, *where, limit=limit, by=by)


def add_file(session: WriteSession, file: SettlementFile) -> None:
    """Begins to take a file in."""
    keep(session, SETTLEMENT_FILE, file)


def advance_file(session: WriteSession, file: SettlementFile, done: int, fresh: int) -> bool:
    """Counts lines as taken in; false when somebody else has taken them in meanwhile."""
    same = (FILE.id == file.id, FILE.done == file.done)
    return session.run(update(SETTLEMENT_FILE).where(*same).values(done=done, fresh=FILE.fresh + fresh)) == 1


def finish_file(session: WriteSession, file: SettlementFile, now: datetime) -> None:
    """All of it is in, and judged."""
    session.run(update(SETTLEMENT_FILE).where(FILE.id == file.id).values(finished_at=microseconds(now)))


def known_identities(session: ReadSession, merchant: str, provider: str, identities: Collection[str]) -> frozenset[str]:
    """Those of the lines that are kept already."""
    asked = select(LINE.identity).where(
        LINE.merchant_id == merchant, LINE.provider == provider, LINE.identity.in_(identities)
    )
    return frozenset(str(row[0]) for row in session.rows(asked))


def names_known(session: ReadSession, merchant: str, names: Collection[str]) -> frozenset[str]:
    """Those of the names that are of payouts or batches of the merchant."""
    known: set[str] = set()
    listed = sorted(names)
    providers = select(FILE.provider).where(FILE.merchant_id == merchant)
    for start in range(0, len(listed), SOME):
        some = listed[start : start + SOME]
        for asked in (
            select(PAYOUT.c.reference).where(PAYOUT.c.merchant_id == merchant, PAYOUT.c.reference.in_(some)),
            select(PAYOUT.c.batch).where(PAYOUT.c.merchant_id == merchant, PAYOUT.c.batch.in_(some)),
            # With the providers, so that the index on batches serves.
            select(LINE.batch).where(
                LINE.merchant_id == merchant, LINE.provider.in_(providers), LINE.batch.in_(some),
                LINE.kind != LineKind.BANK_CREDIT,
            ),
        ):  # fmt: skip
            known |= {str(row[0]) for row in session.rows(asked.distinct())}
    return frozenset(known)


def add_lines(session: WriteSession, lines: Sequence[SettledLine]) -> None:
    """Keeps lines; the database refuses one that is there already."""
    keep(session, SETTLEMENT_LINE, *lines)
    mark_orders(session, (each.order_id for each in lines))


def lines_of_orders(
    session: ReadSession, merchant: str, orders: Collection[str]
) -> Mapping[str, tuple[SettledLine, ...]]:
    """All lines that are matched with these orders."""
    found: dict[str, list[SettledLine]] = defaultdict(list)
    of_them = (LINE.merchant_id == merchant, LINE.order_id.in_(orders))
    for line in many(session, SETTLEMENT_LINE, SettledLine, *of_them):
        found[str(line.order_id)].append(line)
    return {order: tuple(lines) for order, lines in found.items()}


def lines_of_file(
    session: ReadSession, merchant: str, file_id: str, limit: int, after: str = "", places: Collection[str] = ()
) -> tuple[SettledLine, ...]:
    """Lines that a file was the first to bring, as they stand in it, from behind the id `after`; in some places."""
    of_it = [LINE.merchant_id == merchant, LINE.file_id == file_id, LINE.id > after]
    of_it += [LINE.place.in_(sorted(places))] if places else []
    return many(session, SETTLEMENT_LINE, SettledLine, *of_it, limit=limit, by=(LINE.id,))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSum:
    """What the lines of one kind come to in one currency, and how many of them have no place in the books."""

    currency: str
    kind: str
    lines: int
    unmatched: int
    gross: int
    fee: int
    tax: int


def sums_of_file(session: ReadSession, merchant: str, file_id: str) -> tuple[LineSum, ...]:
    """Of the lines that a file was the first to bring, by currency and kind."""
    kinds = (LINE.currency, LINE.kind)
    asked = (
        select(
            *kinds,
            func.count().label("lines"),
            func.sum(case((LINE.place.in_(sorted(NOT_MATCHED)), 1), else_=0)).label("unmatched"),
            *(func.sum(LINE[name]).label(name) for name in ("gross", "fee", "tax")),
        )
        .where(LINE.merchant_id == merchant, LINE.file_id == file_id)
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return tuple(
        LineSum(currency=row.currency, kind=row.kind, lines=int(row.lines), unmatched=int(row.unmatched),
                gross=int(row.gross), fee=int(row.fee), tax=int(row.tax))
        for row in session.rows(asked)
    )  # fmt: skip


def line_of(session: ReadSession, merchant: str, id_: str) -> SettledLine | None:
    """A line by its id."""
    return one(session, SETTLEMENT_LINE, SettledLine, LINE.id == id_, LINE.merchant_id == merchant)


def waiting_lines(session: ReadSession, merchant: str, limit: int, after: str = "") -> tuple[SettledLine, ...]:
    """Lines of reports that wait for their order; what a bank has credited waits for its payout instead."""
    return many(session, SETTLEMENT_LINE, SettledLine, *_waiting(merchant), LINE.id > after, limit=limit)


def before_newest_waiting(session: ReadSession, merchant: str, newest: int) -> str:
    """The id behind which so many lines wait for their order; empty when no more do."""
    row = session.first(select(LINE.id).where(*_waiting(merchant)).order_by(LINE.id.desc()).offset(newest).limit(1))
    return "" if row is None else str(row[0])


def _waiting(merchant: str) -> tuple[ColumnElement[bool], ...]:
    waits = LINE.place.in_((Place.PROPOSED, Place.UNKNOWN))
    return LINE.merchant_id == merchant, waits, LINE.kind != LineKind.BANK_CREDIT


def lines_between(
    session: ReadSession, merchant: str, since: datetime, until: datetime, provider: str | None = None
) -> tuple[SettledLine, ...]:
    """All lines of a period, `until` not included."""
    of_it = [LINE.merchant_id == merchant, LINE.at >= microseconds(since), LINE.at < microseconds(until)]
    if provider is not None:
        of_it.append(LINE.provider == provider)
    return many(session, SETTLEMENT_LINE, SettledLine, *of_it)


def reserves_until(
    session: ReadSession, merchant: str, until: datetime, provider: str | None = None
) -> Mapping[tuple[str, str], int]:
    """Provider and currency -> what is kept back before `until`, as a positive number; none where all was released."""
    asked = (
        select(LINE.provider, LINE.currency, func.sum(LINE.gross).label("gross"))
        .where(LINE.merchant_id == merchant, LINE.kind == LineKind.RESERVE, LINE.at < microseconds(until))
        .group_by(LINE.provider, LINE.currency)
        .order_by(LINE.provider, LINE.currency)
    )
    if provider is not None:
        asked = asked.where(LINE.provider == provider)
    rows = [row._asdict() for row in session.rows(asked)]
    return {(row["provider"], row["currency"]): -int(row["gross"]) for row in rows if row["gross"]}


def place_line(
    session: WriteSession, line: SettledLine, place: Place, how: How, order_id: str | None, payout_id: str | None = None
) -> None:
    """Says where a line belongs."""
    placed = {"place": place.value, "how": how.value, "order_id": order_id, "payout_id": payout_id}
    session.run(update(SETTLEMENT_LINE).where(LINE.id == line.id).values(**placed))
    mark_orders(session, (order_id, line.order_id))


def batch_sums(session: ReadSession, merchant: str, provider: str, batches: Collection[str]) -> tuple[BatchSum, ...]:
    """What batches come to, by currency."""
    return _sums(session, merchant, LINE.provider == provider, LINE.batch.in_(batches))


def batches_under_way(session: ReadSession, merchant: str, since: datetime) -> tuple[BatchSum, ...]:
    """Batches with lines since then of which no report has said that they were paid out."""
    recent = select(LINE.provider, LINE.batch).where(
        LINE.merchant_id == merchant, LINE.at >= microseconds(since), LINE.batch != ""
    )
    paid = exists().where(
        PAYOUT.c.merchant_id == merchant, PAYOUT.c.provider == LINE.provider, PAYOUT.c.batch == LINE.batch
    )
    return _sums(session, merchant, tuple_(LINE.provider, LINE.batch).in_(recent), ~paid)


def _sums(session: ReadSession, merchant: str, *which: ColumnElement[bool]) -> tuple[BatchSum, ...]:
    is_payout = LINE.kind == LineKind.PAYOUT
    net = LINE.gross + LINE.fee + LINE.tax
    asked = (
        select(
            LINE.provider,
            LINE.batch,
            LINE.currency,
            func.sum(case((is_payout, 0), else_=1)).label("lines"),
            func.max(LINE.at).label("last_at"),
            func.sum(case((is_payout, 0), else_=net)).label("net"),
            func.sum(case((is_payout, net), else_=None)).label("paid_out"),
        )
        .where(LINE.merchant_id == merchant, LINE.batch != "", LINE.kind != LineKind.BANK_CREDIT, *which)
        .group_by(LINE.provider, LINE.batch, LINE.currency)
        .order_by(LINE.provider, LINE.batch, LINE.currency)
    )
    return tuple(_batch_sum(row._asdict()) for row in session.rows(asked))


def state_totals(session: WriteSession, totals: Iterable[StatedSum]) -> None:
    """Keeps what a file states; a later file's word counts."""
    session.run_all(_STATE, [row_of(each) for each in totals])


def totals_of(session: ReadSession, merchant: str, provider: str, batches: Collection[str]) -> tuple[StatedSum, ...]:
    """What files state of batches."""
    total = SETTLEMENT_TOTAL.c
    of_them = (total.merchant_id == merchant, total.provider == provider, total.batch.in_(batches))
    return many(session, SETTLEMENT_TOTAL, StatedSum, *of_them)


def add_payouts(session: WriteSession, payouts: Sequence[Payout]) -> None:
    """Money that a provider has sent to the bank."""
    keep(session, PAYOUT, *payouts)


def payouts_under_way(session: ReadSession, merchant: str) -> tuple[Payout, ...]:
    """Those that no line of the bank was found for."""
    return many(session, PAYOUT, Payout, PAYOUT.c.merchant_id == merchant, PAYOUT.c.credit_id.is_(None))


def payouts_of(
    session: ReadSession, merchant: str, batches: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], tuple[Payout, ...]]:
    """Payouts by provider and batch."""
    found: dict[tuple[str, str], list[Payout]] = defaultdict(list)
    of_them = (PAYOUT.c.merchant_id == merchant, tuple_(PAYOUT.c.provider, PAYOUT.c.batch).in_(list(batches)))
    for payout in many(session, PAYOUT, Payout, *of_them) if batches else ():
        found[payout.provider, payout.batch].append(payout)
    return {key: tuple(payouts) for key, payouts in found.items()}


def payout_of(session: ReadSession, merchant: str, id_: str) -> Payout | None:
    """A payout by its id."""
    return one(session, PAYOUT, Payout, PAYOUT.c.id == id_, PAYOUT.c.merchant_id == merchant)


def credits_waiting(session: ReadSession, merchant: str) -> tuple[SettledLine, ...]:
    """The bank's credits that belong to no payout and no order yet."""
    waiting = (
        LINE.merchant_id == merchant,
        LINE.place.in_((Place.PROPOSED, Place.UNKNOWN)),
        LINE.kind == LineKind.BANK_CREDIT,
    )
    return many(session, SETTLEMENT_LINE, SettledLine, *waiting)


def credits_span(session: ReadSession, merchant: str) -> tuple[datetime, datetime] | None:
    """When the first and the last credit of all statements were; None before there is one."""
    asked = select(func.min(LINE.at).label("first"), func.max(LINE.at).label("last")).where(
        LINE.merchant_id == merchant, LINE.kind == LineKind.BANK_CREDIT
    )
    for row in session.rows(asked):
        told = row._asdict()
        if told["first"] is not None:
            return moment(told["first"]), moment(told["last"])
    return None


def arrive(session: WriteSession, payout: Payout, credit: SettledLine, how: How) -> bool:
    """The payout reached the bank as this credit; false when one of the two belongs elsewhere already."""
    arrived = {"credit_id": credit.id, "arrived_at": microseconds(credit.at)}
    same = (PAYOUT.c.id == payout.id, PAYOUT.c.credit_id.is_(None))
    if session.run(update(PAYOUT).where(*same).values(**arrived)) != 1:
        return False
    place_line(session, credit, Place.ACCOUNT, how, None, payout.id)
    return True


def orders_of_batch(
    session: ReadSession, merchant: str, provider: str, batch: str, limit: int, after: str = ""
) -> tuple[str, ...]:
    """Orders with lines in a batch, by their ids."""
    asked = (
        select(LINE.order_id)
        .where(
            LINE.merchant_id == merchant,
            LINE.provider == provider,
            LINE.batch == batch,
            LINE.place == Place.ORDER,
            LINE.order_id > after,
        )
        .distinct()
        .order_by(LINE.order_id)
        .limit(limit)
    )
    return tuple(str(row[0]) for row in session.rows(asked))


def _batch_sum(row: Mapping[str, Any]) -> BatchSum:
    # PostgreSQL adds large numbers up to a decimal one.
    paid_out = row["paid_out"]
    return BatchSum(
        provider=row["provider"],
        batch=row["batch"],
        currency=row["currency"],
        lines=int(row["lines"]),
        last_at=moment(row["last_at"]),
        net=int(row["net"]),
        paid_out=None if paid_out is None else int(paid_out),
    )
