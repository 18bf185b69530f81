"""The tests beside a rule: `given` -> typed facts of the whole and of its parts, with what is expected of the rule."""

from datetime import date

from engine.lexicon.spec import Fact, FactType, Scope, Value
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.fitness import trouble
from engine.rulebook.form import Form, open_form, parse_day, read_items
from engine.rulebook.nodes import Entry, Mapping, Node, Scalar, Sequence
from engine.rulebook.rule import Expectation, RuleTest
from engine.rulebook.rule_shape import RuleShapes, parts_key

Facts = dict[str, Value]


class CaseReader:
    """Reads the tests of rules of one domain."""

    def __init__(self, domain: Domain, shapes: RuleShapes, faults: Faults) -> None:
        self._domain = domain
        self._shape = shapes.test
        self._faults = faults
        self._parts_key = parts_key(domain)
        self._prefixes = _prefixes(domain)

    def tests(self, nodes: tuple[Node, ...], scope: Scope) -> tuple[RuleTest, ...]:
        """The tests that can be read."""
        forms = (open_form(node, self._shape, self._faults) for node in nodes)
        found = [self._test(form, scope) for form in forms if form is not None]
        tests = [test for test in found if test is not None]
        seen: set[str] = set()
        for test in tests:
            if test.name in seen:
                self._faults.add("R015", f"two tests are named `{test.name}`", test.span, "say what sets them apart")
            seen.add(test.name)
        return tuple(tests)

    def facts(self, node: Node) -> tuple[Facts, tuple[Facts, ...]]:
        """The facts that a `given` states: of the whole, and of each part."""
        if not isinstance(node, Mapping):
            self._faults.add("R006", "`given` must map facts to values", node.span, "write {} when nothing is known")
            return {}, ()
        whole: Facts = {}
        parts: tuple[Facts, ...] = ()
        for entry in node.entries:
            if entry.key == self._parts_key:
                parts = tuple(map(self._part, read_items(entry.value, entry.key, self._faults)))
            else:
                self._collect(entry, "", whole, Scope.WHOLE)
        return whole, parts

    def _test(self, form: Form, scope: Scope) -> RuleTest | None:
        given = form.node("given")
        name, expect = form.text("name"), form.word("expect")
        if given is None or not name or not expect:
            return None
        whole, parts = self.facts(given)
        test = RuleTest(
            name=name,
            whole=whole,
            parts=parts,
            expect=Expectation(expect),
            span=form.at("name"),
            expect_parts=self._numbers(form, len(parts)),
            at=form.day("at"),
        )
        self._check_parts(test, scope)
        return test

    def _check_parts(self, test: RuleTest, scope: Scope) -> None:
        part, key = self._domain.part, self._parts_key
        if scope is Scope.WHOLE and test.expect_parts is not None:
            message = f"`{key}` names what a rule of each {part} fires for, and this rule is about the whole"
            self._faults.add("R062", message, test.span, f"leave `{key}` out, or set scope: {part}")
        if scope is Scope.PART and not test.parts:
            message = f"the rule is tested for every {part}, and the case has none"
            self._faults.add("R062", message, test.span, f"add {key}: [{{…}}] under given")
        if test.expect_parts is not None and test.expect is not Expectation.FIRES:
            self._faults.add("R062", f"`{key}` goes with expect: fires only", test.span, f"leave `{key}` out")

    def _numbers(self, form: Form, count: int) -> tuple[int, ...] | None:
        if not form.given(self._parts_key):
            return None
        numbers: list[int] = []
        for item in form.items(self._parts_key):
            value = item.value if isinstance(item, Scalar) else None
            if type(value) is not int or value < 1:
                self._faults.add("R006", "a number from 1 is expected", item.span, "count from 1")
            elif value > count:
                self._faults.add("R062", f"the case has no {self._domain.part} {value}", item.span, "count from 1")
            else:
                numbers.append(value)
        return tuple(sorted(set(numbers)))

    def _part(self, node: Node) -> Facts:
        facts: Facts = {}
        if isinstance(node, Mapping):
            for entry in node.entries:
                own = f"{self._domain.part}."
                self._collect(entry, "" if entry.key.startswith(own) else own, facts, Scope.PART)
        else:
            self._faults.add("R006", f"a {self._domain.part} must map facts to values", node.span, "write {…}")
        return facts

    def _collect(self, entry: Entry, prefix: str, facts: Facts, scope: Scope) -> None:
        name = prefix + entry.key
        fact = self._domain.lexicon.get(name)
        if fact is not None:
            self._state(fact, entry, facts, scope)
        elif name not in self._prefixes:
            hint = did_you_mean(name, self._domain.lexicon)
            self._faults.add("R020", f"there is no fact `{name}`", entry.span, hint)
        elif isinstance(entry.value, Mapping):
            for inner in entry.value.entries:
                self._collect(inner, f"{name}.", facts, scope)
        elif not isinstance(entry.value, Scalar) or entry.value.value is not None:
            hint = f"write {entry.key}: {{…}} with facts under it"
            self._faults.add("R006", f"`{name}` is a group of facts, not a fact", entry.span, hint)

    def _state(self, fact: Fact, entry: Entry, facts: Facts, scope: Scope) -> None:
        if fact.scope is not scope:
            where = f"put it under {self._parts_key}:" if scope is Scope.WHOLE else f"put it beside {self._parts_key}:"
            self._faults.add("R025", f"`{fact.name}` does not belong here", entry.span, where)
            return
        if fact.name in facts:
            self._faults.add("R003", f"the fact `{fact.name}` is given twice", entry.span, "keep one")
        value = self._value(fact, entry.value)
        if value is not None:
            facts[fact.name] = value

    def _value(self, fact: Fact, node: Node) -> Value | None:
        if fact.type is FactType.SET and isinstance(node, Sequence):
            words = (self._single(fact, item) for item in node.items)
            return frozenset(word for word in words if isinstance(word, str))
        if fact.type is FactType.SET and not (isinstance(node, Scalar) and node.value is None):
            self._faults.add("R030", f"`{fact.name}` is a set of words", node.span, "write it in brackets: [a, b]")
            return None
        return self._single(fact, node)

    def _single(self, fact: Fact, node: Node) -> bool | int | float | str | date | None:
        if not isinstance(node, Scalar):
            self._faults.add("R030", f"`{fact.name}` has one value", node.span, "write one value here")
            return None
        value = node.value
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        wrong = trouble(fact, value, node.raw)
        if wrong is not None:
            self._faults.add(wrong.code, wrong.message, node.span, wrong.hint)
            return None
        return parse_day(value) if fact.type is FactType.DATE else value


def _prefixes(domain: Domain) -> frozenset[str]:
    """Every group that facts stand in: `payment` for `payment.cvc`."""
    found: set[str] = set()
    for name in domain.lexicon:
        pieces = name.split(".")
        found.update(".".join(pieces[:depth]) for depth in range(1, len(pieces)))
    return frozenset(found)
