"""Entries of the audit, and what a look at its chain found, as they go over the wire."""

from datetime import datetime

import orjson
from pydantic import BaseModel, Field

from engine.desk.audit_sealing import Verified
from engine.store.feed import AuditEntry

Shown = dict[str, object]


class AuditShown(BaseModel):
    """Who did what to what, when."""

    number: int = Field(description="Counts the entries of the whole installation.")
    at: datetime
    actor: str
    action: str = Field(examples=["hold.released"])
    subject: str = Field(description="Id of what it was done to.")
    data: dict[str, object]
    digest: str = Field(description="SHA-256 over the entry and the digest of the one before.")


class AuditVerified(BaseModel):
    """Whether the audit is as it was written."""

    whole: bool
    entries: int = Field(description="Entries of the whole installation, which share one chain.")
    first_broken: int | None = Field(description="The first entry that was changed, taken out or put in.")
    first_broken_anchor: int | None = Field(description="The first signed anchor that the entries do not agree with.")


class AnchorShown(BaseModel):
    """That the chain had this digest at this entry at that moment, signed with the installation's secret."""

    number: int = Field(description="Counts anchors from 1.")
    seq: int = Field(description="Number of the last entry that it covers.")
    digest: str
    at: datetime
    signature: str


def shown_audit(entry: AuditEntry) -> Shown:
    """An entry."""
    return {
        "number": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "data": orjson.loads(entry.data),
        "digest": entry.digest,
    }


def shown_verified(found: Verified) -> Shown:
    """What was found."""
    return {
        "whole": found.is_whole,
        "entries": found.entries,
        "first_broken": found.broken,
        "first_broken_anchor": found.anchor,
    }
