"""The rule book reduced to what it says: no positions, comments, white space, order of files or keys."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache

from engine.rulebook.book import ListEntry, Param, Policy, RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, ListRef, Not, Operand, ParamRef, Resolved
from engine.rulebook.holds_block import HOLDS, HoldTerms
from engine.rulebook.let_through_block import LET_THROUGH
from engine.rulebook.quieting import Suppression
from engine.rulebook.rule import Rule

Json = bool | int | float | str | None | list["Json"] | dict[str, "Json"]
_PLACES = frozenset({"span"})
_SELDOM = frozenset({"rollout"})  # said of a rule only where it has one
# What the normal form has only where it is said, so that a book that says it nowhere is what it was before.
_SAID: Mapping[type, frozenset[str]] = {Param: frozenset({"least", "most"}), ListEntry: frozenset({"reason"})}


def book_digest(book: RuleBook) -> str:
    """SHA-256 of everything in the book that decides, tells or proves."""
    content: dict[str, Json] = {
        "rules": [normal_rule(rule) for rule in sorted(book.rules, key=lambda rule: rule.id)],
        "lists": _plain(book.lists),
        "params": _plain(book.params),
        "messages": _plain(book.messages),
        "policy": normal_policy(book.policy),
        "channels": _plain(book.channels),
    }
    if book.suppressions:
        content["suppressions"] = [normal_suppression(each) for each in book.suppressions]
    if book.demotions:
        content["demotions"] = _plain(book.demotions)
    if book.overrides:
        content["overrides"] = _plain(book.overrides)
    return digest(content)


def digest(content: Json) -> str:
    """SHA-256 of canonical JSON: keys sorted, no white space, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def normal_rule(rule: Rule) -> dict[str, Json]:
    """A rule as plain values, all of it."""
    plain: dict[str, Json] = {name: _plain(getattr(rule, name)) for name in _names(Rule) if name != "when"}
    kept = {name: value for name, value in plain.items() if value is not None or name not in _SELDOM}
    return {**kept, "when": normal_condition(rule.when)}


def normal_suppression(suppression: Suppression) -> dict[str, Json]:
    """A suppression as plain values."""
    plain = {name: _plain(getattr(suppression, name)) for name in _names(Suppression) if name != "when"}
    return {**plain, "when": normal_condition(suppression.when)}


def normal_policy(policy: Policy) -> dict[str, Json]:
    """A policy as plain values, part by part."""
    plain = {name: _plain(getattr(policy, name)) for name in _names(Policy)}
    # Said only where something is said: a policy without these parts is the same as before there were any.
    silent = {LET_THROUGH: not policy.let_through.permille, HOLDS: policy.holds == HoldTerms()}
    return {name: value for name, value in plain.items() if not silent.get(name, False)}


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


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that say something; where it stands in a file says nothing."""
    return tuple(each.name for each in fields(kind) if each.name not in _PLACES)


def _plain(value: object) -> Json:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (All, Any, Not, Leaf)):
        return normal_condition(value)
    if is_dataclass(value) and not isinstance(value, type):
        said = _SAID.get(type(value), frozenset())
        plain = {name: _plain(getattr(value, name)) for name in _names(type(value))}
        return {name: each for name, each in plain.items() if name not in said or (each is not None and each != "")}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(_plain, value), key=str)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    msg = f"{type(value).__name__} has no normal form"
    raise TypeError(msg)
