"""Rule books as they are shown: drafts, faults, proposals, editions, runs."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.cli.phrases import Language
from api.difference_document import difference_document
from api.difference_words import difference_lines
from engine.desk.edition_reading import Kept
from engine.rulebook.rule import Rule
from engine.store.drafts import Draft
from engine.store.editions import Activation, Edition
from engine.store.proposals import Proposal
from engine.store.rule_runs import RuleRun
from engine.workbench.differing import Difference


class FileNamed(BaseModel):
    """A file and the SHA-256 of its content."""

    path: str
    digest: str


class DraftShown(BaseModel):
    """A draft. `revision` is its ETag; `faults` keep it from being proposed."""

    name: str
    revision: int
    edition: str | None
    files: list[FileNamed]
    faults: list[str]
    pushed_at: datetime
    pushed_by: str


class FileShown(BaseModel):
    """A file of a draft or an edition."""

    path: str
    content: str
    encoding: Literal["text", "base64"]
    digest: str
    revision: int | None


class RuleFaultShown(BaseModel):
    """A fault with its place: lines and columns count from 1. Its code has a page under `docs/lints`."""

    code: str
    level: str
    group: str | None
    message: str
    hint: str
    told: str = Field(description="The fault in the language of `Accept-Language`, with its values.")
    told_hint: str = Field(description="What to write instead, in that language.")
    path: str
    line: int
    column: int
    width: int
    rule: str | None


class CheckedShown(BaseModel):
    """All that is wrong with a draft: of reading, conventions, analysis, invariants and the lock. `rules` is null where
    an error keeps the book from being used."""

    revision: int
    errors: int
    warnings: int
    infos: int
    rules: int | None
    faults: list[RuleFaultShown]


class GateShown(BaseModel):
    """A gate: `passed`, `failed` or `not_needed`, and what to do."""

    name: str
    state: str
    detail: str


class ProposalShown(BaseModel):
    """A wish to have an edition in force, and how its gates stood when it was made."""

    id: str
    state: Literal["open", "published", "withdrawn", "rejected", "outdated"]
    purpose: Literal["change", "rollback"]
    edition: str
    against: str | None
    proposed_by: str
    proposed_at: datetime
    note: str
    gates: list[GateShown]
    ended_at: datetime | None
    ended_by: str | None
    ended_note: str


class EditionActivationShown(BaseModel):
    """From when an edition is in force, who proposed it, who put it in force, and why. `kind` is `first`, `approved`,
    `lists`, `emergency`, `rollback` or `guard`."""

    id: str
    epoch: int
    edition: str
    kind: str
    proposal: str | None
    proposed_by: str
    activated_by: str
    activated_at: datetime
    note: str
    resolved: dict[str, str]
    waits_for_a_look: bool
    confirmed_by: str | None
    confirmed_at: datetime | None
    book: str
    rules: int


class EditionShown(BaseModel):
    """Everything that an edition is made of."""

    edition: str
    book: str
    engine: str
    rules: int
    stored_at: datetime
    stored_by: str
    is_in_force: bool
    activation: str | None
    data: dict[str, str]
    files: list[FileNamed]


class BookRuleShown(BaseModel):
    """A rule of an edition. `book` is `admission`, or the policy beside it that the rule stands in."""

    id: str
    book: str
    version: int
    title: str
    set: str
    scope: str
    status: str
    outcome: str
    reason: str
    severity: str
    score: int
    owner: str
    from_: date | None = Field(alias="from")
    until: date | None
    review_by: date | None
    tests: int
    place: str


class RulesShown(BaseModel):
    """All rules of an edition, those of admission first, each book by id."""

    edition: str
    data: list[BookRuleShown]


class BookDifferenceShown(BaseModel):
    """What differs: part by part for programs, in `words` for people in the language that was asked for. `alone`: one
    person may publish it; `protected`: nobody may change it alone."""

    differs: bool
    protected: bool
    alone: bool
    words: list[str]


class RolledBackShown(BaseModel):
    """What came of it: in force again as `kind`, or a proposal that waits for a second person."""

    edition: str
    kind: str
    activation: str | None
    proposal: str | None
    difference: BookDifferenceShown


class RuleRunShown(BaseModel):
    """Work on a rule book. `answer` is what came of it, or why it was refused."""

    id: str
    kind: Literal["tests", "propose", "publish", "backtest"]
    subject: str
    state: Literal["waiting", "running", "done", "refused", "cancelled"]
    asked_by: str
    asked_at: datetime
    asked: dict[str, object]
    due_at: datetime | None
    finished_at: datetime | None
    answer: dict[str, object]


def shown_draft(draft: Draft) -> Mapping[str, object]:
    """A draft."""
    return {
        "name": draft.name,
        "revision": draft.revision,
        "edition": draft.base,
        "files": named_files(draft.manifest),
        "faults": list(draft.faults),
        "pushed_at": draft.pushed_at,
        "pushed_by": draft.pushed_by,
    }


def named_files(manifest: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    """Files with their digests, by path."""
    return [{"path": path, "digest": digest} for path, digest in sorted(manifest.items())]


def shown_file(path: str, content: bytes, digest: str, revision: int | None) -> Mapping[str, object]:
    """A file, as text where it is text."""
    try:
        text, encoding = content.decode(), "text"
    except UnicodeDecodeError:
        text, encoding = b64encode(content).decode(), "base64"
    return {"path": path, "content": text, "encoding": encoding, "digest": digest, "revision": revision}


def shown_proposal(proposal: Proposal) -> Mapping[str, object]:
    """A proposal."""
    names = (name for name in ProposalShown.model_fields if name != "gates")
    return {name: getattr(proposal, name) for name in names} | {"gates": [dict(each) for each in proposal.gates]}


def shown_activation(activation: Activation, edition: Edition) -> Mapping[str, object]:
    """An activation with its edition."""
    names = (name for name in EditionActivationShown.model_fields if name not in {"book", "rules", "resolved"})
    shown = {name: getattr(activation, name) for name in names}
    return shown | {"resolved": dict(activation.resolved), "book": edition.book, "rules": edition.rules}


def shown_edition(kept: Kept) -> Mapping[str, object]:
    """An edition in full."""
    edition = kept.edition
    return {
        "edition": edition.digest,
        "book": edition.book,
        "engine": edition.engine,
        "rules": edition.rules,
        "stored_at": edition.created_at,
        "stored_by": edition.created_by,
        "is_in_force": kept.is_in_force,
        "activation": None if kept.activation is None else kept.activation.id,
        "data": dict(edition.data),
        "files": named_files(edition.manifest),
    }


def shown_rule(rule: Rule, book: str) -> Mapping[str, object]:
    """A rule of the book of this name."""
    return {
        "id": rule.id,
        "book": book,
        "version": rule.version,
        "title": rule.title,
        "set": rule.set,
        "scope": rule.scope,
        "status": rule.status,
        "outcome": rule.then.verdict,
        "reason": rule.then.reason,
        "severity": rule.then.severity,
        "score": rule.then.score,
        "owner": rule.owner,
        "from": rule.from_,
        "until": rule.until,
        "review_by": rule.review_by,
        "tests": len(rule.tests),
        "place": str(rule.span),
    }


def shown_run(run: RuleRun) -> Mapping[str, object]:
    """A run."""
    return {name: getattr(run, name) for name in RuleRunShown.model_fields}


def shown_difference(found: Difference, language: str) -> Mapping[str, object]:
    """A difference for programs, and in words for people."""
    return {**difference_document(found), "words": list(difference_lines(found, Language(language)))}
