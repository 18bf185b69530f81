"""What comes out: the outcome, every reason, what was not checked, and the receipt that replays it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.lexicon.spec import Value
from engine.mark import Mark
from engine.runtime.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, and the word of a fact that was read out of it."""

    fact: str
    word: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason, about the whole or about one line (`part`, from 1). `values` are the facts that the rule read.

    `quotes` are the written words that it rests on. `fingerprint` names the rule and these values: a person's release
    holds as long as both stay the same. `bucket` is where the case stands, from 0 to 99, for a rule in roll-out.
    """

    rule: str
    set: str
    verdict: str
    reason: str
    severity: str
    actor: str
    score: int = 0
    part: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    ask: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()
    fingerprint: str = ""
    waived_by: str | None = None
    bucket: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """A rule that could not speak: because its channel never knows the facts, or because they were missing here."""

    rule: str
    state: str
    wanting: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """All that went in, by content: enough to say that a replay is one.

    `overrides` names whose own values counted, the weakest first: a legal entity's, a shop's, as the edition has them.
    """

    order_id: str
    order_digest: str
    edition: str
    data_editions: Mapping[str, str]
    engine: str
    model: str
    placed_at: datetime
    decided_at: datetime
    waivers: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome of one order. `evaluation` is absent when the engine failed before it could evaluate.

    `let_through_percent` is the share by which chance let a case pass that would have waited: a label of such a case
    stands for 100 / share of them. It is absent for all others.
    `marks` are those of people that matched, whatever followed from them.
    """

    outcome: str
    findings: tuple[Finding, ...]
    score: int
    not_checked: tuple[NotChecked, ...]
    shadow: tuple[Finding, ...]
    receipt: Receipt
    evaluation: Evaluation | None = None
    let_through_percent: float | None = None
    marks: tuple[Mark, ...] = ()
