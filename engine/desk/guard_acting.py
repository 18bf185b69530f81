"""What the guard does beside telling: rules to shadow by an edition of its own, or back to the edition before.

Both are activations by `guard`. Neither may change what nothing may soften; where it would, the guard only alarms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from engine.desk.desk import Caller, Desk
from engine.desk.edition_files import DATA, RULES, edition_digest, resolved_on
from engine.desk.proposals import come_into_force
from engine.errors import ClearwayError
from engine.ids import Prefix
from engine.rulebook.book import RuleBook
from engine.rulebook.demotions import DEMOTED, demotions_text
from engine.rulebook.normal import book_digest
from engine.rulebook.quieting import Demotion, demoted
from engine.rulebook.source import Span
from engine.store.editions import (
    Activation,
    NewActivation,
    activations,
    add_blobs,
    add_edition,
    digest_of,
)
from engine.store.guard_trips import TripRow
from engine.store.sessions import ReadSession, WriteSession
from engine.workbench.difference import difference

GUARD = "guard"  # who acts, for history and audit
MOST_LOOKED_AT = 50


def demote(desk: Desk, session: WriteSession, current: Activation, book: RuleBook, tripped: Sequence[TripRow]) -> str:
    """Puts the rules of these trips in shadow: an edition of the same files with these rules in `demoted.yaml`.

    Answers its digest.
    """
    known = {each.rule for each in book.demotions}
    new = [_demotion(each) for each in tripped if each.subject not in known]
    all_ = (*book.demotions, *new)
    file = demotions_text(all_).encode()
    changed = replace(book, demotions=tuple(sorted(all_, key=lambda each: each.rule)))
    changed = replace(changed, rules=demoted(book.rules, all_, book.domain))
    digest = _with_file(desk, session, current, f"{RULES}{DEMOTED}", file, changed)
    note = "; ".join(each.note for each in tripped)
    _put_in_force(desk, session, current, digest, note, changed)
    return digest


def _demotion(trip: TripRow) -> Demotion:
    at = trip.tripped_at.isoformat(timespec="seconds")
    return Demotion(rule=trip.subject, at=at, why=trip.note, trip=trip.id, span=Span(DEMOTED, 1, 1))


def _with_file(
    desk: Desk, session: WriteSession, current: Activation, path: str, content: bytes, book: RuleBook
) -> str:
    """Stores an edition of the files in force and this one; answers its digest."""
    before = desk.editions.edition(session, current.edition, current.merchant)
    now = desk.clock.now()
    manifest = dict(sorted({**before.manifest, path: digest_of(content)}.items()))
    edition = replace(
        before,
        digest=edition_digest(manifest),
        book=book_digest(book),
        manifest=manifest,
        rules=len(book.rules),
        created_at=now,
        created_by=GUARD,
    )
    add_blobs(session, before.merchant, [content], now)
    add_edition(session, edition)
    return edition.digest


def _put_in_force(
    desk: Desk, session: WriteSession, current: Activation, edition: str, note: str, book: RuleBook
) -> None:
    """The one place where the guard activates. Raises StoreConflict when somebody published since it looked."""
    now = desk.clock.now()
    new = NewActivation(
        id=desk.ids.new(Prefix.ACTIVATION),
        merchant=current.merchant,
        edition=edition,
        kind=GUARD,
        proposed_by=GUARD,
        by=GUARD,
        at=now,
        note=note,
        resolved=resolved_on(book, now.date()),
    )
    come_into_force(desk, session, Caller(merchant=current.merchant, name=GUARD), new, current)


def revert(desk: Desk, session: WriteSession, current: Activation, trip: TripRow) -> str:
    """Puts the edition before in force; answers why not, and changes nothing, where that may not be."""
    if current.kind == GUARD:
        return "the edition in force is the guard's own; people decide"
    history = activations(session, current.merchant, MOST_LOOKED_AT)
    before = next((each for each in history if each.epoch < current.epoch and each.edition != current.edition), None)
    if before is None:
        return "there is no edition before"
    if any(each.epoch < before.epoch and each.edition == current.edition for each in history):
        return "people came back to this edition from the one before; people decide"
    if before.waits_for_a_look:
        return "one person alone put the edition before in force, and nobody else has looked at it"
    if _of_data(desk, session, before) != _of_data(desk, session, current):
        return "the edition before has other data"
    try:
        one, other = (desk.editions.load(each.edition, each.merchant).admission.book for each in (before, current))
    except ClearwayError as error:
        return f"the edition before cannot be loaded: {error}"
    if difference(other, one).touches_protected:
        return "the edition before differs in what nothing may soften"
    _put_in_force(desk, session, current, before.edition, trip.note, one)
    return ""


def _of_data(desk: Desk, session: ReadSession, activation: Activation) -> Mapping[str, str]:
    manifest = desk.editions.edition(session, activation.edition, activation.merchant).manifest
    return {path: digest for path, digest in manifest.items() if path.startswith(DATA)}
