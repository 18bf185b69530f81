"""The orders behind a figure of a period, the newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, String, bindparam, exists, select, tuple_

from engine.clock import moment
from engine.store.arrivals import ArrivalsWanted, arrived
from engine.store.sessions import ReadSession
from engine.store.tables import CUSTOMER_REQUEST, DECISION, HOLD, LABEL, ORDER_VERSION

Conditions = Sequence[ColumnElement[bool]]


class Behind(StrEnum):
    """Which orders: those of a figure."""

    ALL = "all"
    ADMITTED = "admitted"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    HELD = "held"
    STILL_HELD = "still_held"
    RELEASED = "released"
    ASKED = "asked"
    FRAUD = "fraud"
    CHARGED_BACK = "charged_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedOrder:
    """An order as it came in, and its outcome now; `total` in minor units."""

    order_id: str
    ref: str
    shop: str
    channel: str
    country: str | None
    currency: str
    total: int
    arrived_at: datetime
    outcome: str


_V = ORDER_VERSION.c
_NOW = DECISION.alias("last_decision")
_WAIT = ("hold", "ask_customer")
_NAMES = ("order_id", "ref", "shop", "channel", "country", "currency", "total")


def behind_conditions(behind: Behind, frauds: Collection[str]) -> Conditions:
    """What the orders of a figure have in common. Those that were charged back are for whoever keeps disputes."""
    kept = exists().where(HOLD.c.order_id == _V.order_id, HOLD.c.verdict == "hold", HOLD.c.subject == "")
    found: dict[Behind, Conditions] = {
        Behind.ADMITTED: [_NOW.c.outcome == "admit"],
        Behind.CANCELLED: [_NOW.c.outcome == "cancel"],
        Behind.WAITING: [_NOW.c.outcome.in_(_WAIT)],
        Behind.HELD: [kept],
        Behind.STILL_HELD: [kept.where(HOLD.c.state == "open")],
        Behind.RELEASED: [kept.where(HOLD.c.state == "released")],
        Behind.ASKED: [exists().where(CUSTOMER_REQUEST.c.merchant_id == _V.merchant_id,
                                      CUSTOMER_REQUEST.c.order_id == _V.order_id)],
        Behind.FRAUD: [exists().where(LABEL.c.order_id == _V.order_id, LABEL.c.kind.in_(sorted(frauds)))],
    }  # fmt: skip
    return found.get(behind, [])


def orders_behind(
    session: ReadSession, wanted: ArrivalsWanted, conditions: Conditions, limit: int,
    after: tuple[int, str] | None = None,
) -> Sequence[ArrivedOrder]:  # fmt: skip
    """Orders that came in then and meet all conditions, from behind the one with this moment and id."""
    source = ORDER_VERSION.join(_NOW, (_NOW.c.order_id == _V.order_id) & _NOW.c.superseded_by.is_(None))
    asked = (
        select(*(_V[name] for name in _NAMES), _V.created_at, _NOW.c.outcome)
        .select_from(source)
        .where(*arrived(wanted), *conditions)
        .order_by(_V.created_at.desc(), _V.order_id.desc())
        .limit(limit)
    )
    bound: dict[str, object] = {}
    if after is not None:
        place = tuple_(bindparam("at", type_=BigInteger), bindparam("last", type_=String))
        asked = asked.where(tuple_(_V.created_at, _V.order_id) < place)
        bound = {"at": after[0], "last": after[1]}
    return [
        ArrivedOrder(**{name: getattr(row, name) for name in _NAMES}, arrived_at=moment(row.created_at),
                     outcome=row.outcome)
        for row in session.rows(asked, bound)
    ]  # fmt: skip
