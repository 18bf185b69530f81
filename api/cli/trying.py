"""`clearway rules try`: one rule on one order, or on facts as a test beside it would state them."""

import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from api.cli import trace_tree
from api.cli.explain import of_file
from api.cli.failing import Exit, Wrong, fail
from api.cli.opening import Options, admission_of, moment_of
from api.cli.phrases import Language
from api.cli.rule_folder import rule_folder
from api.cli.trace_words import TRACE_WORDS
from engine.domains import ADMISSION
from engine.lexicon.sheet import Sheet
from engine.order.reading import to_document
from engine.rulebook.book import RuleBook
from engine.rulebook.cases import CaseReader
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.folder import load_rulebook
from engine.rulebook.nodes import Mapping, Node, Sequence, read_yaml
from engine.rulebook.rule import Expectation, Rule, Status
from engine.rulebook.rule_shape import rule_shapes
from engine.rulebook.source import RuleBookRejected
from engine.workbench.ordering import order_for
from engine.workbench.trying import Tried, try_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which rule, on what, and how it is shown."""

    rule: str
    has_order: bool = False
    order_id: str | None = None
    case: Path | None = None
    as_order: bool = False
    as_json: bool = False
    language: Language = Language.EN


def run(options: Options, asked: Asked) -> Exit:
    """Exit code 0 however the rule ends; 1 when no order can be made of the case."""
    if asked.has_order and (asked.case is not None or asked.as_order):
        fail(
            Wrong.WRONG_USE,
            "name an order with --order FILE or a case with --case FILE, not both; --as-order goes with a case",
        )
    if asked.as_order:
        return _print_order(options, asked)
    if asked.has_order:
        book, rule, tried = _on_order(options, asked)
    elif asked.case is not None:
        book = _book(options)
        rule = rule_of(book, asked.rule)
        at = moment_of(options.at)
        tried = try_rule(book, rule, case_of(asked.case), at, at)
    else:
        fail(Wrong.WRONG_USE, "say what to try the rule on: --order FILE, or --case FILE")
    tried.close()
    show = _print_json if asked.as_json else _print_text
    show(tried, book, asked.language)
    return Exit.DONE


def rule_of(book: RuleBook, name: str) -> Rule:
    """The rule with this id. Ends the command when there is none."""
    found = next((each for each in book.rules if each.id == name), None)
    if found is None:
        fail(Wrong.NOT_FOUND, f"there is no rule {name}; {did_you_mean(name, [each.id for each in book.rules])}")
    return found


def case_of(path: Path) -> Sheet:
    """The facts of a case file: a test as it stands beside a rule, or only what is under its `given`.

    Raises RuleBookRejected with every fault and its place.
    """
    faults, text = Faults(), path.read_bytes().decode("utf-8-sig")
    node = read_yaml(str(path), text, faults)
    reader = CaseReader(ADMISSION, rule_shapes(ADMISSION), faults)
    whole, parts = ({}, ()) if node is None else reader.facts(_given(node))
    if faults.found:
        raise RuleBookRejected(faults.found, {str(path): text})
    return Sheet(whole, parts)


def _given(node: Node) -> Node:
    if isinstance(node, Sequence) and len(node.items) == 1:  # a test copied with the dash before it
        return _given(node.items[0])
    if isinstance(node, Mapping):
        return next((entry.value for entry in node.entries if entry.key == "given"), node)
    return node


def _book(options: Options) -> RuleBook:
    return load_rulebook(rule_folder(options.rules), ADMISSION)


def _on_order(options: Options, asked: Asked) -> tuple[RuleBook, Rule, Tried]:
    explained = of_file(options, asked.order_id, "--id")
    book, order = explained.admission.book, explained.order
    rule = rule_of(book, asked.rule)
    if order is None:
        fail(Wrong.ORDER, "the order cannot be read")
    evaluation = explained.decision.evaluation
    sheet = explained.admission.sheet(order, explained.context) if evaluation is None else evaluation.sheet
    receipt = explained.decision.receipt
    return book, rule, try_rule(book, rule, sheet, receipt.decided_at, receipt.placed_at)


def _print_order(options: Options, asked: Asked) -> Exit:
    """An order of the case; without a case, of the first firing test beside the rule that one can be made of."""
    admission = admission_of(options)
    rule, at = rule_of(admission.book, asked.rule), moment_of(options.at)
    cases = [case_of(asked.case)] if asked.case is not None else _own_cases(rule)
    found = (order_for(admission, rule, sheet.whole, sheet.parts, at) for sheet in cases)
    order = next((each for each in found if each is not None), None)
    if order is None:
        fail(
            Wrong.NO_ORDER_LEADS,
            f"no order leads {rule.id} there: it reads facts that follow from no field of an order",
            Exit.SOME_BAD,
        )
    sys.stdout.write(json.dumps(to_document(order), ensure_ascii=False, indent=2) + "\n")
    return Exit.DONE


def _own_cases(rule: Rule) -> list[Sheet]:
    return [Sheet(each.whole, each.parts) for each in rule.tests if each.expect is Expectation.FIRES]


def _print_text(tried: Tried, book: RuleBook, language: Language) -> None:
    says, rule = TRACE_WORDS[language], tried.rule
    told = []
    if rule.status is not Status.LIVE:
        told.append(says.not_deciding.format(says.statuses[rule.status]))
    day, life = tried.decided_on.isoformat(), _life(rule, language)
    told.append((says.in_force if tried.in_force else says.not_in_force).format(day, life))
    if tried.evaluation is None:
        told += [f"{rule.id} {rule.title}", says.no_value.format(day)]
    else:
        reading = trace_tree.Reading(book, tried.decided_on, tried.placed_on, language)
        for tree in trace_tree.trees(tried.evaluation):
            told += trace_tree.lines(tree, reading)
    sys.stdout.write("".join(f"{each}\n" for each in told))


def _life(rule: Rule, language: Language) -> str:
    says = TRACE_WORDS[language]
    if rule.from_ is not None and rule.until is not None:
        return says.ends.format(rule.from_.isoformat(), rule.until.isoformat())
    if rule.from_ is not None:
        return says.since.format(rule.from_.isoformat())
    return says.without_end if rule.until is None else says.until.format(rule.until.isoformat())


def _print_json(tried: Tried, book: RuleBook, language: Language) -> None:
    rule = tried.rule
    reading = trace_tree.Reading(book, tried.decided_on, tried.placed_on, language)
    trees = () if tried.evaluation is None else trace_tree.trees(tried.evaluation)
    document = {
        "rule": rule.id,
        "version": rule.version,
        "status": rule.status.value,
        "decided_on": tried.decided_on.isoformat(),
        "in_force": tried.in_force,
        "decides": tried.decides,
        "effective": {"from": _day(rule.from_), "until": _day(rule.until)},
        "state": None if tried.state is None else tried.state.value,
        "lines": list(tried.parts),
        "trace": [trace_tree.document(tree, reading) for tree in trees],
    }
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _day(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()
