"""Notices against articles as they are shown."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel

from api.routes.examples import AT, Example
from api.schemas.ids import an_id
from engine.desk.takedowns import Imported
from engine.ids import Prefix
from engine.store.takedowns import TakedownRow

A_TAKEDOWN: Example = {
    "id": an_id(Prefix.TAKEDOWN),
    "sku": "LAMP-7",
    "title": None,
    "reason": "design right",
    "complainant": "Moonlight Design GmbH",
    "reference": "N-2026-118",
    "date": "2026-11-20",
    "state": "active",
    "added_at": AT,
    "added_by": "ana",
    "lifted_at": None,
    "lifted_by": None,
    "note": "",
}


class TakedownShown(BaseModel):
    """A notice. `title` is a pattern in which `*` stands for anything."""

    id: str
    sku: str | None
    title: str | None
    reason: str
    complainant: str
    reference: str
    date: date | None
    state: str
    added_at: datetime
    added_by: str
    lifted_at: datetime | None
    lifted_by: str | None
    note: str


class TakedownsImported(BaseModel):
    """The notices that are new, and how many were in force already."""

    added: list[TakedownShown]
    known: int


def shown_takedown(row: TakedownRow) -> Mapping[str, object]:
    """A notice."""
    return {
        "id": row.notice.id,
        "sku": row.notice.sku,
        "title": row.notice.title,
        "reason": row.reason,
        "complainant": row.complainant,
        "reference": row.notice.reference,
        "date": row.dated,
        "state": row.state,
        "added_at": row.added_at,
        "added_by": row.added_by,
        "lifted_at": row.lifted_at,
        "lifted_by": row.lifted_by,
        "note": row.note,
    }


def shown_import(imported: Imported) -> Mapping[str, object]:
    """What came of an import."""
    return {"added": [shown_takedown(each) for each in imported.added], "known": imported.known}
