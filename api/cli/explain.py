"""`clearway explain`: one order, decided as in a screening of its whole file, with every rule as a tree."""

import json
import sys

from api.cli import trace_tree
from api.cli.failing import Exit, fail
from api.cli.listing import Listing
from api.cli.opening import Options, admission_of, context_of, file_of, memory_of, party_facts_of
from api.cli.phrases import Language
from api.cli.screening import Screened, decide_one, is_single
from api.decision_document import decision_document
from engine.admission import Admission, rollout_key
from engine.decision import Decision
from engine.facts.context import Context
from engine.facts.law import law_of
from engine.goods.law_report import law_lines, law_report
from engine.goods.screening import Applied
from engine.order.order import Order
from engine.rulebook.domain import Domain
from engine.rulebook.quieting import bucket, rests
from engine.rulebook.rule import Rule, Status

OF_LAW = "IMP-"  # the rules that read what law says


def run(options: Options, *, order: str | None, rule: str | None, as_json: bool) -> Exit:
    """Explains the order with this id, or the only one of the file; all its rules, or only one."""
    open_file = file_of(options)
    if order is None and not is_single(open_file):
        fail("the file holds several orders; name one with --order ID")
    admission = admission_of(options)
    _check_rule(rule, admission)
    context = context_of(options)
    parties = party_facts_of(options, context.decided_at)
    screened = decide_one(open_file, memory_of(admission), admission, context, order, parties)
    if screened is None:
        fail(f"no order {order} can be read in {options.file}; check the id" if order else "the file holds no orders")
    if screened.decision is None:
        fail("\n".join(("the order cannot be read", *(str(fault) for fault in screened.record.faults))))
    show = _print_json if as_json else _print_text
    show(screened, screened.decision, admission, rule)
    return Exit.DONE


def _law(
    screened: Screened, decision: Decision, admission: Admission, rule: str | None
) -> tuple[tuple[Applied, ...], ...]:
    """What law says of each line, as of the moment of the decision; nothing when a rule of another set is asked for."""
    order = screened.record.order
    if order is None or (rule is not None and not rule.startswith(OF_LAW)):
        return ()
    return law_of(order, Context(decided_at=decision.receipt.decided_at), admission.knowledge)


def _check_rule(rule: str | None, admission: Admission) -> None:
    if rule is not None and rule not in {each.id for each in admission.book.rules}:
        fail(f"there is no rule {rule}; `clearway rules check` names the rule book in use")


def _print_text(screened: Screened, decision: Decision, admission: Admission, rule: str | None) -> None:
    listing = Listing(admission.book, Language.EN)
    out = sys.stdout.write
    for line in listing.order(decision, screened.buyer, detailed=True):
        out(f"{line}\n")
    for number, applied in enumerate(_law(screened, decision, admission, rule), 1):
        for told in law_lines(applied):
            out(f"law of line {number}: {told}\n")
    if decision.evaluation is None:
        out("\nthe engine failed before the rules could be read; the order is held\n")
        return
    for tree in trace_tree.trees(decision.evaluation, rule):
        mark = _mark(tree.rule, screened.record.order, admission.book.domain)
        out("\n" + mark + "\n".join(trace_tree.lines(tree)) + "\n")


def _mark(rule: Rule, order: Order | None, domain: Domain) -> str:
    """Why a rule that fires would decide nothing for this order."""
    if rule.status is not Status.LIVE:
        return f"({rule.status}) "
    key = "" if order is None else rollout_key(order)
    if rule.rollout is None or not rests(rule, key, domain):
        return ""
    return f"(acts on {rule.rollout} % of orders; this one draws {bucket(rule.id, key)}, so it is only listed) "


def _print_json(screened: Screened, decision: Decision, admission: Admission, rule: str | None) -> None:
    document = decision_document(decision, admission.book, Language.EN, screened.buyer, screened.record.number)
    found = () if decision.evaluation is None else trace_tree.trees(decision.evaluation, rule)
    document["law"] = [law_report(applied) for applied in _law(screened, decision, admission, rule)]
    document["trace"] = [trace_tree.document(tree) for tree in found]
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
