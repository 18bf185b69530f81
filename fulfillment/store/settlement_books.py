"""What our own books say to those who reconcile: who is named how, who owes just this, what should have come by now."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select, tuple_

from engine.clock import microseconds, moment
from engine.store.sessions import ReadSession
from fulfillment.payments.position import CAPTURE_FAILED, REFUND_FAILED
from fulfillment.payments.settlement.expected import Expected
from fulfillment.payments.settlement.kinds import PAID, Differs
from fulfillment.payments.settlement.matching import Orders, Owing
from fulfillment.payments.settlement.report import LineKind
from fulfillment.store.tables import CASE, PAYMENT_EVENT, PAYMENT_NAME, SETTLEMENT_CASE, SETTLEMENT_LINE

CAPTURE, REFUND = "capture", "refund"
# What failed afterwards -> what has not happened then.
FAILED = {CAPTURE_FAILED: CAPTURE, REFUND_FAILED: REFUND}
# A movement is told under a name of its own, which often is the payment's with a word behind it.
BEHIND = ("", ":capture", ":authorise")
MONEY = PAYMENT_EVENT.c
LINE = SETTLEMENT_LINE.c


def orders_known(session: ReadSession, merchant: str, orders: Collection[str]) -> Orders:
    """Those of the ids that are orders of the merchant which fulfilment has taken over."""
    asked = select(CASE.c.order_id).where(CASE.c.merchant_id == merchant, CASE.c.order_id.in_(orders))
    return frozenset(str(row[0]) for row in session.rows(asked)) if orders else frozenset()


def orders_paid_as(session: ReadSession, merchant: str, names: Collection[str]) -> Mapping[str, Orders]:
    """A gateway's names of payments and movements -> the orders whose payment or movement is called so."""
    if not names:
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    told = {f"{name}{word}": name for name in names for word in BEHIND}
    name, subject, reference = PAYMENT_NAME.c.name, MONEY.subject, MONEY.reference
    for asked in (
        select(name.label("name"), PAYMENT_NAME.c.order_id).where(
            PAYMENT_NAME.c.merchant_id == merchant, name.in_(names)
        ),
        select(subject.label("name"), MONEY.order_id).where(MONEY.merchant_id == merchant, subject.in_(names)),
        select(reference.label("name"), MONEY.order_id).where(MONEY.merchant_id == merchant, reference.in_(told)),
    ):
        for row in session.rows(asked):
            seen = row._asdict()
            found[told.get(seen["name"], seen["name"])].add(seen["order_id"])
    return {each: frozenset(orders) for each, orders in found.items()}


def orders_owing(
    session: ReadSession, merchant: str, provider: str, amounts: Collection[tuple[str, int]]
) -> Mapping[tuple[str, int], tuple[Owing, ...]]:
    """Currency and minor units -> captures of just that amount, by this provider or by one that nobody named."""
    found: dict[tuple[str, int], list[Owing]] = defaultdict(list)
    asked = select(MONEY.currency, MONEY.amount, MONEY.order_id, MONEY.at).where(
        MONEY.merchant_id == merchant,
        MONEY.kind == CAPTURE,
        MONEY.gateway.in_(("", provider)),
        tuple_(MONEY.currency, MONEY.amount).in_(list(amounts)),
    )
    for row in session.rows(asked) if amounts else ():
        told = row._asdict()
        found[told["currency"], told["amount"]].append(Owing(told["order_id"], moment(told["at"])))
    return {key: tuple(owing) for key, owing in found.items()}


def expected_of(session: ReadSession, merchant: str, orders: Collection[str]) -> Mapping[str, Expected]:
    """What should come of each order; orders that the merchant does not have are left out."""
    if not orders:
        return {}
    of_them = (CASE.c.merchant_id == merchant, CASE.c.order_id.in_(orders))
    stand = session.rows(select(CASE.c.order_id, CASE.c.currency, CASE.c.total).where(*of_them))
    owed = {told["order_id"]: {told["currency"]: told["total"]} for told in (row._asdict() for row in stand)}
    moved: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], datetime] = {}
    asked = select(MONEY.order_id, MONEY.kind, MONEY.currency, MONEY.amount, MONEY.at).where(
        MONEY.merchant_id == merchant, MONEY.order_id.in_(orders), MONEY.kind.in_((CAPTURE, REFUND, *FAILED))
    )
    for row in session.rows(asked):
        told = row._asdict()
        key, at = (told["order_id"], told["kind"]), moment(told["at"])
        if told["kind"] in FAILED:
            moved[told["order_id"], FAILED[told["kind"]]][told["currency"]] -= told["amount"]
            continue
        moved[key][told["currency"]] += told["amount"]
        first[key] = min(at, first.get(key, at))
    return {
        order: Expected(
            order_id=order,
            owed=due,
            captured=+moved[order, CAPTURE],
            refunded=+moved[order, REFUND],
            captured_at=first.get((order, CAPTURE)),
            refunded_at=first.get((order, REFUND)),
        )
        for order, due in owed.items()
    }


def kept_since(session: ReadSession, merchant: str) -> datetime | None:
    """When the first line of any report was; None before there is one."""
    asked = select(func.min(LINE.at)).where(LINE.merchant_id == merchant, LINE.kind != LineKind.BANK_CREDIT)
    row = session.first(asked)
    return None if row is None or row[0] is None else moment(int(str(row[0])))


def silent_orders(
    session: ReadSession, merchant: str, since: datetime, before: datetime, limit: int, after: str = ""
) -> tuple[str, ...]:
    """Orders with money that moved in a period of which no report speaks, and of which no case says so yet, from behind
    the id `after`. Of a gateway that never sent a report nobody can say what is missing."""
    heard = select(LINE.provider).where(LINE.merchant_id == merchant)
    spoken = exists().where(
        LINE.merchant_id == merchant,
        LINE.order_id == MONEY.order_id,  # and nothing that would lead a planner away from the orders' index
        or_(
            and_(MONEY.kind == CAPTURE, LINE.kind.in_(PAID)),
            and_(MONEY.kind == REFUND, LINE.kind == LineKind.REFUND),
        ),
    )
    told = exists().where(
        SETTLEMENT_CASE.c.merchant_id == merchant,
        SETTLEMENT_CASE.c.order_id == MONEY.order_id,
        SETTLEMENT_CASE.c.kind == Differs.MISSING,
    )
    asked = (
        select(MONEY.order_id)
        .where(
            MONEY.merchant_id == merchant,
            MONEY.kind.in_((CAPTURE, REFUND)),
            MONEY.amount > 0,
            MONEY.order_id > after,
            or_(MONEY.gateway == "", MONEY.gateway.in_(heard)),
            MONEY.at >= microseconds(since),
            MONEY.at < microseconds(before),
            ~spoken,
            ~told,
        )
        .distinct()
        .order_by(MONEY.order_id)
        .limit(limit)
    )
    return tuple(str(row[0]) for row in session.rows(asked))
