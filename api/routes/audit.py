"""The audit: who did what, newest first; and whether it is as it was written."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response, StreamingResponse

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.refusals import NotFound
from api.routes.examples import AT, HOLD, ORDER, a_page
from api.schemas.audit import AnchorShown, AuditShown, AuditVerified, shown_audit, shown_verified
from api.schemas.page import Page, PageWanted, listing, page
from api.services import Services, ServicesOf
from engine.desk.audit_sealing import exported, verified
from engine.order.fields import Moment
from engine.spreadsheets import harmless
from engine.store.audit import AuditWanted, entries_of, last_anchor

routes = APIRouter()
Reader = Annotated[Caller, Depends(caller(Scope.AUDIT_READ))]
AN_ENTRY = {
    "number": 118,
    "at": AT,
    "actor": "ana",
    "action": "desk.freed",
    "subject": HOLD,
    "data": {"order_id": ORDER, "hold_id": HOLD, "rule": "PAY-004"},
    "digest": "1f6c" + "0" * 60,
}
WHOLE = {"whole": True, "entries": 118, "first_broken": None, "first_broken_anchor": None}
AN_ANCHOR = {"number": 12, "seq": 118, "digest": "1f6c" + "0" * 60, "at": AT, "signature": "9ab0" + "0" * 60}
Named = Annotated[str | None, Query(min_length=1, max_length=128)]
ROWS = 1000
CSV = "text/csv; charset=utf-8"
COLUMNS = ("number", "at", "actor", "action", "subject", "data", "digest")


async def _asked(
    subject: Annotated[Named, Query(description="Only what was done to this.")] = None,
    actor: Annotated[Named, Query(description="Only what this person, key or program did.")] = None,
    action: Annotated[Named, Query(description="Only this; `order` means all that begin with `order.`.")] = None,
    since: Annotated[Moment | None, Query(description="From this moment on.")] = None,
    until: Annotated[Moment | None, Query(description="Before this moment.")] = None,
) -> AuditWanted:
    return AuditWanted(subject=subject, actor=actor, action=action, since=since, until=until)


Asked = Annotated[AuditWanted, Depends(_asked)]


@routes.get(
    "/v1/audit",
    **operation("list_audit", "Read who did what", Tag.AUDIT, Returns(Page[AuditShown], a_page(AN_ENTRY))),
)
def list_audit(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    asked: Asked,
) -> Response:
    """Newest first. Entries are never changed: what people write into notes stands elsewhere, so that a person can be
    erased."""
    key = wanted.after(int)
    with services.database.read() as session:
        rows = entries_of(session, who.merchant, asked, wanted.rows, None if key is None else int(key[0]))
    return listing(rows, wanted, lambda row: (row.seq,), shown_audit)


@routes.get(
    "/v1/audit/export",
    **operation(
        "export_audit",
        "Fetch who did what as a file",
        Tag.AUDIT,
        Returns(None, "number,at,actor,action,subject,data,digest\r\n", "The entries.", "text/csv"),
    ),
)
def export_audit(services: ServicesOf, who: Reader, asked: Asked) -> Response:
    """All that fit, newest first; no cell is taken for a formula."""
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(_lines(services, who.merchant, asked), headers=headers, media_type=CSV)


def _lines(services: Services, merchant: str, asked: AuditWanted) -> Iterator[str]:
    """Each thousand in a session of its own: a slow reader holds none."""
    yield _line(COLUMNS)
    before: int | None = None
    while True:
        with services.database.read() as session:
            rows = entries_of(session, merchant, asked, ROWS, before)
        for row in rows:
            cells = (row.seq, row.at.isoformat(), row.actor, row.action, row.subject, row.data, row.digest)
            yield _line([harmless(str(each)) for each in cells])
        if len(rows) < ROWS:
            return
        before = rows[-1].seq


def _line(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


@routes.get(
    "/v1/audit/anchor",
    **operation(
        "get_audit_anchor",
        "Fetch the signed end of the audit",
        Tag.AUDIT,
        Returns(AnchorShown, AN_ANCHOR),
        ("not_found",),
    ),
)
def get_anchor(services: ServicesOf, _: Reader) -> Response:
    """The newest; keep it elsewhere, and `clearway audit verify --anchor` shows an audit that was made anew. A job
    signs every five minutes; before it has, there is none."""
    with services.database.read() as session:
        found = last_anchor(session)
    if found is None:
        raise NotFound
    return answer(exported(found))


@routes.get(
    "/v1/audit/verify",
    **operation("verify_audit", "Look whether the audit was changed", Tag.AUDIT, Returns(AuditVerified, WHOLE)),
)
def verify_audit(services: ServicesOf, _: Reader) -> Response:
    """Reads all entries, of the whole installation, since they share one chain. An audit of millions takes a while:
    ask once a day, not once a minute."""
    with services.database.read() as session:
        found = verified(services.desk.seal, session)
    return answer(shown_verified(found))
