"""Whole-order cases, `cases/*.yaml` of a rule book: an order in, the outcome and the reasons that must come out.

A case file names base orders, in the canonical form, and cases. A case gives a whole order, or says which base order
it is `like` and what is laid over it: an object is merged key by key, null takes a key out, and numbers as keys (from
1) reach into a list. `context` states facts that do not follow from an order: of memory, of the model, of parties,
and what people have marked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.errors import OrderRejected
from engine.lexicon.spec import Value
from engine.order.order import Order
from engine.order.reading import read_order
from engine.rulebook.book import RuleBook
from engine.rulebook.cases import CaseReader
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.folder import CASES
from engine.rulebook.form import Form, open_form
from engine.rulebook.nodes import Mapping as MappingNode
from engine.rulebook.nodes import Node, read_yaml
from engine.rulebook.rule_shape import FORMAT, rule_shapes
from engine.rulebook.shape import Shape, part, text, texts, whole, word
from engine.rulebook.source import RuleBookRejected, RuleFault, Span
from engine.workbench.overlay import laid_over, plain, span_of

LIKE = "like"
MEMORY, MODEL, PARTIES = ("velocity.", "link.", "aftersale."), ("model.",), ("party.",)
MARKS = ("mark.blocked", "mark.trusted")  # whole names: what is counted follows from them
FILE_SHAPE = Shape("case file", (
    whole("format", "version of this format", FORMAT, FORMAT, required=True, outside="R019"),
    part("orders", "base orders by name", "orders"),
    part("cases", "the cases", "cases", required=True),
))  # fmt: skip
CASE_SHAPE = Shape("case", (
    text("name", "what the case shows", required=True),
    part("given", "an order, or what is laid over the order that it is `like`", "order", required=True),
    part("context", "facts that do not follow from the order", "given"),
    text("at", "the moment of the decision; else that of the order", like="2026-06-30T12:00:00Z"),
    part("expect", "what must come out", "expect", required=True),
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One order with what must come of it: the outcome, reasons that must be given, and reasons that must not."""

    name: str
    order: Order
    decided_at: datetime
    outcome: str
    span: Span
    reasons: tuple[str, ...] = ()
    not_reasons: tuple[str, ...] = ()
    context: Mapping[str, Value] = field(default_factory=dict)


def expectation_shape(domain: Domain) -> Shape:
    """What must come out of a case."""
    return Shape("expectation", (
        word("outcome", "the outcome", domain.precedence, required=True),
        texts("reasons", "reasons that must be given"),
        texts("not_reasons", "reasons that must not be given"),
    ))  # fmt: skip


def read_cases(book: RuleBook) -> tuple[Case, ...]:
    """The cases among the texts of a book. Raises RuleBookRejected with every fault of every case file."""
    faults = Faults()
    reader = _CaseFiles(book, faults)
    cases = tuple(case for path in sorted(book.texts) if path.startswith(CASES) for case in reader.cases(path))
    if faults.found:
        raise RuleBookRejected(faults.found, book.texts)
    return cases


def faulty_cases(book: RuleBook, _today: date) -> Iterable[RuleFault]:
    """The faults of all case files: one of the further checks of `rules check`."""
    try:
        read_cases(book)
    except RuleBookRejected as rejected:
        return rejected.faults
    return ()


def _moment_of(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


class _CaseFiles:
    """Reads case files against one book."""

    def __init__(self, book: RuleBook, faults: Faults) -> None:
        self._book = book
        self._faults = faults
        self._facts = CaseReader(book.domain, rule_shapes(book.domain), faults)
        self._expect = expectation_shape(book.domain)
        bands = {band.reason for band in book.policy.bands}
        self._reasons = {rule.then.reason for rule in book.rules} | bands
        self._reasons |= set(book.domain.own_reasons)
        # What the rules say is read with their faults; a message tells of a reason whose rule could not be.
        self._reasons |= {reason for messages in book.messages.values() for reason in messages}

    def cases(self, path: str) -> list[Case]:
        """The cases of one file that can be read."""
        node = read_yaml(path, self._book.texts[path], self._faults)
        form = open_form(node, FILE_SHAPE, self._faults) if node is not None else None
        if form is None:
            return []
        form.whole("format", FORMAT)
        bases = self._bases(form.node("orders"))
        forms = (open_form(item, CASE_SHAPE, self._faults) for item in form.items("cases"))
        found = [self._case(each, bases) for each in forms if each is not None]
        cases = [case for case in found if case is not None]
        names = [case.name for case in cases]
        for number, case in enumerate(cases):
            if case.name in names[:number]:
                self._faults.add("R015", f"two cases are named `{case.name}`", case.span, "say what sets them apart")
        return cases

    def _bases(self, node: Node | None) -> dict[str, Node]:
        if isinstance(node, MappingNode):
            return {entry.key: entry.value for entry in node.entries}
        if node is not None:
            self._faults.add("R006", "`orders` must map names to orders", node.span, "write name: {…}")
        return {}

    def _case(self, form: Form, bases: Mapping[str, Node]) -> Case | None:
        given, expect_form = form.node("given"), open_form(form.node("expect"), self._expect, self._faults)
        order = None if given is None else self._order(given, bases)
        context = self._context(form.node("context"))
        name = form.text("name")
        if order is None or expect_form is None or not name:
            return None
        outcome, at = expect_form.word("outcome"), self._moment(form) or order.placed_at
        reasons = {key: self._known(expect_form, key) for key in ("reasons", "not_reasons")}
        span = form.at("name")
        case = Case(name=name, order=order, decided_at=at, outcome=outcome, span=span, context=context, **reasons)
        return case if outcome else None

    def _known(self, form: Form, key: str) -> tuple[str, ...]:
        reasons = form.texts(key)
        for reason in reasons:
            if reason not in self._reasons:
                hint = did_you_mean(reason, self._reasons)
                self._faults.add("R023", f"there is no reason {reason}", form.at(key), hint)
        return reasons

    def _moment(self, form: Form) -> datetime | None:
        written = form.text("at")
        if not written:
            return None
        moment = _moment_of(written)
        if moment is None:
            hint = "write a moment with its zone, such as 2026-06-30T12:00:00Z"
            self._faults.add("R009", f"`at` is no moment: {written}", form.at("at"), hint)
        return moment

    def _context(self, node: Node | None) -> dict[str, Value]:
        if node is None:
            return {}
        facts, lines = self._facts.facts(node)
        if lines:
            hint = "state what it follows from in the lines of the order"
            self._faults.add("R068", "facts of lines follow from the order and cannot be told", node.span, hint)
        for name in facts:
            if name not in MARKS and not name.startswith((*MEMORY, *MODEL, *PARTIES)):
                hint = "state what it follows from in the order"
                self._faults.add("R068", f"`{name}` follows from the order and cannot be told", node.span, hint)
        return facts

    def _order(self, given: Node, bases: Mapping[str, Node]) -> Order | None:
        changes = plain(given)
        if not isinstance(changes, dict):
            self._faults.add("R006", "`given` must be an order", given.span, "write {like: NAME} or a whole order")
            return None
        like = changes.pop(LIKE, None)
        base = bases.get(str(like))
        if like is not None and base is None:
            hint = did_you_mean(str(like), bases)
            self._faults.add("R068", f"there is no base order `{like}`", span_of(given, (LIKE,)) or given.span, hint)
            return None
        document = changes if base is None else laid_over(plain(base), changes)
        return self._read(document if isinstance(document, dict) else {}, given, base)

    def _read(self, document: Mapping[str, object], given: Node, base: Node | None) -> Order | None:
        try:
            return read_order({"id": "CASE-1", **document})
        except OrderRejected as rejected:
            for fault in rejected.faults:
                path = tuple(fault.pointer.split("/")[1:])
                where = span_of(given, path) or (span_of(base, path) if base is not None else None) or given.span
                message = f"the order of the case cannot be read: {fault}"
                self._faults.add("R068", message, where, "mend this part of the order")
        return None
