"""What the words of rule files mean, for editors: tests, stages of life, ends of a test, degrees of gravity."""

from engine.rulebook.condition import Operator
from engine.rulebook.rule import Expectation, OnMissing, Status

OPERATORS: dict[Operator, str] = {
    Operator.EQ: "equals; on a set: is among its words",
    Operator.NE: "known, and different",
    Operator.GT: "greater than",
    Operator.GTE: "greater than or equal to",
    Operator.LT: "less than",
    Operator.LTE: "less than or equal to",
    Operator.BETWEEN: "from the first to the second, both included",
    Operator.IN: 'one of these values, or of a list: "@name"; on a set: any of them is among its words',
    Operator.NOT_IN: 'known, and none of these values, or of a list: "@name"',
    Operator.MISSING: "unknown: absent, null or blank",
    Operator.PRESENT: "known",
    Operator.STARTS_WITH: "begins with any of these",
    Operator.ENDS_WITH: "ends with any of these",
    Operator.CONTAINS: "any of these stands in the text, or among the words of the set",
    Operator.MATCHES: "this pattern is found in the text (RE2, linear time; no look-around, no back-references)",
}

WORDS: dict[str, dict[str, str]] = {
    "status": {
        Status.DRAFT: "read and checked, never run",
        Status.SHADOW: "run on every case and listed, decides nothing",
        Status.LIVE: "decides",
        Status.RETIRED: "over; its id is never used again",
    },
    "on_missing": {
        OnMissing.SKIP: "a rule that lacks a fact says nothing",
        OnMissing.HOLD: "a rule that lacks a fact holds the case",
    },
    "expect": {
        Expectation.FIRES: "the rule finds what it looks for",
        Expectation.QUIET: "the rule finds nothing",
        Expectation.NOT_EVALUABLE: "the rule lacks a fact that it needs",
    },
    "severity": {
        "info": "worth knowing",
        "low": "a small thing, usually harmless",
        "medium": "needs a look",
        "high": "likely harm",
        "critical": "against the law, or certain harm",
    },
}
