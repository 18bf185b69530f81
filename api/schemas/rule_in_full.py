"""One rule in full, and the words that rules are written with, as they are shown."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, Field

from api.routes.examples import Example
from api.schemas.rules_examples import A_RULE, DIGEST
from api.schemas.rules_shown import BookRuleShown, shown_rule
from engine.lexicon.spec import Fact, Value
from engine.rulebook.book import Param, RuleBook
from engine.rulebook.condition import ListRef
from engine.rulebook.governance import leaves, param_names
from engine.rulebook.rule import Rule, RuleTest
from engine.workbench.difference import condition_lines

ENGLISH = "en"
A_RULE_IN_FULL: Example = {
    **A_RULE,
    "edition": DIGEST,
    "actor": "risk",
    "on_missing": "skip",
    "rollout": None,
    "ask": [],
    "text": "{velocity.card_orders_1h} orders with one card within an hour.",
    "fix": "Ask the bank, or the buyer.",
    "condition": ["velocity.card_orders_1h gte $fraud.card_burst"],
    "facts": [
        {
            "fact": "velocity.card_orders_1h",
            "type": "integer",
            "scope": "whole",
            "unit": "orders",
            "meaning": "orders with this card within an hour",
            "values": [],
        }
    ],
    "lists": [],
    "params": [{"param": "fraud.card_burst", "unit": "orders", "value": 3}],
    "references": [],
    "false_positives": ["A family that shares one card"],
    "cases": [{"name": "burst", "given": {"velocity.card_orders_1h": 5}, "parts": [], "expect": "fires", "on": None}],
    "path": "fraud/velocity.yaml",
    "line": 7,
}
A_LEXICON: Example = {
    "edition": DIGEST,
    "facts": A_RULE_IN_FULL["facts"],
    "lists": [{"list": "watched_domains", "title": "domains that want a look", "kind": "email_domain"}],
    "params": A_RULE_IN_FULL["params"],
    "reasons": [{"reason": "FRD_CARD_BURST", "text": "Many orders with one card within an hour."}],
}


class FactShown(BaseModel):
    """A fact that rules may test. `scope` is `whole` for the order, `part` for each line; `values` is the closed list
    of an enumeration."""

    fact: str
    type: str
    scope: str
    unit: str | None
    meaning: str
    values: list[str]


class ParamShown(BaseModel):
    """A dated threshold, and its value today; null before its first day."""

    param: str
    unit: str
    value: object


class ListNamed(BaseModel):
    """A list that rules may look into."""

    list: str
    title: str
    kind: str


class ReasonNamed(BaseModel):
    """A reason with its text; facts in braces are filled in with each decision."""

    reason: str
    text: str


class RuleCaseShown(BaseModel):
    """A test beside the rule: what is given of the whole and of each part, and how the rule has to end."""

    name: str
    given: dict[str, object]
    parts: list[dict[str, object]]
    expect: str
    on: date | None


class RuleInFull(BookRuleShown):
    """A rule with its condition, a test a line, what it reads, the cases that prove it, and where it stands."""

    edition: str
    actor: str
    on_missing: str
    rollout: int | None = Field(description="On how many percent of the orders it acts; null for all.")
    ask: list[str]
    text: str
    fix: str
    condition: list[str]
    facts: list[FactShown]
    lists: list[str]
    params: list[ParamShown]
    references: list[str]
    false_positives: list[str]
    cases: list[RuleCaseShown]
    path: str
    line: int


class LexiconShown(BaseModel):
    """What a rule of a book may name."""

    edition: str
    facts: list[FactShown]
    lists: list[ListNamed]
    params: list[ParamShown]
    reasons: list[ReasonNamed]


def shown_in_full(rule: Rule, name: str, book: RuleBook, edition: str, language: str, today: date) -> Example:
    """A rule of the book of this name."""
    tests = tuple(leaves(rule.when))
    read = dict.fromkeys(each.fact for each in tests)
    params = sorted({name for each in tests for name in param_names(each)})
    message = book.messages.get(language, {}).get(rule.then.reason) or book.messages[ENGLISH].get(rule.then.reason)
    return {
        **shown_rule(rule, name),
        "edition": edition,
        "actor": rule.then.actor,
        "on_missing": rule.on_missing,
        "rollout": rule.rollout,
        "ask": list(rule.then.ask),
        "text": "" if message is None else message.text,
        "fix": "" if message is None else message.fix,
        "condition": list(condition_lines(rule.when)),
        "facts": [_fact(book.domain.lexicon[each]) for each in read if each in book.domain.lexicon],
        "lists": sorted({each.operand.name for each in tests if isinstance(each.operand, ListRef)}),
        "params": [_param(book.params[each], today) for each in params if each in book.params],
        "references": list(rule.references),
        "false_positives": list(rule.false_positives),
        "cases": [_case(each) for each in rule.tests],
        "path": rule.span.path,
        "line": rule.span.line,
    }


def shown_lexicon(book: RuleBook, edition: str, language: str, today: date) -> Example:
    """All that a rule of the book may name, each kind by name."""
    texts = {**book.messages.get(ENGLISH, {}), **book.messages.get(language, {})}
    terms = book.list_terms
    return {
        "edition": edition,
        "facts": [_fact(book.domain.lexicon[each]) for each in sorted(book.domain.lexicon)],
        "lists": [
            {
                "list": each,
                "title": terms[each].title if each in terms else "",
                "kind": terms[each].kind if each in terms else "text",
            }
            for each in sorted(book.lists)
        ],
        "params": [_param(book.params[each], today) for each in sorted(book.params)],
        "reasons": [{"reason": code, "text": each.text} for code, each in sorted(texts.items())],
    }


def _fact(fact: Fact) -> Example:
    return {
        "fact": fact.name,
        "type": fact.type,
        "scope": fact.scope,
        "unit": fact.unit,
        "meaning": fact.meaning,
        "values": list(fact.values),
    }


def _param(param: Param, today: date) -> Example:
    value = param.value(today, today)
    return {"param": param.name, "unit": param.unit, "value": None if value is None else _plain(value)}


def _case(test: RuleTest) -> Example:
    return {
        "name": test.name,
        "given": _facts(test.whole),
        "parts": [_facts(each) for each in test.parts],
        "expect": test.expect,
        "on": test.at,
    }


def _facts(values: Mapping[str, Value]) -> Example:
    return {name: _plain(each) for name, each in values.items()}


def _plain(value: Value) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
