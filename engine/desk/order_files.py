"""Files of orders: taken in whole, their orders taken out by a job, decided like any other, and given back row by row.

The file waits sealed and is destroyed once its rows are out; each row is sealed under a key of its own, which goes with
its person. A kill at any point loses no row and decides none twice: rows and how far the file was read commit together,
and each order is decided through the door of what is decided later (`submitting`).
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import orjson

from engine.desk.column_profiles import own_profiles
from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, OrderFileRefused
from engine.desk.intake import settled
from engine.desk.submitting import later, refused_later
from engine.desk.telling import audit_job
from engine.errors import ClearwayError, OrderRejected, StoreConflict, UnknownFormat
from engine.ids import Prefix
from engine.order.formats.files import Record, records, unread_headers
from engine.order.formats.profiles import Profile, bundled_profiles
from engine.order.formats.settings import ImportSettings
from engine.order.reading import to_document
from engine.spreadsheets import unpacked_size
from engine.store.handling import OutsideHandler
from engine.store.order_files import (
    REFUSED,
    WAITING,
    FileRow,
    OrderFile,
    add_file,
    add_rows,
    end_read,
    end_refused,
    file_by_digest,
    file_of,
    note_read,
    wait_again,
)
from engine.store.outbox import Job, NewJob, enqueue
from engine.store.sessions import ReadSession, WriteSession
from engine.store.submissions import Submission, add_submissions

TAKE_OUT = "desk.order_file"
KINDS: Mapping[str, str] = {"csv": ".csv", "xlsx": ".xlsx", "json": ".json"}
LARGEST = 20 << 20  # bytes
MOST_UNPACKED = 128 << 20  # of a workbook, which is a compressed archive
MOST_ORDERS = 5_000
MOST_NAMED, LONGEST_HEADER = 20, 60  # of headers from which nothing is read
AT_ONCE = 100  # orders of one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that was taken in; `is_new` is false when the same content came before."""

    file: OrderFile
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Out:
    """How taking rows out ended: refused whole with a code and words, or done, perhaps with what was not looked at."""

    code: str = ""
    detail: str = ""


def take_in(
    desk: Desk, caller: Caller, content: bytes, kind: str, *, shop: str | None = None, profile: str | None = None
) -> Sent:
    """Keeps a file, with the job that takes its orders out. The same content under the same profile is known again,
    unless nothing could be read from it: then it is read once more.

    `profile` names the columns; without it that which knows most headers counts. Raises OrderFileRefused, InFlight, and
    NotFound for a profile that is not there.
    """
    _check_size(content)
    if shop is None and caller.shops is not None:
        if len(caller.shops) > 1:
            raise OrderFileRefused("name the shop that the orders are of; the key is for several")
        shop = next(iter(caller.shops), None)
    if caller.shops is not None and shop not in caller.shops:
        raise OrderFileRefused("the key is not for this shop; name one that it is for")
    digest = desk.seal.digest(f"{orjson.dumps([shop, profile]).decode()}:{content.hex()}")

    def once(session: WriteSession) -> Sent:
        known = file_by_digest(session, caller.merchant, digest)
        if known is not None and known.state != REFUSED:
            return Sent(file=known, is_new=False)
        if profile is not None and profile not in {each.name for each in known_profiles(session, caller.merchant)}:
            raise NotFound("column profile", profile)
        file = _new_file(desk, caller, content, kind, shop or "", profile, digest)
        if known is None:
            add_file(session, file)
        else:
            file = replace(file, id=known.id, read_until=known.read_until, orders=known.orders)
            if not wait_again(session, file):
                raise StoreConflict
        told = audit_job(caller, "order_file.sent", file.id, {"kind": kind, "bytes": len(content)}, file.created_at)
        enqueue(session, desk.ids, [_job(file), told], file.created_at)
        return Sent(file=file, is_new=True)

    return settled(desk, once)


def _check_size(content: bytes) -> None:
    if not content:
        raise OrderFileRefused("the file is empty; choose a file with orders")
    if len(content) > LARGEST:
        raise OrderFileRefused(f"a file has at most {LARGEST >> 20} MB; split it into several")
    if unpacked_size(content) > MOST_UNPACKED:
        raise OrderFileRefused(f"the workbook unpacks to more than {MOST_UNPACKED >> 20} MB; split it into several")


def found_file(session: ReadSession, caller: Caller, id_: str) -> OrderFile:
    """A file of a merchant, of one of the caller's shops. Raises NotFound."""
    file = file_of(session, caller.merchant, id_)
    if file is None or (caller.shops is not None and file.shop not in caller.shops):
        raise NotFound("order file", id_)
    return file


def known_profiles(session: ReadSession, merchant: str) -> tuple[Profile, ...]:
    """A merchant's own column profiles, and those that come with Clearway."""
    return (*own_profiles(session, merchant), *bundled_profiles())


def order_file_handlers(desk: Desk) -> Mapping[str, OutsideHandler[_Out]]:
    """The handler that takes orders out of a file. It commits as it goes, so it acts before the transaction of its
    job; broken off, it goes on behind the last row that was taken out."""
    work = _TakingOut(desk)
    return {TAKE_OUT: OutsideHandler(work.act, work.settle)}


@dataclass(frozen=True, slots=True)
class _TakingOut:
    desk: Desk

    def act(self, job: Job) -> _Out:
        """Takes out what is left."""
        with self.desk.database.read() as session:
            file = file_of(session, job.merchant, str(job.payload["file"]))
            if file is None or file.state != WAITING or file.sealed is None or file.seal_key is None:
                return _Out()
            profiles = known_profiles(session, job.merchant)
        chosen = tuple(each for each in profiles if file.profile in (None, each.name))
        if not chosen:
            return _Out(UnknownFormat.code, f"the column profile `{file.profile}` was removed; send the file again")
        content = self.desk.seal.opened_bytes(file.seal_key, file.sealed)
        try:
            with _on_disk(content, file.kind) as path:
                self._take_out(file, records(path, None, _settings(file), chosen))
                return _Out(detail=_not_looked_at(unread_headers(path, chosen)))
        except UnknownFormat as unknown:
            return _Out(unknown.code, str(unknown))

    def settle(self, session: WriteSession, job: Job, out: _Out) -> None:
        """The file is read, or refused whole."""
        now, file_id = self.desk.clock.now(), str(job.payload["file"])
        if out.code:
            end_refused(session, file_id, out.code, out.detail, now)
        else:
            end_read(session, file_id, out.detail, now)

    def _take_out(self, file: OrderFile, found: Iterator[Record]) -> None:
        counted = 0
        while some := list(islice(found, AT_ONCE)):
            counted += len(some)
            left = [each for each in some if each.number > file.read_until]
            if counted > MOST_ORDERS:
                msg = f"the file has more than {MOST_ORDERS} orders; those up to row {some[0].number} were taken"
                raise UnknownFormat(msg)
            if left:
                self._keep(file, left)
        if not counted:
            raise UnknownFormat("the file holds no orders; choose a file with orders")

    def _keep(self, file: OrderFile, some: Sequence[Record]) -> None:
        shops = frozenset({file.shop}) if file.shop else None
        caller = Caller(merchant=file.merchant, name=file.created_by, shops=shops)
        rows: list[FileRow] = []
        submissions: list[Submission] = []
        jobs: list[NewJob] = []
        for record in some:
            submission, job = self._submission(caller, record)
            submissions.append(submission)
            jobs += [] if job is None else [job]
            key = self.desk.seal.new_key()
            cells = self.desk.seal.closed_bytes(key, orjson.dumps(record.raw))
            rows.append(
                FileRow(
                    file_id=file.id, number=record.number, merchant=file.merchant, submission_id=submission.id,
                    person=submission.person, seal_key=key, cells=cells,
                )
            )  # fmt: skip
        with self.desk.database.write() as session:
            add_submissions(session, submissions)
            add_rows(session, rows)
            note_read(session, file.id, some[-1].number, len(some), orjson.dumps(_headers(some[-1])).decode())
            enqueue(session, self.desk.ids, jobs, self.desk.clock.now())

    def _submission(self, caller: Caller, record: Record) -> tuple[Submission, NewJob | None]:
        if record.order is None:
            return refused_later(self.desk, caller, OrderRejected(record.faults)), None
        document = to_document(record.order)
        document.pop("merchant", None)  # whose file it is
        try:
            return later(self.desk, caller, orjson.dumps(document))
        except ClearwayError as refused:
            return refused_later(self.desk, caller, refused), None


def _not_looked_at(headers: Sequence[str]) -> str:
    named = ", ".join(f"`{each[:LONGEST_HEADER]}`" for each in headers[:MOST_NAMED])
    more = f" and {len(headers) - MOST_NAMED} more" if len(headers) > MOST_NAMED else ""
    return f"no column profile knows the headers {named}{more}, so nothing is read from them" if headers else ""


def _new_file(
    desk: Desk, caller: Caller, content: bytes, kind: str, shop: str, profile: str | None, digest: str
) -> OrderFile:
    key = desk.seal.new_key()
    return OrderFile(
        id=desk.ids.new(Prefix.ORDER_FILE),
        merchant=caller.merchant,
        shop=shop,
        kind=kind,
        state=WAITING,
        digest=digest,
        created_at=desk.clock.now(),
        created_by=caller.name,
        profile=profile,
        seal_key=key,
        sealed=desk.seal.closed_bytes(key, content),
    )


def _job(file: OrderFile) -> NewJob:
    return NewJob(kind=TAKE_OUT, merchant=file.merchant, aggregate=file.id, payload={"file": file.id})


def _settings(file: OrderFile) -> ImportSettings:
    return ImportSettings(merchant=file.merchant, shop=file.shop or None)


def _headers(record: Record) -> list[str]:
    """The headers of a sheet, as its rows name their cells; none of a document."""
    match record.raw:
        case [dict(first), *_]:
            return list(first)
    return []


@contextmanager
def _on_disk(content: bytes, kind: str) -> Iterator[Path]:
    """The content as a file, for readers that look at names and go to and fro; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="clearway-") as folder:
        path = Path(folder) / f"orders{KINDS[kind]}"
        path.write_bytes(content)
        yield path
