"""All that is known when a request about an order comes in, in one statement: what this request led to before, the
order's current version and decision, its releases, and the key of its person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, String, bindparam, text

from engine.clock import moment
from engine.store.ready import Ready
from engine.store.sessions import ReadSession
from engine.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderKey:
    """What makes an order the same order: a merchant's own id, within shop and channel."""

    merchant: str
    shop: str
    channel: str
    ref: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request with this Idempotency-Key led to."""

    decision: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The newest version of an order and the decision that counts. `model` is the digest of what scored it."""

    order_id: str
    version: int
    digest: str
    decision: str
    number: int
    outcome: str
    person_key: bytes | None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`waivers` are the releases of this order, oldest first. `person_key` is wrapped, None for somebody new.

    `keeps_products` says whether the merchant has a product file, so that who has none is not asked for it.
    `has_takedowns` says whether the merchant has any notice in force, so that who has none is not asked for them;
    `has_marks` says the same of people's marks, `has_aftersales` of signs from after sales to the order's person, or to
    who was its person before; it is true where nobody has looked. `over` is the hold whose time was over before anybody
    judged the order.
    """

    answered: Answered | None
    current: Current | None
    waivers: tuple[Waiver, ...]
    person_key: bytes | None
    keeps_products: bool = False
    has_takedowns: bool = False
    has_marks: bool = False
    has_aftersales: bool = True
    over: str | None = None


_SQL = """
SELECT coalesce(r.id, q.decision_id) AS answered,
       coalesce(r.request_fingerprint, q.request_fingerprint) AS request_fingerprint,
       v.order_id, v.version, v.digest, v.person_key AS own_key, d.id AS decision, d.number, d.outcome, d.model,
       w.rule, w.fingerprint, w."by", w.until,
       (SELECT p.person_key FROM order_version p WHERE p.merchant_id = :merchant AND p.person = :person
        AND p.person_key IS NOT NULL ORDER BY p.created_at DESC LIMIT 1) AS person_key,
       (SELECT 1 FROM product f WHERE f.merchant_id = :merchant LIMIT 1) AS keeps_products,
       (SELECT 1 FROM takedown t WHERE t.merchant_id = :merchant AND t.state = 'active' LIMIT 1) AS has_takedowns,
       (SELECT 1 FROM mark m WHERE m.merchant_id = :merchant AND m.state = 'active' LIMIT 1) AS has_marks,
       (SELECT 1 FROM aftersale a WHERE a.merchant_id = :merchant AND a.person IN (:person, v.person) LIMIT 1)
        AS has_aftersales,
       (SELECT min(h.id) FROM hold h WHERE h.order_id = v.order_id AND h.state = 'expired') AS over
FROM (SELECT 1 AS one) base
LEFT JOIN decision r ON r.merchant_id = :merchant AND r.request_key = :request
LEFT JOIN request q ON q.merchant_id = :merchant AND q.request_key = :request
LEFT JOIN order_version v ON {which} AND v.version = (
    SELECT max(n.version) FROM order_version n WHERE {newest})
LEFT JOIN decision d ON d.order_id = v.order_id AND d.superseded_by IS NULL
LEFT JOIN waiver w ON w.order_id = v.order_id
ORDER BY w.id
"""


class _Row(NamedTuple):
    """What is answered, in the order of the statement."""

    answered: str | None
    request_fingerprint: str
    order_id: str
    version: int
    digest: str
    own_key: bytes | None
    decision: str | None
    number: int
    outcome: str
    model: str | None
    rule: str | None
    fingerprint: str
    by: str
    until: int | None
    person_key: bytes | None
    keeps_products: int | None
    has_takedowns: int | None
    has_marks: int | None
    has_aftersales: int | None
    over: str | None


_KEY = "{0}.merchant_id = :merchant AND {0}.shop = :shop AND {0}.channel = :channel AND {0}.ref = :ref"
_ID = "{0}.merchant_id = :merchant AND {0}.order_id = :order_id"


def _statement(condition: str, *names: str) -> Ready:
    # Both templates are ours; every value is bound.
    sql = _SQL.format(which=condition.format("v"), newest=condition.format("n"))
    binds = [bindparam(name, type_=String) for name in ("merchant", "request", *names)]
    return Ready(text(sql).bindparams(*binds, bindparam("person", type_=BigInteger)))


_BY_KEY = _statement(_KEY, "shop", "channel", "ref")
_BY_ID = _statement(_ID, "order_id")


def standing(session: ReadSession, key: OrderKey, person: int, request: str | None) -> Standing:
    """What stands for an order that comes in. `person` is the person's token, `request` an Idempotency-Key."""
    bound = {"merchant": key.merchant, "shop": key.shop, "channel": key.channel, "ref": key.ref}
    return _standing(session.tuples(_BY_KEY, bound | {"person": person, "request": request}))


def standing_of(session: ReadSession, merchant: str, order_id: str, person: int, request: str | None) -> Standing:
    """What stands for an order that is known."""
    bound = {"merchant": merchant, "order_id": order_id, "person": person, "request": request}
    return _standing(session.tuples(_BY_ID, bound))


def _standing(answer: Sequence[tuple[Any, ...]]) -> Standing:
    rows = [_Row(*each) for each in answer]
    row = rows[0]
    return Standing(
        answered=None if row.answered is None else Answered(row.answered, row.request_fingerprint),
        current=None if row.decision is None else _current(row, row.decision),
        waivers=tuple(_waiver(each, each.rule) for each in rows if each.rule is not None),
        person_key=None if row.person_key is None else bytes(row.person_key),
        keeps_products=row.keeps_products is not None,
        has_takedowns=row.has_takedowns is not None,
        has_marks=row.has_marks is not None,
        has_aftersales=row.has_aftersales is not None,
        over=row.over,
    )


def _current(row: _Row, decision: str) -> Current:
    return Current(
        order_id=row.order_id,
        version=row.version,
        digest=row.digest,
        decision=decision,
        number=row.number,
        outcome=row.outcome,
        person_key=None if row.own_key is None else bytes(row.own_key),
        model=row.model,
    )


def _waiver(row: _Row, rule: str) -> Waiver:
    # A decision is kept for good: what a person wrote stays with the hold, where it can be erased.
    until = None if row.until is None else moment(row.until)
    return Waiver(rule=rule, fingerprint=row.fingerprint, by=row.by, why="", until=until)
