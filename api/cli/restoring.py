"""What `clearway restore` does."""

import sys
from pathlib import Path

from api.cli.backing_up import COPY
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.progress import counting
from api.composition.secret import FILE, SecretNotUsable, fitting_secret
from api.storage import BRANCHES, TABLES, opened
from engine.counted import counted
from engine.settings import Settings
from engine.store.archive import Manifest, check_archive, read_manifest, restore
from engine.store.database import Database
from engine.store.feed import first_broken
from engine.store.file_copy import copy_file, file_of
from engine.store.migrating import upgrade


def run(file: Path) -> Exit:
    """Restores, then looks whether what is there now is whole and can be opened."""
    settings = Settings()
    if not file.exists():
        raise FileNotFoundError(2, "", str(file))
    if file.suffix == COPY:
        _copy_back(settings, file)
    else:
        _restore(settings, file)
    with opened(settings) as database:
        return _looked_at(settings, database)


def check(file: Path) -> Exit:
    """Reads every part of an archive."""
    manifest = _checked(file)
    sys.stdout.write(f"{file} is whole: {counted(manifest.rows, 'row', 'rows')} of version {manifest.version}\n")
    return Exit.DONE


def _checked(file: Path) -> Manifest:
    manifest = read_manifest(file)
    with counting("checked", manifest.rows, quiet=False) as seen:
        check_archive(file, manifest, seen)
    return manifest


def _restore(settings: Settings, file: Path) -> None:
    manifest = _checked(file)
    with opened(settings) as database:
        upgrade(database, BRANCHES)
        with counting("restored", manifest.rows, quiet=False) as seen:
            restore(database, TABLES, file, manifest, seen)
    sys.stdout.write(f"{counted(manifest.rows, 'row', 'rows')} restored\n")


def _copy_back(settings: Settings, file: Path) -> None:
    target = file_of(settings.database)
    if target.exists():
        fail(Wrong.FILE_THERE, f"{target}: is there already; move it away first")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy_file(file, target, lambda _done, _whole: None)
    sys.stdout.write(f"{file} copied to {target} and checked\n")


def _looked_at(settings: Settings, database: Database) -> Exit:
    with database.read() as session:
        broken = first_broken(session)
    if broken is not None:
        say(f"entry {broken} of the audit does not follow from the one before; it was so in the back-up")
        return Exit.SOME_BAD
    if not settings.secret.get_secret_value() and not (settings.folder / FILE).exists():
        say("the secret is not here yet: set CLEARWAY_SECRET to the one that the back-up was written under")
        return Exit.SOME_BAD
    try:
        fitting_secret(settings, database)
    except SecretNotUsable as error:
        say(f"{error}: without it nothing personal can be read, and no key is known")
        return Exit.SOME_BAD
    sys.stdout.write("the audit is whole, and the secret fits\n")
    return Exit.DONE
