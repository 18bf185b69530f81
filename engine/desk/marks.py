"""Marks on persons: taken from an order in one action, added by hand or from a file, revoked.

What is marked again counts for longer; nothing is kept twice. Every order of the person that is not cancelled is
decided anew, so that a block stops what is being packed and trust frees what waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.desk.desk import Caller, Desk
from engine.desk.errors import MarkRefused, MarkRevoked, NotFound, UntilPassed
from engine.desk.intake import settled
from engine.desk.labelling import note_label
from engine.desk.mark_following import follow, tell
from engine.desk.reading import order_of
from engine.facts.entities import entities
from engine.facts.mark_keys import KeyRefused, MarkKey, home_of_customer, mark_keys, read_key
from engine.ids import Prefix
from engine.mark import CHANNEL, EVERYWHERE, KINDS, REASONS, SHOP, Mark, MarkKind, MarkVerdict, is_scope
from engine.order.order import Order
from engine.store.marks import MarkRow, active_on, add_marks, extend_mark, mark_of, put_away, revoke_mark
from engine.store.order_rows import newest_version
from engine.store.sessions import ReadSession, WriteSession

AT_ONCE = 500
LONGEST_VALUE = 512
OF_THE_ORDER = {"shop", "channel"}  # scopes without a name: those of the order


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is known of somebody. `scope` is `merchant`, `shop:<name>` or `channel:<name>`; of an order also `shop` and
    `channel`, which are the order's own. `kinds` are all that the order has, unless named."""

    verdict: str
    reason: str
    scope: str = EVERYWHERE
    note: str = ""
    until: datetime | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """What a bank or a gateway says of an order; it becomes the order's label, and the source of its marks."""

    kind: str
    source: str
    reason_code: str | None = None
    note: str = ""
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key as people write it, and what is known of it."""

    kind: str
    value: str
    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where marks come from, and of which order, if of any."""

    kind: str
    id: str = ""
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks as they are now. `added` and `extended` count those that are new or count for longer; `lacking` are
    kinds that were named and that the order has none of. `changed` names what was done, None where that was nothing."""

    rows: tuple[MarkRow, ...]
    added: int = 0
    extended: int = 0
    lacking: tuple[str, ...] = ()
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    key: MarkKey
    scope: str
    wanted: Wanted


def mark_order(
    desk: Desk,
    caller: Caller,
    order_id: str,
    wanted: Wanted,
    *,
    returned: str | None = None,
    dispute: Dispute | None = None,
) -> Marked:
    """Marks keys of an order, as it stands now; `returned` is the return that it is about.

    Raises NotFound, PersonErased, MarkRefused and UntilPassed.
    """
    now = desk.clock.now()
    _check(wanted, now)

    def once(session: WriteSession) -> Marked:
        found = newest_version(session, caller.merchant, order_id)
        if found is None:
            raise NotFound("order", order_id)
        order = order_of(desk, session, caller.merchant, order_id, found.version)
        asked, lacking = _of_order(order, wanted)
        source = Source(kind="order", id=order_id, order_id=order_id)
        if returned is not None:
            source = replace(source, kind="return", id=returned)
        if dispute is not None:
            said = note_label(
                desk,
                session,
                caller,
                order_id,
                dispute.kind,
                source=dispute.source,
                note=dispute.note,
                known_at=dispute.known_at,
                reason_code=dispute.reason_code,
            ).label
            source = replace(source, kind="dispute", id=said.id)
        marked = _kept(desk, session, caller, asked, source)
        if marked.changed is not None:
            follow(desk, session, caller, found.person, marked.changed, now)
        return replace(marked, lacking=lacking)

    return settled(desk, once)


def add_by_hand(desk: Desk, caller: Caller, entries: Sequence[Entry], source: str = "hand", name: str = "") -> Marked:
    """Marks keys that somebody wrote: none where one cannot be read, else all, some hundreds in a transaction. `name`
    says of what, such as the name of a file.

    Raises MarkRefused, UntilPassed and InFlight. Orders that came before are not looked for: re-screen them.
    """
    asked = [read_entry(each, desk.clock.now()) for each in entries]
    marked: list[Marked] = []
    for first in range(0, len(asked), AT_ONCE):
        part = asked[first : first + AT_ONCE]
        marked.append(settled(desk, lambda session: _kept(desk, session, caller, part, Source(kind=source, id=name))))  # noqa: B023 - it runs at once
    return Marked(
        tuple(row for each in marked for row in each.rows),
        sum(each.added for each in marked),
        sum(each.extended for each in marked),
    )


def read_entry(entry: Entry, now: datetime) -> _Asked:
    """An entry, checked and normalised. Raises MarkRefused and UntilPassed."""
    if entry.kind not in KINDS:
        raise MarkRefused("kind", f"must be one of {', '.join(KINDS)}")
    _check(entry.wanted, now)
    if entry.wanted.scope in OF_THE_ORDER:
        raise MarkRefused("scope", "must name the shop or channel, such as `shop:berlin`")
    if entry.kind == MarkKind.CUSTOMER and entry.wanted.scope == EVERYWHERE:
        raise MarkRefused("scope", "of a customer must be a shop or a channel: each numbers its accounts for itself")
    try:
        return _Asked(read_key(entry.kind, entry.value[:LONGEST_VALUE]), entry.wanted.scope, entry.wanted)
    except KeyRefused as error:
        raise MarkRefused("value", str(error)) from error


def revoke(desk: Desk, caller: Caller, mark_id: str, why: str = "") -> MarkRow:
    """Ends a mark. Raises NotFound and MarkRevoked."""
    now = desk.clock.now()
    with desk.database.write() as session:
        row = found_mark(session, caller.merchant, mark_id)
        ended = revoke_mark(session, row, caller.name, now, why)
        if ended is None:
            raise MarkRevoked(mark_id)
        tell(desk, session, caller, "revoked", [ended], now)
        version = None if row.order_id is None else newest_version(session, caller.merchant, row.order_id)
        if version is not None:
            follow(desk, session, caller, version.person, f"{mark_id}:revoked", now)
    return ended


def found_mark(session: ReadSession, merchant: str, mark_id: str) -> MarkRow:
    """A mark. Raises NotFound."""
    row = mark_of(session, merchant, mark_id)
    if row is None:
        raise NotFound("mark", mark_id)
    return row


def _check(wanted: Wanted, now: datetime) -> None:
    if wanted.verdict not in set(MarkVerdict):
        raise MarkRefused("verdict", "must be `block` or `trust`")
    known = REASONS[MarkVerdict(wanted.verdict)]
    if wanted.reason not in known:
        raise MarkRefused("reason", f"of `{wanted.verdict}` must be one of {', '.join(known)}")
    if wanted.scope not in OF_THE_ORDER and not is_scope(wanted.scope):
        raise MarkRefused("scope", "must be `merchant`, `shop:` or `channel:` with a name")
    if wanted.until is not None and wanted.until <= now:
        raise UntilPassed


def _of_order(order: Order, wanted: Wanted) -> tuple[list[_Asked], tuple[str, ...]]:
    strange = sorted(set(wanted.kinds) - set(KINDS))
    if strange:
        raise MarkRefused("kinds", f"does not know `{strange[0]}`; kinds are {', '.join(KINDS)}")
    found = mark_keys(order, entities(order))
    kinds = wanted.kinds or KINDS
    asked = [_Asked(key, _scope(order, key.kind, wanted.scope), wanted) for kind, key in found.items() if kind in kinds]
    if not asked:
        raise MarkRefused("kinds", "name nothing that the order has")
    return asked, tuple(kind for kind in wanted.kinds if kind not in found)


def _scope(order: Order, kind: str, scope: str) -> str:
    if scope == "channel":
        return f"{CHANNEL}{order.channel}"
    if scope == "shop":
        if not order.shop:
            raise MarkRefused("scope", "cannot be `shop`: the order names none")
        return f"{SHOP}{order.shop}"
    return home_of_customer(order) if kind == MarkKind.CUSTOMER and scope == EVERYWHERE else scope


def _kept(desk: Desk, session: WriteSession, caller: Caller, asked: Sequence[_Asked], source: Source) -> Marked:
    """Adds what is new, and lets what is active count for longer; what is over already makes room."""
    now = desk.clock.now()
    rows = [_row(desk, caller, each, source, now) for each in asked]
    rows = list({row.place: row for row in rows}.values())
    active = {row.place: row for row in active_on(session, caller.merchant, [row.token for row in rows])}
    kept: list[MarkRow] = []
    new: list[MarkRow] = []
    longer: list[MarkRow] = []
    for row in rows:
        before = active.get(row.place)
        if before is not None and before.state_at(now) == "over":
            put_away(session, before)
            before = None
        if before is None:
            new.append(row)
            kept.append(row)
        elif _is_later(row.mark.until, before.mark.until):
            longer.append(extend_mark(session, before, row.mark.until))
            kept.append(longer[-1])
        else:
            kept.append(before)
    add_marks(session, new)
    tell(desk, session, caller, "added", new, now)
    tell(desk, session, caller, "extended", longer, now)
    return Marked(tuple(kept), len(new), len(longer), changed=_changed(new, longer))


def _changed(new: Sequence[MarkRow], longer: Sequence[MarkRow]) -> str | None:
    """A name that no earlier change has, so that what follows from this one is not taken for done already."""
    if new:
        return new[0].mark.id
    if longer:
        return f"{longer[0].mark.id}:{longer[0].mark.until}"
    return None


def _is_later(until: datetime | None, than: datetime | None) -> bool:
    return than is not None and (until is None or until > than)


def _row(desk: Desk, caller: Caller, asked: _Asked, source: Source, now: datetime) -> MarkRow:
    key, wanted = asked.key, asked.wanted
    return MarkRow(
        mark=Mark(
            id=desk.ids.new(Prefix.MARK),
            kind=key.kind,
            verdict=wanted.verdict,
            scope=asked.scope,
            reason=wanted.reason,
            source=source.kind,
            source_id=source.id,
            since=now,
            until=wanted.until,
        ),
        merchant=caller.merchant,
        token=desk.seal.token(caller.merchant, key.kind, key.value),
        hint=key.hint,
        created_by=caller.name,
        note=wanted.note,
        order_id=source.order_id,
    )
