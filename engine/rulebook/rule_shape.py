"""The keys of a rule file, for one domain. The reader and the schema for editors are both made from this table."""

from dataclasses import replace
from typing import NamedTuple

from engine.rulebook.domain import Domain
from engine.rulebook.rule import Expectation, OnMissing, Status
from engine.rulebook.shape import Shape, day, part, text, texts, whole, word, words_of

FORMAT = 1
SEVERITIES = ("info", "low", "medium", "high", "critical")
ID_FORM = r"[A-Z]{2,12}-[0-9]{1,6}"
REASON_FORM = r"[A-Z][A-Z0-9_]{2,63}"
# What other systems use to quiet a rule. Here the check of a protected rule names the reason why it may not.
SOFTENERS = frozenset({"percentage", "sample", "suppress", "suppressions", "snooze", "guard", "expires"})


class RuleShapes(NamedTuple):
    """The mappings of a rule file, outermost first."""

    file: Shape
    defaults: Shape
    rule: Shape
    then: Shape
    effective: Shape
    test: Shape
    rollout: Shape


def rule_shapes(domain: Domain) -> RuleShapes:
    """The shapes for one domain: its sets, verdicts, actors and scopes are the words."""
    return RuleShapes(
        file=Shape("rule file", (
            whole("format", "version of this format", FORMAT, FORMAT, required=True, outside="R019"),
            word("set", "the rule set that the file belongs to", domain.sets, required=True),
            part("defaults", "what the file's rules share", "defaults"),
            part("rules", "the rules", "rules", required=True),
        )),
        defaults=Shape("block of defaults", (
            text("owner", "who answers for the rules"),
            word("on_missing", "what a rule does when it cannot be evaluated", tuple(OnMissing)),
            word("status", "where the rules stand in their life", tuple(Status)),
            word("scope", "what the rules are tested for", (domain.whole, domain.part)),
            day("review_by", "the day by which a person must look at the rules again"),
        )),
        rule=_rule(domain),
        then=Shape("consequence", (
            word("outcome", "the verdict that a firing rule asks for", domain.precedence, required=True),
            word("severity", "how grave it is", SEVERITIES, required=True),
            whole("score", "points added to the set's score", 0, 100),
            text("reason", "code of the messages shown", required=True, form=REASON_FORM, like="PAY_CHECKS_FAILED"),
            word("acts", "who acts on the finding", domain.actors, required=True),
            replace(
                words_of("ask", "facts that the customer may correct", tuple(sorted(domain.askable))),
                outside="R026",
                refusal="the customer cannot be asked for `{value}`",
            ),
        )),
        effective=Shape("stretch of days", (
            day("from", "first day on which the rule counts"),
            day("until", "last day on which the rule counts"),
        )),
        test=Shape("test", (
            text("name", "what the case shows", required=True),
            part("given", "the facts of the case", "given", required=True),
            word("expect", "how the rule ends", tuple(Expectation), required=True),
            part(parts_key(domain), f"which {domain.part}s it fires for, from 1", "numbers"),
            day("at", "the day of the case"),
        )),
        rollout=Shape("roll-out", (
            whole("percent", "share of cases that the rule acts on; else it is listed", 1, 100, required=True),
        )),
    )  # fmt: skip


def _rule(domain: Domain) -> Shape:
    fields = (
        text("id", "letters, hyphen, digits; never used again", required=True, form=ID_FORM, like="PAY-012"),
        whole("version", "goes up with every change of what the rule decides", 1, 1_000_000),
        text("title", "what the rule notices, in one line", required=True),
        word("scope", "what it is tested for", (domain.whole, domain.part)),
        word("status", "where the rule stands in its life", tuple(Status)),
        word("on_missing", "what it does when it cannot be evaluated", tuple(OnMissing)),
        text("owner", "who answers for the rule"),
        part("when", "the condition", "condition", required=True),
        part("then", "what a firing rule says", "then", required=True),
        part("effective", "the days on which it counts, both included", "effective"),
        day("review_by", "the day by which a person must look at it again"),
        texts("references", "the law, standard or policy that it rests on"),
        texts("false_positives", "who is known to meet it without cause"),
        part("rollout", "the share of cases that it acts on", "rollout"),
        part("tests", "cases in which it fires, and in which it does not", "tests"),
    )
    return Shape("rule", fields, aside=SOFTENERS)


def parts_key(domain: Domain) -> str:
    """The key under which a test lists the parts of its case."""
    return f"{domain.part}s"
