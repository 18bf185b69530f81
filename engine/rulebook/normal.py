"""The rule book reduced to what it says: no positions, comments, white space, order of files or keys."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, ListRef, Not, Operand, ParamRef, Resolved
from engine.rulebook.rule import Rule

Json = bool | int | float | str | None | list["Json"] | dict[str, "Json"]
_PLACES = frozenset({"span"})


def book_digest(book: RuleBook) -> str:
    """SHA-256 of everything in the book that decides, tells or proves."""
    content: dict[str, Json] = {
        "rules": [normal_rule(rule) for rule in sorted(book.rules, key=lambda rule: rule.id)],
        "lists": _plain(book.lists),
        "params": _plain(book.params),
        "messages": _plain(book.messages),
        "policy": _plain(book.policy),
        "channels": _plain(book.channels),
    }
    return digest(content)


def digest(content: Json) -> str:
    """SHA-256 of canonical JSON: keys sorted, no white space, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def normal_rule(rule: Rule) -> dict[str, Json]:
    """A rule as plain values, all of it."""
    return {
        each.name: normal_condition(rule.when) if each.name == "when" else _plain(getattr(rule, each.name))
        for each in fields(rule)
        if each.name not in _PLACES
    }


def deciding_part(rule: Rule) -> dict[str, Json]:
    """What a rule decides, without its title, its owner, its life, its references and its proof."""
    kept = ("id", "set", "scope", "when", "then", "on_missing", "from_", "until")
    whole = normal_rule(rule)
    return {name: whole[name] for name in kept}


def normal_condition(condition: Condition) -> Json:
    """A condition in the form in which rules are written, every test spelt out."""
    if isinstance(condition, Not):
        return {"not": normal_condition(condition.part)}
    if isinstance(condition, (All, Any)):
        name = "all" if isinstance(condition, All) else "any"
        return {name: [normal_condition(part) for part in condition.parts]}
    if isinstance(condition, Leaf):
        return {condition.fact: {str(condition.operator): _operand(condition.operand)}}
    return _resolved(condition)


def _resolved(leaf: Resolved) -> Json:
    return {leaf.fact: {str(leaf.operator): _plain(leaf.expected)}}


def _operand(operand: Operand) -> Json:
    if isinstance(operand, tuple):
        return [_operand(each) for each in operand]
    if isinstance(operand, ListRef):
        return f"@{operand.name}"
    if isinstance(operand, ParamRef):
        return f"${operand.name}"
    return operand


def _plain(value: object) -> Json:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(_plain, value), key=str)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value) if each.name not in _PLACES}
    msg = f"{type(value).__name__} has no normal form"
    raise TypeError(msg)
