"""Two versions of an order side by side: where their documents differ, and how each was decided last."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.desk.errors import NotFound
from engine.desk.reading import document_of
from engine.order.differing import Different, differences, value_at
from engine.order.masking import masked, veiled
from engine.store.decision_rows import Past, past_of
from engine.store.order_rows import OrderVersion, newest_version, version_of
from engine.store.sessions import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferentField:
    """A place that differs. `hidden`: what differs may not be shown, so that both values look alike or are masked."""

    pointer: str
    how: str
    before: object
    after: object
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferentVersions:
    """`decided_before` and `decided_after` are the last decisions of the versions; None where one has none."""

    before: OrderVersion
    after: OrderVersion
    fields: tuple[DifferentField, ...]
    decided_before: Past | None
    decided_after: Past | None
    is_whole: bool


def different_versions(
    desk: Desk,
    session: ReadSession,
    merchant: str,
    order_id: str,
    before: int | None,
    after: int | None,
    *,
    in_clear: bool,
) -> DifferentVersions:
    """What is different in `after`, or the newest version, since `before`, or the one before it.

    People's values are masked unless they are to be shown `in_clear`. Raises NotFound.
    """
    now = (
        newest_version(session, merchant, order_id) if after is None else version_of(session, merchant, order_id, after)
    )
    if now is None:
        raise NotFound("order version", f"{order_id}/{after}")
    then = _version(session, merchant, order_id, max(1, now.version - 1) if before is None else before)
    (was, was_whole), (is_, is_whole) = document_of(desk, then), document_of(desk, now)
    shown_was, shown_is = (masked(each) if in_clear else veiled(masked(each)) for each in (was, is_))
    past = past_of(session, merchant, order_id)
    return DifferentVersions(
        before=then,
        after=now,
        fields=tuple(_shown(each, shown_was, shown_is) for each in differences(was, is_)),
        decided_before=_last(past, then.version),
        decided_after=_last(past, now.version),
        is_whole=was_whole and is_whole,
    )


def _version(session: ReadSession, merchant: str, order_id: str, number: int) -> OrderVersion:
    found = version_of(session, merchant, order_id, number)
    if found is None:
        raise NotFound("order version", f"{order_id}/{number}")
    return found


def _shown(found: Different, before: dict[str, object], after: dict[str, object]) -> DifferentField:
    was, is_ = value_at(before, found.pointer), value_at(after, found.pointer)
    hidden = (was, is_) != (found.before, found.after)
    return DifferentField(pointer=found.pointer, how=found.how, before=was, after=is_, hidden=hidden)


def _last(past: Sequence[Past], version: int) -> Past | None:
    return next((each for each in reversed(past) if each.version == version), None)
