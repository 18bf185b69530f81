"""What is different since a person released what holds an order again.

A release stands for a finding and the evidence that it rested on. When the same rule holds the order anew, the new hold
says why: which facts have other values, that the law is another one, that new signs count, or that the release was only
for a time. Values of facts that the lexicon calls personal are named and never shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import orjson

from engine.decision import Decision, Finding
from engine.desk.desk import Desk
from engine.desk.editions import Loaded
from engine.desk.hold_facts import Facts
from engine.facts.anchors import RUNNING
from engine.findings import plain
from engine.store.decision_rows import DecisionRow, decision_of
from engine.store.holds import Hold, holds_of
from engine.store.order_rows import version_of
from engine.store.sessions import ReadSession
from engine.waiver import Waiver

OF_POLICY = "policy"
Told = dict[str, object]


class Ruled(Protocol):
    """A decision with the edition that made it, written or not."""

    @property
    def decision(self) -> Decision: ...
    @property
    def loaded(self) -> Loaded: ...


def changed_since(desk: Desk, session: ReadSession, facts: Facts, finding: Finding, waivers: Sequence[Waiver]) -> str:
    """JSON for the hold; empty where nothing tells what was released."""
    row = facts.row
    hold = _released(holds_of(session, row.merchant, row.order_id), finding)
    before = None if hold is None or hold.decision_id is None else decision_of(session, row.merchant, hold.decision_id)
    if hold is None or before is None:
        return ""
    told: Told = {"hold_id": hold.id, "released_by": hold.ended_by}
    ended = next((each.until for each in waivers if each.fingerprint == finding.fingerprint and each.until), None)
    if ended is not None:
        told["until"] = ended.isoformat()
    else:
        told |= _differences(desk, session, facts, finding, before, hold)
    return orjson.dumps(told).decode()


def differs_from(desk: Desk, session: ReadSession, now: Ruled, finding: Finding, hold: Hold) -> Told:
    """What is different between a finding and the hold that a release of it would end; empty where nothing tells."""
    before = None if hold.decision_id is None else decision_of(session, hold.merchant, hold.decision_id)
    return {} if before is None else _differences(desk, session, now, finding, before, hold)


def _released(holds: Sequence[Hold], finding: Finding) -> Hold | None:
    """The last release of the same rule, of the same line where there is one."""
    of_rule = [each for each in holds if each.rule == finding.rule and each.state == "released"]
    same = [each for each in of_rule if each.part == finding.part]
    return next(reversed(same or of_rule), None)


def _differences(
    desk: Desk, session: ReadSession, facts: Ruled, finding: Finding, before: DecisionRow, hold: Hold
) -> Told:
    was = _kept_values(desk, session, before, hold)
    values = _values(was, {name: plain(value) for name, value in finding.values.items()}, _personal(facts))
    found: Told = {"facts": values} if values else {}
    if finding.set == OF_POLICY:
        found |= _signs(orjson.loads(before.content)["findings"], facts.decision, _personal(facts))
    elif not values or _law(desk, before, finding) != _law_now(facts, finding):
        found["law"] = {"edition_before": before.edition, "edition": facts.loaded.digest}
    return found


def _personal(facts: Ruled) -> frozenset[str]:
    return frozenset(facts.loaded.admission.book.domain.lexicon.personal)


def _values(was: Mapping[str, object], now: Mapping[str, object], personal: frozenset[str]) -> list[Told]:
    """Facts that differ. Time that went by is no difference, unless it is the only one."""
    differ = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    told = [name for name in differ if name not in RUNNING]
    return [
        {"fact": name, "personal": True}
        if name in personal
        else {"fact": name, "before": was.get(name), "now": now.get(name)}
        for name in told
    ]


def _kept_values(desk: Desk, session: ReadSession, row: DecisionRow, hold: Hold) -> Mapping[str, object]:
    """What the rule read when the hold was placed, personal values among it unless they were erased."""
    rows = orjson.loads(row.content)["findings"]
    for number, each in enumerate(rows):
        if (each["rule"], each["part"], each["fingerprint"]) == (hold.rule, hold.part, hold.fingerprint):
            start = f"findings/{number}/"
            own = _opened(desk, session, row)
            sealed = {name.removeprefix(start): value for name, value in own.items() if name.startswith(start)}
            return {**each["values"], **sealed}
    return {}


def _opened(desk: Desk, session: ReadSession, row: DecisionRow) -> Mapping[str, object]:
    version = version_of(session, row.merchant, row.order_id, row.version)
    return {} if version is None else desk.seal.opened(version.person_key, row.sealed) or {}


def _law(desk: Desk, row: DecisionRow, finding: Finding) -> str:
    admission = desk.editions.load(row.edition, row.merchant).admission
    program = admission.program(row.decided_at, row.placed_at)
    return program.law_of(finding.rule) if any(each.rule.id == finding.rule for each in program.rules) else ""


def _law_now(facts: Ruled, finding: Finding) -> str:
    evaluation = facts.decision.evaluation
    return "" if evaluation is None else evaluation.program.law_of(finding.rule)


def _signs(before: Sequence[Mapping[str, Any]], decision: Decision, personal: frozenset[str]) -> Told:
    """Which rules count that did not, which count no more, and which count by other values; these values too, but for
    personal ones."""
    was = {(each["rule"], each["part"]): each for each in before if each["score"] and each["waived_by"] is None}
    now = {(each.rule, each.part): each for each in decision.findings if each.score and each.waived_by is None}
    moved = [place for place in was.keys() & now.keys() if was[place]["fingerprint"] != now[place].fingerprint]
    signs = {"added": now.keys() - was.keys(), "gone": was.keys() - now.keys(), "otherwise": moved}
    told: Told = {"signs": {name: sorted({rule for rule, _ in places}) for name, places in signs.items()}}
    values: dict[str, Told] = {}
    for place in moved:
        seen = {name: plain(value) for name, value in now[place].values.items() if name not in personal}
        values |= {str(each["fact"]): each for each in _values(was[place]["values"], seen, personal)}
    return told | ({"facts": [values[name] for name in sorted(values)]} if values else {})
