"""A back-up as one file: every row of every table, as it is kept, so that it can be put into either kind of database.

A ZIP archive (APPNOTE 6.3.10, stored) of parts, each JSON lines of some rows of one table, compressed by Zstandard (RFC
8878), and a manifest with the number of rows and the SHA-256 of each part. Sealed values stay sealed, and the secret
is not in it: an archive without the secret tells no more than the database without it.
"""

import hashlib
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import orjson
from sqlalchemy import MetaData, Table, func, insert, select

from engine.clock import moment
from engine.errors import ArchiveRefused
from engine.store.database import Database
from engine.store.merchant_settings import put_setting, settings_of, take_setting
from engine.store.packing import UNREADABLE, pack, unpack
from engine.store.sessions import ReadSession, WriteSession

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = 1000  # of a part, which is read and written as a whole
ALL = "*"
PLACE = "restoring"  # the setting that remembers how far a restoration has come
LEFT_OUT = frozenset({"worker_beat"})  # says who works now

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some rows of one table; `digest` is the SHA-256 of the compressed part."""

    name: str
    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is in an archive. `steps` are those at which the tables stood, `columns` theirs by table."""

    version: str
    steps: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    parts: tuple[Part, ...]
    digest: str = ""

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(each.rows for each in self.parts)


def tables_of(groups: Sequence[MetaData]) -> Sequence[Table]:
    """All tables that are backed up, those first to which others refer."""
    return [table for group in groups for table in group.sorted_tables if table.name not in LEFT_OUT]


def count_rows(session: ReadSession, groups: Sequence[MetaData]) -> int:
    """How many rows there are in all tables."""
    return sum(session.number(select(func.count()).select_from(table)) for table in tables_of(groups))


def write_archive(
    database: Database, groups: Sequence[MetaData], path: Path, *, version: str, steps: Iterable[str], seen: Seen
) -> Manifest:
    """Backs everything up, as of one moment, while others go on working; the file has its name once it is whole."""
    draft = path.with_name(f"{path.name}.partial")
    tables = tables_of(groups)
    with zipfile.ZipFile(draft, "w", allowZip64=True) as archive, database.snapshot() as session:
        parts = tuple(_parts(archive, session, tables, seen))
        columns = {str(table.name): tuple(str(column.name) for column in table.columns) for table in tables}
        made = Manifest(version=version, steps=tuple(sorted(steps)), columns=columns, parts=parts)
        archive.writestr(MANIFEST, _written(made))
    draft.chmod(0o600)
    draft.replace(path)
    return made


def _parts(archive: zipfile.ZipFile, session: ReadSession, tables: Sequence[Table], seen: Seen) -> Iterator[Part]:
    done = 0
    for table in tables:
        rows = session.stream(select(table).order_by(*table.primary_key.columns), ROWS)
        number = 0
        while some := list(islice(rows, ROWS)):
            number += 1
            packed = pack(b"\n".join(orjson.dumps([_out(value) for value in row]) for row in some))
            name = f"{table.name}/{number:06}.jsonl.zst"
            archive.writestr(name, packed)
            yield Part(name=name, table=str(table.name), rows=len(some), digest=hashlib.sha256(packed).hexdigest())
            done += len(some)
            seen(done)


def read_manifest(path: Path) -> Manifest:
    """What an archive says of itself. Raises ArchiveRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).compress_type != zipfile.ZIP_STORED:
                raise ArchiveRefused(f"{path}: is no archive of ours")
            text = archive.read(MANIFEST)
        told = orjson.loads(text)
        if told["format"] != FORMAT:
            raise ArchiveRefused(f"{path}: this version reads archives of format {FORMAT}")
        return Manifest(
            version=told["version"],
            steps=tuple(told["steps"]),
            columns={name: tuple(columns) for name, columns in told["columns"].items()},
            parts=tuple(Part(**each) for each in told["parts"]),
            digest=hashlib.sha256(text).hexdigest(),
        )
    except (zipfile.BadZipFile, KeyError, TypeError, orjson.JSONDecodeError) as error:
        raise ArchiveRefused(f"{path}: is no whole archive; take another back-up") from error


def check_archive(path: Path, manifest: Manifest, seen: Seen) -> None:
    """Reads every part. Raises ArchiveRefused at the first that is not as it was written."""
    done = 0
    with zipfile.ZipFile(path) as archive:
        for part in manifest.parts:
            _content(archive, part)
            done += part.rows
            seen(done)


def restore(database: Database, groups: Sequence[MetaData], path: Path, manifest: Manifest, seen: Seen) -> None:
    """Puts an archive into an empty database, a part in each transaction; one that was broken off goes on where it was.

    Raises ArchiveRefused when the database is not empty, or the archive is of other tables.
    """
    tables = {str(table.name): table for table in tables_of(groups)}
    _fits(manifest, tables)
    strange = sorted({part.table for part in manifest.parts} - set(tables))
    if strange:
        raise ArchiveRefused(f"the archive holds rows of `{strange[0][:64]}`, which is no table; take another back-up")
    begun = _begun(database, groups, manifest)
    done = sum(part.rows for part in manifest.parts[:begun])
    with zipfile.ZipFile(path) as archive:
        for number, part in enumerate(manifest.parts[begun:], start=begun + 1):
            table = tables[part.table]
            rows = _rows(table, part, _content(archive, part))
            with database.write() as session:
                session.run_all(insert(table), rows)
                _note(session, manifest, number)
            done += part.rows
            seen(done)
    with database.write() as session:
        take_setting(session, ALL, PLACE)


def _begun(database: Database, groups: Sequence[MetaData], manifest: Manifest) -> int:
    """How many parts are in the database already."""
    with database.write() as session:
        place = settings_of(session, ALL).get(PLACE)
        if isinstance(place, list) and len(place) == 2 and place[0] == manifest.digest:
            return int(place[1])
        if place is not None or count_rows(session, groups):
            raise ArchiveRefused("the database has rows already; restore into an empty one")
        _note(session, manifest, 0)
        return 0


def _note(session: WriteSession, manifest: Manifest, parts: int) -> None:
    put_setting(session, ALL, PLACE, [manifest.digest, parts], moment(session.now()), "restore")


def _fits(manifest: Manifest, tables: Mapping[str, Table]) -> None:
    here = {str(name): tuple(str(column.name) for column in table.columns) for name, table in tables.items()}
    if dict(manifest.columns) != here:
        raise ArchiveRefused(
            f"the archive is of version {manifest.version}, whose tables differ; restore it with that version, then "
            "upgrade"
        )


def _content(archive: zipfile.ZipFile, part: Part) -> bytes:
    try:
        about = archive.getinfo(part.name)
        # Ours are packed by themselves: one that the archive packs as well would swell before anybody looks at it.
        if about.compress_type != zipfile.ZIP_STORED:
            raise ArchiveRefused(f"{part.name} is not as it was written; take another back-up")
        packed = archive.read(part.name)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ArchiveRefused(f"{part.name} is missing or damaged; take another back-up") from error
    if hashlib.sha256(packed).hexdigest() != part.digest:
        raise ArchiveRefused(f"{part.name} is not as it was written; take another back-up")
    return packed


def _rows(table: Table, part: Part, packed: bytes) -> list[Mapping[str, object]]:
    try:
        return [_row(table, line) for line in unpack(packed).split(b"\n")]
    except (UNREADABLE, ValueError, TypeError, KeyError) as error:
        raise ArchiveRefused(f"{part.name} holds no rows of `{part.table}`; take another back-up") from error


def _row(table: Table, line: bytes) -> Mapping[str, object]:
    return {column.name: _in(value) for column, value in zip(table.columns, orjson.loads(line), strict=True)}


def _out(value: object) -> object:
    """Bytes have no place in JSON."""
    return {"b64": b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _in(value: object) -> object:
    return b64decode(value["b64"]) if isinstance(value, dict) else value


def _written(manifest: Manifest) -> bytes:
    told = {
        "format": FORMAT,
        "version": manifest.version,
        "steps": manifest.steps,
        "columns": manifest.columns,
        "parts": [
            {name: getattr(part, name) for name in ("name", "table", "rows", "digest")} for part in manifest.parts
        ],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)
