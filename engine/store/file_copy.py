"""A SQLite file copied while it is in use, by SQLite's own online back-up (sqlite.org/backup.html)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from engine.errors import ArchiveRefused
from engine.store.database import parsed_url

PAGES = 2048  # copied at once, about 8 MB: others write in between

Pages = Callable[[int, int], None]  # done, of how many


def file_of(url: str) -> Path:
    """The file behind an address. Raises ArchiveRefused where it is no SQLite file."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise ArchiveRefused("only a SQLite file can be copied so; name an archive (`.zip`), or use `pg_dump`")
    return Path(parsed.database)


def copy_file(source: Path, target: Path, pages: Pages) -> None:
    """A whole, checked copy; the target has its name once it is. Raises ArchiveRefused when the copy is damaged."""
    draft = target.with_name(f"{target.name}.partial")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(draft)) as here:
        there.backup(here, pages=PAGES, progress=lambda _, left, whole: pages(whole - left, whole))
        (found,) = here.execute("PRAGMA integrity_check").fetchone()
    if found != "ok":
        draft.unlink()
        raise ArchiveRefused(f"{source}: the copy is damaged: {found}")
    draft.chmod(0o600)
    draft.replace(target)
