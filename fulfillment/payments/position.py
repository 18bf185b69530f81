"""Where the money of an order stands: worked out of its ledger alone, so that it is the same in whatever order, and
however often, the entries were told.

What belongs together has a `subject`: the gateway's own name of the payment, authorisation or dispute. Among entries
of one subject the newest by the gateway's time counts; entries of the same moment have ranks. Entries without a
subject come from people and count in the order in which they came.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.order.money import Money
from fulfillment.records import PaymentEntry
from fulfillment.states import Pay

CAPTURE, CAPTURE_FAILED, REFUND, REFUND_FAILED = "capture", "capture_failed", "refund", "refund_failed"
AUTHORISE, FAIL, VOID, EXPIRE = "authorise", "fail", "void", "expire"
DISPUTE, WIN, LOSE = "dispute", "win", "charge_back"
SETTLE, RECONCILE, ACCEPT, WARN = "settle", "reconcile", "accept", "warn"

ORDERED = (AUTHORISE, EXPIRE, VOID, FAIL, CAPTURE, CAPTURE_FAILED, DISPUTE, WIN, LOSE)
RANKS = {word: rank for rank, word in enumerate(ORDERED)}
ATTEMPT = frozenset({AUTHORISE, FAIL, VOID, EXPIRE, CAPTURE_FAILED})
MONEY = frozenset({CAPTURE, CAPTURE_FAILED})
CASE = frozenset({DISPUTE, WIN, LOSE})
DEAD = {FAIL: Pay.FAILED, CAPTURE_FAILED: Pay.FAILED, VOID: Pay.VOIDED, EXPIRE: Pay.EXPIRED}
UNOWED = (Pay.NOT_NEEDED, Pay.MARKETPLACE)
Sums = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """An authorisation that may still be captured; `expires_at` is None where nobody knows. A capture ends it: what
    was not captured with it is released."""

    subject: str
    gateway: str
    amount: int
    currency: str
    at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Sums by currency in minor units: `received` came, `given` went back, `lost` was charged back, `kept` is left.

    `accepted` is what a person took as it was. `ended` is how the last attempt ended, if none is alive.
    """

    received: Sums
    given: Sums
    lost: Sums
    kept: Sums
    accepted: Sums
    promises: tuple[Promise, ...]
    ended: str
    is_disputed: bool
    was_disputed: bool
    is_settled: bool
    is_reconciled: bool


def position(entries: Iterable[PaymentEntry]) -> Position:
    """The position of one order."""
    told = tuple(entries)
    received = _difference(_sums(told, CAPTURE), _sums(told, CAPTURE_FAILED))
    given = _difference(_sums(told, REFUND), _sums(told, REFUND_FAILED))
    disputes = [_disputed(each) for each in _by_subject(told, CASE)]
    lost = _difference(sum((each.lost for each in disputes), Counter()), {})
    promises, ended = _attempts(told)
    words = {each.kind for each in told}
    return Position(
        received=received,
        given=given,
        lost=lost,
        kept=_difference(_difference(received, given), lost),
        accepted=_sums(told, ACCEPT),
        promises=promises,
        ended=ended,
        is_disputed=any(each.is_open for each in disputes),
        was_disputed=bool(disputes),
        is_settled=SETTLE in words,
        is_reconciled=RECONCILE in words,
    )


def stands(position: Position, owed: Money, was: Pay) -> Pay:
    """The state of the payment machine that a position means. `was` tells terms and security, which no entry does."""
    came = has_come(position)
    if was in UNOWED and (position.ended != VOID or came or position.was_disputed):
        return was
    if position.is_disputed or (position.was_disputed and not came):
        return Pay.DISPUTED
    if position.lost:
        return Pay.CHARGED_BACK
    if not came:
        return _promised(position, was)
    if not _is_any(position.kept):
        return Pay.REFUNDED
    return _weighed(position, owed, was)


def has_come(position: Position) -> bool:
    """Whether any money came. A capture that failed may be told before the capture: less than nothing is nothing."""
    return _is_any(position.received)


def is_covered(position: Position, owed: Money) -> bool:
    """Whether all came that is owed or that a person accepted instead, whatever became of it since."""
    wanted = position.accepted or {owed.currency: owed.minor}
    return all(position.received.get(each, 0) >= amount for each, amount in wanted.items())


def _is_any(sums: Sums) -> bool:
    return any(amount > 0 for amount in sums.values())


def _promised(position: Position, was: Pay) -> Pay:
    if was is Pay.ON_TERMS and position.ended != VOID:
        return Pay.ON_TERMS
    if position.promises:
        return Pay.SECURED if was is Pay.SECURED else Pay.AUTHORISED
    return DEAD.get(position.ended, Pay.PENDING)


def _weighed(position: Position, owed: Money, was: Pay) -> Pay:
    """What came, held against what is owed or was accepted: neither less nor more nor another currency passes."""
    wanted = position.accepted or {owed.currency: owed.minor}
    most = {**position.accepted, owed.currency: max(position.accepted.get(owed.currency, 0), owed.minor)}
    currencies = wanted.keys() | position.kept.keys()
    if any(position.received.get(each, 0) < wanted.get(each, 0) for each in currencies):
        return Pay.ON_TERMS if was is Pay.ON_TERMS else Pay.MISMATCHED
    if any(position.kept.get(each, 0) > most.get(each, 0) for each in currencies):
        return Pay.MISMATCHED
    if any(position.kept.get(each, 0) < wanted.get(each, 0) for each in currencies):
        return Pay.PARTIALLY_REFUNDED
    if position.is_reconciled:
        return Pay.RECONCILED
    return Pay.SETTLED if position.is_settled else Pay.CAPTURED


@dataclass(frozen=True, slots=True)
class _Disputed:
    is_open: bool
    lost: Counter[str]


def _disputed(entries: Sequence[PaymentEntry]) -> _Disputed:
    if not entries[0].subject:
        closed = sum(each.kind != DISPUTE for each in entries)
        return _Disputed(len(entries) - closed > closed, Counter(_sums(entries, LOSE)))
    newest = max(entries, key=_when)
    lost = Counter({newest.currency: newest.amount}) if newest.kind == LOSE else Counter[str]()
    return _Disputed(newest.kind == DISPUTE, lost)


def _attempts(told: Sequence[PaymentEntry]) -> tuple[tuple[Promise, ...], str]:
    newest = [max(each, key=_when) for each in _by_subject(told, ATTEMPT)]
    moved = [max(each, key=_when) for each in _by_subject(told, MONEY)]
    captured = {each.subject for each in moved if each.kind == CAPTURE and each.subject}
    alive = [each for each in newest if each.kind == AUTHORISE and each.subject not in captured]
    dead = [each for each in newest if each.kind != AUTHORISE]
    promises = tuple(_promise(each) for each in sorted(alive, key=lambda each: (each.at, each.reference)))
    ended = max(dead, key=lambda each: (each.at, RANKS[each.kind], each.reference)).kind if dead and not alive else ""
    return promises, ended


def _promise(entry: PaymentEntry) -> Promise:
    return Promise(
        subject=entry.subject,
        gateway=entry.gateway,
        amount=entry.amount,
        currency=entry.currency,
        at=entry.at,
        expires_at=entry.expires_at,
    )


def _when(entry: PaymentEntry) -> tuple[object, ...]:
    if entry.subject:
        return entry.at, RANKS[entry.kind], entry.reference
    return entry.at, entry.received_at, entry.id


def _by_subject(told: Sequence[PaymentEntry], kinds: frozenset[str]) -> Sequence[Sequence[PaymentEntry]]:
    found: defaultdict[str, list[PaymentEntry]] = defaultdict(list)
    for each in told:
        if each.kind in kinds:
            found[each.subject].append(each)
    return list(found.values())


def _sums(told: Iterable[PaymentEntry], kind: str) -> Sums:
    sums: Counter[str] = Counter()
    for each in told:
        if each.kind == kind:
            sums[each.currency] += each.amount
    return sums


def _difference(more: Sums, less: Sums) -> Sums:
    currencies = more.keys() | less.keys()
    return {each: rest for each in sorted(currencies) if (rest := more.get(each, 0) - less.get(each, 0))}
