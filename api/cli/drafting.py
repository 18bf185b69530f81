"""What `clearway rules pull`, `push` and `drafts` do."""

import sys
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home
from api.cli.edition_words import draft_line, short, told
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.phrases import Language
from api.cli.rule_book import write_schemas
from api.cli.working_copy import NAME_FORM, Marker, lay_down, read_marker, write_marker
from engine.desk.drafts import Pushing, listed_drafts, pull_draft, pull_edition
from engine.desk.drafts import push as push_draft
from engine.desk.edition_files import manifest_of, rule_files
from engine.store.drafts import Draft


def pull(clerk: Clerk, folder: Path, edition: str, draft: str | None, language: Language, *, force: bool) -> Exit:
    """Exit code 1 when files were changed here, and stay as they are."""
    with at_home() as house:
        if draft is not None:
            pulled = pull_draft(house.desk, clerk.caller, draft)
            origin = told("from_draft", language, draft, pulled.revision)
        else:
            pulled = pull_edition(house.desk, clerk.caller, edition)
            origin = told("from_edition", language, short(pulled.edition))
    written = lay_down(folder, pulled, force=force)
    write_schemas(folder)
    sys.stdout.write(f"{told('wrote', language, written, folder, origin)}\n")
    return Exit.DONE


def push(clerk: Clerk, folder: Path, name: str, language: Language) -> Exit:
    """Keeps the folder as the next revision, and notes in it that it is that."""
    if NAME_FORM.fullmatch(name) is None:
        fail(Wrong.REFUSED, f"--draft {name}: use small letters, digits, dots, dashes and underscores, 64 at most")
    if not folder.is_dir():
        fail(Wrong.NO_FOLDER, f"{folder}: there is no such folder; check the path")
    marker, files = read_marker(folder), rule_files(folder)
    seen = marker.revision if marker.draft == name else 0
    pushing = Pushing(name=name, files=files, seen=seen, base=marker.files, edition=marker.edition)
    with at_home() as house:
        draft = push_draft(house.desk, clerk.caller, pushing)
    kept = Marker(edition=marker.edition, draft=name, revision=draft.revision, files=manifest_of(files))
    write_marker(folder, kept)
    wrong = told("faults", language, len(draft.faults)) if draft.faults else told("sound", language)
    sys.stdout.write(f"{told('pushed', language, name, draft.revision, len(files), wrong)}\n")
    for each in draft.faults:
        say(each)
    return Exit.DONE


def list_drafts(clerk: Clerk, language: Language, *, as_json: bool) -> Exit:
    """One a line."""
    with at_home() as house:
        found = listed_drafts(house.desk, clerk.caller)
    for each in found:
        line = orjson.dumps(_values(each), option=orjson.OPT_UTC_Z).decode() if as_json else draft_line(each, language)
        sys.stdout.write(f"{line}\n")
    return Exit.DONE


def _values(draft: Draft) -> dict[str, object]:
    return {
        "draft": draft.name,
        "revision": draft.revision,
        "edition": draft.base,
        "files": len(draft.manifest),
        "faults": list(draft.faults),
        "pushed_at": draft.pushed_at,
        "pushed_by": draft.pushed_by,
    }
