"""What `clearway backup` does."""

import sys
from pathlib import Path

from api.cli.failing import Exit, Wrong, fail
from api.cli.progress import counting
from api.storage import TABLES, current
from engine import __version__
from engine.counted import counted
from engine.settings import Settings
from engine.store.archive import count_rows, write_archive
from engine.store.file_copy import copy_file, file_of
from engine.store.migrating import reached

COPY = ".sqlite"
APART = "it holds no secret: keep that, from CLEARWAY_SECRET or the file `secret`, apart from it"


def run(file: Path) -> Exit:
    """Writes the file, whole or not at all."""
    if file.exists():
        fail(Wrong.FILE_THERE, f"{file}: is there already; name a new file")
    settings = Settings()
    if file.suffix == COPY:
        return _copy(settings, file)
    with current(settings) as database:
        with database.read() as session:
            rows = count_rows(session, TABLES)
        with counting("rows", rows, quiet=False) as seen:
            made = write_archive(database, TABLES, file, version=__version__, steps=reached(database), seen=seen)
    sys.stdout.write(
        f"{counted(made.rows, 'row', 'rows')} of {counted(len(made.columns), 'table', 'tables')} in {file}; {APART}\n"
    )
    return Exit.DONE


def _copy(settings: Settings, file: Path) -> Exit:
    with current(settings):
        source = file_of(settings.database)
    with counting("pages", 0, quiet=True) as seen:
        copy_file(source, file, lambda done, _: seen(done))
    sys.stdout.write(f"{source} copied to {file} and checked; {APART}\n")
    return Exit.DONE
