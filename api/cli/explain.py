"""`clearway explain`: an order of a file or a decision that was kept, every rule as a tree, and the ways out."""

import json
import re
import sys
from dataclasses import dataclass

from api.cli import trace_tree
from api.cli.clerk import Clerk, at_home
from api.cli.failing import Exit, Wrong, fail
from api.cli.listing import Listing
from api.cli.opening import Options, admission_of, context_of, file_of, memory_of, party_facts_of
from api.cli.phrases import PHRASES, Language
from api.cli.screening import decide_one, is_single
from api.cli.trace_words import TRACE_WORDS, TraceWords
from api.cli.ways_page import ways_lines
from api.decision_document import decision_document
from api.ways_document import ways_document
from engine.admission import Admission, rollout_key
from engine.decision import Decision
from engine.desk.errors import NotFound, PersonErased
from engine.desk.reading import kept_decision, order_of, recalled
from engine.facts.context import Context
from engine.facts.law import law_of
from engine.goods.law_report import law_lines, law_report
from engine.goods.screening import Applied
from engine.ids import Prefix
from engine.order.order import Order
from engine.rulebook.faults import did_you_mean
from engine.rulebook.quieting import bucket, rests
from engine.rulebook.rule import Rule, Status
from engine.workbench.ways_out import Alternatives, alternatives, with_memory

OF_LAW = "IMP-"  # the rules that read what law says
_DECISION = re.compile(f"{Prefix.DECISION}_[0-9a-f]{{32}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to show: the order of a file by its id, only one rule, in which form and language, whose decision."""

    order: str | None = None
    rule: str | None = None
    as_json: bool = False
    language: Language = Language.EN
    merchant: str = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A decision with what it was made of. `order` is absent once its personal values are erased."""

    decision: Decision
    admission: Admission
    context: Context
    order: Order | None
    number: int = 1

    @property
    def buyer(self) -> str | None:
        """The buyer's locale."""
        customer = None if self.order is None else self.order.customer
        return None if customer is None else customer.locale


def run(options: Options, asked: Asked) -> Exit:
    """Explains a kept decision, or the order of the file with this id, or its only one."""
    named = str(options.file)
    is_kept = _DECISION.fullmatch(named) is not None and not options.file.exists()
    if not is_kept and not options.file.exists():
        fail(
            Wrong.NO_FILE,
            f"{named}: there is no such file, nor is it a decision's id (dec_…); `clearway order list --json` has them",
        )
    explained = kept(named, asked.merchant) if is_kept else of_file(options, asked.order)
    _check_rule(asked.rule, explained.admission)
    show = _print_json if asked.as_json else _print_text
    show(explained, asked)
    return Exit.DONE


def of_file(options: Options, order: str | None, option: str = "--order") -> Explained:
    """An order of a file, decided as in a screening of the whole file. Ends the command when there is none."""
    open_file = file_of(options)
    if order is None and not is_single(open_file):
        fail(Wrong.SEVERAL, f"the file holds several orders; name one with {option} ID")
    admission = admission_of(options)
    context = context_of(options)
    parties = party_facts_of(options, context.decided_at)
    screened = decide_one(open_file, memory_of(admission), admission, context, order, parties)
    if screened is None:
        fail(
            Wrong.NOT_FOUND,
            f"no order {order} can be read in {options.file}; check the id" if order else "the file holds no orders",
        )
    found, decision = screened.record.order, screened.decision
    if decision is None or found is None:
        fail(Wrong.ORDER, "\n".join(("the order cannot be read", *(str(fault) for fault in screened.record.faults))))
    if decision.evaluation is not None:
        context = with_memory(context, decision.evaluation.sheet)
    return Explained(
        decision=decision, admission=admission, context=context, order=found, number=screened.record.number
    )


def kept(decision_id: str, merchant: str) -> Explained:
    """A decision of the installation's own database, with the edition that made it. Ends the command without one."""
    clerk = Clerk(merchant, "command line")
    with at_home() as house, house.database.read() as session:
        try:
            row = kept_decision(session, clerk.merchant, decision_id)
        except NotFound:
            fail(Wrong.NOT_FOUND, f"there is no decision {decision_id}; see `clearway order list`", Exit.SOME_BAD)
        found = recalled(house.desk, session, row)
        try:
            order = order_of(house.desk, session, merchant, row.order_id, row.version) if found.is_whole else None
        except PersonErased:
            order = None
        loaded = house.desk.editions.load(row.edition, merchant)
    return Explained(decision=found.decision, admission=loaded.admission, context=found.context, order=order)


def _law(explained: Explained, rule: str | None) -> tuple[tuple[Applied, ...], ...]:
    """What law says of each line, as of the moment of the decision; nothing when a rule of another set is asked for."""
    order = explained.order
    if order is None or (rule is not None and not rule.startswith(OF_LAW)):
        return ()
    at = explained.decision.receipt.decided_at
    return law_of(order, Context(decided_at=at), explained.admission.knowledge)


def _ways(explained: Explained, asked: Asked) -> Alternatives | None:
    """Ways to another outcome, unless only one rule is asked about."""
    if asked.rule is not None or explained.decision.evaluation is None:
        return None
    return alternatives(explained.admission, explained.decision, explained.order, explained.context)


def _check_rule(rule: str | None, admission: Admission) -> None:
    known = {each.id for each in admission.book.rules}
    if rule is not None and rule not in known:
        fail(Wrong.NOT_FOUND, f"there is no rule {rule}; {did_you_mean(rule, known)}")


def _print_text(explained: Explained, asked: Asked) -> None:
    decision, book, says = explained.decision, explained.admission.book, TRACE_WORDS[asked.language]
    told = list(Listing(book, asked.language).order(decision, explained.buyer, detailed=True))
    for number, applied in enumerate(_law(explained, asked.rule), 1):
        told += [says.law.format(number, each) for each in law_lines(applied)]
    reading = trace_tree.Reading.of(book, decision, asked.language)
    ways = _ways(explained, asked)
    if ways is not None:
        told += ["", *ways_lines(ways, reading, decision.outcome)]
    if asked.rule is None:
        told += ["", *_not_checked(decision, asked.language)]
    if decision.evaluation is None:
        told += ["", says.failed]
    else:
        for tree in trace_tree.trees(decision.evaluation, asked.rule):
            mark = _mark(tree.rule, explained, says)
            told += ["", mark + "\n".join(trace_tree.lines(tree, reading))]
    sys.stdout.write("".join(f"{each}\n" for each in told))


def _mark(rule: Rule, explained: Explained, says: TraceWords) -> str:
    """Why a rule that fires would decide nothing for this order."""
    if rule.status is not Status.LIVE:
        return f"({says.statuses[rule.status]}) "
    key = "" if explained.order is None else rollout_key(explained.order)
    if rule.rollout is None or not rests(rule, key, explained.admission.book.domain):
        return ""
    return f"({says.rolled_out.format(rule.rollout, bucket(rule.id, key))}) "


def _not_checked(decision: Decision, language: Language) -> list[str]:
    """Rules that could not speak, by why, each once."""
    phrases = PHRASES[language]
    states = dict.fromkeys(each.state for each in decision.not_checked)
    by_state = {
        state: dict.fromkeys(each.rule for each in decision.not_checked if each.state == state) for state in states
    }
    return [f"{phrases.states[state]} {phrases.joiner.join(rules)}" for state, rules in by_state.items()]


def _print_json(explained: Explained, asked: Asked) -> None:
    decision, book = explained.decision, explained.admission.book
    document = decision_document(decision, book, asked.language, explained.buyer, explained.number)
    found = () if decision.evaluation is None else trace_tree.trees(decision.evaluation, asked.rule)
    reading = trace_tree.Reading.of(book, decision, asked.language)
    ways = _ways(explained, asked)
    document["law"] = [law_report(applied) for applied in _law(explained, asked.rule)]
    document["alternatives"] = None if ways is None else ways_document(ways)
    document["trace"] = [trace_tree.document(tree, reading) for tree in found]
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
