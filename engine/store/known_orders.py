"""All that is kept of some orders, in as many statements as there are tables, however many orders they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BindParameter, Row, bindparam, func, select, text

from engine.clock import moment
from engine.paper import Paper
from engine.store.holds import Hold, open_holds_of
from engine.store.packing import unpack
from engine.store.papers import papers_of_orders
from engine.store.sessions import ReadSession
from engine.store.standing import Current, OrderKey, Standing
from engine.store.tables import DECISION, HOLD, ORDER_VERSION, WAIVER
from engine.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrder:
    """An order with its current decision as both are kept. `content` and `trace` are JSON without personal values,
    which `personal` has, sealed like the document's own in `sealed`."""

    key: OrderKey
    standing: Standing
    current: Current
    placed_at: datetime
    decided_at: datetime
    reasons: str
    country: str | None
    edition: str
    content: bytes
    trace: bytes
    personal: bytes | None
    document: bytes
    sealed: bytes | None
    papers: tuple[Paper, ...] = ()


@dataclass(slots=True)
class _Beside:
    waivers: dict[str, list[Waiver]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))


_D, _V, _W = DECISION.c, ORDER_VERSION.c, WAIVER.c
_IDS: BindParameter[list[str]] = bindparam("orders", expanding=True)
# The hold whose time was over before anybody judged the order, as `engine.store.standing` has it.
_OVER = select(func.min(HOLD.c.id)).where(HOLD.c.order_id == _D.order_id, HOLD.c.state == "expired").scalar_subquery()
_KNOWN = (
    select(
        _D.id.label("decision"),
        _D.sealed.label("personal"),
        *(_D[name] for name in ("order_id", "version", "number", "outcome", "model", "edition", "placed_at")),
        *(_D[name] for name in ("decided_at", "reasons", "content", "trace")),
        *(_V[name] for name in ("shop", "channel", "ref", "digest", "country", "document", "sealed", "person_key")),
        _OVER.label("over"),
    )
    .join(ORDER_VERSION, (_V.order_id == _D.order_id) & (_V.version == _D.version))
    .where(_D.merchant_id == bindparam("merchant"), _D.order_id.in_(_IDS), _D.superseded_by.is_(None))
)
_WAIVERS = select(_W.order_id, _W.rule, _W.fingerprint, _W.by, _W.why, _W.until).where(_W.order_id.in_(_IDS))
_KEEPS = text(
    "SELECT (SELECT 1 FROM product f WHERE f.merchant_id = :merchant LIMIT 1) AS products, "
    "(SELECT 1 FROM takedown t WHERE t.merchant_id = :merchant AND t.state = 'active' LIMIT 1) AS takedowns, "
    "(SELECT 1 FROM mark m WHERE m.merchant_id = :merchant AND m.state = 'active' LIMIT 1) AS marks"
)


def known_orders(session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Sequence[KnownOrder]:
    """Those of the orders that the merchant has, in the order of their ids."""
    rows = session.rows(_KNOWN, {"merchant": merchant, "orders": list(order_ids)})
    if not rows:
        return ()
    beside, keeps = _beside(session, merchant, order_ids), session.rows(_KEEPS, {"merchant": merchant})[0]
    return [_known(row, merchant, beside, keeps) for row in sorted(rows, key=lambda row: str(row.order_id))]


def holds_by_order(session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Mapping[str, Sequence[Hold]]:
    """Open holds of some orders, oldest first, in one statement."""
    found: dict[str, list[Hold]] = {each: [] for each in order_ids}
    for hold in open_holds_of(session, merchant, order_ids):
        found[hold.order_id].append(hold)
    return found


def _beside(session: ReadSession, merchant: str, order_ids: Sequence[str]) -> _Beside:
    found = _Beside()
    rows = session.rows(_WAIVERS.order_by(_W.id), {"orders": list(order_ids)})
    for row in rows:
        until = None if row.until is None else moment(row.until)
        waiver = Waiver(rule=row.rule, fingerprint=row.fingerprint, by=row.by, why=row.why, until=until)
        found.waivers[row.order_id].append(waiver)
    for each in papers_of_orders(session, merchant, order_ids):
        found.papers[each.order_id].append(each.paper)
    return found


def _known(row: Row[tuple[object, ...]], merchant: str, beside: _Beside, keeps: Row[tuple[object, ...]]) -> KnownOrder:
    current = Current(
        order_id=row.order_id,
        version=row.version,
        digest=row.digest,
        decision=row.decision,
        number=row.number,
        outcome=row.outcome,
        person_key=None if row.person_key is None else bytes(row.person_key),
        model=row.model,
    )
    return KnownOrder(
        key=OrderKey(merchant=merchant, shop=row.shop, channel=row.channel, ref=row.ref),
        standing=Standing(
            answered=None,
            current=current,
            waivers=tuple(beside.waivers.get(row.order_id, ())),
            person_key=None,
            keeps_products=keeps.products is not None,
            has_takedowns=keeps.takedowns is not None,
            has_marks=keeps.marks is not None,
            over=row.over,
        ),
        current=current,
        placed_at=moment(row.placed_at),
        decided_at=moment(row.decided_at),
        reasons=row.reasons,
        country=row.country,
        edition=row.edition,
        content=unpack(bytes(row.content)),
        trace=unpack(bytes(row.trace)),
        personal=None if row.personal is None else bytes(row.personal),
        document=unpack(bytes(row.document)),
        sealed=None if row.sealed is None else bytes(row.sealed),
        papers=tuple(beside.papers.get(row.order_id, ())),
    )
