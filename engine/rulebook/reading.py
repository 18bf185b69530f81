"""One rule file -> its rules. What is at fault is reported and left out, so that one mistake never hides another."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from engine.lexicon.spec import Scope
from engine.rulebook.cases import CaseReader
from engine.rulebook.condition import Condition
from engine.rulebook.condition_reading import read_condition
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.governance import check_rule, check_softeners, read_rollout
from engine.rulebook.messages import refuse_placeholders
from engine.rulebook.nodes import Node
from engine.rulebook.operand_reading import Known
from engine.rulebook.rule import DECIDING, Consequence, OnMissing, Rule, Status
from engine.rulebook.rule_shape import RuleShapes, rule_shapes
from engine.rulebook.source import Span


class _Shared(NamedTuple):
    """What a file's defaults say for all its rules; read once, so that a fault shows even where no rule falls back."""

    owner: str = ""
    review_by: date | None = None
    words: Mapping[str, str] = MappingProxyType({})


class RuleReader:
    """Reads rule files of one domain, with the lists and parameters that their conditions may name.

    `reasons` are those that rules give, each with the first place, also of rules that have other faults. `faulty` are
    the ids of rules in which an error was found: what could be read of them must not be judged further.
    """

    def __init__(self, known: Known, faults: Faults) -> None:
        self._known = known
        self._domain = known.domain
        self._faults = faults
        self._shapes: RuleShapes = rule_shapes(known.domain)
        self._cases = CaseReader(known.domain, self._shapes, faults)
        self._ids: dict[str, Span] = {}
        self.reasons: dict[str, Span] = {}
        self.faulty: set[str] = set()

    def rules(self, path: str, node: Node) -> tuple[Rule, ...]:
        """The rules of one file that can be read."""
        form = open_form(node, self._shapes.file, self._faults)
        if form is None:
            return ()
        form.whole("format", 1)
        self._check_folder(path, form)
        defaults = _shared(open_form(form.node("defaults"), self._shapes.defaults, self._faults))
        found = [self._item(item, form.word("set"), defaults) for item in form.items("rules")]
        return tuple(rule for rule in found if rule is not None)

    def _item(self, item: Node, set_: str, defaults: _Shared) -> Rule | None:
        """One rule, with the faults in it told apart from those of others."""
        faults = self._faults
        found, errors = len(faults), faults.errors
        form = open_form(item, self._shapes.rule, faults)
        if form is None:
            return None
        rule = self._rule(form, set_, defaults)
        if len(faults) > found:
            id_ = form.plain("id")
            if (
                rule is not None
                and rule.status in DECIDING
                and any(each.code == "R085" for each in faults.since(found))
            ):
                refuse_placeholders(rule, faults)
            faults.name(found, id_)
            if faults.errors > errors:
                self.faulty.add(id_)
        return rule

    def _check_folder(self, path: str, form: Form) -> None:
        folder, named = path.split("/", 1)[0], form.word("set")
        if named and folder in self._domain.sets and named != folder:
            message = f"the file stands in `{folder}` and names the set `{named}`"
            self._faults.add("R016", message, form.at("set"), f"write set: {folder}, or move the file")

    def _rule(self, form: Form, set_: str, defaults: _Shared) -> Rule | None:
        scope = self._scope(form, defaults)
        when = self._condition(form, scope)
        then_form = open_form(form.node("then"), self._shapes.then, self._faults)
        then = None if then_form is None else self._consequence(then_form)
        tests = self._cases.tests(form.items("tests"), scope)
        effective = open_form(form.node("effective"), self._shapes.effective, self._faults)
        check_softeners(form, set_, then, self._domain, self._faults)
        on_missing = OnMissing(_word(form, defaults, "on_missing", OnMissing.SKIP))
        rollout = read_rollout(form, self._shapes.rollout, set_, then, on_missing, self._domain, self._faults)
        id_ = self._id(form)
        rule = Rule(
            id=id_,
            set=set_,
            title=form.text("title"),
            scope=scope,
            when=when,
            then=then,
            span=form.at("id"),
            version=form.whole("version", 1),
            status=Status(_word(form, defaults, "status", Status.LIVE)),
            on_missing=on_missing,
            from_=None if effective is None else effective.day("from"),
            until=None if effective is None else effective.day("until"),
            review_by=form.day("review_by") or defaults.review_by,
            owner=form.text("owner") or defaults.owner,
            references=form.texts("references"),
            false_positives=form.texts("false_positives"),
            tests=tests,
            rollout=rollout,
        ) if when is not None and then is not None and id_ else None  # fmt: skip
        if rule is not None:
            check_rule(rule, form, self._known, self._faults)
        return rule

    def _id(self, form: Form) -> str:
        id_ = form.text("id")
        first = self._ids.setdefault(id_, form.at("id")) if id_ else None
        if first is not None and first != form.at("id"):
            self._faults.add("R015", f"the id {id_} is given twice", form.at("id"), f"it stands first at {first}")
        return id_

    def _consequence(self, form: Form) -> Consequence | None:
        verdict, reason = form.word("outcome"), form.text("reason")
        actor, severity = form.word("acts"), form.word("severity")
        score, ask = form.whole("score", 0), form.words("ask")
        if verdict == self._domain.asking_verdict and verdict and not form.given("ask"):
            message = "the rule asks the customer and names nothing that the answer may correct"
            hint = "add ask: with the facts to correct, or ask: [] for a question of yes or no"
            self._faults.add("R014", message, form.at("outcome"), hint)
        if reason:
            self.reasons.setdefault(reason, form.at("reason"))
        if not (verdict and reason and actor and severity):
            return None
        return Consequence(verdict=verdict, reason=reason, actor=actor, severity=severity, score=score, ask=ask)

    def _scope(self, form: Form, defaults: _Shared) -> Scope:
        named = _word(form, defaults, "scope", "")
        if not named and not form.given("scope"):
            domain = self._domain
            hint = f"add scope: {domain.whole}, or scope: {domain.part}"
            self._faults.add("R005", "the rule has no `scope`", form.span, hint)
        return Scope.PART if named == self._domain.part else Scope.WHOLE

    def _condition(self, form: Form, scope: Scope) -> Condition | None:
        node = form.node("when")
        return None if node is None else read_condition(node, scope, self._known, self._faults)


def _word(form: Form, defaults: _Shared, name: str, otherwise: str) -> str:
    """The rule's own word, else the file's, else ours."""
    if form.given(name):
        return form.word(name, otherwise)
    return defaults.words.get(name) or otherwise


def _shared(form: Form | None) -> _Shared:
    if form is None:
        return _Shared()
    words = {name: form.word(name) for name in ("scope", "status", "on_missing")}
    return _Shared(form.text("owner"), form.day("review_by"), words)
