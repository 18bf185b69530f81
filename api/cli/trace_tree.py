"""How one rule read one order, as a tree: the condition as it is written, with the truth of every node."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from typing import assert_never

from api.cli.phrases import PHRASES, Language
from api.cli.trace_words import TRACE_WORDS
from engine.counted import filled
from engine.decision import Decision, Quote
from engine.findings import plain
from engine.lexicon.spec import Fact, FactType, Value
from engine.lexicon.wording import worded
from engine.rulebook.book import RuleBook
from engine.rulebook.condition import All, Any, Condition, Leaf, Not, Operator, Resolved
from engine.rulebook.rule import Rule
from engine.runtime.evaluation import Evaluation, RuleState
from engine.runtime.leaf import Truth
from engine.runtime.program import CompiledRule
from engine.runtime.reference import wanting, without
from engine.runtime.trace import LeafTrace, RuleTrace, trace_of
from engine.workbench.trying import Basis, bases

MARKS: dict[Truth, str] = {True: "✓", False: "✗", None: "?"}
TRUTHS: dict[Truth, str] = {True: "true", False: "false", None: "unknown"}
MOST_SHOWN = 12  # values of a list; the rest is counted
INDENT = "  "


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a condition: `all`, `any` and `not` have parts, a test has its leaf."""

    word: str
    truth: Truth
    parts: tuple["Node", ...] = ()
    leaf: LeafTrace | None = None


@dataclass(frozen=True, slots=True)
class RuleTree:
    """One rule on the whole order, or on one line (from 1)."""

    rule: Rule
    line: int | None
    state: RuleState
    wanting: tuple[str, ...]
    root: Node
    quotes: tuple[Quote, ...] = ()
    currency: str | None = None


def trees(evaluation: Evaluation, only: str | None = None) -> Iterator[RuleTree]:
    """Every rule of the evaluation, or only one, in the rule book's order."""
    for compiled in evaluation.program.rules:
        if only is None or compiled.rule.id == only:
            for traced in trace_of(evaluation, compiled):
                yield _tree(evaluation, compiled, traced)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tree is told with: the language, and the rule book whose lists and parameters stand behind the tests, as
    of the two days."""

    book: RuleBook
    decided_on: date
    placed_on: date
    language: Language = Language.EN
    currency: str | None = None

    @classmethod
    def of(cls, book: RuleBook, decision: Decision, language: Language = Language.EN) -> "Reading":
        """As of the two moments of a decision, with its order's currency."""
        receipt, evaluation = decision.receipt, decision.evaluation
        currency = None if evaluation is None else evaluation.sheet.whole.get("order.currency")
        decided_on, placed_on = (each.astimezone(UTC).date() for each in (receipt.decided_at, receipt.placed_at))
        return cls(book, decided_on, placed_on, language, currency if isinstance(currency, str) else None)

    def bases(self, leaf: LeafTrace) -> tuple[Basis, ...]:
        """Where the expected value comes from."""
        return tuple(bases(self.book, leaf.source, leaf.actual, self.decided_on, self.placed_on))

    def fact(self, name: str) -> Fact | None:
        """What the lexicon knows of it."""
        return self.book.domain.lexicon.get(name)


def document(tree: RuleTree, reading: Reading) -> dict[str, object]:
    """The tree as JSON can hold it."""
    rule = tree.rule
    return {
        "rule": rule.id,
        "set": rule.set,
        "title": rule.title,
        "status": rule.status.value,
        "verdict": rule.then.verdict,
        "line": tree.line,
        "state": tree.state.value,
        "wanting": list(tree.wanting),
        "condition": _node_document(tree.root, reading),
    }


def lines(tree: RuleTree, reading: Reading) -> Iterator[str]:
    """The tree as people read it."""
    says, rule = TRACE_WORDS[reading.language], tree.rule
    place = "" if tree.line is None else says.line.format(tree.line)
    joiner, colon = PHRASES[reading.language].joiner, PHRASES[reading.language].colon
    lacking = says.unknown_facts.format(joiner.join(tree.wanting)) if tree.wanting else ""
    yield f"{rule.id} {rule.title}{place}{colon}{says.states[tree.state]}{lacking}"
    yield from _node_lines(tree.root, INDENT, tree, reading)


def _tree(evaluation: Evaluation, compiled: CompiledRule, traced: RuleTrace) -> RuleTree:
    part = None if traced.part is None else traced.part - 1
    state = RuleState.FIRES if traced.truth else RuleState.QUIET
    lacking: tuple[str, ...] = ()
    if traced.truth is None:
        state, lacking = _why_unknown(evaluation, compiled, part)
    own = {} if part is None else evaluation.sheet.parts[part]
    currency = own.get("order.currency", evaluation.sheet.whole.get("order.currency"))
    return RuleTree(
        compiled.rule,
        traced.part,
        state,
        lacking,
        _Grower(traced).node(compiled.live.when),
        quotes=tuple(
            Quote(fact, word, text)
            for fact, passages in evaluation.sheet.evidence.items()
            for word, text in passages.items()
        ),
        currency=currency if isinstance(currency, str) else None,
    )


def _why_unknown(evaluation: Evaluation, compiled: CompiledRule, part: int | None) -> tuple[RuleState, tuple[str, ...]]:
    """As the program says it; a decision that was kept has no results, but all truths."""
    truths = evaluation.whole_truths if part is None else evaluation.part_truths[part]
    when, places, never = compiled.live.when, evaluation.program.table.places, evaluation.sheet.never_supplied
    lacking = tuple(sorted(wanting(when, places, truths)))
    if never and without(when, places, truths, never) is False:
        return RuleState.NOT_APPLICABLE, tuple(name for name in lacking if name in never)
    return RuleState.NOT_EVALUABLE, tuple(name for name in lacking if name not in never)


class _Grower:
    """Puts the leaves, which a trace lists in reading order, back into the tree that they were read from."""

    def __init__(self, traced: RuleTrace) -> None:
        self._leaves = iter(traced.leaves)

    def node(self, condition: Condition) -> Node:
        match condition:
            case Resolved():
                leaf = next(self._leaves)
                return Node(leaf.operator, leaf.truth, leaf=leaf)
            case Not(part):
                inner = self.node(part)
                return Node("not", None if inner.truth is None else not inner.truth, (inner,))
            case All(parts):
                return self._joined("all", parts, decisive=False)
            case Any(parts):
                return self._joined("any", parts, decisive=True)
            case Leaf():
                msg = f"`{condition.fact}` is not resolved for a day"
                raise TypeError(msg)
            case _:
                assert_never(condition)

    def _joined(self, word: str, parts: tuple[Condition, ...], *, decisive: bool) -> Node:
        nodes = tuple(self.node(part) for part in parts)
        truths = {node.truth for node in nodes}
        return Node(word, decisive if decisive in truths else None if None in truths else not decisive, nodes)


def _node_document(node: Node, reading: Reading) -> dict[str, object]:
    leaf = node.leaf
    if leaf is None:
        parts = [_node_document(part, reading) for part in node.parts]
        return {"node": node.word, "truth": TRUTHS[node.truth], "parts": parts}
    fact = reading.fact(leaf.fact)
    return {
        "fact": leaf.fact,
        "actual": None if leaf.actual is None else plain(leaf.actual),
        "unit": None if fact is None else fact.unit,
        "operator": leaf.operator,
        "expected": plain(leaf.expected),
        "source": leaf.source or None,
        "basis": [_basis_document(each) for each in reading.bases(leaf)],
        "truth": TRUTHS[leaf.truth],
    }


def _basis_document(basis: Basis) -> dict[str, object]:
    return {
        "name": basis.source,
        "since": None if basis.since is None else basis.since.isoformat(),
        "until": None if basis.until is None else basis.until.isoformat(),
        "reference": basis.reference or None,
        "entries": basis.entries,
    }


def _node_lines(node: Node, indent: str, tree: RuleTree, reading: Reading) -> Iterator[str]:
    if node.leaf is not None:
        yield f"{indent}{MARKS[node.truth]} {_said(node.leaf, tree, reading)}"
        named = [each for each in tree.quotes if node.truth and _names(node.leaf, each)]
        for text in PHRASES[reading.language].quoted(named):
            yield f"{indent}{INDENT}{text}"
        return
    yield f"{indent}{MARKS[node.truth]} {TRACE_WORDS[reading.language].nodes[node.word]}"
    for part in node.parts:
        yield from _node_lines(part, indent + INDENT, tree, reading)


def _names(leaf: LeafTrace, quote: Quote) -> bool:
    expected = leaf.expected if isinstance(leaf.expected, frozenset) else {leaf.expected}
    return leaf.fact == quote.fact and quote.word in expected


def _said(leaf: LeafTrace, tree: RuleTree, reading: Reading) -> str:
    says, fact = TRACE_WORDS[reading.language], reading.fact(leaf.fact)
    actual = says.unknown if leaf.actual is None else told_value(leaf.actual, fact, reading.language, tree.currency)
    of_set = fact is not None and fact.type is FactType.SET
    operator = says.of_sets.get(leaf.operator) if of_set else None
    word = operator or says.operators[leaf.operator]
    if leaf.operator in {Operator.MISSING, Operator.PRESENT}:
        return says.test.format(leaf.fact, actual, word)
    expected = told_value(leaf.expected, fact, reading.language, tree.currency)
    return says.test.format(leaf.fact, actual, f"{word} {expected}{_behind(leaf, reading)}")


def _behind(leaf: LeafTrace, reading: Reading) -> str:
    """The list or parameter, and since when it reads so."""
    says = TRACE_WORDS[reading.language]
    told: list[str] = []
    for basis in reading.bases(leaf):
        known = [
            basis.source,
            "" if basis.entries is None else filled(says.entries, basis.entries),
            "" if basis.since is None else says.since.format(basis.since.isoformat()),
            "" if basis.until is None else says.until.format(basis.until.isoformat()),
        ]
        told.append(", ".join(each for each in known if each))
    return f" ({'; '.join(told) or leaf.source})" if leaf.source else ""


def told_value(
    value: Value | tuple[Value, Value], fact: Fact | None, language: Language, currency: str | None = None
) -> str:
    """A value as rules write it, with its unit, and an amount of money in words as well."""
    text = _shown(value, language)
    if isinstance(value, tuple) or fact is None or fact.unit is None or isinstance(value, bool | frozenset):
        return text
    in_words = worded(value, fact, language, currency)
    if in_words not in {text, str(value)}:
        return f"{text} ({in_words})"
    return f"{text} {fact.unit}" if fact.unit[:1].isalpha() else text


def _shown(value: Value | tuple[Value, Value], language: Language) -> str:
    says = TRACE_WORDS[language]
    match value:
        case bool():
            return str(value).lower()
        case frozenset() if len(value) > MOST_SHOWN:
            return f"[{', '.join(sorted(value)[:MOST_SHOWN])}, {says.more.format(len(value) - MOST_SHOWN)}]"
        case frozenset():
            return f"[{', '.join(sorted(value))}]"
        case tuple():
            return says.to.join(_shown(each, language) for each in value)
    return str(plain(value))
