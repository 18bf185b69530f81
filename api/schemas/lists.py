"""Lists as they are asked for and shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.routes.examples import Example
from api.schemas.body import Strict
from api.schemas.ids import an_id
from api.schemas.rules_asked import Day, Note
from api.schemas.rules_examples import A_GATE, DIGEST
from api.schemas.rules_shown import GateShown
from api.schemas.words import LINE
from engine.desk.list_editing import Changed, Ending, KeptList
from engine.ids import Prefix
from engine.rulebook.book import ListEntry
from engine.rulebook.list_kinds import ListKind
from engine.rulebook.source import RuleFault

LIST_FORM = r"^[a-z][a-z0-9_.]{0,63}$"
MOST_AT_ONCE = 500
Value = Annotated[str, Field(min_length=1, max_length=256, pattern=LINE)]
Line = Annotated[str, Field(max_length=1000, pattern=f"^$|{LINE}")]

AN_ENTRY: Example = {
    "value": "mail.example",
    "from": "2026-11-25",
    "until": "2027-05-31",
    "reference": "incident 2026-118",
    "reason": "forwards to a fraud ring",
    "by": "decided_at",
    "active": True,
}
A_LIST: Example = {
    "name": "watched_domains",
    "title": "domains that want a look",
    "kind": "email_domain",
    "entries": 12,
    "active": 9,
    "protected": False,
    "rules": ["FRD-031"],
    "edition": DIGEST,
}
A_CHANGE: Example = {
    "state": "published",
    "name": "watched_domains",
    "protected": False,
    "edition": DIGEST,
    "proposal": an_id(Prefix.PROPOSAL),
    "added": 1,
    "removed": 0,
    "changed": 0,
    "gates": [A_GATE],
    "faults": [],
}
TO_ADD: Example = {
    "entries": [{"value": "mail.example", "until": "2027-05-31", "reason": "forwards to a fraud ring"}],
    "note": "incident 2026-118",
}
TO_END: Example = {"entries": [{"value": "mail.example", "on": "2026-11-30"}], "note": "the ring is gone"}
EXPORTED = "value,from,until,reference,by,reason\nmail.example,2026-11-25,2027-05-31,,decided_at,fraud ring\n"


class ListEntryAsked(Strict):
    """An entry. Without `from` it counts at once, without `until` without end; `by` says which of the two times of an
    order governs it."""

    value: Value
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    reference: Line = ""
    reason: Line = ""
    by: Literal["decided_at", "placed_at"] = "decided_at"

    def entry(self) -> ListEntry:
        """As the rule book has it."""
        return ListEntry(self.value, self.from_, self.until, self.reference, self.by, self.reason)


class EntriesAsked(Strict):
    """Entries to be added, and why."""

    entries: Annotated[list[ListEntryAsked], Field(min_length=1, max_length=MOST_AT_ONCE)]
    note: Note = ""
    dry_run: bool = False


class EndingAsked(Strict):
    """A value, and the last day on which it counts; yesterday unless one is named."""

    value: Value
    on: Day | None = None

    def ending(self) -> Ending:
        """As the desk takes it."""
        return Ending(value=self.value, on=self.on)


class EntriesEndAsked(Strict):
    """Values that are to count no longer, and why."""

    entries: Annotated[list[EndingAsked], Field(min_length=1, max_length=MOST_AT_ONCE)]
    note: Note = ""
    dry_run: bool = False


class KeptListShown(BaseModel):
    """A list of the edition in force. `active` entries count today; to change a `protected` one takes two people."""

    name: str
    title: str
    kind: ListKind
    entries: int
    active: int
    protected: bool
    rules: list[str]
    edition: str


class ListEntryShown(BaseModel):
    """An entry, as `from` its first to its last day; both count."""

    value: str
    from_: date | None = Field(alias="from")
    until: date | None
    reference: str
    reason: str
    by: str
    active: bool


class ListFaultShown(BaseModel):
    """What is wrong with a row of a file; both count from 1, the row of names too, the column in characters."""

    row: int
    column: int
    code: str
    message: str
    hint: str


class ListChangedShown(BaseModel):
    """What came of it. `proposed` waits for a second person, or for a closed gate; `nothing` would change, or it was a
    dry run. `changed` counts entries with other days or texts."""

    state: Literal["published", "proposed", "nothing"]
    name: str
    protected: bool
    edition: str | None
    proposal: str | None
    added: int
    removed: int
    changed: int
    gates: list[GateShown]
    faults: list[ListFaultShown]


def entry_key(entry: ListEntry) -> tuple[str, str, str]:
    """What tells an entry from all others, in the order in which they are listed."""
    return entry.value, "" if entry.from_ is None else entry.from_.isoformat(), entry.by


def shown_list(kept: KeptList, today: date) -> Mapping[str, object]:
    """A list."""
    return {
        "name": kept.name,
        "title": kept.terms.title,
        "kind": kept.terms.kind,
        "entries": len(kept.entries),
        "active": kept.in_force(today),
        "protected": kept.is_protected,
        "rules": list(kept.rules),
        "edition": kept.edition,
    }


def shown_entry(entry: ListEntry, today: date) -> Mapping[str, object]:
    """An entry."""
    return {
        "value": entry.value,
        "from": entry.from_,
        "until": entry.until,
        "reference": entry.reference,
        "reason": entry.reason,
        "by": entry.by,
        "active": entry.counts(today, today),
    }


def shown_changed(done: Changed, faults: Iterable[RuleFault] = ()) -> Mapping[str, object]:
    """What came of a change, with the faults of the file."""
    return {
        "state": done.state,
        "name": done.change.name,
        "protected": done.change.is_protected,
        "edition": done.edition,
        "proposal": done.proposal,
        "added": len(done.change.entered),
        "removed": len(done.change.left),
        "changed": len(done.change.other_days),
        "gates": [{"name": each.name, "state": each.state, "detail": each.detail} for each in done.gates],
        "faults": [
            {
                "row": each.span.line,
                "column": each.span.column,
                "code": each.code,
                "message": each.message,
                "hint": each.hint,
            }
            for each in faults
        ],
    }
