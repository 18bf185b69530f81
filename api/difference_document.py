"""What differs between two editions, as JSON can hold it. Days are ISO dates; null where there is none."""

from collections.abc import Iterable
from datetime import date

from engine.domains import ADMISSION
from engine.findings import plain
from engine.lexicon.spec import Value
from engine.rulebook.book import ListEntry
from engine.rulebook.rule import Rule
from engine.workbench.differing import Change, Difference, ListChange, ParamChange, RuleChange
from engine.workbench.protected import is_guarded

Plain = dict[str, object]


def difference_document(found: Difference) -> Plain:
    """All that differs. `alone`: one person may publish it; `protected`: it touches what nobody may change alone."""
    return {
        "differs": not found.is_empty,
        "protected": found.touches_protected,
        "alone": found.only_lists,
        "added": [_rule(each) for each in found.added],
        "gone": [_rule(each) for each in found.gone],
        "changed": [_changed(each) for each in found.changed],
        "lists": [_list(each) for each in found.lists],
        "params": [_param(each) for each in found.params],
        "messages": [{"locale": each.locale, "reason": each.reason, "how": each.how} for each in found.messages],
        "policy": _changes(found.policy),
        "channels": _changes(found.channels),
        "others": _changes(found.others),
        "data": list(found.data),
        "files": list(found.files),
    }


def _rule(rule: Rule) -> Plain:
    return {
        "id": rule.id,
        "title": rule.title,
        "set": rule.set,
        "status": rule.status.value,
        "outcome": rule.then.verdict,
        "protected": is_guarded(rule, ADMISSION),
    }


def _changed(change: RuleChange) -> Plain:
    rule = change.after
    return {"id": rule.id, "title": rule.title, "protected": change.is_protected, "parts": _changes(change.parts)}


def _changes(changes: Iterable[Change]) -> list[Plain]:
    return [{"what": each.what, "before": each.before, "after": each.after} for each in changes]


def _list(change: ListChange) -> Plain:
    return {
        "name": change.name,
        "protected": change.is_protected,
        "in": [_entry(each) for each in change.entered],
        "out": [_entry(each) for each in change.left],
        "other_days": [{"before": _entry(old), "after": _entry(new)} for old, new in change.other_days],
    }


def _entry(entry: ListEntry) -> Plain:
    return {"value": entry.value, "from": _day(entry.from_), "until": _day(entry.until)}


def _param(change: ParamChange) -> Plain:
    steps = [
        {"from": _day(each.from_), "before": _value(each.before), "after": _value(each.after)} for each in change.steps
    ]
    return {"name": change.name, "protected": change.is_protected, "steps": steps}


def _value(value: Value | None) -> object:
    return None if value is None else plain(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
