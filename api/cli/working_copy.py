"""A folder with a rule book to work on: what was pulled into it, noted in a small file, so that nothing is lost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from api.cli.failing import Exit, Wrong, fail
from engine.desk.drafts import Pulled
from engine.desk.edition_files import Files, manifest_of, rule_files

MARKER = ".clearway"
NAME_FORM = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What a folder was pulled from: an edition, or a revision of a draft; and the digest that each file had then."""

    edition: str | None = None
    draft: str | None = None
    revision: int = 0
    files: Mapping[str, str] = field(default_factory=dict)


def read_marker(folder: Path) -> Marker:
    """The note in a folder; an empty one where there is none."""
    path = folder / MARKER
    if not path.is_file():
        return Marker()
    try:
        kept = orjson.loads(path.read_bytes())
        return Marker(
            edition=kept["edition"], draft=kept["draft"], revision=int(kept["revision"]), files=dict(kept["files"])
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        fail(Wrong.FILE, f"{path}: this note cannot be read; remove it, or pull into a folder of its own")


def write_marker(folder: Path, marker: Marker) -> None:
    """Keeps the note."""
    kept = {
        "edition": marker.edition,
        "draft": marker.draft,
        "revision": marker.revision,
        "files": dict(marker.files),
    }
    (folder / MARKER).write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2) + b"\n")


def lay_down(folder: Path, pulled: Pulled, *, force: bool) -> int:
    """Writes the files, takes away those that were pulled before and are gone, and answers how many were written.

    Ends the command, having written nothing, when that would overwrite what was changed here.
    """
    known = read_marker(folder)
    here = rule_files(folder) if folder.is_dir() else {}
    lost = sorted(_lost(here, known.files, pulled.files))
    if lost and not force:
        fail(
            Wrong.CHANGED_HERE,
            f"{folder}: changed here: {', '.join(lost)}; push them first, or overwrite them with --force",
            Exit.SOME_BAD,
        )
    written = 0
    for path, content in pulled.files.items():
        if here.get(path) != content:
            _write(folder, path, content)
            written += 1
    for path in here.keys() - pulled.files.keys():
        (folder / path).unlink()
    folder.mkdir(parents=True, exist_ok=True)
    marker = Marker(
        edition=pulled.edition, draft=pulled.draft, revision=pulled.revision, files=manifest_of(pulled.files)
    )
    write_marker(folder, marker)
    return written


def _lost(here: Files, known: Mapping[str, str], coming: Files) -> Iterator[str]:
    """Files that differ from what was pulled and from what comes: only here is what they say."""
    now = manifest_of(here)
    for path, digest in now.items():
        if known.get(path) != digest and coming.get(path) != here[path]:
            yield path


def _write(folder: Path, path: str, content: bytes) -> None:
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()):
        fail(Wrong.FILE, f"{path}: this path leads out of the folder")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
