"""What the policy said of a return, in words, from what was kept of it."""

from collections.abc import Mapping
from datetime import datetime

from engine.decision import Finding
from engine.domains.returns import RETURNS
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.policy_books import Judgement
from fulfillment.aftersales.judging import FACTS
from fulfillment.desk_view import PolicyReason
from fulfillment.records import ReturnCase
from fulfillment.site import Site


def reasons_of(site: Site, case: ReturnCase, language: str) -> tuple[PolicyReason, ...]:
    """The reasons for and against a return, worst first; nothing where no policy has spoken."""
    if not case.judgement:
        return ()
    return site.desk.policy_words(case.merchant_id, judgement_of(case.judgement), language)


def judgement_of(kept: Mapping[str, object], at: datetime | None = None) -> Judgement:
    """What a policy said, as it was kept; `at`: when, where that was not kept with it."""
    rows = kept["findings"]
    found = tuple(_finding(each) for each in rows) if isinstance(rows, list) else ()
    return Judgement(
        policy=str(kept["policy"]),
        outcome=str(kept["outcome"]),
        findings=found,
        edition=str(kept["edition"]),
        at=at or datetime.fromisoformat(str(kept["at"])),
        facts=_sheet(kept.get(FACTS)),
    )


def _sheet(kept: object) -> Sheet:
    whole = dict(kept) if isinstance(kept, Mapping) else {}
    parts = whole.pop(f"{RETURNS.part}s", [])
    return Sheet(_values(whole), tuple(_values(each) for each in parts))


def _values(kept: Mapping[str, object]) -> Mapping[str, Value]:
    return {name: _value(value) for name, value in kept.items()}


def _finding(kept: Mapping[str, object]) -> Finding:
    part, values = kept["part"], kept["values"]
    return Finding(
        rule=str(kept["rule"]),
        set="",
        verdict=str(kept["verdict"]),
        reason=str(kept["reason"]),
        severity=str(kept["severity"]),
        actor=str(kept["acts"]),
        part=part if isinstance(part, int) else None,
        values=_values(values) if isinstance(values, Mapping) else {},
    )


def _value(kept: object) -> Value:
    if isinstance(kept, list):
        return frozenset(str(each) for each in kept)
    return kept if isinstance(kept, bool | int | float | str) else str(kept)
