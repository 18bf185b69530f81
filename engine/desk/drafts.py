"""Working copies of the rule book, kept under a name in the database: pulled into a folder, and pushed back.

Whoever pushes says which revision they began from. Where somebody else pushed meanwhile, the push is refused with the
files that they changed, so that nobody's work is lost without being seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.desk.desk import Caller, Desk
from engine.desk.edition_errors import DraftFaulty, DraftMoved
from engine.desk.edition_files import RULES, Files, book_of, changed_paths, manifest_of, part_of
from engine.desk.edition_reading import named
from engine.desk.errors import EditionDamaged, NotFound
from engine.desk.people import somebody
from engine.desk.rule_telling import tell
from engine.errors import StoreConflict
from engine.rulebook.source import RuleBookRejected
from engine.store.drafts import Draft, draft_of, drafts, keep_draft
from engine.store.editions import add_blobs, contents
from engine.store.sessions import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """Files for a working copy by path, and where they come from: an edition, or a revision of a draft."""

    files: Files
    edition: str | None
    draft: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushing:
    """A working copy that is to become a revision. It began from revision `seen` (0 for a new draft), whose files were
    `base`."""

    name: str
    files: Files
    seen: int
    base: Mapping[str, str]
    edition: str | None = None


def pull_edition(desk: Desk, caller: Caller, word: str) -> Pulled:
    """The rule files of an edition, as `named` knows it. Raises NotFound, NoEdition."""
    digest = named(desk, caller, word)
    return Pulled(files=part_of(desk.editions.files(digest, caller.merchant)[1], RULES), edition=digest)


def pull_draft(desk: Desk, caller: Caller, name: str) -> Pulled:
    """The files of a draft as it stands. Raises NotFound."""
    with desk.database.read() as session:
        draft = _draft(session, caller, name)
        files = _files(session, draft)
    return Pulled(files=files, edition=draft.base, draft=name, revision=draft.revision)


def push(desk: Desk, caller: Caller, pushing: Pushing) -> Draft:
    """Keeps a working copy as the next revision of a draft, whatever is wrong with it; the faults are kept beside.

    Raises DraftMoved, NameNeeded.
    """
    caller, now = replace(caller, name=somebody(caller.name)), desk.clock.now()
    draft = Draft(
        merchant=caller.merchant,
        name=pushing.name,
        revision=pushing.seen + 1,
        base=pushing.edition,
        manifest=manifest_of(pushing.files),
        faults=_faults(pushing.files),
        pushed_at=now,
        pushed_by=caller.name,
    )
    try:
        with desk.database.write() as session:
            add_blobs(session, caller.merchant, pushing.files.values(), now)
            if not keep_draft(session, draft):
                raise _moved(session, caller, pushing)
            told = {"draft": draft.name, "revision": draft.revision, "faults": len(draft.faults)}
            tell(desk, session, caller, "rules.draft_pushed", f"draft:{draft.name}", told, now)
    except StoreConflict:  # two began a draft of this name at the same moment
        with desk.database.read() as session:
            raise _moved(session, caller, pushing) from None
    return draft


def _moved(session: ReadSession, caller: Caller, pushing: Pushing) -> DraftMoved | NotFound:
    other = draft_of(session, caller.merchant, pushing.name)
    if other is None:
        return NotFound("draft", pushing.name)
    return DraftMoved(other.name, other.pushed_by, other.pushed_at, changed_paths(pushing.base, other.manifest))


def listed_drafts(desk: Desk, caller: Caller) -> Sequence[Draft]:
    """All drafts of a merchant, by name."""
    with desk.database.read() as session:
        return drafts(session, caller.merchant)


def files_to_propose(desk: Desk, caller: Caller, name: str) -> Files:
    """The files of a draft without faults. Raises NotFound, DraftFaulty."""
    with desk.database.read() as session:
        draft = _draft(session, caller, name)
        if draft.faults:
            raise DraftFaulty(name, draft.faults)
        return _files(session, draft)


def _draft(session: ReadSession, caller: Caller, name: str) -> Draft:
    found = draft_of(session, caller.merchant, name)
    if found is None:
        raise NotFound("draft", name)
    return found


def _files(session: ReadSession, draft: Draft) -> dict[str, bytes]:
    held = contents(session, draft.merchant, draft.manifest.values())
    lost = [path for path, digest in draft.manifest.items() if digest not in held]
    if lost:
        raise EditionDamaged(draft.name, lost)
    return {path: held[digest] for path, digest in draft.manifest.items()}


def _faults(files: Files) -> tuple[str, ...]:
    try:
        book_of(files)
    except RuleBookRejected as rejected:
        return tuple(f"{each.span} {each.message} [{each.code}]" for each in rejected.faults)
    return ()
