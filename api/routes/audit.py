"""The audit: who did what, newest first; and whether it is as it was written."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.access.caller import Caller, caller
from api.access.scopes import Scope
from api.answers import answer
from api.describing import Returns, Tag, operation
from api.routes.examples import AT, HOLD, ORDER, a_page
from api.schemas.audit import AuditShown, AuditVerified, shown_audit, shown_verified
from api.schemas.page import Page, PageWanted, listing, page
from api.services import ServicesOf
from engine.desk.audit_sealing import verified
from engine.store.audit import AuditWanted, entries_of

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
Named = Annotated[str | None, Query(min_length=1, max_length=128)]


@routes.get(
    "/v1/audit",
    **operation("list_audit", "Read who did what", Tag.AUDIT, Returns(Page[AuditShown], a_page(AN_ENTRY))),
)
def list_audit(
    services: ServicesOf,
    who: Reader,
    wanted: Annotated[PageWanted, Depends(page)],
    subject: Annotated[Named, Query(description="Only what was done to this.")] = None,
    actor: Annotated[Named, Query(description="Only what this person, key or program did.")] = None,
    action: Annotated[Named, Query(description="Only this; `order` means all that begin with `order.`.")] = None,
) -> Response:
    """Newest first. Entries are never changed: what people write into notes stands elsewhere, so that a person can be
    erased."""
    key = wanted.after(int)
    asked = AuditWanted(subject=subject, actor=actor, action=action)
    with services.database.read() as session:
        rows = entries_of(session, who.merchant, asked, wanted.rows, None if key is None else int(key[0]))
    return listing(rows, wanted, lambda row: (row.seq,), shown_audit)


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
